"""Calls as a model's board and as a host's pages show them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.query import QuerySet
from msgspec import Meta

from core import clock
from people.models import ModelProfile, User
from protocol import cursor as cursors
from protocol import pages
from protocol.wire import Change, Instant, Number, Object
from workflows import events, matching
from workflows.matching import Fit
from workflows.models import Application, OpenCall, Told
from workflows.queries import shapes
from workflows.queries.busy import busy_then

#: An ended call stays on the board of those who applied for this long.
LINGER = timedelta(hours=12)
WITH_SESSION = ("host", "calendar_session", "calendar_session__host")


class HostPage(Object, frozen=True):
    """`version` is that of `call.<id>.host`, to watch it from there.

    `booked_then`: applications of those who are booked, or host, at that time, until a frame ends
    them.
    It is a yes or no: neither where nor with whom.
    """

    call: events.HostCall
    figures: events.Figures
    applicants: Annotated[list[events.Applicant], Meta(description=f"{pages.ALL}.")]
    booked_then: list[UUID]
    version: int


def board(
    user: User, model: ModelProfile, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[events.BoardCall], str | None]:
    """Calls that fit and those applied to that ended lately, in the order of their deadlines, and
    the next cursor."""
    now, after = clock.now(), None
    if cursor is not None:
        after = cursors.read(cursor, tuple[Instant, Number])
    applied = Application.objects.filter(
        Q(open_call__status=OpenCall.ACTIVE) | Q(open_call__decided_at__gt=now - LINGER),
        model=model,
    ).values_list("open_call_id", flat=True)
    invited = Told.objects.filter(
        open_call__status=OpenCall.ACTIVE, open_call__expires_at__gt=now, model=model, invited=True
    ).values_list("open_call_id", flat=True)
    fitting = matching.board(model, after=after, limit=limit + 1)
    found = OpenCall.objects.filter(pk__in={*fitting, *applied, *invited})
    if after is not None:
        at, last = after
        found = found.filter(Q(expires_at__gt=at) | Q(expires_at=at, pk__gt=last))
    rows = found.order_by("expires_at", "pk").values_list("expires_at", "pk")[: limit + 1]
    page, following = pages.cut(rows, limit, lambda row: row)
    return board_calls({pk for _, pk in page}, model), following


def board_calls(ids: set[int], model: ModelProfile) -> list[events.BoardCall]:
    calls = OpenCall.objects.select_related(*WITH_SESSION).filter(pk__in=ids)
    fits = matching.fits(list(ids), model)
    latest = {
        application.open_call_id: application
        for application in Application.objects.filter(open_call__in=ids, model=model).order_by("pk")
    }
    told = {row.open_call_id: row for row in Told.objects.filter(open_call__in=ids, model=model)}
    return [
        shapes.board_call(
            call,
            _as_told(fits[call.pk], told.get(call.pk)),
            language=model.user_profile.language,
            application=latest.get(call.pk),
            told=told.get(call.pk),
        )
        for call in calls.order_by("expires_at", "pk")
        if call.pk in fits
    ]


def _as_told(fit: Fit, told: Told | None) -> Fit:
    return fit.invited() if told is not None and told.invited else fit


def as_visitors_see(call: OpenCall) -> events.BoardCall:
    """Without its note, which is for those who may apply."""
    return _from_afar(shapes.call(call, kept={**shapes.keep(call.calendar_session), "note": ""}))


def as_seen(call: OpenCall, user: User) -> events.BoardCall:
    """A call as this person stands to it, whoever they are."""
    model = ModelProfile.objects.filter(user_profile=user).first()
    if model is not None and user.is_model and call.host_id != user.pk:
        model.user_profile = user
        found = board_calls({call.pk}, model)
        if found:
            return found[0]
    knows = shapes.knows_place(call.calendar_session, user)
    return _from_afar(shapes.call(call, knows_place=knows))


def _from_afar(call: events.Call) -> events.BoardCall:
    """To somebody who does not model, it neither fits nor misses."""
    return events.BoardCall(
        call=call,
        why=[],
        misses=[],
        seen=False,
        application=None,
        application_status=None,
        version=0,
    )


# --- the host's side -------------------------------------------------------------------------


def host_calls(calls: Sequence[OpenCall]) -> list[events.HostCall]:
    """Nobody waits any more for a call that has ended."""
    open_ones = [call for call in calls if call.status == OpenCall.ACTIVE]
    pending = dict(
        Application.objects.filter(open_call__in=open_ones, status=Application.PENDING)
        .values_list("open_call_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [
        events.HostCall(
            call=shapes.call(call, knows_place=True),
            booked=call.calendar_session.booked,
            pending=pending.get(call.pk, 0),
            version=call.user_version,
        )
        for call in calls
    ]


def calls_of(
    host: User, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[events.HostCall], str | None]:
    """The newest first, and the next cursor."""
    mine = OpenCall.objects.select_related(*WITH_SESSION).filter(host=host)
    found, following = pages.newest_first(mine, cursor=cursor, limit=limit)
    return host_calls(found), following


def host_page(call: OpenCall) -> HostPage:
    rows = applications_of(call).order_by("created_at", "pk")
    return HostPage(
        call=host_calls([call])[0],
        figures=figures(call),
        applicants=[shapes.applicant(row) for row in rows],
        booked_then=list(_booked_then(call)),
        version=call.host_version,
    )


def _booked_then(call: OpenCall) -> "QuerySet[Application, UUID]":
    busy = busy_then(call.calendar_session.during, model="model", person="model__user_profile")
    pending = Application.objects.filter(busy, open_call=call, status=Application.PENDING)
    return pending.order_by("created_at", "pk").values_list("public_id", flat=True)


def applications_of(call: OpenCall):  # type: ignore[no-untyped-def]
    return Application.objects.select_related(
        "open_call", "model__user_profile", "conversation"
    ).filter(open_call=call)


def figures(call: OpenCall) -> events.Figures:
    """Whoever has applied has seen it, by whatever way they did."""
    applied = Application.objects.filter(open_call=call).values("model").distinct()
    reached = Told.objects.filter(open_call=call)
    counts = reached.aggregate(
        told=Count("told_at"), looked=Count("seen_at", filter=~Q(model__in=applied))
    )
    number = applied.count()
    return events.Figures(
        call=call.public_id,
        told=counts["told"],
        seen=number + counts["looked"],
        applied=number,
    )


def host_changes(call: OpenCall, version: int, *, limit: int) -> list[Change]:
    """What changed on `call.<id>.host` since a version: the first so many, or the figures more."""
    newer = applications_of(call).filter(version__gt=version).order_by("version")
    changes = [
        Change(row.version, events.ApplicantChanged(data=shapes.applicant(row)))
        for row in newer[:limit]
    ]
    if call.figures_version > version:
        changes.append(Change(call.figures_version, events.FiguresChanged(data=figures(call))))
    return sorted(changes, key=lambda change: change.version)


def public_changes(call: OpenCall, version: int) -> list[Change]:
    if call.version <= version:
        return []
    event = events.CallChanged(data=shapes.call_state(call), now=clock.now())
    return [Change(call.version, event)]
