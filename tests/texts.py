"""Texts as a socket hands them to the group commit."""

import uuid
from typing import Any
from uuid import UUID

from consumers.commands import SignedOut, carry_out
from conversations.actions.batch import Outcome
from conversations.actions.batch.asked import Asked
from conversations.actions.inbox import MineAlone
from conversations.verbs import SendMessage, Sent
from core.refused import Refused
from people.models import SignIn, User
from people.queries import via


def sign_in(person: User) -> SignIn:
    return SignIn.objects.create(user=person, kind=SignIn.SESSION)


def text(
    by: User,
    conversation: UUID,
    content: str = "Hello!",
    *,
    key: UUID | None = None,
    door: SignIn | None = None,
) -> Asked[SendMessage]:
    """`door`: the sign-in that it comes by, else a new one."""
    ask = SendMessage(key=key or uuid.uuid4(), conversation=conversation, content=content)
    door = door or sign_in(by)
    return Asked(ask, by.pk, by.public_id, door.pk, via(door))


def change(by: User, ask: MineAlone, door: SignIn | None = None) -> Asked[MineAlone]:
    return Asked(ask, by.pk, by.public_id, (door or sign_in(by)).pk)


def numbers(outcome: Outcome) -> list[int | None]:
    """Of the messages, None where the ordinary way must decide."""
    return [sent.number if isinstance(sent, Sent) else None for sent in outcome.results]


def ordinary(asked: Asked[Any]) -> str:
    """The code with which the ordinary way declines it."""
    try:
        carry_out(asked.ask, asked.sign_in)
    except Refused as refused:
        return refused.code
    except SignedOut:
        return "signed_out"
    return "done"
