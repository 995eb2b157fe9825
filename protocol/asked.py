"""The base of what clients send: each field is checked by its type, wherever it comes from.

`Meta` says what the schema shows: lengths, patterns, ranges. The rules here are those that no
schema can say; they stand in the type of the field, beside its `Meta`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from django.db.models import Q
from msgspec import Meta, Struct
from msgspec.structs import force_setattr
from psycopg.types.range import Range

from core.refused import Refused
from protocol import texts


@dataclass(frozen=True)
class Rule:
    """How a value is checked: what it returns is kept, what it raises is told by field."""

    name: str
    check: Callable[[Any], Any]


#: With a day's margin to both sides, in every zone, for every reader: databases, calendars,
#: browsers.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _within_reach(at: datetime) -> datetime:
    if not EARLIEST <= at < LATEST:
        raise Refused("bad_request", "This time is out of reach: the years are 2000 to 2099.")
    return at


def _printable(code: str) -> str:
    if not code.isprintable():
        raise Refused("bad_request", "There is a character in it that does not belong there.")
    return code


def _question(sought: str) -> str:
    return " ".join(texts.showable(sought).split())


#: A name or title; several lines; a word of machines; what is sought; a moment.
LINE = Rule("line", texts.line)
TEXT = Rule("text", texts.text)
CODE = Rule("code", _printable)
SOUGHT = Rule("sought", _question)
MOMENT = Rule("moment", _within_reach)


def within_reach(column: str) -> Q:
    """The same as a constraint of a table, for a moment that somebody chose."""
    return Q(**{f"{column}__isnull": True}) | Q(
        **{f"{column}__gte": EARLIEST, f"{column}__lt": LATEST}
    )


def spans_within_reach(column: str) -> Q:
    """And for a range of moments."""
    reach = Range(EARLIEST, LATEST, "[)")
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__contained_by": reach})


class Check(NamedTuple):
    field: str
    rule: Rule
    least: int
    most: int | None

    def __call__(self, given: Any) -> Any:
        try:
            kept = self.rule.check(given)
        except Refused as refused:
            raise Refused(refused.code, refused.message, field=self.field) from None
        if isinstance(kept, str):
            self._measure(kept)
        return kept

    def _measure(self, kept: str) -> None:
        """Again: what was cleaned can be shorter, or longer, than what was given."""
        if len(kept) < self.least:
            raise Refused("bad_request", "Write something that can be read.", field=self.field)
        if self.most is not None and len(kept) > self.most:
            raise Refused("bad_request", f"At most {self.most} characters.", field=self.field)


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """What a client sends, over HTTP or on the socket. Raises `Refused` with the field's name."""

    def __post_init__(self) -> None:
        for check in checks(type(self)):
            given = getattr(self, check.field)
            if given is None:
                continue
            kept = check(given)
            if kept is not given:
                force_setattr(self, check.field, kept)


@cache
def checks(asked: type[Struct]) -> list[Check]:
    hints = get_type_hints(asked, include_extras=True)
    return [
        check
        for field in asked.__struct_fields__
        for kind in alternatives(hints[field])
        if (check := _check(field, kind))
    ]


def alternatives(hint: Any) -> list[Any]:
    """The members of a union, or the type itself."""
    if get_origin(hint) in (Union, UnionType):
        return [member for one in get_args(hint) for member in alternatives(one)]
    return [hint]


def _check(field: str, kind: Any) -> Check | None:
    extras = getattr(kind, "__metadata__", ())
    rules = [extra for extra in extras if isinstance(extra, Rule)]
    if not rules:
        return None
    shapes = [extra for extra in extras if isinstance(extra, Meta)]
    least = max((shape.min_length or 0 for shape in shapes), default=0)
    most = min((shape.max_length for shape in shapes if shape.max_length is not None), default=None)
    return Check(field, rules[-1], least, most)
