"""What must never be found in the database, whatever people and clocks have done."""

from typing import Any

from django.db import connection

#: In a few words -> rows of these hosts and models that should not be.
NOTHING = {
    "an application from after the deadline": """
        SELECT a.id FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
        WHERE c.host_id = ANY(%(hosts)s) AND a.created_at >= c.expires_at""",
    "a booking that was completed or missed at a time that nobody agreed to": """
        SELECT b.id FROM bookings b JOIN calendar s ON s.id = b.calendar_session_id
        WHERE s.host_id = ANY(%(hosts)s) AND (b.asked_during IS NOT NULL AND b.state <> 'confirmed'
            OR b.state = 'completed' AND b.ended_at < upper(b.during)
            OR b.state IN ('no_show', 'disputed') AND b.ended_at < lower(b.during))""",
    "stars that count before the other side could give any": """
        SELECT b.id FROM bookings b JOIN calendar s ON s.id = b.calendar_session_id
        WHERE s.host_id = ANY(%(hosts)s) AND b.stars_shown_at < upper(b.during)""",
    "a booking from after the deadline": """
        SELECT t.id FROM workflow_transitions t JOIN open_calls c ON c.id = t.open_call_id
        WHERE c.host_id = ANY(%(hosts)s) AND t.kind = 'call.confirm'
          AND t.effective_at >= c.expires_at""",
    "a call filled after its deadline": """
        SELECT id FROM open_calls WHERE host_id = ANY(%(hosts)s) AND status = 'filled'
          AND (decided_at >= expires_at OR decided_at IS NULL)""",
    "an expiry that took effect at another moment": """
        SELECT c.id FROM open_calls c JOIN workflow_transitions t ON t.open_call_id = c.id
        WHERE c.host_id = ANY(%(hosts)s) AND c.status = 'expired' AND t.kind = 'call.expire'
        GROUP BY c.id HAVING max(t.effective_at) <> c.expires_at OR c.decided_at <> c.expires_at""",
    "something done to a call that had ended": """
        SELECT * FROM (
            SELECT t.kind, lag(t.kind) OVER (PARTITION BY t.open_call_id ORDER BY t.id) AS before
            FROM workflow_transitions t JOIN open_calls c ON c.id = t.open_call_id
            WHERE c.host_id = ANY(%(hosts)s) AND t.kind IN (
                'call.open', 'call.reopen', 'call.extend', 'call.update', 'call.apply',
                'call.confirm', 'call.cancel', 'call.expire')) course
        WHERE before IN ('call.expire', 'call.cancel') AND kind <> 'call.reopen'""",
    "somebody pending on a call that is over": """
        SELECT a.id FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
        WHERE c.host_id = ANY(%(hosts)s) AND a.status = 'pending' AND c.status <> 'active'""",
    "an end without a moment": """
        SELECT a.id FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
        WHERE c.host_id = ANY(%(hosts)s) AND (a.status = 'pending') <> (a.decided_at IS NULL)""",
    "a model in two places at once": """
        SELECT a.id FROM bookings a JOIN bookings b ON a.model_id = b.model_id AND a.id < b.id
        WHERE a.model_id IN (SELECT id FROM models WHERE user_profile_id = ANY(%(models)s))
          AND a.state = 'confirmed' AND b.state = 'confirmed' AND a.during && b.during""",
    "a count of bookings that is not their number": """
        SELECT s.id FROM calendar s LEFT JOIN bookings b
            ON b.calendar_session_id = s.id AND b.state IN ('confirmed', 'completed', 'disputed')
        WHERE s.host_id = ANY(%(hosts)s) GROUP BY s.id HAVING s.booked <> count(b.id)""",
    "a full session with an active call": """
        SELECT c.id FROM open_calls c JOIN calendar s ON s.id = c.calendar_session_id
        WHERE c.host_id = ANY(%(hosts)s) AND c.status = 'active' AND s.booked >= s.positions
          AND c.expires_at > callboard_now()""",  # nothing is filled late: it expires
    "an accepted application without a booking": """
        SELECT a.id FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
        LEFT JOIN bookings b ON b.application_id = a.id
            AND b.state IN ('confirmed', 'completed', 'no_show', 'disputed')
        WHERE c.host_id = ANY(%(hosts)s) AND (a.status = 'accepted') <> (b.id IS NOT NULL)""",
    "something live for an evening that is off": """
        SELECT s.id FROM calendar s
            LEFT JOIN open_calls c ON c.calendar_session_id = s.id AND c.status = 'active'
            LEFT JOIN job_offers o ON o.calendar_session_id = s.id AND o.status = 'sent'
            LEFT JOIN bookings b ON b.calendar_session_id = s.id AND b.state = 'confirmed'
        WHERE s.host_id = ANY(%(hosts)s) AND s.cancelled_at IS NOT NULL
          AND coalesce(c.id, o.id, b.id) IS NOT NULL""",
    "something that may be answered after the start": """
        SELECT s.id FROM calendar s
            LEFT JOIN open_calls c ON c.calendar_session_id = s.id AND c.status = 'active'
            LEFT JOIN job_offers o ON o.calendar_session_id = s.id AND o.status = 'sent'
        WHERE s.host_id = ANY(%(hosts)s)
          AND greatest(c.expires_at, o.expires_at) > lower(s.during)""",
    "an offer answered after its deadline": """
        SELECT id FROM job_offers WHERE host_id = ANY(%(hosts)s)
          AND status IN ('accepted', 'declined') AND decided_at >= expires_at""",
    "an open offer for an evening that is full": """
        SELECT o.id FROM job_offers o JOIN calendar s ON s.id = o.calendar_session_id
        WHERE o.host_id = ANY(%(hosts)s) AND o.status = 'sent' AND s.booked >= s.positions""",
    "an accepted offer without a booking": """
        SELECT o.id FROM job_offers o LEFT JOIN bookings b ON b.offer_id = o.id
        WHERE o.host_id = ANY(%(hosts)s) AND (o.status = 'accepted') <> (b.id IS NOT NULL)""",
    "a place taken after the start": """
        SELECT t.id FROM workflow_transitions t JOIN bookings b ON b.id = t.booking_id
            JOIN calendar s ON s.id = b.calendar_session_id
        WHERE s.host_id = ANY(%(hosts)s) AND t.kind IN ('call.confirm', 'offer.accept')
          AND t.effective_at >= lower(s.during)""",
    "something open between two who have parted": """
        SELECT 1 FROM blocks x, models m
            LEFT JOIN open_call_applications a ON a.model_id = m.id AND a.status = 'pending'
            LEFT JOIN open_calls c ON c.id = a.open_call_id
            LEFT JOIN job_offers o ON o.model_id = m.id AND o.status = 'sent'
        WHERE m.user_profile_id = ANY(%(models)s)
          AND ((x.blocker_id = m.user_profile_id AND x.blocked_id IN (c.host_id, o.host_id))
            OR (x.blocked_id = m.user_profile_id AND x.blocker_id IN (c.host_id, o.host_id)))""",
    "a hole in the numbers of a conversation": """
        SELECT c.id FROM conversations c LEFT JOIN messages m ON m.conversation_id = c.id
        WHERE c.low_id = ANY(%(hosts)s) OR c.high_id = ANY(%(hosts)s)
        GROUP BY c.id HAVING c.last_number <> count(m.id)
            OR c.last_number <> coalesce(max(m.number), 0)""",
    "a pointer that names another time": """
        SELECT p.id FROM conversation_participants p JOIN messages m
            ON m.conversation_id = p.conversation_id AND m.number = p.last_read_number
        WHERE p.user_id = ANY(%(models)s) AND p.last_read_at IS DISTINCT FROM m.created_at""",
}

#: So as long as the worker has something to do; when it has done it, this is nothing either.
AFTER_WORK = {
    "somebody who waits for an evening and is booked then": """
        SELECT a.id FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
            JOIN calendar s ON s.id = c.calendar_session_id
            JOIN bookings b ON b.model_id = a.model_id AND b.state = 'confirmed'
        WHERE c.host_id = ANY(%(hosts)s) AND a.status = 'pending' AND c.status = 'active'
          AND c.expires_at > callboard_now() AND b.during && s.during""",
}
#: So as long as no clock has come by.
AFTER_CLOCKS = {
    "a call that nobody ended": """
        SELECT id FROM open_calls WHERE host_id = ANY(%(hosts)s) AND status = 'active'
          AND expires_at <= callboard_now()""",
    "an offer that nobody ended": """
        SELECT id FROM job_offers WHERE host_id = ANY(%(hosts)s) AND status = 'sent'
          AND expires_at <= callboard_now()""",
}


def found(statement: str, hosts: list[int], models: list[int]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"hosts": hosts, "models": models})
        return list(cursor.fetchall())
