"""Who is here: models and hosts, by what they offer and when they are free."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.db.models.query import QuerySet

from people import queries as people
from people.events import ModelCard, Person
from people.followed import followed_among
from people.models import Block, User
from protocol import cursor as cursors
from protocol.wire import Object
from workflows.models import Booking


class Entry(Object, frozen=True):
    """Somebody in the directory. `rating`: of the model, or of the host."""

    person: Person
    about: str
    model: ModelCard | None
    host_rating: float | None


class Directory(Object, frozen=True):
    """`next`: the cursor of the page that follows, null on the last one. `followed`: those of
    them whom I follow."""

    entries: list[Entry]
    followed: list[UUID]
    next: str | None


def page(
    viewer: User,
    *,
    role: str,
    search: str = "",
    pose_style: str | None = None,
    min_rating: float | None = None,
    free_on: date | None = None,
    before: str | None = None,
    limit: int = 30,
) -> Directory:
    """By name; never the blocked, never oneself."""
    found = _visible(viewer).filter(**{f"is_{role}": True})
    if search:
        starts = Q(display_name__istartswith=search) | Q(display_name__icontains=f" {search}")
        found = found.filter(starts | Q(handle__startswith=search.lower().lstrip("@")))
    if pose_style:
        found = found.filter(model_profile__pose_styles__contains=[pose_style])
    if min_rating is not None:
        field = "model_profile__rating" if role == "model" else "host_rating"
        found = found.filter(**{f"{field}__gte": min_rating})
    if free_on is not None:
        found = found.filter(~Exists(_booked_on(viewer, free_on)))
    if before is not None:
        name, public_id = cursors.read(before, tuple[str, UUID])
        found = found.filter(
            Q(display_name__gt=name) | Q(display_name=name, public_id__gt=public_id)
        )
    rows = list(found.order_by("display_name", "public_id")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return Directory(
        entries=[_entry(user) for user in rows[:limit]],
        followed=followed_among([user.public_id for user in rows[:limit]], by=viewer),
        next=cursors.write((last.display_name, last.public_id)) if last else None,
    )


def _visible(viewer: User) -> "QuerySet[User]":
    mine = Block.objects.filter(blocker=viewer, blocked=OuterRef("pk"))
    found = people.visible_to(viewer).filter(~Exists(mine)).exclude(pk=viewer.pk)
    return found.select_related("model_profile")


def _booked_on(viewer: User, day: date) -> "QuerySet[Booking]":
    """Bookings that touch this day as the viewer counts days."""
    start = datetime.combine(day, time(), ZoneInfo(viewer.time_zone))
    window: Any = (start, start + timedelta(days=1))
    return Booking.objects.filter(
        model__user_profile=OuterRef("pk"), state=Booking.CONFIRMED, during__overlap=window
    )


def _entry(user: User) -> Entry:
    return Entry(person=people.card(user), **people.profile_fields(user))
