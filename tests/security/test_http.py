"""HTTP as a browser speaks it: forged requests, frames around us, and other people's addresses."""

import httpx
import pytest

from consumers.commands import COMMANDS
from tests.people import Cast
from tests.processes import Web
from tests.security.browser import ALLAUTH, Browser
from tests.security.conftest import OpenBrowser

JSON = {"Content-Type": "application/json"}


async def forged(browser: Browser, path: str, **headers: str) -> httpx.Response:
    """What a page of evil.example can make the victim's browser send."""
    foreign = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
    return await browser.client.post(path, content="{}", headers=JSON | foreign | headers)


@pytest.mark.parametrize("verb", COMMANDS)
async def test_no_twin_does_anything_for_another_site(
    people: Cast, browser: OpenBrowser, verb: str
) -> None:
    ana = browser(people.ana)
    path = f"/api/v1/{verb}"
    assert (await forged(ana, path)).status_code == 403
    await ana.client.get("/")
    token = ana.client.cookies["csrftoken"]
    assert (await forged(ana, path)).status_code == 403
    assert (await forged(ana, path, **{"X-CSRFToken": token})).status_code == 403
    own = {"Origin": ana.web.origin}
    assert (await forged(ana, path, **own)).status_code == 403
    guessed = "x" * len(token)
    assert (await forged(ana, path, **own, **{"X-CSRFToken": guessed})).status_code == 403
    ours = await ana.send("POST", path, {"colour": "blue"})
    assert (ours.status_code, ours.json()["code"]) == (400, "bad_request")


async def test_a_refused_forgery_has_the_shape_of_every_error(
    people: Cast, browser: OpenBrowser
) -> None:
    answer = await forged(browser(people.ana), "/api/v1/conversation.archive")
    assert answer.json()["code"] == "forbidden"
    assert set(answer.json()) == {"code", "message", "retry"}


@pytest.mark.parametrize(
    "path", ["/demo/sign-in", f"{ALLAUTH}auth/login", f"{ALLAUTH}auth/signup", "/admin/login/"]
)
async def test_nobody_is_signed_in_by_another_site(browser: OpenBrowser, path: str) -> None:
    somebody = browser()
    for headers in ({}, {"Content-Type": "text/plain"}, {"Origin": somebody.web.origin}):
        answer = await forged(somebody, path, **headers)
        assert answer.status_code == 403
    assert somebody.session is None


async def test_a_token_needs_no_cookie_and_a_wrong_one_no_session_helps(
    people: Cast, browser: OpenBrowser
) -> None:
    ana = browser(people.ana)
    wrong = {"Authorization": "Bearer wrong"}
    for path in ("/api/v1/me", "/api/v1/inbox"):
        answer = await ana.client.get(path, headers=wrong)
        assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    answer = await ana.client.post("/api/v1/sign_out", content="{}", headers=JSON | wrong)
    assert answer.status_code in (401, 403)
    assert (await ana.client.get("/api/v1/me")).status_code == 200


PAGES = ["/", "/inbox", "/api/v1/me", "/api/docs", "/healthz", "/admin/login/"]
PAGES += [f"{ALLAUTH}config", "/demo/people", "/avatars/ana.svg", "/mailbox/", "/nonsense.php"]


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_of_ours_is_framed_sniffed_or_passed_on(
    people: Cast, browser: OpenBrowser, path: str
) -> None:
    answer = await browser(people.ana).client.get(path)
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/inbox", "/c/5c0ffee0-0000-0000-0000-000000000000"])
async def test_no_script_runs_that_is_not_ours(browser: OpenBrowser, path: str) -> None:
    policy = (await browser().client.get(path)).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert "unsafe-inline" not in rules["script-src"] + rules["style-src"]
    assert "unsafe-eval" not in policy
    assert "*" not in policy
    assert "http://evil" not in policy
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "path", ["/api/v1/me", "/api/v1/inbox", f"{ALLAUTH}auth/session", "/api/v1/nonsense"]
)
async def test_what_is_private_is_not_kept_by_anybody(
    people: Cast, browser: OpenBrowser, path: str
) -> None:
    answer = await browser(people.ana).client.get(path)
    assert "no-store" in answer.headers["Cache-Control"]


async def test_the_session_cookie_is_kept_from_scripts(people: Cast, browser: OpenBrowser) -> None:
    from tests.security.browser import with_password

    with_password(people.ana, "an old pencil")
    newcomer = browser()
    answer = await newcomer.account(
        "POST", "auth/login", email=people.ana.email, password="an old pencil"
    )
    assert answer.status_code == 200
    [cookie] = [c for c in answer.headers.get_list("Set-Cookie") if c.startswith("session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "/%2f%2fevil.example", "/?next=//evil.example"]
)
async def test_nobody_is_sent_elsewhere(browser: OpenBrowser, path: str) -> None:
    somebody = browser()
    for start in (path, f"/admin/login/?next={path}", f"/admin?next={path}"):
        answer = await somebody.client.get(somebody.web.origin + start)
        assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "evil.example:80"])
async def test_another_host_name_is_not_ours(people: Cast, webs: list[Web], host: str) -> None:
    async with httpx.AsyncClient(base_url=webs[0].origin) as client:
        for path in ("/", "/api/v1/me", f"{ALLAUTH}config"):
            answer = await client.get(path, headers={"Host": host})
            assert answer.status_code == 400
            assert "evil" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/_app/../../manage.py",
        "/..%2f..%2fmanage.py",
        "/_app/%2e%2e/%2e%2e/server/settings.py",
        "/static/../manage.py",
        "/mailbox/../../etc/passwd",
        "/.env",
        "/manage.py",
    ],
)
async def test_files_of_ours_cannot_be_read(webs: list[Web], path: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(httpx.URL(webs[0].origin).copy_with(raw_path=path.encode()))
    assert "DJANGO_SETTINGS_MODULE" not in answer.text
    assert "root:" not in answer.text
