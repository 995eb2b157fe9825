"""Blocks: two people are kept apart, and every room ends what they had going."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import connection

from core import locks
from core.refused import Refused
from people import queries
from people.actions.topic import lock, took_rights
from people.models import Block, User
from people.verbs import BlockPerson, Bookings, Done, UnblockPerson
from protocol.action import action

#: First key of the advisory locks on pairs of people.
PAIRS = 7303


def hold_pair(one: int, other: int) -> None:
    """Until the commit nobody blocks or unblocks between these two: taken before any row.

    A first contact needs it: a block cannot close a conversation that is not there yet.
    """
    low, high = sorted((one, other))
    locks.taking("pair", [low << 32 | high])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [PAIRS, f"{low}:{high}"])


class Parting(NamedTuple):
    """A block or its end between two people, as the other rooms have to know it.

    `apart`: whether a block stands now. `new`: whether `by` has just put it. `bookings`: what
    `by` wants to become of bookings that stand; None where they have not said.
    """

    by: User
    other: User
    apart: bool
    new: bool = False
    bookings: Bookings | None = None


Reaction = Callable[[Parting], Callable[[], object] | None]

#: What other rooms do when two people part, by the rank of the locks that they take first.
_when_blocked: dict[str, Reaction] = {}


def when_blocked(rank: str) -> Callable[[Reaction], Reaction]:
    """Register `function(parting)`, run in the transaction of a block or unblock.

    What it returns is run last, when every room has its locks: there people's topics move.
    """

    def register(function: Reaction) -> Reaction:
        _when_blocked[rank] = function
        return function

    return register


def _tell_rooms(parting: Parting) -> None:
    ranks = sorted(_when_blocked, key=locks.ORDER.index)
    finishing = [_when_blocked[rank](parting) for rank in ranks]
    lock([parting.by.pk, parting.other.pk])
    for finish in finishing:
        if finish is not None:
            finish()


@action
def block(ask: BlockPerson, *, by: User) -> Done:
    person = queries.anybody(ask.person)
    if person.pk == by.pk:
        raise Refused("bad_request", "You cannot block yourself.", field="person")
    hold_pair(by.pk, person.pk)
    _, new = Block.objects.get_or_create(blocker=by, blocked=person)
    _tell_rooms(Parting(by, person, apart=True, new=new, bookings=ask.bookings))
    took_rights([by.pk, person.pk])
    return Done(version=by.version)


@action
def unblock(ask: UnblockPerson, *, by: User) -> Done:
    person = queries.anybody(ask.person)
    hold_pair(by.pk, person.pk)
    Block.objects.filter(blocker=by, blocked=person).delete()
    _tell_rooms(Parting(by, person, apart=queries.are_blocked(by.pk, person.pk)))
    return Done(version=by.version)
