"""Who may know that somebody writes, reads or is here. Each is reciprocal, and not for strangers.

Who does not show something does not see it of others either; the blocked and those who have not
answered yet see nothing.
"""

from typing import Literal
from uuid import UUID

from conversations.events import Receipts
from conversations.models import Conversation, Participant
from core.sql import rows
from people.models import User

#: Larger groups are places where nobody follows who has read what.
FEW = 20

Switch = Literal["shows_typing", "shows_receipts"]

#: Of `{me}` in a conversation `c`: who takes part, as `o`.
AUDIENCE = f"""
    JOIN conversation_participants o ON o.conversation_id = c.id AND o.left_at IS NULL
    JOIN user_profiles u ON u.id = o.user_id AND u.{{switch}}
    JOIN user_profiles mine ON mine.id = {{me}} AND mine.{{switch}}
    WHERE c.public_id = {{conversation}} AND c.accepted_at IS NOT NULL AND NOT c.blocked
      AND o.user_id <> {{me}}
      AND (SELECT count(*) FROM conversation_participants p
           WHERE p.conversation_id = c.id AND p.left_at IS NULL) <= {FEW}
      AND NOT EXISTS (SELECT FROM blocks b
                      WHERE (b.blocker_id = {{me}} AND b.blocked_id = o.user_id)
                         OR (b.blocker_id = o.user_id AND b.blocked_id = {{me}}))"""

OBSERVABLE = """
    SELECT u.id, u.public_id FROM user_profiles u
    JOIN conversations c
      ON c.low_id = least(u.id, %(me)s) AND c.high_id = greatest(u.id, %(me)s)
    WHERE u.public_id = ANY(%(people)s) AND u.is_active AND u.shows_presence
      AND c.accepted_at IS NOT NULL AND NOT c.blocked
      AND EXISTS (SELECT 1 FROM user_profiles me WHERE me.id = %(me)s AND me.shows_presence)"""


def audience(conversation: UUID, switch: Switch, *, of_user: User) -> list[int]:
    """The others of a conversation with whom this person shares what `switch` names."""
    shown = AUDIENCE.format(switch=switch, conversation="%(conversation)s", me="%(me)s")
    asked = {"conversation": conversation, "me": of_user.pk}
    found = rows(f"SELECT o.user_id FROM conversations c {shown}", asked)
    return [row["user_id"] for row in found]


def receipts(conversation: Conversation, *, reader: User) -> Receipts:
    """How far the others have read, as far as both sides show it."""
    shown = audience(conversation.public_id, "shows_receipts", of_user=reader)
    places = Participant.objects.filter(conversation=conversation, user__in=shown)
    read = places.values_list("user__public_id", "last_read_number")
    return Receipts(conversation=conversation.public_id, read=dict(read))


def observable(me: int, people: list[UUID]) -> dict[int, UUID]:
    """Of these people, those of whom I may know whether they are here."""
    found = rows(OBSERVABLE, {"me": me, "people": people})
    return {row["id"]: row["public_id"] for row in found}


def showing_presence(people: list[int]) -> list[int]:
    shown = User.objects.filter(pk__in=people, shows_presence=True)
    return list(shown.values_list("pk", flat=True))
