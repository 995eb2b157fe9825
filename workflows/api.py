"""Calls, applications, bookings and the agenda over HTTP."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe
from msgspec import Meta
from msgspec.structs import asdict

from core import clock
from core.executor import in_database
from core.refused import Refused, not_found
from people.api import ByHandle
from people.models import User
from people.queries import require_confirmed_email
from people.time_zones import zone
from people.vocabulary import ACCOUNT, PoseStyle
from protocol import strict
from protocol.api import Api, OpenApi, Path, Query, refusal
from protocol.asked import CODE, SOUGHT, Asked
from protocol.pages import ALL, Page, Paged
from protocol.wire import Object
from workflows import events, matching, queries, requirements
from workflows.actions.expiring import expire_one, flip_for
from workflows.models import OpenCall
from workflows.queries import calls, cards, directory, ical, own, prefill, upcoming

Found = TypeVar("Found")


class Board(Page, frozen=True):
    """In the order of their deadlines."""

    calls: list[events.BoardCall]


class HostCalls(Page, frozen=True):
    """Newest first."""

    calls: list[events.HostCall]


class Applications(Page, frozen=True):
    """Newest first."""

    applications: list[events.MyApplication]


class Agenda(Object, frozen=True):
    sessions: Annotated[list[events.HostedSession], Meta(description=f"{ALL} that were asked for.")]
    bookings: Annotated[list[events.Booking], Meta(description=f"{ALL} that were asked for.")]


class Card(Object, frozen=True):
    card: cards.ThreadCard | None


class Offers(Page, frozen=True):
    """Newest first."""

    offers: list[events.Offer]


class Address(Object, frozen=True):
    """The secret path of my calendar; null until it was asked for with `calendar.renew`."""

    path: str | None


class Days(Asked, frozen=True, forbid_unknown_fields=False, rename={"first": "from", "last": "to"}):
    """`from`: absent: yesterday. `to`: included, a year later at most; absent: 60 days later."""

    first: date | None = None
    last: date | None = None


class WhatFor(Asked, frozen=True):
    """`session`: absent while it is being planned. `requirements`: JSON, as in `call.open`."""

    session: UUID | None = None
    requirements: Annotated[str, CODE, Meta(max_length=4000)] = "{}"


class Whom(Paged, frozen=True):
    """`free_on`: only who is free on this day, as I count days."""

    role: Literal["host", "model"] = "model"
    search: Annotated[str, SOUGHT, Meta(max_length=60)] = ""
    pose_style: PoseStyle | None = None
    min_rating: Annotated[float, Meta(ge=1, le=5)] | None = None
    free_on: date | None = None


class ByCall(Asked, frozen=True):
    call: UUID


class BySession(Asked, frozen=True):
    session: UUID


class ByConversation(Asked, frozen=True):
    conversation: UUID


class BoardApi(Api):
    async def get(self, parsed_query: Query[Paged]) -> Board:
        """Calls for me, the nearest deadline first."""
        found, following = await in_database(_listed, _board, self.person, parsed_query)
        return Board(calls=found, next=following)


class HostCallsApi(Api):
    async def get(self, parsed_query: Query[Paged]) -> HostCalls:
        """My calls as a host, the newest first."""
        found, following = await in_database(_listed, calls.calls_of, self.person, parsed_query)
        return HostCalls(calls=found, next=following)


class CallApi(OpenApi):
    async def get(self, parsed_path: Path[ByCall]) -> events.BoardCall:
        """A call, as I stand to it. Visitors see calls for evenings that their host shows to
        everybody, without the `note`."""
        return await in_database(_call, parsed_path.call, self.person)


class HostPageApi(Api):
    async def get(self, parsed_path: Path[ByCall]) -> calls.HostPage:
        """A call of mine with its applicants."""
        return await in_database(_host_page, parsed_path.call, self.person)


class ApplicationsApi(Api):
    async def get(self, parsed_query: Query[Paged]) -> Applications:
        """My applications, the newest first."""
        found, following = await in_database(
            _listed, own.my_applications, self.person, parsed_query
        )
        return Applications(applications=found, next=following)


class AgendaApi(Api):
    async def get(self, parsed_query: Query[Days]) -> Agenda:
        """Sessions that I host and places that are booked."""
        sessions, bookings = await in_database(_fresh, _agenda, self.person, parsed_query)
        return Agenda(sessions=sessions, bookings=bookings)


class EveningApi(Api):
    async def get(self, parsed_path: Path[BySession]) -> Agenda:
        """One session, whenever it is: as its host with all its bookings, or with my own in it."""
        sessions, bookings = await in_database(_fresh, _evening, self.person, parsed_path.session)
        return Agenda(sessions=sessions, bookings=bookings)


class MatchApi(Api):
    async def get(self, parsed_query: Query[WhatFor]) -> events.Match:
        """How many models a call would reach now, and how many nearly."""
        return await in_database(_match, self.person, parsed_query)


class PrefillApi(Api):
    async def get(self, parsed_path: Path[BySession]) -> prefill.Prefill:
        """What a call for a session of mine would be, from what I asked last time."""
        return await in_database(_prefill, parsed_path.session, self.person)


class OffersApi(Api):
    async def get(self, parsed_query: Query[Paged]) -> Offers:
        """Offers that I sent or got, the newest first."""
        found, following = await in_database(_listed, own.my_offers, self.person, parsed_query)
        return Offers(offers=found, next=following)


class DirectoryApi(Api):
    async def get(self, parsed_query: Query[Whom]) -> directory.Directory:
        """Models or hosts, by what they offer and when they are free."""
        return await in_database(directory.page, self.person, **asdict(parsed_query))


class CalendarApi(Api):
    scope = ACCOUNT

    async def get(self) -> Address:
        """Where calendar programs find my sessions and bookings."""
        token = self.person.calendar_token
        return Address(path=ical.path(token) if token else None)


class UpcomingApi(OpenApi):
    async def get(self, parsed_path: Path[ByHandle]) -> upcoming.Upcoming:
        """What a host has coming up, for visitors too."""
        return await in_database(upcoming.of, parsed_path.handle, seen_by=self.person)


class CardApi(Api):
    async def get(self, parsed_path: Path[ByConversation]) -> Card:
        """What the two of a conversation have going."""
        card = await in_database(_fresh, _card, self.person, parsed_path.conversation)
        return Card(card=card)


def _fresh(read: Callable[..., Found], user: User, *given: Any) -> Found:
    """What is overdue says so before it is read."""
    flip_for(user)
    return read(user, *given)


def _listed(read: Callable[..., Found], user: User, asked: Paged) -> Found:
    return _fresh(partial(read, **asdict(asked)), user)


def _card(user: User, conversation: UUID) -> cards.ThreadCard | None:
    return cards.card(conversation, viewer=user)


def _board(
    user: User, *, cursor: str | None, limit: int
) -> tuple[list[events.BoardCall], str | None]:
    return calls.board(user, queries.model_of(user), cursor=cursor, limit=limit)


def _call(public_id: UUID, user: User | None) -> events.BoardCall:
    if user is None:
        return calls.as_visitors_see(_touched(queries.public_call(public_id)))
    return calls.as_seen(_touched(queries.call(public_id, seen_by=user)), user)


def _host_page(public_id: UUID, user: User) -> calls.HostPage:
    return calls.host_page(_touched(queries.own_call(public_id, host=user)))


def _touched(call: OpenCall) -> OpenCall:
    """A read past the deadline makes the row say so, even with every clock dead."""
    if call.status == OpenCall.ACTIVE and clock.now() >= call.expires_at:
        expire_one(call)
        return queries.call(call.public_id, seen_by=call.host)
    return call


def _prefill(public_id: UUID, user: User) -> prefill.Prefill:
    return prefill.of(queries.own_session(public_id, host=user), user)


@require_safe
async def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself: whoever knows the address may read it, as calendar programs do."""
    found = await in_database(ical.of_token, token)
    if found is None:
        return refusal(not_found())
    tag = f'"{hashlib.sha256(found).hexdigest()[:32]}"'
    headers = {"Cache-Control": "private, no-store", "ETag": tag}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(found, content_type="text/calendar; charset=utf-8", headers=headers)


