"""The one predicate of visibility: which messages a reader sees, and in which state.

A message is visible if its number lies in one of the reader's stints. In an open stint it is seen
as it is now, in one that has ended as it was then: as the row says while nothing has changed it
since, otherwise as its revision says.
"""

from typing import NamedTuple

#: The number of message m lies in stint s of user %(user)s.
WITHIN = """s.conversation_id = m.conversation_id AND s.user_id = %(user)s
    AND m.number > s.from_number AND (s.to_number IS NULL OR m.number <= s.to_number)"""

#: Nothing has changed message m since stint s ended.
UNCHANGED = "(s.to_version IS NULL OR m.version <= s.to_version)"

#: Both: message m is seen in stint s as its row is now.
IN_STINT = f"{WITHIN} AND {UNCHANGED}"

#: Revision r is what was there when stint s ended.
KEPT = "(r.version <= s.to_version AND r.until_version > s.to_version)"


class Seen(NamedTuple):
    """Expressions over `SEEN_BY`. `visible` leaves out what changed before revisions were kept."""

    visible: str
    version: str
    content: str
    data: str
    edited_at: str
    deleted_at: str


#: Messages m within the stints s of user %(user)s, with the revision r that counts there, if any.
SEEN_BY = f"""messages m JOIN conversation_stints s ON {WITHIN}
    LEFT JOIN message_revisions r
      ON r.message_id = m.id AND m.version > s.to_version AND {KEPT}"""

SEEN = Seen(
    visible=f"({UNCHANGED} OR r.id IS NOT NULL)",
    **{
        name: f"CASE WHEN r.id IS NULL THEN m.{name} ELSE r.{name} END"
        for name in Seen._fields
        if name != "visible"
    },
)

#: Reactions have versions of their own: those after a stint's end are hidden like edits.
HEARD = "(s.to_version IS NULL OR g.version <= s.to_version)"

#: Revision k of a reaction is what was there when stint s ended.
KEPT_REACTION = "(k.version <= s.to_version AND k.until_version > s.to_version)"

#: How people reacted to message m, as JSON; null where nobody did.
REACTED = f"""
    SELECT json_agg(json_build_object('person', u.public_id, 'emoji', g.emoji,
               'on', g."on", 'version', g.version) ORDER BY g.version)
    FROM (SELECT g.user_id, g.emoji, g."on", g.version FROM message_reactions g
          WHERE g.message_id = m.id AND {HEARD}
          UNION ALL
          SELECT g.user_id, g.emoji, k."on", k.version
          FROM message_reactions g JOIN message_reaction_revisions k ON k.reaction_id = g.id
          WHERE g.message_id = m.id AND s.to_version IS NOT NULL AND {KEPT_REACTION}) g
    JOIN user_profiles u ON u.id = g.user_id"""
