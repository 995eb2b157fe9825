"""What is only for operators, and what exists only with bin/dev."""

import httpx
import pytest

from people.models import User
from tests.people import Cast
from tests.processes import Web
from tests.security.conftest import OpenBrowser

DEV_ONLY = [("GET", "/demo/people"), ("POST", "/demo/sign-in"), ("GET", "/mailbox/")]
DEV_ONLY += [("GET", "/mailbox/1"), ("GET", "/demo/sign-in")]


async def test_numbers_are_for_this_machine_alone(webs: list[Web]) -> None:
    for address, status in (("127.0.0.1", 200), ("127.0.0.2", 404)):
        transport = httpx.AsyncHTTPTransport(local_address=address)
        async with httpx.AsyncClient(base_url=webs[0].origin, transport=transport) as client:
            answer = await client.get("/metrics")
            pretended = await client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
        assert (answer.status_code, pretended.status_code) == (status, 404)
        assert ("callboard_sockets" in answer.text) is (status == 200)


async def test_no_names_in_the_numbers(people: Cast, webs: list[Web]) -> None:
    async with httpx.AsyncClient(base_url=webs[0].origin) as client:
        text = (await client.get("/metrics")).text
    for person in people:
        assert person.handle not in text
        assert str(person.public_id) not in text


@pytest.mark.parametrize(("method", "path"), DEV_ONLY)
async def test_what_is_for_newcomers_is_not_there_in_production(
    browser: OpenBrowser, production: Web, method: str, path: str
) -> None:
    User.objects.get_or_create(handle="hanna", defaults={"display_name": "Hanna"})
    there, here = browser(on=production), browser()
    answer = await there.send(method, path, {"handle": "hanna"})
    assert answer.status_code == 404
    assert there.session is None
    known = await here.send(method, path, {"handle": "hanna"})
    assert known.status_code in ((404,) if path == "/mailbox/1" else (200, 405))


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"[]", b'{"handle":1}', b'{"handle":null}', b"\xff"]
)
async def test_a_demo_sign_in_of_nobody_is_refused(browser: OpenBrowser, body: bytes) -> None:
    somebody = browser()
    await somebody.client.get("/")
    headers = {"X-CSRFToken": somebody.client.cookies["csrftoken"]}
    answer = await somebody.client.post("/demo/sign-in", content=body, headers=headers)
    assert answer.status_code in (400, 404)
    assert somebody.session is None


async def test_only_the_cast_can_be_tried_out(people: Cast, browser: OpenBrowser) -> None:
    somebody = browser()
    answer = await somebody.send("POST", "/demo/sign-in", {"handle": people.ana.handle})
    assert answer.status_code == 404
    assert somebody.session is None


@pytest.mark.parametrize("path", ["/admin/", "/admin/people/user/", "/admin/login/"])
async def test_the_admin_is_for_staff(people: Cast, browser: OpenBrowser, path: str) -> None:
    answer = await browser(people.ana).client.get(path)
    assert people.ana.email not in answer.text
    assert answer.status_code in (200, 302, 404)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/admin/login/")
