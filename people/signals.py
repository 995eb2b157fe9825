"""What signing in and out, which Django and allauth do, means for our table of sign-ins."""

from datetime import timedelta
from typing import Any

from allauth.account import signals as account
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from people import actions
from people.models import User
from people.sessions import current


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    previous = current(request)
    if previous is not None:
        actions.end_sign_in(previous)
    lasts = timedelta(seconds=request.session.get_expiry_age())
    sign_in = actions.record_sign_in(user, request.headers.get("User-Agent", ""), lasts=lasts)
    request.session["sign_in"] = str(sign_in.public_id)
    request.sign_in = sign_in  # type: ignore[attr-defined]


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    ended = current(request)
    if ended is not None:
        actions.end_sign_in(ended)


@receiver(post_save, sender=User)
def password_set(instance: User, created: bool, **kwargs: Any) -> None:
    """However it came: by a page, the admin, or `manage.py changepassword`."""
    if created or getattr(instance, "_password", None) is None:
        return
    keeps = instance.keeps_sign_in
    transaction.on_commit(lambda: actions.end_sign_ins(instance, but=keeps))


@receiver(account.email_confirmed)
def confirmed(request: HttpRequest, email_address: Any, **kwargs: Any) -> None:
    """The first address is confirmed; another one after it is a change, and ends other sign-ins."""
    user = email_address.user
    changed = user.email_confirmed_at is not None
    actions.confirm_email(user, email_address.email)
    if changed:
        actions.end_sign_ins(user, but=current(request))
