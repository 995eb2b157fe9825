"""What notifications are about: `call.<id>`, `application.<id>`, `offer.<id>`, `booking.<id>`."""

from core.sql import rows

ABOUTS = """
    SELECT 'call.' || public_id AS about FROM open_calls WHERE calendar_session_id = %(session)s
    UNION ALL SELECT 'application.' || a.public_id FROM open_call_applications a
        JOIN open_calls c ON c.id = a.open_call_id WHERE c.calendar_session_id = %(session)s
    UNION ALL SELECT 'offer.' || public_id FROM job_offers WHERE calendar_session_id = %(session)s
    UNION ALL SELECT 'booking.' || public_id FROM bookings
        WHERE calendar_session_id = %(session)s"""
TOLD = f"""
    SELECT EXISTS (SELECT 1 FROM notifications WHERE about IN (
        SELECT about FROM ({ABOUTS}) abouts)) AS any"""


def of_session(session: int) -> list[str]:
    """All that somebody may have been told of about an evening."""
    return [row["about"] for row in rows(ABOUTS, {"session": session})]


def are_told(session: int) -> bool:
    """Whether a line of anybody's list is about it."""
    return bool(rows(TOLD, {"session": session})[0]["any"])
