"""The log of the staff, which nobody can change or delete, and who of them decides about whom."""

from datetime import datetime
from typing import Any

from core.refused import Refused
from people import actions
from people.models import StaffAct, User

#: Characters of a line in the list of acts.
SHORT = 200


def record(by: User, act: str, person: User | None = None, about: str = "", **detail: Any) -> None:
    """Write down an act in its transaction, or a look. What is long stands whole in the detail."""
    if len(about) > SHORT:
        detail = {**detail, "about": about}
        about = f"{about[: SHORT - 1]}…"
    StaffAct.objects.create(staff=by, act=act, person=person, about=about, detail=detail)


def rank(user: User) -> int:
    return 2 if user.is_superuser else 1 if user.is_staff else 0


def guard_rank(person: User, *, by: User) -> None:
    """Nobody decides about somebody of their own rank or above."""
    if not by.is_staff or rank(by) <= rank(person):
        raise Refused("forbidden", "Only staff of a higher rank can decide about this person.")


def limit(person: User, until: datetime | None) -> None:
    """Until then they reach nobody whom they do not know; None: they may again."""
    User.objects.filter(pk=person.pk).update(limited_until=until)


def is_closed_by_hand(person: User) -> bool:
    """Whether the staff closed this account outside of any decision that ends by itself."""
    acts = StaffAct.objects.filter(person=person, act__in=("account.close", "account.reopen"))
    last = acts.order_by("-pk").first()
    return last is not None and last.act == "account.close"


def close(person: User, *, by: User) -> None:
    guard_rank(person, by=by)
    record(by, "account.close", person)
    actions.close_account(person)


def reopen(person: User, *, by: User) -> None:
    guard_rank(person, by=by)
    record(by, "account.reopen", person)
    actions.reopen_account(person)
