"""What changes who owns an account. Each change is recorded and told to the old address."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.transaction import atomic

from core import clock
from core.refused import Refused
from core.transaction import transaction
from people import actions, addresses, tasks
from people.letters import BY_OPERATOR
from people.models import AccountChange, SignIn, User

#: A second factor is a moment older than the record that it was added.
BEFORE_ITS_NOTICE = timedelta(minutes=1)


def correct_address(user: User, email: str) -> None:
    """Give an account that was never confirmed another address: the old one did not count."""
    with transaction():
        EmailAddress.objects.filter(user=user).exclude(email=email).delete()
        EmailAddress.objects.filter(user=user, email=email).update(primary=True)
        User.objects.filter(pk=user.pk).update(email=email)
        actions._tell_me(user.pk)


def reauthenticated(sign_in: SignIn) -> None:
    """The password, or a second factor, was entered again at this browser."""
    SignIn.objects.filter(pk=sign_in.pk).update(reauthenticated_at=clock.now())


def record_change(user: User, kind: str, *, address: str | None = None, detail: str = "") -> None:
    """Keep what was changed, and have the worker tell `address` (default: the account's own).

    An address that was never confirmed hears nothing: it may be a stranger's.
    """
    with atomic():
        change = AccountChange.objects.create(
            user=user,
            kind=kind,
            address=(user.email if user.email_confirmed_at else "") if address is None else address,
            detail=detail[:200],
        )
        if change.address:
            tasks.tell_change.defer(change=str(change.public_id))


def undo(change: AccountChange) -> User:
    """Give the account back to whom this change was told: it was somebody else's doing.

    Everybody is signed out, tokens included; the password is void until a new one is chosen; what
    was added since (addresses, second factors) is gone, and the address is the one of then. An
    account that was to be erased stays. The
    links in mails about later changes are void: those may have gone to the intruder.
    """
    with transaction():
        actions.lock([change.user_id])
        later = AccountChange.objects.filter(user=change.user_id, pk__gte=change.pk, undone_at=None)
        if not later.filter(pk=change.pk).update(undone_at=clock.now()):
            raise Refused("conflict", "This link was used before. Reset your password instead.")
        later.update(undone_at=clock.now())
        user = User.objects.get(pk=change.user_id)
        _restore_address(user, change.address)
        since = change.created_at - BEFORE_ITS_NOTICE
        Authenticator.objects.filter(user=user, created_at__gte=since).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
        actions._tell_me(user.pk)
        actions.forget_calendar(user)
        actions._revoke(actions._live(user))
        stays = user.erase_at is not None and actions.open_again(user, erase_at=None)
    if stays:
        actions.tell_reopened(user)
    user.refresh_from_db()
    return user


def remove_second_factors(user: User) -> None:
    """By the operator, for somebody who has lost theirs. Browsers are signed out, tokens stay."""
    Authenticator.objects.filter(user=user).delete()
    end_browsers(user)
    record_change(user, "second_factor.removed", detail=BY_OPERATOR)


def end_browsers(user: User, *, but: SignIn | None = None) -> None:
    """Sign this person out of every browser but one; programs with a token go on."""
    with transaction():
        live = actions._live(user).filter(kind=SignIn.SESSION)
        actions._revoke(live.exclude(pk=but.pk) if but else live)


def _restore_address(user: User, address: str) -> None:
    if addresses.belongs_to_another(address, user):
        raise Refused("conflict", "This address belongs to another account by now.")
    EmailAddress.objects.filter(user=user).exclude(email=address.lower()).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=address.lower(), defaults={"primary": True, "verified": True}
    )
    user.email, user.email_confirmed_at = address, clock.now()
    user.save(update_fields=["email", "email_confirmed_at"])
