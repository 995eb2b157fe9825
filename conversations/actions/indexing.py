"""The index of words, filled behind the talk: what was said is found a moment later."""

from django.db import connection

from protocol.transaction import transaction

#: Conversations at a time.
SOME = 100

#: By versions, as everything else: what was edited or taken back is indexed anew. The longest
#: waiting first, so that nobody waits behind those who talk all the time.
INDEX = """
    WITH due AS (
        SELECT c.id, c.version, coalesce(s.version, 0) AS known FROM conversations c
        LEFT JOIN message_search_cursors s ON s.conversation_id = c.id
        WHERE c.changed_xid >= %s AND c.version > coalesce(s.version, 0)
        ORDER BY c.changed_xid, c.id LIMIT %s),
    indexed AS (
        INSERT INTO message_search (message_id, conversation_id, words)
        SELECT m.id, m.conversation_id, to_tsvector('simple', m.content)
        FROM messages m JOIN due ON due.id = m.conversation_id
        WHERE m.version > due.known AND m.kind <> 'system_notification'
        ON CONFLICT (message_id) DO UPDATE SET words = EXCLUDED.words)
    INSERT INTO message_search_cursors (conversation_id, version)
    SELECT id, version FROM due
    ON CONFLICT (conversation_id) DO UPDATE
    SET version = greatest(message_search_cursors.version, EXCLUDED.version)"""


class Index:
    """Remembers from which transaction on there may be something due, as the sweep does: a turn
    costs what has changed, not what is there. A new process looks at everything once."""

    def __init__(self) -> None:
        self._since = 0

    def turn(self) -> int:
        """Bring the index up to date for some conversations; how many there were."""
        with transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            [oldest_running] = cursor.fetchone()
            cursor.execute(INDEX, [self._since, SOME])
            count = int(cursor.rowcount)
        if count < SOME:
            self._since = oldest_running
        return count


index_some = Index().turn
