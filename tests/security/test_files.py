"""A page is what it loads: every style, script, picture and manifest that a page names is there."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from people.models import User
from tests.addresses import addresses
from tests.people import person
from tests.processes import Web
from tests.security.conftest import OpenBrowser

#: Which attribute of which element the browser fetches by itself.
LOADED = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}
#: Links that name another page instead of something that this one needs.
POINTING = {"canonical", "alternate"}
OF_A_STYLE = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)""")


class Resources(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get(LOADED.get(tag, ""))
        if address and not POINTING & set((given.get("rel") or "").split()):
            self.found.add(address)


def resources(page: str) -> set[str]:
    parser = Resources()
    parser.feed(page)
    return parser.found


def staff() -> User:
    boss = person("Boss")
    boss.is_staff = boss.is_superuser = True
    boss.save()
    return boss


async def test_every_page_gets_what_it_loads(browser: OpenBrowser) -> None:
    """Each HTML page of the server, as a visitor and as staff, with what its styles load."""
    known: dict[str, int] = {}
    pages = 0
    for client in (browser().client, browser(staff()).client):
        for address in addresses():
            answer = await client.get(address, follow_redirects=True)
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            pages += 1
            for resource in resources(answer.text):
                await load(client, urljoin(str(answer.url), resource), known)
    assert pages > 60
    assert len(known) > 30
    assert {address: status for address, status in known.items() if status != 200} == {}


async def load(client: httpx.AsyncClient, address: str, known: dict[str, int]) -> None:
    if address in known or not address.startswith(str(client.base_url)):
        return
    answer = await client.get(address)
    known[address] = answer.status_code
    kind = answer.headers.get("Content-Type", "")
    assert not kind.startswith("text/html"), address
    if kind.startswith("text/css"):
        for further in _of_style(answer.text):
            await load(client, urljoin(address, further), known)


def _of_style(css: str) -> Iterator[str]:
    for match in OF_A_STYLE.finditer(css):
        address = match[1] or match[2]
        if not address.startswith(("data:", "#")):
            yield address


TYPES = {
    "/manifest.webmanifest": "application/manifest+json",
    "/favicon.ico": "image/x-icon",
    "/icon.svg": "image/svg+xml",
    "/icon-192.png": "image/png",
    "/service-worker.js": "text/javascript",
    "/robots.txt": "text/plain",
    "/.well-known/security.txt": "text/plain",
    "/static/unfold/css/styles.css": "text/css",
}


@pytest.mark.parametrize("address", TYPES)
def test_a_file_says_what_it_is(webs: list[Web], address: str) -> None:
    answer = httpx.get(webs[0].origin + address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].split(";")[0] == TYPES[address]


@pytest.mark.parametrize("address", ["/", "/@nobody", "/sign-in", "/api/docs", "/admin/login/"])
def test_nothing_comes_from_elsewhere(webs: list[Web], address: str) -> None:
    page = httpx.get(webs[0].origin + address, follow_redirects=True)
    assert {r for r in resources(page.text) if urlsplit(r).netloc} == set()
