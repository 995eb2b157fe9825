"""A sign-in from a browser that somebody has not used before is told to them."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext

from core.transaction import transaction
from notifications.actions.noticing import Notice, notify
from notifications.words import Facts, Words, says
from people import browsers
from people.models import SignIn, User

KIND = "sign_in.new"


@receiver(user_logged_in)
def tell_new_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """After the sign-in was recorded: the room below hears the signal first, and sends the mail."""
    sign_in: SignIn | None = getattr(request, "sign_in", None)
    if sign_in is None or not getattr(request, "new_device", False):
        return
    notice = Notice(
        user=user.pk,
        kind=KIND,
        about=f"sign_in.{sign_in.public_id}",
        key=f"{KIND}/{sign_in.public_id}",
        data={"browser": sign_in.name},
        hat="any",
    )
    with transaction():
        notify([notice])


@says(KIND)
def words(facts: Facts, count: int, reader: User) -> Words:
    text = gettext(
        "With {browser}. If this was not you, change your password and sign out everywhere."
    )
    return Words(
        gettext("A new sign-in to your account"),
        text.format(browser=browsers.named(facts["browser"])),
        "/settings",
        gettext("See where you are signed in"),
    )
