"""Texts as a socket hands them to the group commit."""

import uuid
from uuid import UUID

from consumers.commands import SignedOut, carry_out
from conversations.actions.batch import Asked
from conversations.verbs import SendMessage
from people.models import SignIn, User
from protocol.refused import Refused


def sign_in(person: User) -> SignIn:
    return SignIn.objects.create(user=person, kind=SignIn.SESSION)


def text(
    by: User,
    conversation: UUID,
    content: str = "Hello!",
    *,
    key: UUID | None = None,
    door: SignIn | None = None,
) -> Asked:
    """`door`: the sign-in that it comes by, else a new one."""
    ask = SendMessage(key=key or uuid.uuid4(), conversation=conversation, content=content)
    return Asked(ask, by.pk, by.public_id, (door or sign_in(by)).pk)


def ordinary(asked: Asked) -> str:
    """The code with which the ordinary way declines it."""
    try:
        carry_out(asked.ask, asked.sign_in)
    except Refused as refused:
        return refused.code
    except SignedOut:
        return "signed_out"
    return "done"
