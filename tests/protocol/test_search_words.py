"""What was copied out of a text finds it: the cases that the client's marks are held to as well."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from protocol import words

CASES = json.loads(
    (settings.ROOT / "frontend/src/lib/words/search-cases.json").read_text(encoding="utf-8")
)


def finds(said: str, sought: str) -> bool:
    """As the database decides it."""
    asked = words.query(sought)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_to_tsvector(%s::text[]) @@ %s::tsquery", [words.indexed(said), asked]
        )
        [[found]] = cursor.fetchall()
    return bool(asked and found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["said"][:40])
def test_what_was_copied_out_of_a_text_finds_it(case: dict[str, Any]) -> None:
    said = case["said"]
    assert [one for one in case["found"] if not finds(said, one)] == []
    assert [one for one in case["not"] if finds(said, one)] == []
    assert finds(said, said)
    for copied in said.split():
        assert finds(said, copied) or not words.query(copied), copied


@pytest.mark.parametrize("sought", ["", " ", "!?", "'", "\\", "a' | 'b", "& | !", "(", ":*", "<->"])
def test_nothing_of_the_language_of_queries_gets_in(sought: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsquery", [words.query(sought)])
    assert not finds("nothing of it", sought)


def test_a_long_text_stays_within_what_an_index_holds() -> None:
    for text in ("a." * 2000, "\u4e0a\u6d77" * 2000, "x" * 4000, " ".join(map(str, range(900)))):
        assert finds(text, text[:30])
        assert max(map(len, words.indexed(text))) <= words.LONGEST


def test_a_question_has_an_end() -> None:
    assert words.query(" ".join(map(str, range(100)))).count("&") == words.WORDS - 1
