"""From bytes to a verb: what is malformed ends the socket, what is merely wrong gets a reply."""

from typing import Any, NamedTuple

import msgspec
from django.conf import settings

from consumers.commands import COMMANDS
from consumers.frames import Hello, Mark, Observe, Pong, Sync, Unwatch, Watch
from core.refused import Refused, unknown_verb
from protocol import strict
from protocol.problems import problem
from protocol.wire import Verb

QUIET = (Mark, Pong)
#: What JavaScript counts exactly; a larger ref could not be sent back.
LARGEST_REF = 2**53 - 1


class Malformed(Exception):
    """Not a frame at all: the socket closes with `code`."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Frame(NamedTuple):
    """A verb and the ref that its reply will carry; None where there is no reply."""

    ask: Verb
    ref: int | None


VERBS: list[type[Verb]] = [
    Hello,
    Sync,
    Watch,
    Unwatch,
    Observe,
    Mark,
    Pong,
    *(c.ask for c in COMMANDS.values()),
]
BY_NAME = {ask.verb: ask for ask in VERBS}


class Rejected(NamedTuple):
    """Well-formed, but not a request of ours: answered with an error."""

    ref: int
    error: Refused


def read(text: str | None) -> Frame | Rejected:
    """Raises `Malformed` for what is no frame: binary, no JSON, too large, too deep, no ref."""
    if text is None:
        raise Malformed(4400, "binary frame")
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > settings.LIMITS.frame_bytes:
        raise Malformed(4413, "frame too large")
    try:
        said = strict.parse(raw)
    except ValueError as error:
        raise Malformed(4400, "not JSON") from error
    if not isinstance(said, dict):
        raise Malformed(4400, "no object")
    return _understood(said)


def _understood(said: dict[str, Any]) -> Frame | Rejected:
    verb, ref = said.pop("type", None), said.get("ref")
    ask = BY_NAME.get(verb) if isinstance(verb, str) else None
    if ask is None:
        return _reject(verb, ref, unknown_verb())
    if ask not in QUIET:
        if not _is_ref(ref):
            raise Malformed(4400, "no ref")
        del said["ref"]
    try:
        return Frame(msgspec.convert(said, ask), ref)
    except Refused as refused:
        return _reject(verb, ref, refused)
    except msgspec.ValidationError as error:
        sentence, field = problem(error)
        given = {"field": field} if field else {}
        return _reject(verb, ref, Refused("bad_request", sentence, **given))


def _is_ref(ref: object) -> bool:
    return type(ref) is int and 0 <= ref <= LARGEST_REF


def _reject(verb: object, ref: Any, error: Refused) -> Rejected:
    """An answer needs a ref: without one it was no frame at all."""
    if not (isinstance(verb, str) and _is_ref(ref)):
        raise Malformed(4400, "no type or ref")
    return Rejected(ref, error)
