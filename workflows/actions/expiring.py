"""The deadlines: said the moment they pass, by any process, any number of them at once."""

import functools
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import ParamSpec, TypeVar

from django.db import connection

from core import clock, locks
from core.sql import rows
from core.transaction import transaction
from people.models import User
from workflows.actions.batches import Work, in_batches
from workflows.actions.booking import complete_if_over, lapse
from workflows.actions.ending import end_call, end_offer, end_pending
from workflows.actions.lines import write_lines
from workflows.actions.locking import lock_calls
from workflows.actions.telling import Telling
from workflows.machine import Overdue, is_lapsed
from workflows.models import Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import own

Params = ParamSpec("Params")
Answer = TypeVar("Answer")

#: Rows that end in one transaction: their topics are locked together.
BATCH = 50
#: People who wait for them, whose topics are held with them.
PEOPLE = 500

#: The time is read once, by a subquery, so that the index on the deadline can be used.
DUE_CALLS = """
    SELECT id FROM open_calls
    WHERE status = 'active' AND expires_at <= (SELECT callboard_now()) AND {of}
    ORDER BY id LIMIT {limit} FOR NO KEY UPDATE SKIP LOCKED"""

WAITING = """
    SELECT open_call_id AS id, count(*) AS n FROM open_call_applications
    WHERE open_call_id = ANY(%(calls)s) AND status = 'pending' GROUP BY 1"""

#: Offers and bookings are changed by whoever holds their session's row.
DUE_OFFERS = """
    SELECT id FROM calendar WHERE id IN (
        SELECT calendar_session_id FROM job_offers
        WHERE status = 'sent' AND expires_at <= (SELECT callboard_now())) AND {of}
    ORDER BY id LIMIT {limit} FOR NO KEY UPDATE SKIP LOCKED"""
#: Its time has passed, or that of a question about another one.
DONE = """b.state = 'confirmed' AND (upper(b.during) <= (SELECT callboard_now())
    OR least(lower(b.asked_during), CASE WHEN b.asked_during IS NOT NULL
             THEN lower(b.during) END) <= (SELECT callboard_now()))"""
OVER = f"""
    SELECT id FROM calendar WHERE id IN (
        SELECT calendar_session_id FROM bookings b WHERE {DONE}) AND {{of}}
    ORDER BY id LIMIT {{limit}} FOR NO KEY UPDATE SKIP LOCKED"""

#: What of one person's, as host or model, is overdue; and all that they may be waiting for.
CALLS_OF = """(host_id = {me} OR id IN (
    SELECT open_call_id FROM open_call_applications a JOIN models m ON m.id = a.model_id
    WHERE m.user_profile_id = {me} AND a.status = 'pending'))"""
SESSIONS_OF = """(host_id = {me} OR id IN (
    SELECT calendar_session_id FROM job_offers o JOIN models m ON m.id = o.model_id
    WHERE m.user_profile_id = {me} AND o.status = 'sent'
    UNION SELECT calendar_session_id FROM bookings b JOIN models m ON m.id = b.model_id
    WHERE m.user_profile_id = {me} AND b.state = 'confirmed'))"""
OVERDUE_OF = f"""
    SELECT EXISTS (SELECT 1 FROM open_calls WHERE status = 'active'
            AND expires_at <= (SELECT callboard_now()) AND {CALLS_OF})
        OR EXISTS (SELECT 1 FROM job_offers o JOIN calendar s ON s.id = o.calendar_session_id
            JOIN models m ON m.id = o.model_id WHERE o.status = 'sent'
            AND o.expires_at <= (SELECT callboard_now())
            AND (s.host_id = {{me}} OR m.user_profile_id = {{me}}))
        OR EXISTS (SELECT 1 FROM bookings b JOIN calendar s ON s.id = b.calendar_session_id
            JOIN models m ON m.id = b.model_id WHERE {DONE}
            AND (s.host_id = {{me}} OR m.user_profile_id = {{me}})) AS any"""

LEFT = """
    SELECT extract(epoch FROM call - now)::float AS call,
           extract(epoch FROM offer - now)::float AS offer
    FROM (SELECT min(expires_at) AS call FROM open_calls WHERE status = 'active') calls,
         (SELECT min(expires_at) AS offer FROM job_offers WHERE status = 'sent') offers,
         (SELECT callboard_now() AS now) clock"""


def expire_due(limit: int = BATCH) -> int:
    """End what is overdue; how many rows were. Rows that somebody holds are skipped.

    A decision that was taken in time may be committing just now: it wins.
    """
    return expire([kind for kind, left in time_left().items() if left <= 0], limit)


def expire(kinds: Iterable[str], limit: int = BATCH) -> int:
    """The same of these kinds, without asking first whether any is overdue."""
    return sum(in_batches(kind, EXPIRE[kind], limit) for kind in kinds)


def time_left() -> dict[str, float]:
    """Seconds until the nearest deadline of each kind that has one, less than none when it has
    passed."""
    return {kind: left for kind, left in rows(LEFT)[0].items() if left is not None}


