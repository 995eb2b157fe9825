"""A closed account: every room ends what the person had going, and tells the other side."""

from collections.abc import Callable

from people.models import User

Ending = Callable[[User], None]

_when_closed: list[Ending] = []
_when_reopened: list[Ending] = []


def when_closed(function: Ending) -> Ending:
    """Register `function(user)`: end what a room has going with a person whose account is closed.

    It works in transactions of its own, so many rows in each, and can be run again without harm.
    """
    _when_closed.append(function)
    return function


def when_reopened(function: Ending) -> Ending:
    """Register `function(user)`, called after an account was opened again. Nothing that was ended
    comes back.
    """
    _when_reopened.append(function)
    return function


def end_everything(user: User) -> None:
    """Let every room end what this person has going, unless the account is open again."""
    for end in _when_closed:
        if not _is_closed(user):
            return
        end(user)


def tell_reopened(user: User) -> None:
    for tell in _when_reopened:
        tell(user)


def _is_closed(user: User) -> bool:
    return User.objects.filter(pk=user.pk, is_active=False).exists()
