"""What the arguments of a command stand for."""

from typing import Any

from django.core.management.base import CommandError

from people.models import User


def person(handle: str, **among: Any) -> User:
    """Somebody of this handle, with or without the @; a sentence for the operator otherwise."""
    user = User.objects.filter(handle=handle.removeprefix("@"), **among).first()
    if user is None:
        raise CommandError(f"There is nobody with the handle {handle!r}.")
    return user
