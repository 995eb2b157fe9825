"""Hanna hosts, Ana and Jane model, Mika is the stranger who must hear nothing."""

import itertools
import uuid
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from people.actions import create_token
from people.models import ModelProfile, SignIn, User

_numbers = itertools.count(1)
_run = uuid.uuid4().hex[:6]


class Cast(NamedTuple):
    hanna: User
    ana: User
    jane: User
    mika: User


def person(name: str, **fields: Any) -> User:
    """A person of this name with a handle that nobody had before; e-mail confirmed."""
    handle = f"{name.lower()}-{_run}-{next(_numbers)}"
    fields.setdefault("email_confirmed_at", timezone.now())
    fields.setdefault("born_before_18_years", True)
    fields.setdefault("created_at", timezone.now() - timedelta(days=30))
    user = User(handle=handle, email=f"{handle}@example.org", display_name=name, **fields)
    user.set_unusable_password()
    user.save()
    user.refresh_from_db()
    return user


def host(name: str = "Hanna", **fields: Any) -> User:
    return person(name, is_host=True, **fields)


def model(name: str, *, styles: tuple[str, ...] = ("dynamic",), rating: Any = None) -> User:
    user = person(name, is_model=True)
    ModelProfile.objects.create(user_profile=user, pose_styles=list(styles), rating=rating)
    return user


def nobody_else(*models: User) -> None:
    """Whoever models from tests before is away: many of them would have to be told of a call."""
    User.objects.filter(is_model=True).exclude(pk__in=[m.pk for m in models]).update(
        is_active=False
    )


def cast() -> Cast:
    return Cast(
        hanna=host(),
        ana=model("Ana", rating="4.5"),
        jane=model("Jane", rating="3.0"),
        mika=model("Mika", styles=("long",), rating="1.8"),
    )


def token(user: User) -> str:
    return create_token(user, "test")


def entered_again(sign_in: SignIn) -> SignIn:
    """The password was entered again at this browser a moment ago."""
    sign_in.reauthenticated_at = timezone.now()
    sign_in.save()
    return sign_in
