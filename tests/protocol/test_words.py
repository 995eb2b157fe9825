"""Small things that both doors rest on: strict JSON, opaque cursors, topics, limits, refusals."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from core.refused import CODES, Refused, not_found
from protocol import cursor, limits, strict, topics
from server import schema

Position: type[tuple[datetime, UUID]] = tuple[datetime, UUID]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'{"a":1,"a":2}', "given twice"),
        (b'{"a":{"b":1,"b":1}}', "given twice"),
        (b'{"a":NaN}', "NaN"),
        (b"[Infinity]", "Infinity"),
        (b"[" * 9 + b"]" * 9, "too deeply"),
        (b"[" * 100_000, "too deeply"),
        (b'{"a":"\\u0000"}', "NUL"),
        (b'{"a":', "not JSON"),
        (b"", "not JSON"),
    ],
)
def test_json_that_a_lenient_parser_takes_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        strict.check(raw)


@pytest.mark.parametrize(
    "raw", [b'{"a":{"b":[1,2,{"c":null}]}}', b"[" * 8 + b"]" * 8, b'{"a":"[[[[[[[[[[{{{{{"}']
)
def test_json_that_is_json_is_taken(raw: bytes) -> None:
    strict.check(raw)
    assert settings.LIMITS.json_depth == 8


def test_a_cursor_comes_back_as_it_went_and_says_nothing_by_itself() -> None:
    position = (datetime(2026, 12, 8, 19, 30, 0, 123456, UTC), uuid4())
    written = cursor.write(position)
    assert cursor.read(written, Position) == position
    assert re.fullmatch(r"[\w-]+", written)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        "null",
        "ünïcode",
        "%27%20OR%201=1--",
        base64.urlsafe_b64encode(b'["now", "everything"]').decode(),
        base64.urlsafe_b64encode(b"[]").decode(),
        base64.urlsafe_b64encode(b'{"$gt": 0}').decode(),
        "A" * 10_000,
    ],
)
def test_a_forged_cursor_is_a_bad_request(forged: str) -> None:
    with pytest.raises(Refused) as refused:
        cursor.read(forged, Position)
    assert refused.value.code == "bad_request"
    assert refused.value.as_error()["field"] == "cursor"


def test_topics_read_back_as_they_are_written() -> None:
    id = uuid4()
    for kind in topics.KINDS.values():
        topic = kind.topic(id)
        assert topics.kind_of(topic) is kind
        if kind.name == topics.OWN:
            assert topics.on_the_wire(topic) == kind.name
            assert topics.parse(kind.name) == (kind, topics.MINE)
        else:
            assert topics.on_the_wire(topic) == topic
            assert topics.parse(topic) == (kind, id)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "user.17",
        "user.{}",
        "call",
        "call.17",
        "post.{}",
        "call.{}.guest",
        "conversation.{}.host",
    ],
)
def test_what_is_no_topic_of_others_is_none(name: str) -> None:
    assert topics.parse(name.format(uuid4())) is None


def test_no_pattern_lets_a_line_break_through_at_its_end() -> None:
    """Python's `$` stands before one, too; PostgreSQL's checks and JavaScript's do not agree."""
    patterns = set(_patterns(schema.components()))
    assert len(patterns) >= 4
    assert [p for p in patterns if "$" in p and not p.endswith(r"$(?!\n)")] == []


def _patterns(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for inner in part.values():
            yield from _patterns(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _patterns(inner)


def test_limits_are_set_by_the_environment_and_nothing_unknown_is() -> None:
    loaded = limits.load({"CALLBOARD_LIMIT_SYNC_PAGE": "7", "CALLBOARD_LIMIT_DRAIN": "0.5"})
    assert (loaded.sync_page, loaded.drain, loaded.frame_bytes) == (7, 0.5, 64 * 1024)
    with pytest.raises(ValueError, match="sync_pages"):
        limits.load({"CALLBOARD_LIMIT_SYNC_PAGES": "7"})


def test_every_code_has_a_status_and_a_meaning() -> None:
    assert all(400 <= code.status < 600 and code.meaning for code in CODES.values())
    assert not_found().as_error() == not_found().as_error()


def test_only_what_may_work_later_says_so() -> None:
    retry = {code for code in CODES if Refused(code, "-").as_error()["retry"]}
    assert retry == {"unavailable", "rate_limited"}


def test_a_refusal_carries_a_known_code() -> None:
    with pytest.raises(AssertionError):
        Refused("nonsense", "There is no such code.")
