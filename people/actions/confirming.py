"""Whoever has not confirmed an address reads, and takes things back, and reaches nobody."""

from people.models import User
from people.queries import require_confirmed_email
from protocol.action import guard
from protocol.wire import Verb


@guard
def only_confirmed(ask: Verb, by: User) -> None:
    if ask.reaches in ("known", "strangers"):
        require_confirmed_email(by)
