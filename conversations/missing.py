"""What a notice of missed messages says, and whether they are still unread when it is sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext

from conversations.mentions import mentions
from conversations.models import Conversation, Message, Participant
from conversations.queries import inbox
from core import clock
from core.sql import rows
from notifications.counting import counts
from notifications.deciding import Reason
from notifications.models import Delivery, Notification
from notifications.words import Facts, Told, Words, current, quotes, rechecks, says
from people.models import User

KIND = "message.missed"
#: So many of the messages are in a mail.
SHOWN = 5


@says(KIND)
def words(facts: Facts, count: int, reader: User) -> Words:
    if not facts["title"]:
        title = gettext("{name} wrote to you")
    elif facts.get("mentioned"):
        title = gettext("{name} mentioned you in {title}")
    else:
        title = gettext("{name} wrote in {title}")
    return Words(
        title.format(name=facts["name"], title=facts["title"]),
        gettext("You have not read it yet."),
        f"/inbox/{facts['conversation']}",
        gettext("Answer"),
    )


@quotes(KIND)
def quote(facts: Facts, reader: User) -> str:
    """The first of what is told, as the reader may see it now; of somebody who is called by name
    in a group the messages that call them.
    """
    place = _place(reader.pk, facts)
    news = unread_since([place]).get(place[:2])
    if news is None:
        return ""
    said = [it for it in news.said if it.calls] or news.said
    shown = [_in_words(it, reader) for it in said[:SHOWN]]
    return "\n".join([*shown, *(["…"] if len(said) > SHOWN else [])])


def _in_words(said: "Said", reader: User) -> str:
    if said.kind != Message.IMAGE:
        return said.content
    if not said.content:
        return gettext("A picture")
    return gettext("A picture: {words}").format(words=said.content)


@counts
def unread(people: Collection[int]) -> dict[int, int]:
    return inbox.unread_conversations(people, now=clock.now())


class Said(NamedTuple):
    """An unread message. `calls`: it calls its reader by name."""

    kind: str
    content: str
    calls: bool


class News(NamedTuple):
    """What is unread in a place, as its owner may see it now: from whom, whether it calls them, and
    the messages in their order.

    The sender is that of the newest message, or of the newest that calls the reader.
    """

    sender: UUID
    name: str
    title: str
    mentioned: bool
    said: list[Said]


#: So many of the newest are looked at.
LOOKED_AT = 200
#: What others have written in these places and not taken back, the newest first; nobody hears by
#: mail of somebody between whom and them there is a block.
UNREAD = """
    SELECT p.user_id, c.public_id AS conversation, c.kind AS place, c.title, u.handle, m.kind,
           m.content, m.sender, m.name
    FROM unnest(%(users)s::bigint[], %(conversations)s::uuid[], %(since)s::bigint[])
         AS w(user_id, conversation, since)
    JOIN conversations c ON c.public_id = w.conversation
    JOIN conversation_participants p ON p.conversation_id = c.id AND p.user_id = w.user_id
    JOIN user_profiles u ON u.id = p.user_id
    CROSS JOIN LATERAL (
        SELECT m.number, m.kind, m.content, sender.public_id AS sender,
               sender.display_name AS name
        FROM messages m JOIN user_profiles sender ON sender.id = m.sender_id
        JOIN conversation_stints s ON s.conversation_id = m.conversation_id
             AND s.user_id = p.user_id AND m.number > s.from_number AND s.to_number IS NULL
        WHERE m.conversation_id = c.id AND m.number > p.last_read_number
          AND m.number >= w.since
          AND m.sender_id <> p.user_id AND m.deleted_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM blocks b
                          WHERE (b.blocker_id, b.blocked_id) IN ((p.user_id, m.sender_id),
                                                                 (m.sender_id, p.user_id)))
        ORDER BY m.number DESC LIMIT %(limit)s) m
    ORDER BY m.number DESC"""


#: Somebody, by id, a conversation, and the number from which on it matters.
Place = tuple[int, UUID, int]


def unread_since(places: Sequence[Place]) -> dict[tuple[int, UUID], News]:
    """Without those in which nothing is left that is unread."""
    found: dict[tuple[int, UUID], News] = {}
    asked = {
        "users": [user for user, _, _ in places],
        "conversations": [conversation for _, conversation, _ in places],
        "since": [since for _, _, since in places],
        "limit": LOOKED_AT,
    }
    for row in rows(UNREAD, asked):
        place = row["user_id"], row["conversation"]
        calls = row["place"] == Conversation.GROUP and mentions(row["content"], row["handle"])
        later = found[place].said if place in found else []
        said = [Said(row["kind"], row["content"], calls), *later]
        if place in found and not (calls and not found[place].mentioned):
            found[place] = found[place]._replace(said=said)
        else:
            found[place] = News(row["sender"], row["name"], row["title"], calls, said)
    return found


def facts_of(news: News) -> Facts:
    return {
        "from": str(news.sender),
        "name": news.name,
        "title": news.title,
        "mentioned": news.mentioned,
    }


def since(number: int) -> Facts:
    """Kept with a notice: what was written from this number on is told. Of several that are told
    together the first counts."""
    return {"since": number}


def _place(user: int, facts: Facts) -> Place:
    return user, UUID(facts["conversation"]), facts.get("before", facts).get("since", 0)


@current(KIND)
def as_unread(told: Sequence[Told]) -> list[Facts]:
    found = unread_since([_place(it.user, it.facts) for it in told])
    news = [found.get(_place(it.user, it.facts)[:2]) for it in told]
    return [{} if one is None else facts_of(one) for one in news]


@rechecks(KIND)
def recheck(deliveries: Sequence[Delivery | Notification]) -> dict[int, Reason]:
    """Read, left, or there is nothing left of it: what was taken back is told to nobody."""
    now = clock.now()
    places = Participant.objects.select_related("conversation").filter(
        user__in={row.user_id for row in deliveries},
        conversation__public_id__in={_conversation(row) for row in deliveries},
    )
    known = {(place.user_id, place.conversation.public_id): place for place in places}
    left = unread_since([_place(row.user_id, row.data) for row in deliveries])
    found: dict[int, Reason] = {}
    for row in deliveries:
        pair = (row.user_id, _conversation(row))
        place, unread = known.get(pair), left.get(pair)
        if place is None or place.left_at is not None:
            found[row.pk] = "over"
        elif place.conversation.blocked:
            found[row.pk] = "blocked"
        elif place.last_read_number >= place.conversation.last_number:
            found[row.pk] = "read_meanwhile"
        elif unread is None:
            found[row.pk] = "over"
        elif _is_muted(place, now) and not unread.mentioned:
            found[row.pk] = "muted"
    return found


def _is_muted(place: Participant, now: datetime) -> bool:
    return place.muted_until is not None and place.muted_until > now


def _conversation(row: Delivery | Notification) -> UUID:
    return UUID(row.data["conversation"])
