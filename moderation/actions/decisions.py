"""What the staff do with reports and sanctions. Only a higher rank decides about somebody."""

from datetime import datetime

from django.db.models import Max

from core import clock
from core.refused import Refused
from core.setting_aside import aside, each
from core.transaction import transaction
from moderation import tasks
from moderation.actions import notices, things
from moderation.models import LASTING, SHUT_OUT, Report, Sanction
from notifications.actions.noticing import notify
from people import actions as people
from people.actions import staff
from people.models import User

#: Sanctions that are lifted at a time.
SOME = 100


def take(report: Report, *, by: User) -> None:
    """Others see that somebody is looking at it."""
    with transaction():
        row = _locked(report)
        if row.state == Report.CLOSED:
            raise Refused("conflict", "This report is closed.")
        row.state, row.taken_by = Report.TAKEN, by
        row.save(update_fields=["state", "taken_by"])
        staff.record(by, "report.take", row.person, f"report.{row.public_id}")


def decide(
    report: Report, decision: str, *, words: str = "", until: datetime | None = None, by: User
) -> Sanction | None:
    """Close a report; whatever was decided against the person begins now.

    `words` are for the person; `until` is needed for what lasts. The reporter hears that it was
    looked at, and not what was decided.
    """
    with transaction():
        row = _locked(report)
        if row.state == Report.CLOSED:
            raise Refused("conflict", "This report was closed by somebody else.")
        sanction = None
        if decision != "none":
            sanction = _sanction(row, decision, words, until, by=by)
        row.state, row.decision, row.closed_at = Report.CLOSED, decision, clock.now()
        row.save(update_fields=["state", "decision", "closed_at"])
        staff.record(by, f"report.{decision}", row.person, f"report.{row.public_id}", words=words)
        notify([notices.closed(row), *([notices.sanctioned(sanction)] if sanction else [])])
    if sanction is not None:
        _carry_out(sanction, row, by=by)
    return sanction


def _locked(report: Report) -> Report:
    rows = Report.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("person", "reporter").get(pk=report.pk)


def _sanction(
    report: Report, kind: str, words: str, until: datetime | None, *, by: User
) -> Sanction:
    staff.guard_rank(report.person, by=by)
    now = clock.now()
    if kind in LASTING and (until is None or until <= now):
        raise Refused("bad_request", "Say until when, in the future.", field="until")
    if not words.strip():
        raise Refused("bad_request", "Say why, in words for the person.", field="words")
    sanction = Sanction.objects.create(
        person=report.person,
        report=report,
        kind=kind,
        about=report.about,
        words=words.strip(),
        decided_by=by,
        begins_at=now,
        ends_at=until if kind in LASTING else None,
    )
    if kind in SHUT_OUT:  # a notification would not reach them any more
        tasks.tell_shut_out.defer(sanction=str(sanction.public_id))
    return sanction


def _carry_out(sanction: Sanction, report: Report, *, by: User) -> None:
    """Actions of their own: the decision stands, and can be carried out again, if one fails."""
    if sanction.kind == "hide":
        things.hide(report, by=by)
    elif sanction.kind == "limit":
        staff.limit(sanction.person, _longest_limit(sanction.person))
    elif sanction.kind in SHUT_OUT:
        people.close_account(sanction.person)


def lift(sanction: Sanction, *, by: User | None) -> bool:
    """End a sanction before its time, or (`by` None) because its time has come."""
    with transaction():
        row = _sanction_locked(sanction)
        if row.lifted_at is not None:
            return False
        if by is not None:
            staff.guard_rank(row.person, by=by)
            staff.record(by, f"{row.kind}.lift", row.person, f"sanction.{row.public_id}")
        row.lifted_at = clock.now()
        row.save(update_fields=["lifted_at"])
        others = Sanction.objects.filter(person=row.person, kind__in=SHUT_OUT, lifted_at=None)
        opens = row.kind in SHUT_OUT and not others.exists()
        opens = opens and not staff.is_closed_by_hand(row.person)
        if row.kind == "limit":
            staff.limit(row.person, _longest_limit(row.person))
    if opens:
        people.reopen_account(row.person)
    return True


def _longest_limit(person: User) -> datetime | None:
    running = Sanction.objects.filter(person=person, kind="limit", lifted_at=None)
    return running.aggregate(last=Max("ends_at"))["last"]  # type: ignore[no-any-return]


def lift_due() -> int:
    """Called by the worker: what has ended by itself. How many were looked at."""
    due = Sanction.objects.filter(lifted_at=None, ends_at__lte=clock.now())
    some = due.exclude(pk__in=aside("sanction")).order_by("ends_at")[:SOME]
    return each("sanction", list(some.values_list("pk", flat=True)), _lift)


def _lift(id: int) -> None:
    lift(Sanction.objects.get(pk=id), by=None)


def answer_appeal(sanction: Sanction, answer: str, *, lifts: bool, by: User) -> None:
    with transaction():
        row = _sanction_locked(sanction)
        if row.appealed_at is None or row.answered_at is not None:
            raise Refused("conflict", "There is no open appeal.")
        staff.guard_rank(row.person, by=by)
        if not answer.strip():
            raise Refused("bad_request", "Answer in words for the person.", field="answer")
        row.answer, row.answered_at = answer.strip(), clock.now()
        row.save(update_fields=["answer", "answered_at"])
        about = f"sanction.{row.public_id}"
        staff.record(by, "appeal.answer", row.person, about, lifts=lifts, answer=row.answer)
        notify([notices.answered(row)])
        if row.kind in SHUT_OUT:
            tasks.tell_shut_out.defer(sanction=str(row.public_id))
    if lifts:
        lift(row, by=by)


def _sanction_locked(sanction: Sanction) -> Sanction:
    rows = Sanction.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("person").get(pk=sanction.pk)
