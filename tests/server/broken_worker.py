"""For each round of the worker: rows that raise whenever it works on them, and one that works."""

import os
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import DataError, connection

from consumers import foreign_transactions
from conversations import shelf
from conversations.actions import images, indexing, missed
from conversations.models import Reach
from conversations.queries import search
from core import clock
from moderation.actions import decisions, things
from moderation.models import Sanction
from notifications import carriers
from notifications.actions import postman
from notifications.carriers import Outcome
from notifications.models import Delivery, Device, Notification
from people.models import SignIn, User
from protocol import words as words_of_texts
from rights import queries as archives
from rights.actions import erasing, exporting, forgetting
from rights.keeping import FORGOTTEN
from server import stalled
from tests import clock as moving
from tests import stories
from tests.moderation import reporting
from tests.people import Cast, person
from tests.rights import old
from workflows.actions import closing

#: Of these at least two are looked at before the one that works, and take its place for ever.
BROKEN = 3
A_WHILE = timedelta(days=1)

Patch = pytest.MonkeyPatch


class Case(NamedTuple):
    """`work` is a turn of the round; `is_done` says whether the row that works was worked on."""

    work: Callable[[], int]
    is_done: Callable[[], bool]


def breaks(patch: Patch, module: Any, name: str, is_broken: Callable[..., bool]) -> None:
    """The function raises where it is asked about a broken row, as the database would."""
    real = getattr(module, name)

    def broken(*args: Any, **kwargs: Any) -> Any:
        if is_broken(*args):
            raise DataError("this row cannot be worked on")
        return real(*args, **kwargs)

    patch.setattr(module, name, broken)


# --- the worker ----------------------------------------------------------------------------------


def deliveries(people: Cast, patch: Patch, *, channel: str, where: str) -> Case:
    Delivery.objects.filter(state__in=("waiting", "sending")).update(state=Delivery.SKIPPED)
    sign_in = SignIn.objects.create(user=people.hanna, kind=SignIn.SESSION)
    Device.objects.create(user=people.hanna, sign_in=sign_in, endpoint=str(uuid.uuid4()))
    rows = [_delivery(people.hanna, channel) for _ in range(BROKEN + 1)]
    bad = {row.pk for row in rows[:BROKEN]}
    breaks(patch, postman, where, lambda some, *_: any(_pk(one) in bad for one in some))
    for carry in ("by_mail", "by_push"):
        patch.setattr(carriers, carry, lambda parcels, *_: [Outcome(used=[1]) for _ in parcels])
    good = Delivery.objects.filter(pk=rows[-1].pk)
    work = partial(postman.deliver_due, channel)  # type: ignore[arg-type]
    return Case(work, lambda: good.filter(ended_at__isnull=False).exists())


def _pk(one: Any) -> int:
    """Of a delivery, or of one with what became of it."""
    row: Delivery = one[0] if isinstance(one, tuple) else one
    return row.pk


def _delivery(user: User, channel: str) -> Delivery:
    return Delivery.objects.create(
        user=user,
        kind="staff.decided",
        hat="any",
        channel=channel,
        about=f"sanction.{uuid.uuid4()}",
        key=str(uuid.uuid4()),
        data={"type": "sanction", "kind": "warn", "words": "Be kind."},
        state=Delivery.WAITING,
        reasons=["wanted"],
        due_at=clock.now(),
        created_at=clock.now(),
    )


def missed_messages(people: Cast, patch: Patch) -> Case:
    """Of the first messages nobody can be told; of the next, one of its readers."""
    while missed.tell_missed():
        pass
    talks = [stories.talking(people.hanna, person(f"Broken{n}")) for n in range(BROKEN)]
    group = stories.group(people.hanna, people.ana, people.jane)
    for talk in (*talks, group):
        stories.say(people.hanna, talk, "Is anybody there?")
    broken = set(map(str, talks))
    breaks(
        patch,
        missed,
        "_notice",
        lambda row, *_: str(row["conversation"]) in broken or row["user_id"] == people.ana.pk,
    )
    moving.travel(timedelta(minutes=3))
    told = Delivery.objects.filter(user=people.jane, about=f"conversation.{group}")
    return Case(missed.tell_missed, told.exists)


