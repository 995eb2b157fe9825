"""Erasing a person when their time has come: every room forgets, then the account itself.

Each step works in small transactions and can be begun again: what a crash left over is found by
the next round.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from conversations.actions import erasing as conversations
from core import clock
from core.setting_aside import aside, each
from core.transaction import transaction
from feed.actions import erasing as feed
from notifications.actions import erasing as notifications
from people.actions import end_everything, lock, shut
from people.actions import erasing as people
from people.models import FormerHandle, User
from rights.actions import exporting
from rights.references import nobody_refers
from workflows.actions import erasing as workflows

#: People at a time.
SOME = 10

#: The account is the last, so that nobody who is half erased is left so.
STEPS: tuple[Callable[[User], object], ...] = (
    end_everything,
    people.unname,
    workflows.forget,
    feed.forget,
    conversations.forget,
    notifications.forget,
    exporting.forget,
    people.forget,
)


def erase_due() -> int:
    """Called by the worker. How many people were looked at; one who cannot be erased keeps nobody
    waiting."""
    due = User.objects.filter(erase_at__lte=clock.now(), erased_at=None)
    some = due.exclude(pk__in=aside("account")).order_by("erase_at")[:SOME]
    return each("account", list(some.values_list("pk", flat=True)), _erase)


def _erase(id: int) -> None:
    erase(User.objects.get(pk=id))


def erase(user: User) -> None:
    for step in STEPS:
        step(user)


def forget_empty() -> int:
    """Called by the worker: rows of people who were erased and to whom nothing refers. How many."""
    empty = User.objects.filter(nobody_refers(), erased_at__isnull=False)
    some = empty.exclude(pk__in=aside("empty account")).order_by("pk")[:SOME]
    return each("empty account", list(some.values_list("pk", flat=True)), _forget_empty)


def _forget_empty(id: int) -> None:
    with transaction():
        lock([id])
        User.objects.filter(nobody_refers(), pk=id).delete()


def forget_unconfirmed() -> int:
    """Called by the worker: accounts whose address nobody has confirmed in time. How many.

    Such an account could reach nobody, so mostly nothing of others refers to it, and it is gone at
    once. Where others have written to it, it is erased as if its person had left.
    """
    before = clock.now() - timedelta(days=settings.KEEP.unconfirmed)
    some = unconfirmed(before).exclude(pk__in=aside("unconfirmed account")).order_by("pk")[:SOME]
    ids = list(some.values_list("pk", flat=True))
    return each("unconfirmed account", ids, lambda id: _forget_unconfirmed(id, before))


def unconfirmed(before: datetime) -> "QuerySet[User]":
    return User.objects.filter(
        email_confirmed_at=None,
        created_at__lt=before,
        erase_at=None,
        erased_at=None,
        is_staff=False,
    )


def _forget_unconfirmed(id: int, before: datetime) -> None:
    with transaction():
        lock([id])
        user = unconfirmed(before).filter(pk=id).first()
        if user is None:
            return  # it was confirmed at the last moment
        shut(user, erase_at=clock.now())
        FormerHandle.objects.filter(user=user).delete()
        User.objects.filter(nobody_refers(), pk=id).delete()
