from collections.abc import Iterator

import pytest

from core import clock
from tests.budgets import MANY, contacts
from workflows.models import OpenCall


@pytest.fixture(autouse=True)
def an_empty_board(database: None) -> None:
    """Calls of hosts from tests before would stand on the board of every model."""
    OpenCall.objects.filter(status="active").update(status="cancelled", decided_at=clock.now())


@pytest.fixture(autouse=True)
def no_budget() -> Iterator[None]:
    """Here people ask each other for more in a minute than anybody should on a day."""
    with contacts(MANY):
        yield
