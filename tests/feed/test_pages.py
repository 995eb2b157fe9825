"""What the world reads without a client: previews of a profile, RSS and Atom."""

import html
import re
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree as xml

import httpx
import pytest
from PIL import Image

from people import avatars
from tests import clock
from tests.feed.posting import delete, for_followers, pin, publish
from tests.people import Cast, host
from tests.processes import Web

ATOM = "{http://www.w3.org/2005/Atom}"


async def read(web: Web, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=web.origin) as client:
        return await client.get(path)


async def test_a_link_to_a_profile_says_who_it_is(webs: list[Web]) -> None:
    hanna = host("Hanna", about="Life drawing,\n in an attic.")
    for_followers(hanna, "A secret")
    answer = await read(webs[0], f"/@{hanna.handle}")
    assert answer.status_code == 200
    assert f"<title>Hanna (@{hanna.handle}) · Callboard</title>" in answer.text
    for tag in (
        '<meta name="description" content="Life drawing, in an attic." />',
        '<meta property="og:description" content="Life drawing, in an attic." />',
        '<meta property="og:type" content="profile" />',
        f'href="/@{hanna.handle}/rss.xml"',
    ):
        assert tag in answer.text
    assert answer.text.count("<title>") == answer.text.count('name="description"') == 1
    assert "secret" not in answer.text


async def test_a_preview_has_a_picture_that_everybody_can_show(
    people: Cast, webs: list[Web]
) -> None:
    page = (await read(webs[0], f"/@{people.hanna.handle}")).text
    tags = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)" />', page))
    assert tags["og:url"] == f"{webs[0].origin}/@{people.hanna.handle}"
    assert f'<link rel="canonical" href="{tags["og:url"]}" />' in page
    address = tags["og:image"].removeprefix(webs[0].origin)
    assert re.fullmatch(rf"/avatars/{people.hanna.handle}\.png\?v=[0-9a-f]{{8}}", address)
    answer = await read(webs[0], address)
    assert answer.headers["content-type"] == tags["og:image:type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    with Image.open(BytesIO(answer.content)) as picture:
        size = (tags["og:image:width"], tags["og:image:height"])
        assert (picture.format, *map(str, picture.size)) == ("PNG", *size)
        assert len(picture.getcolors() or ()) > 2  # it is no empty sheet
    assert answer.content == (await read(webs[1], address)).content
    other = (await read(webs[0], f"/avatars/{people.ana.handle}.png")).content
    assert answer.content != other


def test_the_picture_is_the_face_that_screens_show() -> None:
    assert avatars.picture_url("/avatars/hanna.svg").startswith("/avatars/hanna.png?v=")
    versions = {avatars.picture_url(avatars.url(name)) for name in ("hanna", "ana", "jane")}
    assert len({version.partition("=")[2] for version in versions}) == 3


async def test_who_says_nothing_is_known_by_their_public_news(
    people: Cast, webs: list[Web]
) -> None:
    publish(people.hanna, "Doors at eight")
    for_followers(people.hanna, "Bring wine")
    answer = await read(webs[0], f"/@{people.hanna.handle}")
    assert 'content="Doors at eight"' in answer.text
    assert "wine" not in answer.text


async def test_a_name_cannot_break_out_of_the_page(webs: list[Web]) -> None:
    nasty = '"><script>alert(1)</script>\\1</title>'
    hanna = host("Hanna", about=nasty)
    hanna.display_name = nasty
    hanna.save()
    publish(hanna, nasty)
    page = await read(webs[0], f"/@{hanna.handle}")
    assert "<script>alert" not in page.text
    for kind in ("rss", "atom"):
        body = (await read(webs[0], f"/@{hanna.handle}/{kind}.xml")).content
        assert xml.fromstring(body) is not None  # noqa: S314  (our own)
        assert b"<script>" not in body


async def test_a_page_of_nobody_is_not_there(webs: list[Web]) -> None:
    gone = host("Gone", is_active=False)
    for handle in ("nobody-at-all", gone.handle):
        for path in ("", "/rss.xml", "/atom.xml"):
            assert (await read(webs[0], f"/@{handle}{path}")).status_code == 404


@pytest.mark.parametrize("kind", ["rss", "atom"])
async def test_programs_read_what_visitors_see(people: Cast, webs: list[Web], kind: str) -> None:
    hanna = people.hanna
    pinned = publish(hanna, "First line\nand a second", link_url="https://zoom.us/j/1?a=1&b=2")
    pin(hanna, pinned)
    short = publish(hanna, "Only today \x0b", ends_in=timedelta(hours=1))
    gone = publish(hanna, "Never mind")
    delete(hanna, gone)
    for_followers(hanna, "Inside")
    assert await titles(webs[0], hanna.handle, kind) == ["Only today", "First line"]
    answer = await read(webs[0], f"/@{hanna.handle}/{kind}.xml")
    assert answer.headers["content-type"] == f"application/{kind}+xml; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert pinned.urn in answer.text
    words = "".join(xml.fromstring(answer.content).itertext())  # noqa: S314
    assert html.unescape(words).count("https://zoom.us/j/1?a=1&b=2") >= 1
    clock.travel(timedelta(hours=2))
    assert await titles(webs[0], hanna.handle, kind) == ["First line"]
    assert short.urn not in (await read(webs[0], f"/@{hanna.handle}/{kind}.xml")).text


async def test_a_description_is_html_in_which_the_text_is_only_text(webs: list[Web]) -> None:
    """Readers take an RSS description as HTML, so that a tag in a post would be one."""
    hanna = host("Hanna")
    publish(hanna, "a <foo> & <b>b</b>\n<img onerror=x>", link_url="https://example.org/?a=1&b=2")
    root = xml.fromstring((await read(webs[0], f"/@{hanna.handle}/rss.xml")).content)  # noqa: S314
    said = str(root.findtext("channel/item/description"))
    assert said.startswith(
        "a &lt;foo&gt; &amp; &lt;b&gt;b&lt;/b&gt;<br>&lt;img onerror=x&gt;<br><br>"
    )
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow">' in said
    assert set(re.findall(r"<(\w+)", said)) == {"br", "a"}
    itself = root.find(f"channel/{ATOM}link")
    assert itself is not None
    assert itself.get("href", "").endswith(f"/@{hanna.handle}/rss.xml")


@pytest.mark.parametrize("kind", ["rss", "atom"])
async def test_a_reader_takes_only_what_has_changed(webs: list[Web], kind: str) -> None:
    hanna = host("Hanna")
    publish(hanna, "One")
    path = f"{webs[0].origin}/@{hanna.handle}/{kind}.xml"
    async with httpx.AsyncClient() as client:
        tag = {"If-None-Match": (await client.get(path)).headers["ETag"]}
        known = await client.get(path, headers=tag)
        assert (known.status_code, known.content) == (304, b"")
        publish(hanna, "Two")
        assert (await client.get(path, headers=tag)).status_code == 200
        shouted = await client.get(path.replace(hanna.handle, hanna.handle.upper()))
        assert (shouted.status_code, shouted.headers["Location"]) == (
            301,
            f"/@{hanna.handle}/{kind}.xml",
        )


async def titles(web: Web, handle: str, kind: str) -> list[str | None]:
    root = xml.fromstring((await read(web, f"/@{handle}/{kind}.xml")).content)  # noqa: S314
    entries = root.iter("item") if kind == "rss" else root.iter(f"{ATOM}entry")
    name = "title" if kind == "rss" else f"{ATOM}title"
    return [entry.findtext(name) for entry in entries]
