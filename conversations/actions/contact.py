"""Strangers and trouble: accept a first contact, report somebody."""

from conversations import queries
from conversations.actions.topic import accept as open_for_both
from conversations.actions.topic import enter
from conversations.models import Message, Report
from conversations.queries import messages
from conversations.verbs import AcceptContact, Changed, ReportPerson
from people import queries as people
from people.models import User
from protocol.action import action
from protocol.refused import Refused
from protocol.wire import Noted


@action
def accept(ask: AcceptContact, *, by: User) -> Changed:
    conversation = enter(ask.conversation, by=by)
    if conversation.accepted_at is None:
        if conversation.opened_by_id == by.pk:
            raise Refused("forbidden", "It is for the other side to accept.")
        open_for_both(conversation)
    return Changed(version=conversation.version)


@action
def report(ask: ReportPerson, *, by: User) -> Noted:
    """A line on the list of the people who run this place; the other side does not hear of it."""
    person = people.anybody(ask.person)
    if person.pk == by.pk:
        raise Refused("bad_request", "You cannot report yourself.", field="person")
    message: Message | None = None
    if ask.conversation is not None and ask.number is not None:
        conversation = queries.conversation(ask.conversation, of_user=by)
        message = messages.visible(conversation, ask.number, reader=by)
        if message.sender_id != person.pk:
            raise Refused("bad_request", "This message is somebody else's.", field="number")
    Report.objects.create(reporter=by, person=person, message=message, reason=ask.reason)
    return Noted()
