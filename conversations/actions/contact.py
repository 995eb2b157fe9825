"""Accept a first contact."""

from conversations.actions.topic import accept as open_for_both
from conversations.actions.topic import enter, guard_contact
from conversations.verbs import AcceptContact, Changed
from core.refused import Refused
from people.models import User
from protocol.action import action


@action
def accept(ask: AcceptContact, *, by: User) -> Changed:
    conversation = enter(ask.conversation, by=by)
    guard_contact(conversation, by=by)
    if conversation.accepted_at is None:
        if conversation.opened_by_id == by.pk:
            raise Refused("forbidden", "It is for the other side to accept.")
        open_for_both(conversation)
    return Changed(version=conversation.version)
