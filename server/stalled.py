"""Jobs of a worker that was killed: somebody else begins them again."""

from datetime import timedelta

from core.setting_aside import aside, each
from core.sql import rows

#: A worker says every ten seconds that it is alive; one that is silent for so long is not.
SILENT = timedelta(seconds=30)

STALLED = """
    SELECT j.id FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - %s)
      AND j.id <> ALL(%s::bigint[])
    ORDER BY j.id"""
#: Unless somebody else is at it: of two workers one begins it again.
BEGIN_AGAIN = """
    SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)
    FROM (SELECT id FROM procrastinate_jobs WHERE id = %s AND status = 'doing'
          FOR UPDATE SKIP LOCKED) stalled"""


def begin_again() -> int:
    """How many there were; each can be run twice without harm."""
    stalled = [row["id"] for row in rows(STALLED, [SILENT, aside("stalled job")])]
    return each("stalled job", stalled, lambda id: rows(BEGIN_AGAIN, [id]))
