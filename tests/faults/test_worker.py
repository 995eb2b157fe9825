"""A worker dies, or the database is busy, in the middle of telling many: all are told, once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from notifications.models import Notification
from people.models import ModelProfile, User
from server.stalled import SILENT
from tests import processes
from tests.faults.conftest import query
from tests.people import Cast, person
from tests.stories import call_row, open_call
from tests.waiting import until
from tests.workflows.crowds import PROFILE, RARE, forget_the_rare
from workflows.actions.fanout import CHUNK

NewWorker = Callable[[], processes.Process]


@pytest.fixture
def worker(environment: dict[str, str], logs: Path) -> Iterator[NewWorker]:
    started: list[processes.Process] = []

    def begin() -> processes.Process:
        log = logs / f"worker{len(started)}-of-faults.log"
        started.append(processes.worker(environment, log=log))
        return started[-1]

    yield begin
    for one in started:
        one.stop()


@contextmanager
def held(environment: dict[str, str], statement: str, *values: object) -> Iterator[None]:
    """Somebody else's transaction stays open on what this locks."""
    with psycopg.connect(environment["DATABASE_URL"]) as other:
        other.execute(statement, values)
        yield
        other.rollback()


def many() -> list[User]:
    """One chunk of models, and some of the next."""
    forget_the_rare()
    template = person("Nina", is_model=True)
    models = User.objects.bulk_create(
        User(
            handle=f"{template.handle}-{n}",
            email=f"{template.handle}-{n}@example.org",
            display_name="Nina",
            is_model=True,
            born_before_18_years=True,
            email_confirmed_at=template.email_confirmed_at,
        )
        for n in range(CHUNK + 20)
    )
    ModelProfile.objects.bulk_create(ModelProfile(user_profile=user, **PROFILE) for user in models)
    return models


def told(call: UUID) -> list[int]:
    """How often each has been told: the counts of the lines in their lists."""
    about = f"call.{call}"
    return list(Notification.objects.filter(about=about).values_list("count", flat=True))


def job(call: UUID) -> tuple[str, int]:
    found = query(
        "SELECT status::text, attempts FROM procrastinate_jobs"
        " WHERE task_name LIKE '%%tell_matching' AND (args->>'call')::bigint = %s",
        call_row(call).pk,
    )
    [(status, attempts)] = found
    return status, attempts


async def test_a_worker_killed_while_it_tells_many(
    people: Cast, environment: dict[str, str], worker: NewWorker
) -> None:
    models = many()
    call = open_call(people.hanna, requirements=RARE)
    first = worker()
    # Whoever is last of all is busy, so the second chunk has to wait.
    with held(environment, "SELECT 1 FROM user_profiles WHERE id = %s FOR UPDATE", models[-1].pk):
        await until(lambda: len(told(call)) == CHUNK)
        first.kill()
    assert job(call)[0] in ("doing", "todo")
    query("UPDATE procrastinate_workers SET last_heartbeat = now() - %s RETURNING 1", SILENT * 2)
    worker()
    await until(lambda: job(call)[0] == "succeeded")
    assert told(call) == [1] * len(models)
    assert not Notification.objects.filter(user=people.mika).exists()


async def test_a_call_that_is_held_for_long_is_told_later(
    people: Cast, environment: dict[str, str], worker: NewWorker
) -> None:
    models = many()
    call = open_call(people.hanna, requirements=RARE)
    with held(environment, "SELECT 1 FROM open_calls WHERE public_id = %s FOR UPDATE", call):
        worker()
        await until(lambda: job(call)[1] > 0)
        assert told(call) == []
    await until(lambda: job(call)[0] == "succeeded")
    assert told(call) == [1] * len(models)
