"""Whose an e-mail address is. An address counts only when it is confirmed.

`User.email` is the one address of an account. An address that a change still waits for is a row of
allauth's `EmailAddress` and nothing else: it neither signs in nor resets a password.
"""

from django.db.models import Func, TextField, Value

from core.sql import rows
from people.models import User


def confirmed_owner(address: str) -> User | None:
    """The account whose confirmed address this is: the only one that may reset a password by it."""
    return next((user for user in _accounts_with(address) if user.email_confirmed_at), None)


def account_for_sign_in(address: str) -> User | None:
    """The account that counts for this address: the one that has confirmed it, or the last that was
    opened with it. A stranger who opened one before does not keep its owner out.
    """
    return next(iter(accounts_for_sign_in(address)), None)


def accounts_for_sign_in(address: str) -> list[User]:
    """The one that has confirmed this address, and the last that was opened with it and did not.

    Each has its own password. If the second could not sign in because there is the first, whoever
    opens an account with an address of somebody else could tell by it that they are here.
    """
    accounts = _accounts_with(address)
    confirmed = [user for user in accounts if user.email_confirmed_at]
    return [*confirmed, *[user for user in accounts if not user.email_confirmed_at][:1]]


class Mailbox(Func):
    """The mailbox that an address leads to: with whatever case, tag (`ana+1@`) or, at Gmail, dots.

    A mailbox has one account: else one person would have the budgets of any number.
    """

    function = "callboard_mailbox"
    output_field = TextField()


def mailbox(address: str) -> str:
    found: str = rows("SELECT callboard_mailbox(%s) AS mailbox", [address])[0]["mailbox"]
    return found


def belongs_to_another(address: str, user: User) -> bool:
    confirmed = User.objects.filter(email_confirmed_at__isnull=False).exclude(pk=user.pk)
    same = confirmed.alias(mailbox=Mailbox("email")).filter(mailbox=Mailbox(Value(address)))
    return same.exists()


def _accounts_with(address: str) -> list[User]:
    """The newest first. PostgreSQL folds letters that only look alike, so Python compares again."""
    found = User.objects.filter(email__iexact=address).order_by("-created_at", "-pk")
    return [user for user in found if user.email.lower() == address.lower()]
