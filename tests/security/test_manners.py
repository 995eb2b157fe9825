"""What every address does, whichever it is: headers, HEAD, OPTIONS, methods, and true 404s."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from server.client_pages import PAGES
from server.client_routes import pages
from server.logs import SECRET_PAGES
from tests import processes
from tests.addresses import addresses
from tests.processes import ROOT, Web

#: Files, and what is nowhere.
OTHERS = ["/icon.svg", "/service-worker.js", "/static/unfold/css/styles.css", "/favicon.ico"]
OTHERS += ["/api", "/api/v1/nothing", "/nothing", "/nothing.php", "/static/nothing.css", "/ws/no"]
OTHERS += ["/media/nothing", "/_app/nothing.js", "/.well-known/nothing", "/admin/nothing/"]
#: These answer OPTIONS in their own way.
NOT_OURS = ("/admin", "/_allauth/")
EVERYWHERE = {
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin", "cross-origin"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
}


@pytest.fixture(scope="module")
def house(environment: dict[str, str], logs: Path) -> Iterator[Web]:
    """An installation behind a proxy that ends TLS: `https` stands in its ORIGINS."""
    own = {"CALLBOARD_DEV": "0", "METRICS_TOKEN": "a token", "ORIGINS": "https://cb.example"}
    web = Web({**environment, **own}, log=logs / "behind-a-proxy.log")
    with processes.running(web):
        web.wait()
        yield web


def walked(method: str, web: Web) -> Iterator[tuple[str, httpx.Response]]:
    with httpx.Client(base_url=web.origin, timeout=30) as client:
        for address in [*addresses(), *OTHERS]:
            yield address, client.request(method, address)


@pytest.mark.attack("sniff, frame or embed any answer, files and errors included", "headers forbid")
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_every_answer_has_every_header(house: Web, method: str) -> None:
    for address, answer in walked(method, house):
        for name, allowed in EVERYWHERE.items():
            assert answer.headers.get_list(name) in [[one] for one in allowed], (address, name)
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy, address
        assert "max-age=" in answer.headers["Strict-Transport-Security"], address
        assert "server" not in answer.headers


def test_without_https_nobody_is_held_to_it(webs: list[Web]) -> None:
    assert "Strict-Transport-Security" not in httpx.get(webs[0].origin).headers


def test_head_is_get_without_its_body(webs: list[Web]) -> None:
    got = dict(walked("GET", webs[0]))
    for address, answer in walked("HEAD", webs[0]):
        assert answer.status_code == got[address].status_code, address
        assert answer.content == b"", address
        kind = got[address].headers.get("Content-Type")
        assert answer.headers.get("Content-Type") == kind, address


def test_a_method_that_is_not_there_says_which_are(webs: list[Web]) -> None:
    for address, answer in walked("DELETE", webs[0]):
        if answer.status_code == 405:
            allowed = answer.headers["Allow"].split(", ")
            assert "OPTIONS" in allowed, address
            assert ("GET" in allowed) is ("HEAD" in allowed), address
        else:
            assert answer.status_code in (401, 403, 404, 410, 426) or address.startswith(
                NOT_OURS
            ), address


def test_options_names_the_methods_of_every_address(webs: list[Web]) -> None:
    got = dict(walked("GET", webs[0]))
    for address, answer in walked("OPTIONS", webs[0]):
        if address.startswith(NOT_OURS):
            continue
        if answer.status_code == 204:
            assert answer.content == b""
            allowed = answer.headers["Allow"].split(", ")
            assert ("GET" in allowed) is (got[address].status_code != 405), address
        else:
            assert answer.status_code in (404, 426), (address, answer.status_code)


# --- what is not there -------------------------------------------------------------------------

NOWHERE = [
    "/nothing",
    "/definitely/not/here",
    "/sitemap.xml",
    "/oembed",
    "/.well-known/webfinger",
    "/.well-known/nodeinfo",
    "/.well-known/api-catalog",
    "/.env",
    "/index.php",
    "/shell.html",
    "/inbox/nothing",
    "/inbox/nothing.js",
    "/calls/5c2a",
    "/@somebody/photos",
    "/settings.json",
    "/api",
    "/api/",
    "/api/v2/me",
    "/api/v1",
    "/api/docs/more",
    "/_app/nothing.js",
    "/static/",
    "/static/nothing.css",
    "/media/nothing.webp",
    "/_allauth/nothing",
    "/ws/more",
    "/ws.php",
]


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_not_there_is_a_404(webs: list[Web], address: str) -> None:
    answer = httpx.get(webs[0].origin + address)
    assert answer.status_code == 404
    programs = address.startswith(("/api", "/media/", "/_allauth/"))
    kind = "application/json" if programs else "text/html"
    assert answer.headers["Content-Type"].split(";")[0] == kind
    if programs:
        assert answer.json()["code"] == "not_found"


def test_the_pages_are_those_of_the_client() -> None:
    assert sorted(pages(ROOT / "frontend/src/routes")) == list(PAGES)


def test_every_page_of_the_client_is_there(webs: list[Web]) -> None:
    for page, address in zip(PAGES, map(_filled, PAGES), strict=True):
        answer = httpx.get(webs[0].origin + address)
        assert answer.status_code == (404 if page == "@<slug:handle>" else 200), page
        assert "app" in answer.text
        if page:
            slash = httpx.get(f"{webs[0].origin}{address}/?a=b")
            assert (slash.status_code, slash.headers["Location"]) == (301, f"{address}?a=b")


def _filled(page: str) -> str:
    from tests.addresses import _filled as filled

    return f"/{filled(page)}"


# --- what other programs look for ---------------------------------------------------------------


def test_a_hole_can_be_reported(webs: list[Web]) -> None:
    text = httpx.get(f"{webs[0].origin}/.well-known/security.txt").text
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"].startswith(("mailto:", "https://"))
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)
    assert fields["Canonical"] == f"{webs[0].origin}/.well-known/security.txt"


def test_password_managers_find_the_settings(webs: list[Web]) -> None:
    answer = httpx.get(f"{webs[0].origin}/.well-known/change-password")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings")


def test_the_address_of_the_socket_asks_for_an_upgrade(webs: list[Web]) -> None:
    for address in ("/ws", "/ws/"):
        answer = httpx.get(webs[0].origin + address)
        assert (answer.status_code, answer.headers["Upgrade"]) == (426, "websocket")


# --- what operators get -------------------------------------------------------------------------


@pytest.mark.attack("ask for `/metrics` through a proxy, or without the token", "404")
def test_numbers_are_for_who_has_the_token(house: Web, production: Web) -> None:
    through_a_proxy = {"X-Forwarded-For": "203.0.113.7"}
    right, wrong = ({"Authorization": f"Bearer {token}"} for token in ("a token", "a guess"))
    for headers in ({}, through_a_proxy, wrong):
        assert httpx.get(f"{house.origin}/metrics", headers=headers).status_code == 404
        assert httpx.get(f"{production.origin}/metrics", headers=headers).status_code == 404
    for headers in (right, right | through_a_proxy):
        assert "callboard_sockets" in httpx.get(f"{house.origin}/metrics", headers=headers).text
    assert httpx.get(f"{production.origin}/metrics", headers=right).status_code == 404


def test_probes_answer_under_any_name_and_nothing_else_does(house: Web) -> None:
    for host in ("10.1.2.3:8000", "pod-7", "evil.example"):
        named = {"Host": host, "Authorization": "Bearer nothing"}
        assert httpx.get(f"{house.origin}/healthz", headers=named).status_code == 200
        assert httpx.get(f"{house.origin}/readyz", headers=named).status_code in (200, 503)
        assert httpx.get(f"{house.origin}/", headers=named).status_code == 400


STRONG = "8fXo3Qm2Zt7bLr5Wc9Vd1Hs6Kj4Gn0PyUeRaTi"
REFUSED = [
    ({"SECRET_KEY": ""}, "SECRET_KEY"),
    ({"SECRET_KEY": "x"}, "SECRET_KEY"),
    ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
    ({"SECRET_KEY": "insecure-only-for-bin-dev"}, "SECRET_KEY"),
    ({"SECRET_KEY": "django-insecure-8fXo3Qm2Zt7bLr5Wc9Vd1Hs6Kj4Gn0Py"}, "SECRET_KEY"),
    ({"CALLBOARD_DEV": "1", "ORIGINS": "https://cb.example"}, "CALLBOARD_DEV"),
    ({"CALLBOARD_DEV": "1", "ORIGINS": "http://localhost:8000,http://cb.example"}, "CALLBOARD_DEV"),
    ({"CALLBOARD_DEV": "1", "ALLOWED_HOSTS": "localhost,cb.example"}, "CALLBOARD_DEV"),
    ({"CALLBOARD_DEV": "1", "ALLOWED_HOSTS": "*"}, "CALLBOARD_DEV"),
    ({"CALLBOARD_DEV": "1", "BIND": "0.0.0.0"}, "CALLBOARD_DEV"),  # noqa: S104
    ({"CALLBOARD_DEV": "1", "BIND": "::"}, "CALLBOARD_DEV"),
]
COMMANDS = (["-m", "server.web"], ["manage.py", "clock"], ["manage.py", "migrate"])
STARTED = [
    {},
    {"CALLBOARD_DEV": "1", "SECRET_KEY": "x"},
    {"CALLBOARD_DEV": "1", "BIND": "::1", "ORIGINS": "http://[::1]:8000,http://a.localhost:8000"},
    {"ORIGINS": "https://cb.example", "BIND": "0.0.0.0", "ALLOWED_HOSTS": "cb.example"},  # noqa: S104
]


def started(command: list[str], given: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    own = {"PATH": "", "SECRET_KEY": STRONG, **given}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=own, capture_output=True, text=True, timeout=60
    )


@pytest.mark.attack("start an installation with a demo's switch or a weak key", "it does not start")
@pytest.mark.parametrize(
    ("given", "named", "command"),
    [(*case, command) for case, command in zip(REFUSED, cycle(COMMANDS))],
)
def test_an_unsafe_start_is_refused_in_one_sentence(
    given: dict[str, str], named: str, command: list[str]
) -> None:
    came = started(command, given)
    assert came.returncode == 1
    [sentence] = came.stderr.splitlines()
    assert named in sentence
    assert given.get("SECRET_KEY") in (None, "", "x") or given["SECRET_KEY"] not in sentence


@pytest.mark.parametrize("given", STARTED)
def test_a_safe_start_is_not(given: dict[str, str]) -> None:
    came = started(["-c", "import server.settings"], given)
    assert came.returncode == 0, came.stderr


@pytest.mark.attack(
    "plant a cookie for forged requests from another host of the domain",
    "over https its name allows our host alone",
)
def test_every_cookie_over_https_is_of_this_host_alone(house: Web) -> None:
    cookies = httpx.get(f"{house.origin}/").headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-csrftoken"]
    for cookie in cookies:
        assert {"Secure", "Path=/"} <= set(cookie.split("; "))
        assert "domain=" not in cookie.lower()


@pytest.mark.attack("find a page with a secret address in a shared cache", "none keeps it")
@pytest.mark.parametrize("page", SECRET_PAGES)
def test_no_cache_keeps_a_page_whose_address_is_a_secret(house: Web, page: str) -> None:
    address = f"/{page}/x" + (".ics" if page == "calendar" else "")
    kept = httpx.get(house.origin + address).headers.get("Cache-Control")
    assert kept in ("no-store", "no-cache")
