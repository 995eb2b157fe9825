"""What changed in an action: each object gets its version on each topic, then all is published.

Topics of calls move while the call is locked; people's own topics come last, all at once and in
order of their ids, which is where they stand in the lock order.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, NamedTuple

from django.db import models

from notifications.actions import noticing
from notifications.actions.noticing import Notice
from people import actions as people
from people.models import User
from protocol import publish
from protocol.wire import Event
from workflows import events, tasks
from workflows.actions.storing import store
from workflows.models import (
    Application,
    Booking,
    CalendarSession,
    JobOffer,
    OpenCall,
    Told,
    Transition,
)
from workflows.queries import calls, shapes
from workflows.queries.abouts import are_told
from workflows.topics import CALL, CALL_HOST


class Own(NamedTuple):
    """A row that shows on one person's own topic; `field` keeps its version there."""

    user: int
    row: models.Model
    field: str
    event: Callable[[], Event]


class Telling:
    #: What an action may have changed on each kind of row, stored in one statement a kind.
    STORED: ClassVar[dict[type[models.Model], str]] = {
        CalendarSession: "title during time_zone local_start place district positions booked"
        " is_public cancelled_at sequence user_version",
        OpenCall: "status expires_at fee_amount fee_currency note decided_at round version"
        " host_version figures_version user_version",
        Application: "status reason note terms kept decided_at viewed_at shortlisted_at version"
        " user_version",
        Told: "round told_at seen_at invited user_version",
        JobOffer: "status note decided_at kept host_user_version model_user_version",
        Booking: "state during ended_at asked_during kept host_user_version model_user_version",
    }

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._own: dict[tuple[int, type[models.Model], int, str], Own] = {}
        self._everybody: set[int] = set()
        self._hosted: dict[int, OpenCall] = {}
        self._host_calls: dict[int, events.HostCall] | None = None
        self._placed: list[Callable[[], publish.Publication]] = []
        self._rows: dict[type[models.Model], dict[int, models.Model]] = {}
        self._notices: list[Notice] = []
        self._trail: list[Transition] = []
        self._restated: set[int] = set()

    # --- calls -------------------------------------------------------------------------------

    def everybody(self, call: OpenCall) -> None:
        """The public course of a call: the same bytes for all who watch it, and its host's list."""
        if call.pk in self._everybody:
            return
        self._everybody.add(call.pk)
        self.restate(call.calendar_session_id)
        call.version += 1
        version = call.version
        self.keep(call)
        self._placed.append(
            lambda: publish.to_place(
                events.CallChanged(data=shapes.call_state(call), now=self.now),
                CALL.topic(call.public_id),
                version,
            )
        )
        self.host_call(call)

    def host_call(self, call: OpenCall) -> None:
        """The call among its host's calls."""
        self._hosted[call.pk] = call
        self.own(call.host_id, call, "user_version", lambda: self._host_call_changed(call))

    def applicant(self, call: OpenCall, application: Application) -> None:
        """An application on the call's host topic."""
        call.host_version += 1
        version = application.version = call.host_version
        self.keep(call)
        self.keep(application)
        self._placed.append(
            lambda: publish.to_place(
                events.ApplicantChanged(data=shapes.applicant(application)),
                CALL_HOST.topic(call.public_id),
                version,
            )
        )

    def figures(self, call: OpenCall) -> None:
        call.host_version += 1
        version = call.figures_version = call.host_version
        self.keep(call)
        self._placed.append(
            lambda: publish.to_place(
                events.FiguresChanged(data=calls.figures(call)),
                CALL_HOST.topic(call.public_id),
                version,
            )
        )

    # --- what is one person's, or two people's ------------------------------------------------

    def application(self, application: Application) -> None:
        """An application to its applicant alone."""
        event = partial(_application_changed, application)
        self.own(application.model.user_profile_id, application, "user_version", event)

    def session(self, session: CalendarSession, calls: Iterable[OpenCall]) -> None:
        """A session to its host alone, and in the calls for it among the host's calls."""
        for call in calls:
            self.host_call(call)
        self.own(session.host_id, session, "user_version", partial(_session_changed, session))

    def evening(self, session: CalendarSession, calls: Iterable[OpenCall]) -> None:
        """What is public of a session: everybody sees it on all of its calls."""
        for call in calls:
            self.everybody(call)
        self.session(session, ())

    def places(self, session: CalendarSession, calls: Iterable[OpenCall]) -> None:
        """A place was taken or is free again: public only while a call looks for somebody."""
        for call in calls:
            (self.everybody if call.status == OpenCall.ACTIVE else self.host_call)(call)
        self.session(session, ())

    def booking(self, booking: Booking, *, model: bool = True) -> None:
        """A booking to host and model, or where the host alone sees the change."""
        self.restate(booking.calendar_session_id)
        for user, field in self._two(booking)[: 1 + model]:
            self.own(user, booking, field, partial(_booking_changed, booking, user))

    def offer(self, offer: JobOffer, *, model: bool = True) -> None:
        """An offer to host and model, or where the host alone sees the change."""
        self.restate(offer.calendar_session_id)
        for user, field in self._two(offer)[: 1 + model]:
            self.own(user, offer, field, partial(_offer_changed, offer, user, self.now))

    @staticmethod
    def _two(row: Booking | JobOffer) -> tuple[tuple[int, str], tuple[int, str]]:
        return (
            (row.calendar_session.host_id, "host_user_version"),
            (row.model.user_profile_id, "model_user_version"),
        )

    def own(self, user: int, row: models.Model, field: str, event: Callable[[], Event]) -> None:
        """One row counts once on one topic, however often an action touched it."""
        self._own.setdefault((user, type(row), row.pk, field), Own(user, row, field, event))
        self.keep(row)

    def restate(self, session: int) -> None:
        """What lists of notifications say of an evening, by id, is not so any more."""
        self._restated.add(session)

    def notice(self, notice: Notice) -> None:
        """What somebody should know of who is not looking."""
        self._notices.append(notice)

    def record(
        self, kind: str, *, at: datetime | None = None, by: User | None = None, **of: models.Model
    ) -> None:
        """A line of the audit trail; without `at` it takes effect now, without `by` by itself."""
        self._trail.append(Transition(kind=kind, by=by, effective_at=at or self.now, **of))

    # --- the end of the action ---------------------------------------------------------------

    def send(self) -> dict[int, int]:
        """Give versions, store, publish. Returns the last version on each person's own topic."""
        notices = noticing.folded(self._notices)
        versions, following = self._stamp(noticing.listed(notices))
        for kind, rows in self._rows.items():
            store([*rows.values()], self.STORED[kind].split())
        Transition.objects.bulk_create(self._trail)
        publish.publish([placed() for placed in self._placed])
        publish.publish(
            [
                publish.to_user(own.event(), own.user, version)
                for own, version in zip(self._own.values(), versions, strict=True)
            ]
        )
        for session in sorted(self._restated):
            if are_told(session):
                tasks.restate.defer(session=session)
        if notices:
            noticing.write(notices, following, self.now)
        return {
            own.user: version for own, version in zip(self._own.values(), versions, strict=True)
        }

    def _host_call_changed(self, call: OpenCall) -> Event:
        """Of all calls at once: a clock may end hundreds of them."""
        if self._host_calls is None:
            found = calls.host_calls(list(self._hosted.values()))
            self._host_calls = dict(zip(self._hosted, found, strict=True))
        return events.HostCallChanged(data=self._host_calls[call.pk])

    def _stamp(self, listed: Counter[int]) -> tuple[list[int], dict[int, int]]:
        """The version of each own row; then of each person the first that is left for notices."""
        mine = Counter(own.user for own in self._own.values())
        following = people.next_versions(mine + listed)
        versions = []
        for own in self._own.values():
            versions.append(following[own.user])
            setattr(own.row, own.field, following[own.user])
            following[own.user] += 1
        return versions, following

    def keep(self, row: Any) -> None:
        """Store what was changed in a row when all is told."""
        kept = self._rows.setdefault(type(row), {}).setdefault(row.pk, row)
        assert kept is row, f"two copies of {row!r} changed in one action"


def _application_changed(application: Application) -> Event:
    return events.ApplicationChanged(data=shapes.my_application(application))


def _session_changed(session: CalendarSession) -> Event:
    return events.SessionChanged(data=shapes.hosted_session(session))


def _booking_changed(booking: Booking, user: int) -> Event:
    return events.BookingChanged(data=shapes.booking(booking, user))


def _offer_changed(offer: JobOffer, user: int, now: datetime) -> Event:
    return events.OfferChanged(data=shapes.offer(offer, user, now))
