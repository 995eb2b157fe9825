"""Leaving: the account is closed at once and erased later; until then its person may come back.

What is erased, and how, is the affair of `rights`.
"""

from datetime import timedelta

from django.conf import settings

from core import clock
from core.refused import Refused
from core.transaction import transaction
from people import actions, tasks
from people.actions import accounts
from people.models import User

#: So long before the end they are told once more.
LAST_WORD = timedelta(days=1)


def begin(user: User) -> User:
    """Close an account until it is erased, inside the caller's transaction."""
    user.erase_at = clock.now() + timedelta(days=settings.KEEP.leaving)
    actions.shut(user, erase_at=user.erase_at)
    accounts.record_change(user, "account.leaving", detail=f"{user.erase_at:%Y-%m-%d}")
    tasks.end_everything.defer(user=user.pk)
    last_word = tasks.say_last_word.configure(schedule_at=user.erase_at - LAST_WORD)
    last_word.defer(user=user.pk, erase_at=user.erase_at.isoformat())
    return user


def keep_account(user: User) -> None:
    """They have changed their mind. What was ended stays so."""
    with transaction():
        actions.lock([user.pk])
        row = User.objects.get(pk=user.pk)
        if row.erase_at is None or clock.now() >= row.erase_at:
            raise Refused("conflict", "This account is not there any more.")
        is_open = actions.open_again(row, erase_at=None)
    if is_open:
        actions.tell_reopened(row)
