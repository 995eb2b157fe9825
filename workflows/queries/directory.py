"""Who is here: models and hosts, by what they offer and when they are free."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.query import QuerySet

from core.refused import Refused
from people import queries as people
from people.events import ModelCard, Person
from people.followed import followed_among
from people.models import Block, User
from people.time_zones import zone
from protocol.pages import Page
from protocol.wire import Object
from workflows.queries.busy import busy_then


class Entry(Object, frozen=True):
    """Somebody in the directory. `rating`: of the model, or of the host."""

    person: Person
    about: str
    model: ModelCard | None
    host_rating: float | None


class Directory(Page, frozen=True):
    """By name. `followed`: those of them whom I follow."""

    entries: list[Entry]
    followed: list[UUID]


def page(
    viewer: User,
    *,
    role: str,
    search: str = "",
    pose_style: str | None = None,
    min_rating: float | None = None,
    free_on: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Directory:
    """By name; never the blocked, never oneself."""
    people.require_confirmed_email(viewer)
    found = _visible(viewer).filter(**{f"is_{role}": True})
    if search:
        found = found.filter(people.called(search))
    if pose_style:
        found = found.filter(model_profile__pose_styles__contains=[pose_style])
    if min_rating is not None:
        field = "model_profile__rating" if role == "model" else "host_rating"
        found = found.filter(**{f"{field}__gte": min_rating})
    if free_on is not None:
        found = found.filter(~_busy_on(viewer, free_on))
    shown, following = people.by_name(found, cursor=cursor, limit=limit)
    return Directory(
        entries=[_entry(user) for user in shown],
        followed=followed_among([user.public_id for user in shown], by=viewer),
        next=following,
    )


def _visible(viewer: User) -> "QuerySet[User]":
    mine = Block.objects.filter(blocker=viewer, blocked=OuterRef("pk"))
    found = people.visible_to(viewer).filter(~Exists(mine)).exclude(pk=viewer.pk)
    return found.select_related("model_profile")


def _busy_on(viewer: User, day: date) -> Q:
    """Booked or hosting on this day, as the viewer counts days."""
    start = datetime.combine(day, time(), zone(viewer.time_zone))
    try:
        window: Any = (start, start + timedelta(days=1))
    except OverflowError as error:
        raise Refused("bad_request", "This day is out of reach.", field="free_on") from error
    return busy_then(window, model="model_profile", person="pk")


def _entry(user: User) -> Entry:
    return Entry(person=people.card(user), **people.profile_fields(user))
