"""When an account is closed: the person leaves every group, and nobody writes to them any more."""

from conversations import queries
from conversations.actions.groups import go
from conversations.actions.topic import change_head, lock, lock_all
from conversations.models import Conversation, Participant
from core.transaction import transaction
from people import actions as people
from people.models import User

#: Conversations that change in one transaction.
CHUNK = 50


@people.when_closed
def leave_groups(user: User) -> None:
    groups = Participant.objects.filter(
        user=user, left_at=None, conversation__kind=Conversation.GROUP
    ).select_related("conversation")
    for place in groups.order_by("conversation"):
        with transaction():
            conversation = lock(place.conversation)
            if conversation.participants.filter(user=user, left_at=None).exists():
                go(conversation, user)


@people.when_closed
def close_direct_conversations(user: User) -> None:
    _set_open(user)


@people.when_reopened
def open_direct_conversations(user: User) -> None:
    """Those with other people who are here and not blocked."""
    _set_open(user)


def _set_open(user: User) -> None:
    """Close or open this person's conversations of two, as they should be now."""
    direct = Conversation.objects.filter(participants__user=user, kind=Conversation.DIRECT)
    ids = list(direct.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        with transaction():
            for conversation in lock_all(ids[start : start + CHUNK]).values():
                closed = queries.is_closed(conversation)
                if conversation.blocked != closed:
                    conversation.blocked = closed
                    change_head(conversation)