def _agenda(user: User, days: Days) -> tuple[list[events.HostedSession], list[events.Booking]]:
    first = days.first or clock.now().date() - timedelta(days=1)
    try:
        last = days.last or first + timedelta(days=60)
        start, end = (_midnight(day, user) for day in (first, last + timedelta(days=1)))
    except OverflowError as error:
        raise Refused("bad_request", "These days are out of reach.", field="from") from error
    if not 0 <= (last - first).days <= 366:
        raise Refused("bad_request", "Ask for a year at most.", field="to")
    return own.agenda(user, start, end)


def _evening(user: User, session: UUID) -> tuple[list[events.HostedSession], list[events.Booking]]:
    sessions, bookings = own.evening(user, session)
    if not sessions and not bookings:
        raise not_found()
    return sessions, bookings


def _midnight(day: date, user: User) -> datetime:
    """The beginning of a day, as this person counts days."""
    return datetime.combine(day, time(), zone(user.time_zone)).astimezone(UTC)


def _match(user: User, asked: WhatFor) -> events.Match:
    require_confirmed_email(user)
    try:
        strict.check(asked.requirements.encode())
        wanted: Any = msgspec.json.decode(asked.requirements)
    except (ValueError, msgspec.DecodeError) as error:
        raise Refused("bad_request", "This is not JSON.", field="requirements") from error
    requirements.parse(wanted)
    session = queries.own_session(asked.session, host=user) if asked.session else None
    return matching.preview(user, session, wanted)