def closing_deadlines(people: Cast, patch: Patch) -> Case:
    calls = [stories.open_call(people.hanna) for _ in range(BROKEN + 1)]
    rows = [stories.call_row(call) for call in calls]
    breaks(patch, closing, "_tell_call", lambda id: id in {row.pk for row in rows[:BROKEN]})
    breaks(patch, closing, "_tell_offer", lambda ids: False)
    moving.stop(rows[0].expires_at - timedelta(minutes=5))
    told = Notification.objects.filter(user=people.hanna, about=f"call.{calls[-1]}")
    return Case(closing.tell_closing, told.filter(kind="call.closing").exists)


def words(people: Cast, patch: Patch) -> Case:
    while indexing.index_some():
        pass
    patch.setattr(indexing, "SOME", 2)
    bad = [stories.talking(people.hanna, person(f"Broken{n}")) for n in range(BROKEN)]
    for talk in bad:
        stories.say(people.hanna, talk, "unspeakable")
    good = stories.talking(people.hanna, people.ana)
    stories.say(people.hanna, good, "speakable")
    breaks(patch, words_of_texts, "indexed", lambda text: text == "unspeakable")
    found = lambda: bool(search.search("speakable", by=people.ana)[0])  # noqa: E731
    return Case(indexing.index_some, found)


def files(folder: Path, suffix: str, work: Callable[[], int]) -> Case:
    """What cannot be deleted, and a file that nobody needs any more."""
    for _ in range(BROKEN):
        FOLDERS.append(folder / f"{uuid.uuid4()}{suffix}")
        FOLDERS[-1].mkdir()
    good = folder / f"{uuid.uuid4()}{suffix}"
    good.write_bytes(b"-")
    for file in (*FOLDERS, good):
        os.utime(file, (0, 0))
    return Case(work, lambda: not good.exists())


FOLDERS: list[Path] = []


def pictures(people: Cast, patch: Patch) -> Case:
    return files(shelf.folder(), ".large", images.collect)


def archives_without_a_row(people: Cast, patch: Patch) -> Case:
    return files(archives.folder(), ".zip", exporting.collect)


def evidence(people: Cast, patch: Patch) -> Case:
    folder = things.evidence_file(reporting.report(people.ana, person=people.hanna.public_id))
    return files(folder.parent, ".large", things.collect_evidence)


def sanctions(people: Cast, patch: Patch) -> Case:
    patch.setattr(decisions, "SOME", 2)
    boss = reporting.moderator()
    made = [
        reporting.sanction(person(f"Limited{n}"), "limit", reporter=people.ana, by=boss)
        for n in range(BROKEN + 1)
    ]
    bad = {row.pk for row in made[:BROKEN]}
    breaks(patch, decisions, "lift", lambda sanction: sanction.pk in bad)
    moving.travel(reporting.DAY + timedelta(minutes=1))
    good = Sanction.objects.filter(pk=made[-1].pk, lifted_at__isnull=False)
    return Case(decisions.lift_due, good.exists)


def accounts(people: Cast, patch: Patch) -> Case:
    patch.setattr(erasing, "SOME", 2)
    leaving = [person(f"Leaving{n}", is_active=False) for n in range(BROKEN + 1)]
    for n, user in enumerate(leaving):
        User.objects.filter(pk=user.pk).update(erase_at=clock.now() - A_WHILE * (9 - n))
    bad = {user.pk for user in leaving[:BROKEN]}
    breaks(patch, erasing, "erase", lambda user: user.pk in bad)
    good = User.objects.filter(pk=leaving[-1].pk)
    return Case(erasing.erase_due, lambda: not good.filter(erased_at=None).exists())


