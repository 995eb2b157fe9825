"""What Django and allauth do with accounts means something for our tables."""

from datetime import timedelta
from typing import Any

from allauth.account import signals as account
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from people import actions, devices
from people.actions import accounts
from people.browsers import named
from people.models import SignIn, User
from people.sessions import current
from people.speaking import speaking


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    previous = current(request)
    if previous is not None:
        actions.end_sign_in(previous)
    before = user.sign_ins.filter(kind=SignIn.SESSION).exists()
    lasts = timedelta(seconds=request.session.get_expiry_age())
    sign_in = actions.record_sign_in(user, request.headers.get("User-Agent", ""), lasts=lasts)
    request.session["sign_in"] = str(sign_in.public_id)
    request.sign_in = sign_in  # type: ignore[attr-defined]
    request.new_device = before and not devices.is_known(request, user)  # type: ignore[attr-defined]
    if request.new_device:  # type: ignore[attr-defined]
        with speaking(user.language):
            accounts.record_change(user, "device.new", detail=named(sign_in.name))
    devices.remember(request, user)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    ended = current(request)
    if ended is not None:
        actions.end_sign_in(ended)


@receiver(account.authentication_step_completed)
def entered_again(request: HttpRequest, reauthenticated: bool = False, **kwargs: Any) -> None:
    """A password or a second factor, asked for again before something that matters."""
    here = current(request)
    if reauthenticated and here is not None:
        accounts.reauthenticated(here)


@receiver(post_save, sender=User)
def password_set(instance: User, created: bool, **kwargs: Any) -> None:
    """However it came: by a page, the admin, or `manage.py changepassword`."""
    if created or getattr(instance, "_password", None) is None:
        return
    keeps = instance.keeps_sign_in

    def after_commit() -> None:
        actions.end_sign_ins(instance, but=keeps)
        accounts.record_change(instance, "password.changed")

    transaction.on_commit(after_commit)


@receiver(account.email_added)
def address_added(user: User, email_address: Any, **kwargs: Any) -> None:
    """A change of address was asked for; an account that was never confirmed just has it now."""
    if user.email_confirmed_at is None:
        accounts.correct_address(user, email_address.email)
    else:
        accounts.record_change(user, "address.asked", detail=email_address.email)


@receiver(account.email_confirmed)
def confirmed(email_address: Any, request: HttpRequest, **kwargs: Any) -> None:
    """The first address is confirmed; another one after it is a change, and ends other sign-ins."""
    user = email_address.user
    changed = user.email_confirmed_at is not None
    # Accounts of others that were opened with the same address hear nothing of it: they reach
    # nobody, and are forgotten in time.
    actions.confirm_email(user, email_address.email)
    if changed:
        actions.end_sign_ins(user, but=current(request))
