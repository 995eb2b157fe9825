"""A database that was put back is noticed by whoever has seen its future."""

import asyncio
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
import redis

from consumers.epoch import KEY, Seen, Witness
from protocol.models import Installation
from tests.client import Client
from tests.people import Cast
from tests.people import token as token_of
from tests.processes import Web
from tools.local.redis_server import Redis

Witnesses = Callable[[], Witness]
Remember = Callable[..., None]


@pytest.fixture(scope="module")
def own_redis() -> Iterator[Redis]:
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        server = Redis(Path(folder) / "redis.sock", Path(folder) / "redis.log")
        server.start()
        yield server
        server.stop()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "somewhere" / "witness"


@pytest.fixture
def witness(file: Path, own_redis: Redis) -> Witnesses:
    """A process that starts: it remembers what was written down by those before."""
    with redis.Redis.from_url(own_redis.url) as client:
        client.flushall()
    return lambda: Witness(file, own_redis.url)


@pytest.fixture(autouse=True)
def settled(webs: list[Web], people: Cast) -> Iterator[None]:
    """The processes that other tests look at know the epoch that is left behind here."""
    yield
    token = token_of(people.mika)
    for web in webs:
        asyncio.run(knows(web, epoch_in_the_database(), token))


async def knows(web: Web, epoch: str, token: str) -> None:
    seen = ""
    async with asyncio.timeout(20):
        while seen != epoch:
            client = await Client.connect(web.port, token)
            with suppress(ConnectionError):  # it begins anew just now
                seen = (await client.hello())["epoch"]
            await client.close()


def epoch_in_the_database() -> str:
    return Installation.objects.get().epoch


def put_back(epoch: str) -> None:
    """As a backup brings it: the epoch of that time."""
    Installation.objects.update(epoch=epoch)


def rewrite(file: Path, **other: object) -> None:
    """Somebody saw the database otherwise than it is now."""
    seen = msgspec.json.decode(file.read_bytes(), type=Seen)
    file.write_bytes(msgspec.json.encode(msgspec.structs.replace(seen, **other)))


def test_the_same_database_later_keeps_its_epoch(witness: Witnesses) -> None:
    epoch = epoch_in_the_database()
    first = witness()
    for look in (first, first, witness(), witness()):
        assert look.epoch() == epoch


@pytest.mark.parametrize(
    "seen", [{"position": 1 << 60}, {"database": "another/1/00000001"}], ids=["later", "elsewhere"]
)
@pytest.mark.parametrize("memory", ["the file", "Redis"])
def test_another_past_begins_a_new_epoch(
    witness: Witnesses, file: Path, own_redis: Redis, memory: str, seen: dict[str, object]
) -> None:
    """A copy from before, another server, another timeline: one memory of the two is enough."""
    before = witness().epoch()
    rewrite(file, **seen)
    if memory == "Redis":
        with redis.Redis.from_url(own_redis.url) as client:
            client.set(KEY, file.read_bytes())
        file.unlink()
    after = witness().epoch()
    assert after != before
    assert after == epoch_in_the_database() == witness().epoch()


def test_the_same_backup_twice_is_noticed_twice(witness: Witnesses) -> None:
    """The second time it brings an epoch that is not the last one, but one that is over."""
    process = witness()
    first = process.epoch()
    put_back("of another time")
    assert process.epoch() == "of another time"
    put_back(first)
    second = process.epoch()
    assert second not in (first, "of another time")
    put_back(first)
    third = process.epoch()
    assert third not in (first, second)
    put_back(second)
    assert witness().epoch() not in (first, second, third)


def test_several_processes_begin_one_epoch_together(witness: Witnesses, file: Path) -> None:
    one, other = witness(), witness()
    before = one.epoch()
    assert other.epoch() == before
    for process in (one, other):
        assert process._seen
        process._seen = msgspec.structs.replace(process._seen, position=1 << 60)
    rewrite(file, position=1 << 60)
    after = one.epoch()
    assert after != before
    assert other.epoch() == after
    assert witness().epoch() == after


def test_a_witness_without_a_memory_believes(
    witness: Witnesses, file: Path, own_redis: Redis
) -> None:
    """Redis is away, the file is no witness: nothing to compare with, and nothing breaks."""
    epoch = epoch_in_the_database()
    file.parent.mkdir()
    file.write_text("no witness")
    own_redis.stop(signal.SIGKILL)
    try:
        assert witness().epoch() == epoch
    finally:
        own_redis.start()
    assert witness().epoch() == epoch
