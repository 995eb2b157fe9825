"""What is mine alone in a conversation: archive, mute, the unread flag."""

from datetime import timedelta

from conversations import queries
from conversations.events import InboxChanged
from conversations.models import Conversation, Participant
from conversations.queries import inbox
from conversations.verbs import (
    ArchiveConversation,
    InboxState,
    MarkUnread,
    MuteConversation,
)
from people import actions as people
from people.models import User
from protocol import clock, locks, publish
from protocol.action import action

#: "For ever", in a column that holds an instant.
FOR_EVER = timedelta(days=36_500)

OWN = [
    *("last_read_number", "last_read_at", "marked_unread", "archived_number", "muted_until"),
    "user_version",
]

MineAlone = MarkUnread | ArchiveConversation | MuteConversation


@action
def mark_unread(ask: MarkUnread, *, by: User) -> InboxState:
    place = _place(ask, by)
    if place.marked_unread == ask.on:
        return _state(place, by.version)
    place.marked_unread = ask.on
    return _store(place, by)


@action
def archive(ask: ArchiveConversation, *, by: User) -> InboxState:
    """Put away up to the last message: a newer one brings it back without a write."""
    place = _place(ask, by)
    number = place.conversation.last_number if ask.on else None
    if place.archived_number == number:
        return _state(place, by.version)
    place.archived_number = number
    return _store(place, by)


@action
def mute(ask: MuteConversation, *, by: User) -> InboxState:
    """For a while or for ever; asked twice, it is counted from the second time."""
    place = _place(ask, by)
    if ask.seconds == 0 and place.muted_until is None:
        return _state(place, by.version)
    span = FOR_EVER if ask.seconds is None else timedelta(seconds=ask.seconds)
    place.muted_until = clock.now() + span if span else None
    return _store(place, by)


def show(conversation: Conversation, by: User) -> None:
    """An empty conversation is there for its opener alone: tell their other devices."""
    locks.taking("place", [conversation.pk])
    places = Participant.objects.select_for_update(no_key=True)
    place = places.get(conversation=conversation, user=by)
    place.conversation = conversation
    _store(place, by)


def _place(ask: MineAlone, by: User) -> Participant:
    known = queries.conversation(ask.conversation, of_user=by)
    locks.taking("place", [known.pk])
    places = Participant.objects.select_for_update(no_key=True, of=("self",))
    place = places.get(conversation=known, user=by)
    place.conversation = queries.conversation(ask.conversation, of_user=by)  # under the lock
    return place


def _store(place: Participant, by: User) -> InboxState:
    """Keep it, under a version of my own topic, and tell my other devices."""
    version = people.next_version(by.pk)
    place.user_version = version
    place.save(update_fields=OWN)
    [change] = inbox.changed_since(by, version - 1, limit=1)
    assert isinstance(change.event, InboxChanged)
    publish.publish([publish.to_user(change.event, by.pk, version)])
    return _state(place, version)


def _state(place: Participant, version: int) -> InboxState:
    unread = place.conversation.last_number - place.last_read_number
    return InboxState(version=version, last_read_number=place.last_read_number, unread=unread)
