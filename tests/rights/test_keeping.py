"""Every table has a rule, and what is due goes: neither sooner nor never."""

import os
import time
import uuid
from datetime import timedelta

import msgspec
import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.db.transaction import atomic

from core import clock
from core.transaction import transaction
from moderation.actions.things import collect_evidence, evidence_file
from moderation.models import Report
from people.models import StaffAct, User
from protocol import keys
from protocol.asked import checks
from protocol.keeping import Keep
from protocol.models import Command
from protocol.wire import Keyed
from rights import keeping
from rights.actions import forgetting
from rights.actions.forgetting import forget_some, model_of
from rights.keeping import Forgotten
from server import schema
from tests.people import Cast, host
from tests.refusals import refused
from tests.rights import old
from tests.rights.old import MAKERS

#: Made by the tests for themselves.
OWN = {"test_clock"}


def test_every_table_has_a_rule() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        there = {name for (name,) in cursor.fetchall()} - OWN
    assert there - keeping.ruled() == set()
    assert keeping.ruled() - there == set()


def test_every_setting_is_read() -> None:
    read = {rule.days for rule in keeping.FORGOTTEN}
    said = " ".join(rule.how for rule in keeping.KEPT)
    names = {field.name for field in msgspec.structs.fields(Keep)}
    assert {name for name in names - read if f"{{{name}}}" not in said} == {"leaving"}


def test_what_is_due_goes_and_what_is_not_stays() -> None:
    """A row of each table, a little too old and a little too young; new rules need a maker."""
    assert [table for table, _ in MAKERS] == [rule.table for rule in keeping.FORGOTTEN]
    user = host()
    now = clock.now()
    forgetting._reached.clear()
    rows = []
    for rule, (_, make) in zip(keeping.FORGOTTEN, MAKERS, strict=True):
        due = now - rule.lasts
        gone, young = make(user, due - timedelta(days=3)), make(user, due + timedelta(hours=1))
        rows.append((rule, gone, young))
    for _ in range(100):
        forget_some()
        if not forgetting._reached:
            break
    for rule, gone, young in rows:
        there = model_of(rule)._base_manager
        assert not there.filter(pk=gone.pk).exists(), rule
        assert there.filter(pk=young.pk).exists(), rule


def of_commands() -> Forgotten:
    return next(rule for rule in keeping.FORGOTTEN if rule.table == "commands")


def old_commands(user: User, number: int) -> QuerySet[Command]:
    for _ in range(number):
        old.command(user, clock.now() - timedelta(days=90))
    return Command.objects.filter(user=user)


def test_a_step_is_bounded_and_the_next_goes_on(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "LOOKED_AT", 50)
    monkeypatch.setattr(forgetting, "SOME", 2)
    forgetting._reached.clear()
    left = old_commands(people.hanna, 5)
    for _ in range(10_000):
        assert forgetting._step(of_commands()) <= 2
        if not left.exists():
            break
    assert not left.exists()
    forgetting._reached.clear()


def test_a_row_that_somebody_holds_goes_another_time(people: Cast) -> None:
    """Nothing is waited for, so a step neither holds anybody up nor deadlocks."""
    left = old_commands(people.hanna, 1)
    forgetting._reached.clear()
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT FROM commands WHERE user_id = %s FOR UPDATE", [people.hanna.pk])
        forget_some()
        assert left.exists()
    forgetting._reached.clear()
    forget_some()
    assert not left.exists()


def test_the_log_of_the_staff_is_deleted_by_nobody_else(people: Cast) -> None:
    made = old.staff_act(people.hanna, clock.now() - timedelta(days=2_000))
    with pytest.raises(IntegrityError):
        StaffAct.objects.filter(pk=made.pk).delete()
    young = old.staff_act(people.hanna, clock.now() - timedelta(days=20))
    with transaction():
        forgetting._allow()
        with pytest.raises(IntegrityError), atomic():
            StaffAct.objects.filter(pk=young.pk).delete()


def test_evidence_goes_with_its_report(people: Cast) -> None:
    kept = old.report(people.hanna, clock.now())
    gone, coming = Report(public_id=uuid.uuid4()), Report(public_id=uuid.uuid4())
    for report in (kept, gone, coming):
        evidence_file(report).write_bytes(b"a picture")
    an_hour_ago = time.time() - 3601
    for report in (kept, gone):
        os.utime(evidence_file(report), (an_hour_ago, an_hour_ago))
    collect_evidence()
    assert evidence_file(kept).exists()
    assert evidence_file(coming).exists()
    assert not evidence_file(gone).exists()


# --- keys ----------------------------------------------------------------------------------------


def key_of(age: timedelta) -> uuid.UUID:
    """A UUID of version 7 that is so old."""
    made = int((clock.now() - age).timestamp() * 1000)
    return uuid.UUID(int=made << 80 | 7 << 76 | 2 << 62 | uuid.uuid4().int >> 70)


@pytest.mark.parametrize("age", [timedelta(days=31), -timedelta(days=2)])
def test_a_key_that_is_too_old_or_lies_ahead_is_refused(age: timedelta) -> None:
    with refused("key_expired"):
        keys.checked(key_of(age))


@pytest.mark.parametrize("age", [timedelta(days=29), timedelta(0), -timedelta(hours=23)])
def test_a_key_of_these_days_is_taken(age: timedelta) -> None:
    key = key_of(age)
    assert key.version == 7
    assert keys.checked(key) == key


def test_of_other_keys_nobody_can_say_how_old_they_are() -> None:
    assert keys.checked(uuid.UUID(int=0)).version != 7


def test_no_verb_takes_a_key_that_may_be_forgotten() -> None:
    """A key that lay ahead as far as may be is known for longer than it is taken."""
    assert keys.kept() > keys.AHEAD + timedelta(days=settings.KEEP.keys)
    for verb, struct in schema.verbs().items():
        if issubclass(struct, Keyed):
            assert any(check.rule.check is keys.checked for check in checks(struct)), verb