def unconfirmed(people: Cast, patch: Patch) -> Case:
    patch.setattr(erasing, "SOME", 2)
    opened = [person(f"Spam{n}", email_confirmed_at=None) for n in range(BROKEN + 1)]
    bad = {user.pk for user in opened[:BROKEN]}
    breaks(patch, erasing, "shut", lambda user: user.pk in bad)
    good = User.objects.filter(pk=opened[-1].pk)
    return Case(erasing.forget_unconfirmed, lambda: not good.exists())


def former_members(people: Cast, patch: Patch) -> Case:
    while erasing.forget_empty():
        pass
    patch.setattr(erasing, "SOME", 2)
    erased = [person(f"Gone{n}", is_active=False) for n in range(BROKEN + 1)]
    ids = [user.pk for user in erased]
    User.objects.filter(pk__in=ids).update(erased_at=clock.now())
    breaks(patch, erasing, "lock", lambda held: bool(set(held) & set(ids[:BROKEN])))
    good = User.objects.filter(pk=ids[-1])
    return Case(erasing.forget_empty, lambda: not good.exists())


def forgotten(people: Cast, patch: Patch) -> Case:
    """Broken rows in the same table; and a table before it of which nothing can be done."""
    patch.setattr(forgetting, "SOME", 2)
    forgetting._reached.clear()
    ago = clock.now() - 9 * A_WHILE
    made = [old.reach(people.hanna, ago) for _ in range(BROKEN + 1)]
    bad = {row.pk for row in made[:BROKEN]}
    first = FORGOTTEN[0]
    breaks(patch, forgetting, "_step", lambda rule: rule is first)
    breaks(patch, forgetting, "_delete", lambda rule, keys: bool(bad.intersection(keys)))
    good = Reach.objects.filter(pk=made[-1].pk)
    return Case(forgetting.forget_some, lambda: not good.exists())


def stalled_jobs(people: Cast, patch: Patch) -> Case:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " SELECT 'nobody', 'nothing', '{}', 'todo' FROM generate_series(0, %s) RETURNING id",
            [BROKEN],
        )
        ids = [id for (id,) in cursor.fetchall()]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = ANY(%s)", [ids])
    breaks(patch, stalled, "rows", lambda statement, given: given[0] in ids[:BROKEN])

    def is_begun_again() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [ids[-1]])
            return bool(cursor.fetchone()[0] == "todo")

    return Case(stalled.begin_again, is_begun_again)


def foreign(people: Cast, patch: Patch) -> Case:
    """A column of which nothing can be done, before one that works."""
    rows = User.objects.filter(pk=people.hanna.pk)
    rows.update(rights_xid=1 << 60)
    breaks(patch, foreign_transactions, "_forget", lambda table, column: table == "conversations")
    work = foreign_transactions.Forgetting().turn
    return Case(work, lambda: rows.filter(rights_xid=0).exists())


Make = Callable[[Cast, Patch], Case]
WORKER: dict[str, Make] = {
    "postman 0 (email)": partial(deliveries, channel="email", where="judge"),
    "postman 1 (email)": partial(deliveries, channel="email", where="_store"),
    "postman 0 (push)": partial(deliveries, channel="push", where="pack"),
    "postman 1 (push)": partial(deliveries, channel="push", where="_keep_all"),
    "missed messages": missed_messages,
    "closing deadlines": closing_deadlines,
    "search": words,
    "orphaned images": pictures,
    "sanctions that end": sanctions,
    "archives without a row": archives_without_a_row,
    "accounts to erase": accounts,
    "accounts that nobody has confirmed": unconfirmed,
    "rows of former members": former_members,
    "what is forgotten": forgotten,
    "evidence without a report": evidence,
    "stalled jobs": stalled_jobs,
    "transactions of another cluster": foreign,
}
