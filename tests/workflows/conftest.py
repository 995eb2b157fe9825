import pytest

from protocol import clock
from workflows.models import OpenCall


@pytest.fixture(autouse=True)
def an_empty_board(database: None) -> None:
    """Calls of hosts from tests before would stand on the board of every model."""
    OpenCall.objects.filter(status="active").update(status="cancelled", decided_at=clock.now())
