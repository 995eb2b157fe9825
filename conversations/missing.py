"""What a notice of missed messages says, and whether they are still unread when it is sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from conversations.models import Conversation, Participant
from conversations.queries import inbox, messages
from notifications.counting import counts
from notifications.deciding import Reason
from notifications.models import Delivery
from notifications.words import Facts, Words, quotes, rechecks, says
from people.models import User
from protocol import clock

KIND = "message.missed"
#: So many of the messages are in a mail.
SHOWN = 5
SAID = {
    "en": ("{name} wrote to you", "{name} wrote in {title}", "You have not read it yet.", "Answer"),
    "de": ("{name} hat dir geschrieben", "{name} hat in {title} geschrieben",
           "Du hast es noch nicht gelesen.", "Antworten"),
}  # fmt: skip

#: In a group.
MENTIONED = {"en": "{name} mentioned you in {title}", "de": "{name} hat dich in {title} erwähnt"}


@says(KIND)
def words(facts: Facts, count: int, reader: User) -> Words:
    direct, group, text, answer = SAID.get(reader.language, SAID["en"])
    if facts.get("mentioned"):
        group = MENTIONED.get(reader.language, MENTIONED["en"])
    title = (group if facts["title"] else direct).format(**facts)
    return Words(title, text, f"/inbox/{facts['conversation']}", answer)


@quotes(KIND)
def quote(facts: Facts, reader: User) -> str:
    """The first of the unread messages, as the reader may see them now."""
    conversation = Conversation.objects.get(public_id=facts["conversation"])
    place = Participant.objects.get(conversation=conversation, user=reader)
    found, more = messages.page(
        conversation, reader=reader, after=place.last_read_number, limit=SHOWN
    )
    texts = [message.content for message in found if message.kind == "text" and message.content]
    return "\n".join([*texts, *(["…"] if more else [])])


@counts
def unread(people: Collection[int]) -> dict[int, int]:
    return inbox.unread_conversations(people, now=clock.now())


@rechecks(KIND)
def recheck(deliveries: Sequence[Delivery]) -> dict[int, Reason]:
    now = clock.now()
    places = Participant.objects.select_related("conversation").filter(
        user__in={row.user_id for row in deliveries},
        conversation__public_id__in={_conversation(row) for row in deliveries},
    )
    known = {(place.user_id, place.conversation.public_id): place for place in places}
    found: dict[int, Reason] = {}
    for row in deliveries:
        place = known.get((row.user_id, _conversation(row)))
        if place is None or place.left_at is not None:
            found[row.pk] = "over"
        elif place.conversation.blocked:
            found[row.pk] = "blocked"
        elif place.last_read_number >= place.conversation.last_number:
            found[row.pk] = "read_meanwhile"
        elif _is_muted(place, now) and not row.data.get("mentioned"):
            found[row.pk] = "muted"
    return found


def _is_muted(place: Participant, now: datetime) -> bool:
    return place.muted_until is not None and place.muted_until > now


def _conversation(row: Delivery) -> UUID:
    return UUID(row.data["conversation"])
