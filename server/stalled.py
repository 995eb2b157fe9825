"""Jobs of a worker that was killed: somebody else begins them again."""

from datetime import timedelta

from protocol.sql import rows

#: A worker says every ten seconds that it is alive; one that is silent for so long is not.
SILENT = timedelta(seconds=30)

BEGIN_AGAIN = """
    SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL)
    FROM (SELECT j.id FROM procrastinate_jobs j
          LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
          WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - %s)
          FOR UPDATE OF j SKIP LOCKED) stalled"""


def begin_again() -> int:
    """How many there were; each can be run twice without harm."""
    return len(rows(BEGIN_AGAIN, [SILENT]))
