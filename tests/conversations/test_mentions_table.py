"""The postman and the screen read names the same way: one table of cases, run on both sides."""

import json
from pathlib import Path

import pytest

from conversations.mentions import mentions

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "frontend/src/lib/words/pieces.cases.json"
CASES = json.loads(TABLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", CASES["calls"])
def test_it_calls(text: str) -> None:
    assert mentions(text, "ana")


@pytest.mark.parametrize("text", CASES["does_not"])
def test_it_calls_nobody(text: str) -> None:
    assert not mentions(text, "ana")
