"""The machine as data: who may do what, from which state, to which.

Actions take their guards from here, the client its buttons, and docs/workflows.md its table.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from core.refused import Refused
from protocol.wire import Object
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import shapes

Actor = Literal["host", "model", "clock"]
Kind = Literal["session", "call", "application", "offer", "booking"]
#: When, by the database's clock: before the call's or offer's deadline, before the session
#: starts, after it has started, after it has ended; or whenever. Of a booking these are the times
#: that its model agreed to.
When = Literal[
    "before deadline",
    "before start",
    "after start",
    "after start, until 2 days after end",
    "after start, until 14 days after end",
    "after end",
    "after end, for 14 days",
    "any time",
]
#: So long after the end it may still be said that somebody did not come; so long it can be
#: objected to, and stars be given.
LAST: dict[str, timedelta] = {
    "after start, until 2 days after end": timedelta(days=2),
    "after start, until 14 days after end": timedelta(days=14),
    "after end, for 14 days": timedelta(days=14),
}
#: Start and end.
Span = tuple[datetime, datetime]
RATED_FOR = LAST["after end, for 14 days"]


class Rule(Object, frozen=True):
    """One transition: `by` may do `verb` to an `of` that is in one of `before`.

    It is in one of `after` then. `when`: what else must hold.
    """

    verb: str
    by: Actor
    of: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]
    when: When
    told: str


#: verb | by | of | before | after | when | who is told
TABLE = """
session.create   | host  | session     |           | planned   | any time        | the host's devices
session.update   | host  | session     | planned   | planned   | before start    | booked models are asked, applicants and asked models told, each alone
session.cancel   | host  | session     | planned   | cancelled | before start    | each booked, applying or asked model alone; call.<id>
call.open        | host  | session     | planned   | planned   | before start    | matching models, each alone; the host's devices
call.view        | host  | application | pending   | pending   | any time        | that model; the host topic
call.view        | model | call        | active    | active    | any time        | the model; the figures on the host topic
call.extend      | host  | call        | active    | active    | before deadline | call.<id>
call.update      | host  | call        | active    | active    | before deadline | call.<id>; after another fee each applicant is asked alone
call.agree       | model | application | pending   | pending   | before deadline | the model; the host topic
call.cancel      | host  | call        | active    | cancelled | before deadline | call.<id>; each applicant and booked model alone
call.reopen      | host  | call        | filled expired cancelled | active | before start | call.<id>; matching models and old applicants, each alone
call.invite      | host  | call        | active    | active    | before deadline | that model alone
call.expire      | clock | call        | active    | expired   | any time        | call.<id>; each applicant alone; the host topic
call.apply       | model | call        | active    | active    | before deadline | the model; the host topic; nothing on call.<id>
call.withdraw    | model | application | pending   | withdrawn | any time        | the model; the host topic
call.shortlist   | host  | application | pending   | pending   | before deadline | the host topic
call.reject      | host  | application | pending   | rejected  | before deadline | that model alone; the host topic
call.confirm     | host  | application | pending   | accepted  | before deadline | the winner; each other applicant alone; call.<id> without a name; the host topic
application.conflict | clock | application | pending | rejected | before deadline | the model, who is booked at that time; that host, without where or with whom
offer.send       | host  | session     | planned   | planned   | before start    | that model alone
offer.accept     | model | offer       | sent      | accepted  | before deadline | the two; when it fills the session also call.<id> and everybody who waits, each alone
offer.decline    | model | offer       | sent      | declined  | before deadline | the two
offer.withdraw   | host  | offer       | sent      | withdrawn | before deadline | the two
offer.expire     | clock | offer       | sent      | expired   | any time        | the two
booking.agree    | model | booking     | confirmed | confirmed | before start    | the two
booking.cancel   | host  | booking     | confirmed | cancelled_by_host  | before start | the two
booking.cancel   | model | booking     | confirmed | cancelled_by_model | before start | the two
booking.no_show  | host  | booking     | confirmed completed | no_show | after start, until 2 days after end | the two
booking.object   | model | booking     | no_show   | disputed  | after start, until 14 days after end | the two
booking.lapse    | clock | booking     | confirmed | cancelled_by_host | after start   | the two
booking.complete | clock | booking     | confirmed | completed | after end       | the two
booking.rate     | host  | booking     | completed disputed | completed disputed | after end, for 14 days | the host; ratings change when both have rated, or after 14 days
booking.rate     | model | booking     | completed disputed | completed disputed | after end, for 14 days | the model; ratings change when both have rated, or after 14 days
"""  # noqa: E501


def _rule(line: str) -> Rule:
    cells = [cell.strip() for cell in line.split("|")]
    fields: dict[str, object] = dict(zip(Rule.__struct_fields__, cells, strict=True))
    fields |= {name: str(fields[name]).split() for name in ("before", "after")}
    return msgspec.convert(fields, Rule)


RULES = tuple(_rule(line) for line in TABLE.strip().splitlines())


def rule(verb: str, by: Actor) -> Rule:
    return next(rule for rule in RULES if (rule.verb, rule.by) == (verb, by))


# --- guards ----------------------------------------------------------------------------------

ENDED = {
    OpenCall.EXPIRED: ("call_expired", "This call has closed."),
    OpenCall.FILLED: ("call_filled", "This call has been filled."),
    OpenCall.CANCELLED: ("call_cancelled", "This call was cancelled."),
}


class Overdue(Refused):
    """Refused because a deadline has passed while the row does not say so yet."""

    def __init__(self, row: OpenCall | JobOffer, now: datetime) -> None:
        what = "call" if isinstance(row, OpenCall) else "offer"
        super().__init__("call_expired", f"This {what} has closed.", **_late(row, now))
        self.row = row


def _late(row: OpenCall | JobOffer, now: datetime) -> dict[str, Any]:
    """What a refusal for a deadline carries: by how much it was missed."""
    return {"receipt": shapes.receipt(now, row.expires_at)}


def guard_call(verb: str, call: OpenCall, now: datetime, *, by: Actor = "host") -> None:
    """Raise unless the call, locked and read anew, admits this verb at this moment."""
    allowed = rule(verb, by)
    if call.status == OpenCall.ACTIVE and now >= call.expires_at:
        raise Overdue(call, now)
    admitted = allowed.before if allowed.of == "call" else (OpenCall.ACTIVE,)
    if call.status not in admitted:
        details = _late(call, now) if call.status == OpenCall.EXPIRED else {}
        raise Refused(*ENDED.get(call.status, ("conflict", "This call is still open.")), **details)


def guard_application(verb: str, application: Application, *, by: Actor = "host") -> None:
    if application.status in rule(verb, by).before:
        return
    if application.status == Application.WITHDRAWN:
        raise Refused("applicant_withdrew", "This application was withdrawn.")
    raise Refused("conflict", "This application has been decided already.")


def guard_offer(verb: str, offer: JobOffer, now: datetime, *, by: Actor) -> None:
    if offer.status not in rule(verb, by).before:
        if offer.status == JobOffer.EXPIRED:
            raise Refused("call_expired", "This offer has closed.", **_late(offer, now))
        raise Refused("conflict", f"This offer was {OFFER_WORDS[offer.status]} already.")
    if now >= offer.expires_at:
        raise Overdue(offer, now)


OFFER_WORDS = {
    JobOffer.ACCEPTED: "accepted",
    JobOffer.DECLINED: "declined",
    JobOffer.WITHDRAWN: "withdrawn",
}


def guard_booking(verb: str, booking: Booking, now: datetime, *, by: Actor) -> None:
    allowed = rule(verb, by)
    if is_lapsed(booking, now):
        raise Refused("conflict", "Nobody agreed to the new time, so this booking is over.")
    guard_time(allowed, span_of(booking), now)
    if booking.state not in allowed.before:
        raise Refused("conflict", "This booking is over or was cancelled.")


def span_of(booking: Booking) -> Span:
    """When it is, as its model has agreed; while they are asked, the earlier start counts."""
    asked = booking.asked_during
    start = min(booking.during.lower, asked.lower) if asked else booking.during.lower
    return start, booking.during.upper


def is_lapsed(booking: Booking, now: datetime) -> bool:
    """Whether a question about another time was left without an answer until it was too late."""
    asked = booking.state == Booking.CONFIRMED and booking.asked_during is not None
    return asked and now >= span_of(booking)[0]


def guard_session(verb: str, session: CalendarSession, now: datetime) -> None:
    if session.cancelled_at is not None:
        raise Refused("conflict", "This session was cancelled.")
    guard_time(rule(verb, "host"), (session.during.lower, session.during.upper), now)


def moment_of(verb: str, span: Span) -> datetime:
    """The start or the end: what decides when this may be done."""
    after_end = any(rule.when.startswith("after end") for rule in RULES if rule.verb == verb)
    return span[1] if after_end else span[0]


def guard_time(allowed: Rule, span: Span, now: datetime) -> None:
    """Half open, like everything: at its very start a session has started."""
    start, end = span
    if allowed.when == "before start" and now >= start:
        raise Refused("conflict", "This session has started already.")
    if allowed.when.startswith("after start") and now < start:
        raise Refused("conflict", "This session has not started yet.")
    if allowed.when.startswith("after end") and now < end:
        raise Refused("conflict", "This session is not over yet.")
    if allowed.when in LAST and now >= end + LAST[allowed.when]:
        days = LAST[allowed.when].days
        raise Refused("conflict", f"It is too late: this could be said for {days} days.")
