"""What a worker does when it is told to."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection

from core import locks
from core.refused import Refused
from people.actions import block as block_action
from people.models import User
from people.verbs import BlockPerson
from protocol import publish
from protocol.publish import Outgoing
from tests import dealings, stories
from tests.races import stress, strict
from tests.races.workers import Act, Came
from tests.together import at_once
from workflows.actions import expiring, fanout

#: Everything that this process has told since it began.
told: list[Outgoing] = []


def begin() -> None:
    locks.asserting = True
    publish.deliver_with(told.extend)


#: Threads of a worker that are at it at once, each with a connection: eight workers and the
#: web processes together stay below the hundred that PostgreSQL takes by default.
THREADS = 4


def carry_out(acts: list[Act]) -> list[Came]:
    try:
        return [_one(acts[0])] if len(acts) == 1 else _at_once(acts)
    except Exception as error:
        return [Came(error=f"the worker: {error!r}")] * len(acts)


def _at_once(acts: list[Act]) -> list[Came]:
    shares = at_once([partial(_each, acts[n::THREADS]) for n in range(min(THREADS, len(acts)))])
    return [_nth(shares, n) for n in range(len(acts))]


def _each(acts: list[Act]) -> list[Came]:
    return [_one(act) for act in acts]


def _nth(shares: list[list[Came] | Refused], n: int) -> Came:
    share = shares[n % THREADS]
    assert isinstance(share, list)
    return share[n // THREADS]


def _one(act: Act) -> Came:
    name, *given = act
    try:
        return Came(answer=_named(name)(*given))
    except Refused as refused:
        return Came(refused=refused.code)
    except Exception as error:
        connection.close()
        return Came(error=f"{name}: {error!r}")


def _named(name: str) -> Any:
    if name in OWN:
        return OWN[name]
    story = getattr(stories, name, None) or getattr(dealings, name)
    return lambda person, *rest: story(User.objects.get(pk=person), *rest)


# --- what is no story of one person ----------------------------------------------------------


def block(by: int, other: int) -> object:
    person = User.objects.get(pk=other).public_id
    return block_action(BlockPerson(person=person, bookings="keep"), by=User.objects.get(pk=by))


def start(by: int, other: int, content: str) -> object:
    return stories.start(User.objects.get(pk=by), User.objects.get(pk=other), content)


def expire_all(limit: int) -> int:
    """As a clock does until nothing is due: how many this one has ended."""
    ended = 0
    while found := expiring.expire_due(limit):
        ended += found
    return ended


def last_told() -> list[tuple[str, int]]:
    """Topics and versions of everything told since the last time one asked."""
    found = [(o.topic, o.version) for o in told if isinstance(o, publish.Publication) and o.version]
    told.clear()
    return found


def offer(by: int, session: UUID, person: int) -> UUID:
    host, model = (User.objects.get(pk=pk) for pk in (by, person))
    return dealings.offer(host, session, model)


def invite(by: int, call: UUID, person: int) -> object:
    host, model = (User.objects.get(pk=pk) for pk in (by, person))
    return dealings.invite(host, call, model)


OWN = {
    "invite": invite,
    "offer": offer,
    "block": block,
    "start": start,
    "expire_all": expire_all,
    "tell_chunk": fanout.tell_chunk,
    "last_told": last_told,
    "stress": stress.run,
    "clock": stress.clock,
    "worker": stress.worker,
    "applied": strict.applied,
    "strict": strict.run,
}
