"""What notices about calls, offers and bookings say, as it is when they are told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from core import clock
from notifications.kinds import Hat
from notifications.words import Attachment, Facts, Told, attaches, current
from people.models import ModelProfile, User
from workflows import matching, notice_facts
from workflows.models import Application, Booking, JobOffer, OpenCall
from workflows.models import Told as ToldOfCall
from workflows.queries import ical, offers, own


def ids(told: Iterable[Told]) -> list[UUID]:
    """The id in `call.<id>` of each."""
    return [UUID(it.about.partition(".")[2]) for it in told]


def calls_of(found: Iterable[UUID]) -> dict[UUID, OpenCall]:
    calls = OpenCall.objects.select_related("host", "calendar_session")
    return {call.public_id: call for call in calls.filter(public_id__in=set(found))}


def fits_of(pairs: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], matching.Fit]:
    """How the person of each pair stands to the call now, unless it is not there for them."""
    wanted = set(pairs)
    calls = dict(
        OpenCall.objects.filter(public_id__in={call for call, _ in wanted}).values_list(
            "public_id", "pk"
        )
    )
    models = {
        model.user_profile_id: model
        for model in ModelProfile.objects.filter(user_profile__in={user for _, user in wanted})
    }
    there = [pair for pair in wanted if pair[0] in calls and pair[1] in models]
    fits = matching.fits_between([(calls[call], models[user]) for call, user in there])
    asked = set(
        ToldOfCall.objects.filter(
            open_call__in=calls.values(), model__in=models.values(), invited=True
        ).values_list("open_call_id", "model_id")
    )
    found = {}
    for call, user in there:
        pair = calls[call], models[user].pk
        if pair in fits:
            found[call, user] = fits[pair].invited() if pair in asked else fits[pair]
    return found


@current("call.matching")
def of_call(told: Sequence[Told]) -> list[Facts]:
    named = ids(told)
    calls, now = calls_of(named), clock.now()
    fits = fits_of((call, it.user) for call, it in zip(named, told, strict=True))
    return [
        {
            **_of_call(calls.get(call), now),
            "why": fits[call, it.user].why if (call, it.user) in fits else [],
        }
        for call, it in zip(named, told, strict=True)
    ]


@current("call.closing")
def of_closing(told: Sequence[Told]) -> list[Facts]:
    named = ids(told)
    calls, now = calls_of(named), clock.now()
    waiting = _waiting(named)
    return [{**_of_call(calls.get(call), now), "pending": waiting.get(call, 0)} for call in named]


@current("application.arrived")
def of_arrived(told: Sequence[Told]) -> list[Facts]:
    """Who waits to be looked at: the newest by name, and how many people there are in all."""
    named = ids(told)
    calls, now = calls_of(named), clock.now()
    unseen = Application.objects.select_related("model__user_profile").filter(
        open_call__in=calls.values(), status=Application.PENDING, viewed_at=None
    )
    newest: dict[int, Application] = {}
    people: dict[int, set[int]] = {}
    for application in unseen.order_by("pk"):
        newest[application.open_call_id] = application
        people.setdefault(application.open_call_id, set()).add(application.model_id)
    found = []
    for call in named:
        row = calls.get(call)
        last = newest.get(row.pk) if row else None
        if row is None or last is None:
            found.append(_of_call(row, now))
            continue
        last.open_call = row
        facts = notice_facts.about_application("application.applied", last, now, to="host")
        found.append({**facts, "people": len(people[row.pk])})
    return found


@current("application.decided")
def of_decided(told: Sequence[Told]) -> list[Facts]:
    named = ids(told)
    calls, now = calls_of(named), clock.now()
    return [_of_call(calls.get(call), now) for call in named]


@current("application.moved")
def of_moved(told: Sequence[Told]) -> list[Facts]:
    named = ids(told)
    found = Application.objects.select_related(
        "open_call__host", "open_call__calendar_session", "model__user_profile"
    )
    rows = {row.public_id: row for row in found.filter(public_id__in=named)}
    now = clock.now()
    return [
        notice_facts.about_application(it.facts["type"], rows[id], now, to="model")
        if id in rows
        else {}
        for id, it in zip(named, told, strict=True)
    ]


@current("offer.received")
@current("offer.answered")
@current("offer.changed")
@current("offer.closing")
def of_offer(told: Sequence[Told]) -> list[Facts]:
    named = ids(told)
    rows = {row.public_id: row for row in offers().filter(public_id__in=named)}
    now = clock.now()
    return [
        notice_facts.about_offer(it.facts["type"], rows[id], now, to=_side(it, rows[id]))
        if id in rows
        else {}
        for id, it in zip(named, told, strict=True)
    ]


@current("booking.made")
@current("booking.changed")
@current("booking.cancelled")
def of_booking(told: Sequence[Told]) -> list[Facts]:
    named = ids(told)
    found = own.with_session(Booking.objects.all()).filter(public_id__in=named)
    rows = {row.public_id: row for row in found}
    now = clock.now()
    return [
        notice_facts.about_booking(it.facts["type"], rows[id], now, to=_side(it, rows[id]))
        if id in rows
        else {}
        for id, it in zip(named, told, strict=True)
    ]


@attaches("booking.made")
@attaches("booking.changed")
@attaches("booking.cancelled")
def as_event(about: str, reader: User) -> Attachment | None:
    """The evening as its model has agreed to it, for their calendar."""
    found = own.with_session(Booking.objects.filter(model__user_profile=reader))
    booking = found.filter(public_id=about.partition(".")[2]).first()
    if booking is None:
        return None
    return Attachment("evening.ics", ical.of_booking(booking), "text/calendar")


def _side(told: Told, row: Booking | JobOffer) -> Hat:
    return "host" if row.calendar_session.host_id == told.user else "model"


def _of_call(call: OpenCall | None, now: datetime) -> Facts:
    return {} if call is None else notice_facts.of_call(call, now)


def _waiting(calls: Iterable[UUID]) -> dict[UUID, int]:
    pending = Application.objects.filter(
        open_call__public_id__in=set(calls), status=Application.PENDING
    )
    counted = pending.values_list("open_call__public_id").annotate(n=Count("pk")).order_by()
    return dict(counted)