def complete_due(limit: int = BATCH) -> int:
    """Bookings whose time has passed; not urgent, so not part of every round."""
    return in_batches("booking", complete, limit)


def expire_one(row: OpenCall | JobOffer) -> None:
    """The same for one row that somebody has just touched."""
    if isinstance(row, OpenCall):
        expire_calls(f"id = {int(row.pk)}", 1, [])
    else:
        expire_offers(f"id = {int(row.calendar_session_id)}", 1, [])


def flip_for(user: User) -> None:
    """A read past a deadline makes all rows say so, even with every clock dead; what somebody
    holds is passed over."""
    me = int(user.pk)
    mine = {"call": CALLS_OF, "offer": SESSIONS_OF, "booking": SESSIONS_OF}
    while rows(OVERDUE_OF.format(me=me))[0]["any"]:
        done = 0
        for kind, work in (*EXPIRE.items(), ("booking", complete)):
            done += in_batches(
                kind, functools.partial(_of_mine, work, mine[kind].format(me=me)), BATCH
            )
        if not done:
            return


def _of_mine(work: Work, mine: str, of: str, limit: int, about: list[int]) -> None:
    work(f"{mine} AND {of}", limit, about)


def expire_calls(of: str, limit: int, about: list[int]) -> None:
    """Calls that are due, `of` a condition, each with all who wait for it."""
    with transaction():
        due = rows(DUE_CALLS.format(of=of, limit=int(limit)))
        if not due:
            return
        waiting = _waiting(locks.taking("call", [row["id"] for row in due]))
        ids = _few_enough(waiting)
        about += ids
        telling = Telling(clock.now())
        found = OpenCall.objects.select_related("host", "calendar_session__host")
        calls = list(found.filter(pk__in=ids).order_by("pk"))
        for call in calls:
            end_call(call, OpenCall.EXPIRED, telling)
            telling.record("call.expire", at=call.expires_at, open_call=call)
        if any(waiting.values()):
            write_lines(end_pending(calls, telling), now=telling.now, actor=None)
        telling.send()


def _waiting(calls: list[int]) -> dict[int, int]:
    """For each of these locked calls, how many wait for its end."""
    found = {row["id"]: row["n"] for row in rows(WAITING, {"calls": calls})}
    return {call: found.get(call, 0) for call in calls}


def _few_enough(waiting: dict[int, int]) -> list[int]:
    """The first of the calls, so that not too many people's topics are held at once."""
    sums = zip(waiting, accumulate(waiting.values()), strict=True)
    return [call for call, held in sums if held <= PEOPLE] or [*waiting][:1]


def expire_offers(of: str, limit: int, about: list[int]) -> None:
    with transaction():
        if not (sessions := _locked_sessions(DUE_OFFERS, of, limit)):
            return
        about += sessions
        telling = Telling(clock.now())
        due = JobOffer.objects.select_related(
            "calendar_session__host", "model__user_profile", "conversation"
        ).filter(calendar_session__in=sessions, status=JobOffer.SENT, expires_at__lte=telling.now)
        lines = []
        for offer in due.order_by("pk"):
            lines.append(end_offer(offer, JobOffer.EXPIRED, telling))
            telling.record("offer.expire", at=offer.expires_at, offer=offer)
        write_lines(lines, now=telling.now, actor=None)
        telling.send()


def complete(of: str, limit: int, about: list[int]) -> None:
    with transaction():
        if not (sessions := _locked_sessions(OVER, of, limit)):
            return
        about += sessions
        evenings = CalendarSession.objects.select_related("host").in_bulk(sessions)
        telling = Telling(clock.now())
        booked = own.with_session(Booking.objects.all()).filter(
            calendar_session__in=sessions, state=Booking.CONFIRMED
        )
        over = list(booked.order_by("pk"))
        for booking in over:
            booking.calendar_session = evenings[booking.calendar_session_id]
        lapsed = [booking for booking in over if is_lapsed(booking, telling.now)]
        calls = lock_calls(
            *{row.calendar_session_id: row.calendar_session for row in lapsed}.values()
        )
        lines = [lapse(booking, telling, calls) for booking in lapsed]
        for booking in over:
            complete_if_over(booking, telling)
        write_lines(lines, now=telling.now, actor=None)
        telling.send()


def _locked_sessions(statement: str, of: str, limit: int) -> list[int]:
    due = rows(statement.format(of=of, limit=int(limit)))
    return locks.taking("session", [row["id"] for row in due])


#: What ends the overdue rows of each kind.
EXPIRE: dict[str, Work] = {"call": expire_calls, "offer": expire_offers}


def wake_clock() -> None:
    """A deadline was set that may be nearer than the one the clock sleeps towards."""
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY callboard_deadline")


def flips_on_touch(function: Callable[Params, Answer]) -> Callable[Params, Answer]:
    """A verb refused for a passed deadline makes the row say so, even with every clock dead."""

    @functools.wraps(function)
    def touch(*args: Params.args, **kwargs: Params.kwargs) -> Answer:
        try:
            return function(*args, **kwargs)
        except Overdue as late:
            expire_one(late.row)
            raise

    return touch
