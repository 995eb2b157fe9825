"""The index of words, filled behind the talk: what was said is found a moment later."""

from collections.abc import Sequence
from operator import itemgetter

from django.db import connection

from core.setting_aside import apart, aside
from core.transaction import transaction
from protocol import words

#: Conversations at a time.
SOME = 100

#: By versions, as everything else: what was edited or taken back is indexed again. The longest
#: waiting first, so that nobody waits behind those who talk all the time.
DUE = """
    SELECT c.id, c.version, coalesce(s.version, 0) AS known FROM conversations c
    LEFT JOIN message_search_cursors s ON s.conversation_id = c.id
    WHERE c.changed_xid >= %s AND c.version > coalesce(s.version, 0) AND c.id <> ALL(%s::bigint[])
    ORDER BY c.changed_xid, c.id LIMIT %s"""
SAID = """
    SELECT m.id, m.conversation_id, m.content
    FROM messages m JOIN unnest(%s::bigint[], %s::bigint[]) AS due(id, known)
      ON due.id = m.conversation_id
    WHERE m.version > due.known AND m.kind <> 'system_notification'"""
KEEP = """
    INSERT INTO message_search (message_id, conversation_id, words)
    VALUES (%s, %s, array_to_tsvector(%s::text[]))
    ON CONFLICT (message_id) DO UPDATE SET words = EXCLUDED.words"""
MOVE_ON = """
    INSERT INTO message_search_cursors (conversation_id, version)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[])
    ON CONFLICT (conversation_id) DO UPDATE
    SET version = greatest(message_search_cursors.version, EXCLUDED.version)"""
#: What former members saw, and has been changed since.
KEPT = """
    SELECT id, content FROM message_revisions WHERE words IS NULL AND id <> ALL(%s::bigint[])
    ORDER BY id LIMIT %s"""
#: Unless it is another one by now.
KEEP_REVISION = """
    UPDATE message_revisions SET words = array_to_tsvector(%s::text[])
    WHERE id = %s AND content = %s"""

#: What cannot be indexed is passed over for a while.
TALK, REVISION = "conversation to index", "revision to index"

Due = tuple[int, int, int]
Kept = tuple[int, str]


class Index:
    """Remembers from which transaction on there may be something due, as the sweep does: a turn
    costs what has changed, not what is there. A new process looks at everything once."""

    def __init__(self) -> None:
        self._since = 0

    def turn(self) -> int:
        """Bring the index up to date for some conversations; how many there were."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            [oldest_running] = cursor.fetchone()
            if oldest_running < self._since:  # the database lies in another cluster now
                self._since = 0
            cursor.execute(DUE, [self._since, aside(TALK), SOME])
            due = cursor.fetchall()
            cursor.execute(KEPT, [aside(REVISION), SOME])
            kept = cursor.fetchall()
        apart(TALK, due, _index, id=itemgetter(0))
        apart(REVISION, kept, _index_revisions, id=itemgetter(0))
        if len(due) < SOME and not aside(TALK):
            self._since = oldest_running
        return len(due)


def _index(due: Sequence[Due]) -> dict[int, int]:
    """What is said after the look at `due` may be indexed twice, and is not left out."""
    conversations, versions, known = map(list, zip(*due, strict=True))
    with transaction(), connection.cursor() as cursor:
        cursor.execute(SAID, [conversations, known])
        said = cursor.fetchall()
        if said:
            cursor.executemany(KEEP, [(id, place, words.indexed(text)) for id, place, text in said])
        cursor.execute(MOVE_ON, [conversations, versions])
    return dict(zip(conversations, versions, strict=True))


def _index_revisions(kept: Sequence[Kept]) -> dict[int, None]:
    """Cut as messages are: one question finds both."""
    with transaction(), connection.cursor() as cursor:
        found = [(words.indexed(text), id, text) for id, text in kept]
        cursor.executemany(KEEP_REVISION, found)
    return dict.fromkeys(id for id, _ in kept)


index_some = Index().turn
