"""Opening conversations: one per pair of people, one text until a stranger answers."""

from conversations import acquaintance, queries
from conversations.actions import groups, inbox
from conversations.actions.messages import say
from conversations.actions.reaching import reach
from conversations.actions.topic import change_head, lock, open_direct
from conversations.models import Conversation
from conversations.verbs import StartConversation, Started
from core.refused import Refused
from people import actions as people
from people import queries as people_queries
from people.models import User
from protocol.action import action


@action
def start(ask: StartConversation, *, by: User) -> Started:
    if len(ask.people) > 1 or ask.title:
        return _start_group(ask, by)
    other = people_queries.person(ask.people[0], seen_by=by)
    if other.pk == by.pk:
        raise Refused("bad_request", "A conversation needs somebody else.", field="people")
    known = queries.between(by, other) is not None
    if not known:
        people.hold_pair(by.pk, other.pk)
    if people_queries.are_blocked(by.pk, other.pk):
        raise Refused("blocked", "You two are not in contact any more.")
    acquainted = acquaintance.are_acquainted(by.pk, other.pk)
    if not known:
        reach(by, "message", other)
    conversation = open_direct(by, other, by=by, accepted=acquainted)
    number = None
    if ask.content is not None:
        number = say(conversation, ask.content, key=ask.key, by=by).number
        inbox.answer_flag(conversation, by)
    elif not known:
        inbox.show(conversation, by)
    return _started(conversation, number)


def _start_group(ask: StartConversation, by: User) -> Started:
    members = groups.acquaintances(ask.people, by=by)
    if not members:
        raise Refused("bad_request", "A conversation needs somebody else.", field="people")
    groups.bring(by, members)
    conversation = groups.open_group(members, ask.title, by=by)
    number = None
    if ask.content is not None:
        number = say(conversation, ask.content, key=ask.key, by=by).number
    return _started(conversation, number)


def _started(conversation: Conversation, number: int | None) -> Started:
    conversation.refresh_from_db(fields=["version"])
    return Started(conversation=conversation.public_id, version=conversation.version, number=number)


@people.when_blocked("conversation")
def close_or_reopen(parting: people.Parting) -> None:
    """A block closes the direct conversation of the two, for both; taken back, it opens again."""
    conversation = queries.between(parting.by, parting.other)
    if conversation is None:
        return
    conversation = lock(conversation)
    closed = queries.is_closed(conversation)
    if conversation.blocked != closed:
        conversation.blocked = closed
        change_head(conversation)
