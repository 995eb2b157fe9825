"""What a browser is called, in mails and in the bell as on the screen: one table for both sides."""

import json

import pytest

from people.browsers import named
from people.speaking import speaking
from tests.house.files import ROOT

TABLE = ROOT / "frontend/src/lib/words/devices.cases.json"


@pytest.mark.parametrize("case", json.loads(TABLE.read_text(encoding="utf-8")), ids=str)
def test_it_is_that_of_the_screen(case: dict[str, str]) -> None:
    assert named(case["called"]) == case["named"]


def test_in_german_too() -> None:
    with speaking("de"):
        assert named("Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0") == "Firefox auf Linux"
        assert named("") == "einem unbekannten Gerät"
