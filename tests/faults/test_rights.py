"""While the bus is away, nobody hears the words of a place whose right they have just lost.

Nobody sweeps for a minute, so that only the publication itself can bring it to light.
"""

import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from people.models import User
from tests import processes, stories
from tests.faults.conftest import LineTo
from tests.feed.posting import follow
from tests.people import Cast, token
from tests.processes import Web
from tools.chaos.client import Client, Http
from tools.chaos.proxy import Proxy
from tools.local.redis_server import Redis

NOBODY_SWEEPS = {"CALLBOARD_LIMIT_SWEEP": "60", "CALLBOARD_LIMIT_SWEEP_DEGRADED": "60"}


@pytest.fixture
def line(own_redis: Redis, line_to: LineTo) -> Proxy:
    return line_to(own_redis.url)


@pytest.fixture
def webs_on_it(environment: dict[str, str], line: Proxy, logs: Path) -> Iterator[list[Web]]:
    own = {**environment, **NOBODY_SWEEPS, "REDIS_URL": f"redis://127.0.0.1:{line.port}/0"}
    started = [Web(own, log=logs / f"rights{n}.log") for n in (1, 2)]
    with processes.running(*started):
        for web in started:
            web.wait()
        yield started


class World:
    """Ana and Jane look at the first process; rights end by the second."""

    def __init__(self, people: Cast, webs: list[Web]) -> None:
        self.people, self.webs = people, webs
        self.open: list[Client] = []

    async def reader(self, person: User, topic: str, **hello: object) -> Client:
        client = await Client.connect(self.webs[0].port, token(person))
        self.open.append(client)
        await client.hello(**hello)
        await client.do("watch", topic=topic)
        return client

    async def by(self, person: User, verb: str, /, *, on: int, **fields: object) -> None:
        http = Http(self.webs[on].origin, token(person))
        await http.do(verb, **fields)
        await http.client.aclose()


@pytest.fixture
async def world(people: Cast, webs_on_it: list[Web]) -> AsyncIterator[World]:
    made = World(people, webs_on_it)
    yield made
    for client in made.open:
        await client.close()


Ends = Callable[[Cast], tuple[User, str, User]]
ENDS: dict[str, Ends] = {
    "unfollows": lambda people: (people.ana, "unfollow", people.hanna),
    "is removed": lambda people: (people.hanna, "follower.remove", people.ana),
    "is blocked": lambda people: (people.hanna, "block", people.ana),
    "blocks": lambda people: (people.ana, "block", people.hanna),
}


@pytest.mark.parametrize("how", ENDS)
async def test_a_post_does_not_reach_a_former_follower(
    people: Cast, world: World, line: Proxy, how: str
) -> None:
    topic = f"profile.{people.hanna.public_id}.followers"
    for follower in (people.ana, people.jane):
        follow(follower, people.hanna)
    ana, jane = [await world.reader(person, topic) for person in (people.ana, people.jane)]
    line.open.clear()
    who, verb, whom = ENDS[how](people)
    await world.by(who, verb, on=1, person=str(whom.public_id))
    await world.by(
        people.hanna,
        "post.publish",
        on=0,
        key=str(uuid.uuid4()),
        content="Between us",
        visibility="followers_only",
    )
    await jane.hears("post.changed", content="Between us")
    await ana.wait(lambda frame: frame == {"type": "revoked", "topic": topic})
    assert "Between us" not in str(ana.frames)
    assert jane.heard("revoked") == []
    line.open.set()


async def test_a_call_tells_nothing_to_somebody_whom_its_host_has_blocked(
    people: Cast, world: World, line: Proxy
) -> None:
    call = str(stories.open_call(people.hanna))
    topic = f"call.{call}"
    ana, jane = [await world.reader(person, topic) for person in (people.ana, people.jane)]
    line.open.clear()
    await world.by(people.hanna, "block", on=1, person=str(people.ana.public_id))
    await world.by(people.hanna, "call.cancel", on=0, call=call, key=str(uuid.uuid4()))
    await jane.hears("call.changed", status="cancelled")
    await ana.wait(lambda frame: frame == {"type": "revoked", "topic": topic})
    assert ana.heard("call.changed") == []
    line.open.set()


async def test_a_blocked_person_does_not_see_who_is_here(
    people: Cast, world: World, line: Proxy
) -> None:
    """They hear of the right's end with the next publication at the latest."""
    stories.talking(people.hanna, people.ana)
    call = str(stories.open_call(people.hanna))
    ana = await world.reader(people.ana, f"call.{call}")
    jane = await world.reader(people.jane, f"call.{call}")
    hanna = await world.reader(people.hanna, f"call.{call}", present=True)
    await ana.do("presence", people=[str(people.hanna.public_id)])
    await ana.hears("presence", person=str(people.hanna.public_id), online=True)
    line.open.clear()
    await world.by(people.hanna, "block", on=1, person=str(people.ana.public_id))
    await world.by(people.hanna, "call.cancel", on=0, call=call, key=str(uuid.uuid4()))
    await jane.hears("call.changed", status="cancelled")
    await ana.hears("presence", person=str(people.hanna.public_id), online=False)
    assert hanna.heard("revoked") == []
    line.open.set()
