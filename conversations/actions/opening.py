"""Opening conversations: one per pair of people, one text until a stranger answers."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from conversations import acquaintance, queries
from conversations.actions import groups, inbox
from conversations.actions.messages import say
from conversations.actions.topic import change_head, lock, open_direct
from conversations.models import Conversation
from conversations.verbs import StartConversation, Started
from people import actions as people
from people import queries as people_queries
from people.models import User
from protocol import clock, locks
from protocol.action import action
from protocol.refused import Refused

#: First key of the advisory locks under which a person's approaches are counted.
APPROACHES = 7302


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
    if not known and not acquainted:
        _within_quota(by)
    conversation = open_direct(by, other, by=by, accepted=acquainted)
    number = None
    if ask.content is not None:
        number = say(conversation, ask.content, key=ask.key, by=by).number
    elif not known:
        inbox.show(conversation, by)
    return _started(conversation, number)


def _start_group(ask: StartConversation, by: User) -> Started:
    members = groups.acquaintances(ask.people, by=by)
    if not members:
        raise Refused("bad_request", "A conversation needs somebody else.", field="people")
    conversation = groups.open_group(members, ask.title, by=by)
    number = None
    if ask.content is not None:
        number = say(conversation, ask.content, key=ask.key, by=by).number
    return _started(conversation, number)


def _started(conversation: Conversation, number: int | None) -> Started:
    conversation.refresh_from_db(fields=["version"])
    return Started(conversation=conversation.public_id, version=conversation.version, number=number)


def _within_quota(by: User) -> None:
    """A budget for approaching strangers: those who answered no longer count."""
    locks.taking("approach", [by.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [APPROACHES, by.pk])
    since = clock.now() - timedelta(days=1)
    waiting = Conversation.objects.filter(
        opened_by=by, accepted_at=None, created_at__gt=since
    ).count()
    if waiting >= settings.LIMITS.cold_contacts_per_day:
        raise Refused(
            "rate_limited",
            "You have written to many new people today. Wait for some answers first.",
            after_ms=3_600_000,
        )


@people.when_blocked("conversation")
def close_or_reopen(blocker: User, blocked: User) -> None:
    """A block closes the direct conversation of the two, for both; taken back, it opens again."""
    conversation = queries.between(blocker, blocked)
    if conversation is None:
        return
    conversation = lock(conversation)
    closed = people_queries.are_blocked(blocker.pk, blocked.pk)
    if conversation.blocked != closed:
        conversation.blocked = closed
        change_head(conversation)
