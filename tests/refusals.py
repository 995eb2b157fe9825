"""`with refused("call_expired"):` what follows is declined with this code, and no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from core.refused import Refused


class Said:
    """What the refusal said, when it has been said."""

    message = ""
    details: dict[str, Any] = {}


@contextmanager
def refused(code: str, **details: Any) -> Iterator[Said]:
    """`details`: these fields of the error object have these values (`field`, `reasons`)."""
    said = Said()
    with pytest.raises(Refused) as caught:
        yield said
    error = caught.value
    said.message, said.details = error.message, error.details
    assert error.code == code, error
    assert {name: error.details.get(name) for name in details} == details
