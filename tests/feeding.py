"""Giving verbs the extremes of their fields, through the door that the socket and HTTP share.

What is refused names its field and is given in another way; whatever else happens is a failure.
"""

import uuid
from typing import Any
from zlib import crc32

import msgspec

from consumers.commands import COMMANDS, carry_out
from core.refused import Refused
from people.actions import record_sign_in
from people.models import User
from protocol.asked import checks
from protocol.problems import problem
from tests.extremes import EXTREMES
from tests.people import entered_again

Fields = dict[str, Any]


class Feeder:
    """`taken`: the fields of which an extreme was taken, or what was given in its place. `refused`:
    those of which one was refused. `kept`: what a reader has to find again, by field.
    """

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.refused: set[str] = set()
        self.kept: dict[str, set[str]] = {}
        self._sign_ins: dict[int, int] = {}

    def give(
        self, verb: str, by: User, turn: int, *, otherwise: Fields | None = None, **given: Any
    ) -> Any:
        """Its answer. Each field gets the extreme whose turn it is, but for those that are given.

        `otherwise`: what a field gets when its extreme is refused.
        """
        rest = dict(otherwise or {})
        fields = {name: values for name, values in EXTREMES[verb].items() if values}
        at = 7 * turn + crc32(verb.encode())
        tried = {n: values[at % len(values)] for n, values in fields.items() if n not in given}
        while isinstance(answer := self._answer(verb, by, {**tried, **given}), Refused):
            field = answer.details.get("field", "")
            assert 400 <= answer.status < 500, (verb, answer)
            assert field in tried or field in rest, (verb, tried, given, answer)
            self.refused.add(f"{verb}.{field}")
            tried.pop(field, None)
            given |= {field: rest.pop(field)} if field in rest else {}
        self.taken |= {
            f"{verb}.{name}" for name in {*tried, *((otherwise or {}).keys() - rest.keys())}
        }
        self._keep(verb, self._asked(verb, {**tried, **given}), tried)
        return answer

    def _answer(self, verb: str, by: User, body: Fields) -> Any:
        try:
            return carry_out(self._asked(verb, body), self._signed_in(by))
        except Refused as refused:
            return refused

    def _asked(self, verb: str, body: Fields) -> Any:
        struct = COMMANDS[verb].ask
        if "key" in struct.__struct_fields__:
            body = {"key": uuid.uuid4(), **body}
        try:
            return msgspec.convert(msgspec.json.decode(msgspec.json.encode(body)), struct)
        except msgspec.ValidationError as error:
            sentence, field = problem(error)
            raise Refused("bad_request", sentence, field=field) from error

    def _signed_in(self, by: User) -> int:
        """At a browser in which the password was entered a moment ago."""
        if by.pk not in self._sign_ins:
            self._sign_ins[by.pk] = entered_again(record_sign_in(by, "a browser")).pk
        return self._sign_ins[by.pk]

    def _keep(self, verb: str, ask: Any, tried: Fields) -> None:
        """The texts, as they are kept."""
        for check in checks(COMMANDS[verb].ask):
            said = getattr(ask, check.field)
            if check.field in tried and check.rule.name in ("line", "text", "link") and said:
                self.kept.setdefault(f"{verb}.{check.field}", set()).add(said.strip())


def needed() -> set[str]:
    """Every field that has extremes, but for switches and what refers to something."""
    return {
        f"{verb}.{name}"
        for verb, fields in EXTREMES.items()
        for name, values in fields.items()
        if values not in ([], [None], [True, False], [True, False, None])
    }
