"""A row of each table that is forgotten, as if it had come to its end at some moment."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from conversations.models import Reach
from moderation.models import Report, Sanction
from notifications.models import Delivery, Notification
from people.models import AccountChange, FormerHandle, SignIn, StaffAct, User
from protocol.models import Command
from rights.models import Export
from workflows.models import Transition

Row = Any


def former_handle(user: User, at: datetime) -> Row:
    return FormerHandle.objects.create(user=user, handle=_name(), given_up_at=at)


def sign_in(user: User, at: datetime) -> Row:
    return SignIn.objects.create(user=user, kind="session", revoked_at=at)


def account_change(user: User, at: datetime) -> Row:
    return AccountChange.objects.create(user=user, kind="password.changed", created_at=at)


def session(user: User, at: datetime) -> Row:
    return Session.objects.create(session_key=uuid.uuid4().hex, expire_date=at)


def reach(user: User, at: datetime) -> Row:
    return Reach.objects.create(by=user, kind="follow", tenths=1, at=at)


def transition(user: User, at: datetime) -> Row:
    return Transition.objects.create(kind="call.open", by=user, effective_at=at, created_at=at)


def notification(user: User, at: datetime) -> Row:
    """With a delivery, which goes with it."""
    made = Notification.objects.create(
        user=user, kind="report.closed", hat="any", about=_name(), created_at=at, user_version=1
    )
    _delivery(user, at, notification=made, ended_at=None)
    return made


def delivery(user: User, at: datetime) -> Row:
    return _delivery(user, at, ended_at=at)


def _delivery(user: User, at: datetime, **fields: Any) -> Delivery:
    state = Delivery.SENT if fields["ended_at"] else Delivery.WAITING
    return Delivery.objects.create(
        user=user,
        kind="report.closed",
        hat="any",
        channel="email",
        about=_name(),
        key=_name(),
        state=state,
        reasons=["wanted"],
        due_at=at + timedelta(days=9_000),
        created_at=at,
        **fields,
    )


def report(user: User, at: datetime) -> Row:
    return Report.objects.create(
        reporter=user, person=user, reason="-", state="closed", decision="none", closed_at=at
    )


def sanction(user: User, at: datetime) -> Row:
    return Sanction.objects.create(person=user, kind="warn", words="-", begins_at=at)


def archive(user: User, at: datetime) -> Row:
    return Export.objects.create(user=user, state="ready", created_at=at)


def staff_act(user: User, at: datetime) -> Row:
    return StaffAct.objects.create(staff=user, act="look", created_at=at)


def log_entry(user: User, at: datetime) -> Row:
    return LogEntry.objects.create(user=user, action_flag=1, action_time=at)


def command(user: User, at: datetime) -> Row:
    return Command.objects.create(user=user, key=uuid.uuid4(), body_hash=b"x", created_at=at)


def job(status: str) -> Callable[[User, datetime], Row]:
    def make(user: User, at: datetime) -> Row:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
                " VALUES ('nobody', 'nothing', '{}', 'todo') RETURNING id"
            )
            [id] = cursor.fetchone()
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, id])
            cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [at, id])
        return ProcrastinateJob.objects.get(pk=id)

    return make


def _name() -> str:
    return uuid.uuid4().hex[:20]


#: In the order of `rights.keeping.FORGOTTEN`, which may name a table twice.
MAKERS: list[tuple[str, Callable[[User, datetime], Row]]] = [
    ("former_handles", former_handle),
    ("sign_ins", sign_in),
    ("account_changes", account_change),
    ("django_session", session),
    ("reaches", reach),
    ("workflow_transitions", transition),
    ("notifications", notification),
    ("deliveries", delivery),
    ("reports", report),
    ("sanctions", sanction),
    ("exports", archive),
    ("staff_acts", staff_act),
    ("django_admin_log", log_entry),
    ("commands", command),
    ("procrastinate_jobs", job("succeeded")),
    ("procrastinate_jobs", job("failed")),
]
