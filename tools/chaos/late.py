"""Whether anybody got in late, or was called late who was not: by the answers and by the rows."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from tools.chaos.tries import FIELDS, Came

Query = Callable[..., list[tuple[Any, ...]]]

LATE, BUSY = "call_expired", "unavailable"

#: What must not be there, of evenings that are all over, by their sessions.
NOTHING = {
    "applications from after their deadline": """
        SELECT count(*) FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
        WHERE c.calendar_session_id = ANY(%s) AND a.created_at >= c.expires_at""",
    "transitions from after their deadline": """
        SELECT count(*) FROM workflow_transitions t
        LEFT JOIN open_call_applications a ON a.id = t.application_id
        LEFT JOIN open_calls c ON c.id = coalesce(t.open_call_id, a.open_call_id)
        LEFT JOIN job_offers o ON o.id = t.offer_id
        WHERE coalesce(c.calendar_session_id, o.calendar_session_id) = ANY(%s)
          AND t.kind NOT IN ('call.expire', 'application.expired', 'offer.expire')
          AND t.effective_at >= coalesce(c.expires_at, o.expires_at)""",
    "bookings that nobody made in time": """
        SELECT count(*) FROM bookings b
        JOIN open_calls c ON c.calendar_session_id = b.calendar_session_id
        WHERE b.calendar_session_id = ANY(%s) AND NOT EXISTS (
            SELECT 1 FROM workflow_transitions t WHERE t.booking_id = b.id
            AND t.kind IN ('call.confirm', 'offer.accept') AND t.effective_at < c.expires_at)""",
    "calls that did not end once and at their deadline": """
        SELECT count(*) FROM open_calls c WHERE calendar_session_id = ANY(%s) AND NOT (
            c.status = 'expired' AND c.decided_at = c.expires_at AND 1 = (
                SELECT count(*) FROM workflow_transitions t WHERE t.open_call_id = c.id
                AND t.kind = 'call.expire' AND t.effective_at = c.expires_at))""",
    "applications without an end": """
        SELECT count(*) FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
        WHERE c.calendar_session_id = ANY(%s) AND a.status = 'pending'""",
}
THERE = """
    SELECT (SELECT count(*) FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
            WHERE c.calendar_session_id = ANY(%s)),
           (SELECT count(*) FROM bookings WHERE calendar_session_id = ANY(%s))"""


def near(came: Sequence[Came]) -> int:
    """How many were, and got an answer that means something."""
    return sum(one.near for one in came if one.code in (None, LATE))


def answers(came: Sequence[Came], enough: int) -> str:
    """So many were near and got either answer, each the right one; what was found, in words."""
    codes = Counter(one.code for one in came)
    assert codes.keys() <= {None, LATE, BUSY}, f"other answers: {codes}"
    done = [one for one in came if one.code is None]
    refused = [one for one in came if one.code == LATE]
    # By two clocks: what the receipt says, and what was seen from outside.
    late = [one for one in done if _decided(one) >= 0 or one.sent >= 0]
    assert not late, f"{len(late)} got in late: {late[:3]}"
    wronged = [one for one in refused if _decided(one) < 0 or one.answered < 0]
    assert not wronged, f"{len(wronged)} were in time and refused: {wronged[:3]}"
    for name, some in (("in time", done), ("refused", refused)):
        missing = FIELDS.keys() - {one.verb for one in some}
        assert not missing, f"no {', '.join(sorted(missing))} was {name}"
        assert near(some), f"nobody was {name} near a deadline"
    assert near(came) >= enough, f"only {near(came)} of {len(came)} tries were near a deadline"
    last, first = max(map(_decided, done)), min(map(_decided, refused))
    return (
        f"{near(came)} tries near a deadline: {near(done)} in time, the last {-1000 * last:.2f} ms"
        f" before it, {near(refused)} refused, the first {1000 * first:.2f} ms after it"
    )


def rows(query: Query, sessions: list[int], waiting: int, came: Sequence[Came]) -> None:
    """Each yes is a row and nothing else is; `waiting` is how many had applied before."""
    for what, statement in NOTHING.items():
        [(count,)] = query(statement, sessions)
        assert count == 0, f"{count} {what}"
    done = Counter(one.verb for one in came if one.code is None)
    applied = done.pop("call.apply", 0)
    [there] = query(THERE, sessions, sessions)
    expected = (waiting + applied, done.total())
    assert there == expected, f"applications and bookings: {there}, and {expected} were told so"


def _decided(one: Came) -> float:
    assert one.decided is not None, f"an answer without a receipt: {one}"
    return one.decided
