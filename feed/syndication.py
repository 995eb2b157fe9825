"""Public posts as RSS and Atom: what a visitor sees, for programs that read news."""

import re
from xml.etree import ElementTree as xml

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.feedgenerator import rfc2822_date
from django.utils.html import escape, urlize
from django.views.decorators.http import require_safe

from core.executor import in_database
from core.refused import Refused
from feed import events
from feed.queries import pages
from people.models import User
from people.queries import behind_handle
from protocol.api import refusal
from protocol.conditional import unless_known

SHOWN = 50
ATOM = "http://www.w3.org/2005/Atom"
#: Characters that no XML can hold, escaped or not.
UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_safe
async def rss(request: HttpRequest, handle: str) -> HttpResponse:
    return await _answer(request, handle, "rss")


@require_safe
async def atom(request: HttpRequest, handle: str) -> HttpResponse:
    return await _answer(request, handle, "atom")


async def _answer(request: HttpRequest, handle: str, kind: str) -> HttpResponse:
    """Whoever asks is a visitor: a reader program has no follower's eyes."""
    if handle != handle.lower():
        return HttpResponsePermanentRedirect(f"/@{handle.lower()}/{kind}.xml")
    try:
        author, posts = await in_database(_read, handle)
    except Refused as refused:
        return refusal(refused)
    root = _rss(author, posts) if kind == "rss" else _atom(author, posts)
    body = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    response = HttpResponse(body, content_type=f"application/{kind}+xml; charset=utf-8")
    # What runs out or is deleted must not live on in a cache.
    response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return unless_known(request, response)


def _read(handle: str) -> tuple[User, list[events.Post]]:
    author = behind_handle(handle, seen_by=None)
    found = pages.profile_posts(handle, viewer=None, limit=SHOWN)
    posts = sorted((*found.pinned, *found.posts), key=lambda post: post.created_at, reverse=True)
    return author, posts


def _rss(author: User, posts: list[events.Post]) -> xml.Element:
    root = xml.Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    channel = xml.SubElement(root, "channel")
    itself = {"rel": "self", "type": "application/rss+xml"}
    xml.SubElement(channel, "atom:link", itself, href=f"{_page(author.handle)}/rss.xml")
    _text(channel, "title", author.display_name)
    _text(channel, "link", _page(author.handle))
    _text(channel, "description", author.about or f"News from {author.display_name}")
    for post in posts:
        item = xml.SubElement(channel, "item")
        _text(item, "title", _title(post))
        _text(item, "link", _address(post))
        _text(item, "guid", post.id.urn).set("isPermaLink", "false")
        _text(item, "pubDate", rfc2822_date(post.created_at))
        _text(item, "description", _html(post))
    return root


def _atom(author: User, posts: list[events.Post]) -> xml.Element:
    root = xml.Element("feed", xmlns=ATOM)
    _text(root, "title", author.display_name)
    _text(root, "id", author.public_id.urn)
    xml.SubElement(root, "link", href=_page(author.handle))
    xml.SubElement(root, "link", rel="self", href=f"{_page(author.handle)}/atom.xml")
    changed = [post.edited_at or post.created_at for post in posts]
    _text(root, "updated", max(changed, default=author.created_at).isoformat())
    _text(xml.SubElement(root, "author"), "name", author.display_name)
    for post in posts:
        entry = xml.SubElement(root, "entry")
        _text(entry, "title", _title(post))
        _text(entry, "id", post.id.urn)
        xml.SubElement(entry, "link", href=_address(post))
        _text(entry, "published", post.created_at.isoformat())
        _text(entry, "updated", (post.edited_at or post.created_at).isoformat())
        _text(entry, "content", _body(post))
    return root


def _text(parent: xml.Element, name: str, text: str) -> xml.Element:
    element = xml.SubElement(parent, name)
    element.text = UNFIT.sub("", text)
    return element


def _page(handle: str) -> str:
    return f"{settings.ORIGINS[0]}/@{handle}"


def _address(post: events.Post) -> str:
    return f"{_page(post.author.handle)}#post-{post.id}"


def _title(post: events.Post) -> str:
    first = post.content.splitlines()[0]
    return first if len(first) <= 80 else f"{first[:79].rstrip()}…"


def _html(post: events.Post) -> str:
    """What RSS calls a description is HTML: nothing of the text may become a tag of it."""
    return urlize(escape(_body(post)), nofollow=True).replace("\n", "<br>")


def _body(post: events.Post) -> str:
    return f"{post.content}\n\n{post.link_url}" if post.link_url else post.content
