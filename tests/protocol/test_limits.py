"""A limit that nobody reads is a lie to whoever sets it, and to clients, who are told of it."""

import re

import msgspec
import pytest

from protocol import limits
from tests.house.files import ROOMS, ROOT, walk

PRODUCT = "\n".join(
    path.read_text()
    for room in ROOMS
    for path in walk(ROOT / room)
    if path.suffix == ".py" and path.name != "limits.py"
)


@pytest.mark.parametrize("name", [field.name for field in msgspec.structs.fields(limits.Limits)])
def test_every_limit_is_kept_somewhere(name: str) -> None:
    assert re.search(rf"(limits|LIMITS)\.{name}\b", PRODUCT)


def test_one_that_is_not_there_cannot_be_set() -> None:
    with pytest.raises(ValueError, match="There is no limit called frame_bites"):
        limits.load({"CALLBOARD_LIMIT_FRAME_BITES": "1"})
    assert limits.load({"CALLBOARD_LIMIT_FRAME_BYTES": "1"}).frame_bytes == 1
