"""Every value that a client can send has a type with a rule, and its rule is kept at both doors."""

import inspect
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from consumers.inbound import VERBS
from protocol.asked import EARLIEST, LATEST, MOMENT, Asked, Rule, alternatives
from protocol.wire import Content, Instant, Line, Verb
from server import api as doors
from tests.refusals import refused

#: Numbers, switches, ids and days of the calendar: there is nothing in them to clean.
PLAIN = (int, float, bool, uuid.UUID, date, type(None))
#: Read by a type of its own, key by key.
OWN_RULE = {("OpenCall", "requirements"), ("Requirements", "min_rating")}


def asked() -> list[type[Asked]]:
    """What every verb and every question over HTTP is read into."""
    return sorted({*VERBS, *_questions(Asked)} - {Asked, Verb}, key=_name)


def _name(struct: type[Asked]) -> tuple[str, str]:
    """Two rooms may use one name; every worker has to collect them in one order."""
    return struct.__name__, struct.__module__


def _questions(base: type[Asked]) -> Iterator[type[Asked]]:
    for each in base.__subclasses__():
        if not each.__module__.rpartition(".")[2].startswith("test_"):
            yield each
            yield from _questions(each)


def fields() -> Iterator[tuple[type[Asked], str, Any]]:
    for struct in asked():
        hints = get_type_hints(struct, include_extras=True)
        for name in struct.__struct_fields__:
            yield struct, name, hints[name]


@pytest.mark.parametrize(
    ("struct", "name", "hint"),
    list(fields()),
    ids=lambda part: getattr(part, "__name__", str(part))[:60],
)
def test_every_field_that_a_client_sends_has_a_rule(
    struct: type[Asked], name: str, hint: Any
) -> None:
    """A text is a line, several lines, a code or a question; a moment is within reach."""
    if (struct.__name__, name) not in OWN_RULE:
        assert [kind for kind in alternatives(hint) if not _is_ruled(kind)] == []


def _is_ruled(kind: Any) -> bool:
    if get_origin(kind) is Annotated:
        inner, *extras = get_args(kind)
        if any(isinstance(extra, Rule) for extra in extras):
            return True
        if any(isinstance(extra, msgspec.Meta) and extra.pattern for extra in extras):
            return True
        return _is_ruled(inner)
    if get_origin(kind) is Literal:
        return True
    if get_origin(kind) in (list, dict):
        return all(_is_ruled(one) or one is str for one in get_args(kind))
    return kind in PLAIN


def test_every_question_over_http_is_read_by_these_rules() -> None:
    """No controller takes a path, query or body that is not built on `Asked`."""
    for pattern in [*doors.reads(), *doors.twins()]:
        controller = pattern.callback.view_class  # type: ignore[attr-defined]
        for _, method in inspect.getmembers(controller, inspect.isfunction):
            for name, hint in method.__annotations__.items():
                if name.startswith("parsed_"):
                    struct = get_args(hint)[0]
                    assert issubclass(struct, Asked), (controller, name)


class Said(Verb, frozen=True, kw_only=True):
    """One field of each type."""

    verb = "test.said"
    at: Instant | None = None
    line: Line = ""
    name: Annotated[str, Line.__metadata__[1], msgspec.Meta(min_length=1, max_length=8)] = "Ana"
    content: Content = "-"


def said(**fields: Any) -> Said:
    return msgspec.convert(fields, Said)


@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "1999-12-31T23:59:59Z",
    ],
)
def test_a_moment_that_not_every_reader_can_show_is_refused(at: str) -> None:
    with refused("bad_request", field="at"):
        said(at=at)


def test_a_moment_within_reach_is_taken() -> None:
    for at in (EARLIEST, LATEST - timedelta(microseconds=1), datetime(2028, 2, 29, tzinfo=UTC)):
        assert said(at=at).at == at
    assert MOMENT.name == "moment"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Hanna \t Vogel\r\n", "Hanna Vogel"),
        ("Zoe\u0308", "Zoë"),
        ("\u202eevil", "evil"),
        ("\u2068Hanna\u2069", "Hanna"),
        ("Ha\u200bn\xadna\ufeff", "Hanna"),
        ("Ana\u200d", "Ana"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 4),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("👩\u200d🎨", "👩\u200d🎨"),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",) * 2,
        ("\u200b", ""),
        ("\u2800 \u3164", ""),
        ("\u0301", ""),
    ],
)
def test_a_line_is_kept_as_it_shows(given: str, kept: str) -> None:
    assert said(line=given).line == kept


@pytest.mark.parametrize(
    "given", ["\x07bell", "\x1b[31m", "\x80", "\ufffe", "\U0001ffff", "\ue000", "\u0378"]
)
def test_what_no_screen_can_show_is_refused_in_a_line(given: str) -> None:
    with refused("bad_request", field="line"):
        said(line=f"Life {given} drawing")


@pytest.mark.parametrize("given", [" ", "\u200b", "\u2800", "\u202e\u202c", "\n\t"])
def test_a_name_shows_something(given: str) -> None:
    with refused("bad_request", field="name"):
        said(name=given)


def test_a_line_is_measured_as_it_is_kept() -> None:
    assert said(name="\u202eAna Lima\u202c"[1:-1]).name == "Ana Lima"
    with refused("bad_request", field="name"):
        said(name="\u0958" * 5)  # two characters each in NFC


@pytest.mark.parametrize("given", [" ", "\u200b\u200d", "\u2800", "\n\n", "\ufe0f"])
def test_a_text_shows_something(given: str) -> None:
    with refused("bad_request", field="content"):
        said(content=given)


def test_a_text_keeps_its_lines_and_its_direction() -> None:
    assert said(content="one\r\ntwo\rthree\x0bfour").content == "one\ntwo\nthree\nfour"
    assert (
        said(content="  \u202b\u05e9\u05dc\u05d5\u05dd\u202c\n\tdone ").content
        == "  \u202b\u05e9\u05dc\u05d5\u05dd\u202c\n\tdone "
    )
    for unshowable in ("\x00", "\x07", "\x1b[31m", "\x7f", "\ufffe"):
        with refused("bad_request", field="content"):
            said(content=f"a{unshowable}b")
