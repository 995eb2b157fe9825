"""What a socket hands to the batch, and what comes back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from protocol.publish import Publication
from protocol.wire import Result, Verb

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Ask = TypeVar("Ask", bound=Verb, covariant=True)


class Asked(NamedTuple, Generic[Ask]):
    """Who asks, by which sign-in, and their public id for the frame. `via`: the name of the
    program that asks for them; `present`: they are there all the same."""

    ask: Ask
    user: int
    public_id: UUID
    sign_in: int
    via: str | None = None
    present: bool = True


class Answer(NamedTuple):
    """None where the ordinary action must decide."""

    result: Result | None = None
    publications: Sequence[Publication] = ()


def micros(moment: str) -> str:
    """A moment as the batch reads it: whole microseconds since 1970."""
    return f"(extract(epoch FROM {moment}) * 1000000)::bigint"


def at(micros: int | bytes) -> datetime:
    return EPOCH + timedelta(microseconds=int(micros))
