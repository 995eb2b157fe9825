"""The machine as data: who may do what, from which state, to which.

Actions take their guards from here, the client its buttons, and docs/workflows.md its table.
"""

from datetime import datetime
from typing import Any, Literal

import msgspec

from protocol.refused import Refused
from protocol.wire import Object
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import shapes

Actor = Literal["host", "model", "clock"]
Kind = Literal["session", "call", "application", "offer", "booking"]
#: When, by the database's clock: before the call's or offer's deadline, before the session
#: starts, after it has started, after it has ended; or whenever.
When = Literal["before deadline", "before start", "after start", "after end", "any time"]


class Rule(Object, frozen=True):
    """One transition: `by` may do `verb` to an `of` that is in one of `before`."""

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
session.update   | host  | session     | planned   | planned   | before start    | booked models are asked, applicants told, each alone
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
booking.no_show  | host  | booking     | confirmed completed | no_show | after start | the two
booking.complete | clock | booking     | confirmed | completed | after end       | the two
booking.rate     | host  | booking     | completed | completed | after end       | the host; the model's rating changes
booking.rate     | model | booking     | completed | completed | after end       | the model; the host's rating changes
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
    guard_time(allowed, booking.calendar_session, now)
    if booking.state not in allowed.before:
        raise Refused("conflict", "This booking is over or was cancelled.")


def guard_session(verb: str, session: CalendarSession, now: datetime) -> None:
    if session.cancelled_at is not None:
        raise Refused("conflict", "This session was cancelled.")
    guard_time(rule(verb, "host"), session, now)


def moment_of(verb: str, session: CalendarSession) -> datetime:
    """The start or the end of a session: what decides when this may be done to it."""
    after_end = any(rule.when == "after end" for rule in RULES if rule.verb == verb)
    moment: datetime = session.during.upper if after_end else session.during.lower
    return moment


def guard_time(allowed: Rule, session: CalendarSession, now: datetime) -> None:
    """Half open, like everything: at its very start a session has started."""
    start, end = session.during.lower, session.during.upper
    if allowed.when == "before start" and now >= start:
        raise Refused("conflict", "This session has started already.")
    if allowed.when == "after start" and now < start:
        raise Refused("conflict", "This session has not started yet.")
    if allowed.when == "after end" and now < end:
        raise Refused("conflict", "This session is not over yet.")
