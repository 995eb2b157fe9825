"""Everything that reads what people wrote, each held to the form that it promises."""

import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import Any, get_type_hints
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import msgspec
from django.conf import settings
from django.contrib import admin
from icalendar import Calendar

from core import clock
from notifications import mail, parcels, push
from notifications.carriers import Parcel
from notifications.models import Delivery, Quiet
from notifications.payload import payload
from people.models import User
from server import api
from tests.evenings import Evenings
from tests.house.test_bounds import endpoints
from workflows.queries import ical

LANGUAGES = [code for code, _ in settings.LANGUAGES]
#: RFC 5545: a line has at most so many octets.
ICAL_LINE = 75
#: What a list of the admin is asked to find, and how many of its rows are opened.
SOUGHT, OPENED = "\u05e9\u05dc\u05d5\u05dd (1)", 4


def answers() -> dict[str, Any]:
    """What each path of the API that is read promises to answer."""
    views = {str(p.pattern): next(endpoints([p])).get for p in api.reads()}
    return {path: get_type_hints(get)["return"] for path, get in views.items()}


ANSWERS = answers()


def paths(found: Evenings, user: User | None) -> Iterator[tuple[str, str]]:
    """Each pattern of the API, and the paths of what it can be about for this person."""
    hosts = [user.pk] if user in found.hosts else [host.pk for host in found.hosts]
    known: dict[str, list[Any]] = {
        "<str:handle>": [one.handle for one in found.everybody() if user in (None, found.follower)],
        "<uuid:conversation>": [one for pk in hosts for one in found.conversations[pk]],
        "<uuid:session>": [
            one for pk in hosts for one in found.sessions[pk] if user in found.hosts
        ],
        "<uuid:call>": [one for pk in hosts for one in found.calls[pk]],
    }
    for pattern in ANSWERS:
        part = next((name for name in known if name in pattern), "")
        for one in known[part] if part else [""]:
            path = pattern.replace(part, str(one)) if part else pattern
            yield pattern, path + ("?text=W" if pattern == "search" else "")


def as_promised(pattern: str, answer: httpx.Response) -> list[str]:
    """The texts of an answer, which has the type that the endpoint says."""
    msgspec.json.decode(answer.content, type=ANSWERS[pattern])
    return list(texts_in(answer.json()))


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


# --- for other programs --------------------------------------------------------------------------


def is_feed(content: bytes) -> None:
    root = ElementTree.fromstring(content)  # noqa: S314 (our own)
    titles = [one.text for one in root.iter() if "title" in one.tag]
    assert titles
    assert all(titles)


def is_calendar(content: bytes) -> None:
    assert all(len(line) <= ICAL_LINE for line in content.splitlines())
    for event in Calendar.from_ical(content).walk("VEVENT"):
        assert event["summary"]
        assert event.decoded("dtstart") < event.decoded("dtend")


class Page(HTMLParser):
    """Its tags, and what it says of itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts, self.told = 0, {}  # type: int, dict[str, str]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        given = dict(attrs)
        if tag == "meta" and given.get("property"):
            self.told[str(given["property"])] = str(given.get("content"))


# --- mails and pushes ----------------------------------------------------------------------------


def parcels_of(people: list[User], language: str) -> list[tuple[str, Parcel]]:
    """Everything that these people are told of, ready for its carrier."""
    rows = Delivery.objects.filter(user__in=people).select_related("user", "notification")
    deliveries = list(rows.order_by("pk"))
    for row in deliveries:
        row.user.language = language
    packed = parcels.pack(deliveries, clock.now())
    assert packed.keys() == {row.pk for row in deliveries}
    return [(row.channel, packed[row.pk]) for row in deliveries]


def is_mail(parcel: Parcel) -> None:
    raw = mail.compose(parcel).message().as_bytes()
    read = message_from_bytes(raw, policy=policy.default)
    title = " ".join(parcel.words.title.split())
    assert title
    assert str(read["subject"]).strip() == title
    assert all(len(line) <= 998 for line in raw.splitlines())
    plain, html = (read.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert parcel.words.text.split()[0] in plain.get_content()
    assert Page(html.get_content()).scripts == 0
    for part in read.iter_attachments():
        is_calendar(part.get_payload(decode=True))  # type: ignore[arg-type]


def is_push(parcel: Parcel) -> None:
    """With the words of others on the locked screen, as somebody may have chosen."""
    encoded = payload(parcel._replace(quiet=Quiet(text_in_push=True)))
    assert len(encoded) <= push.LONGEST
    said = json.loads(encoded)
    assert said["title"]
    assert said["path"] == parcel.words.path


# --- the staff -----------------------------------------------------------------------------------


def staff_pages() -> Iterator[str]:
    """The lists of every model, what they find, and their newest rows."""
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield from (base, f"{base}?q={quote(SOUGHT)}")
        newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)
        yield from (f"{base}{pk}/change/" for pk in newest[:OPENED])


def calendars(people: list[User]) -> list[bytes]:
    return [ical.calendar_of(user).to_ical() for user in people]
