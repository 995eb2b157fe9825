"""Who may open a socket: decided before the accept, and told nothing but 403."""

import uuid

import pytest
from websockets import InvalidStatus

from people import actions
from people.models import SignIn
from tests.client import Client
from tests.conftest import Connect
from tests.people import Cast, token
from tests.processes import Web
from tests.security.browser import answer_to, knock
from tools.bench.world import session_of

FOREIGN = {
    "foreign": "https://evil.example",
    "null": "null",
    "absent": None,
    "look-alike": "http://127.0.0.1.evil.example:{port}",
    "look-alike in the port": "http://127.0.0.1:{port}.evil.example",
    "with a name before it": "http://evil.example@127.0.0.1:{port}",
    "longer": "http://127.0.0.1:{port}0",
    "another port": "http://127.0.0.1:1",
    "no port": "http://127.0.0.1",
    "another scheme": "https://127.0.0.1:{port}",
    "another name of this machine": "http://localhost:{port}",
    "other case": "HTTP://127.0.0.1:{port}",
    "a path": "http://127.0.0.1:{port}/",
    "two in one": "http://127.0.0.1:{port}, https://evil.example",
    "a subdomain": "http://x.127.0.0.1:{port}",
}
#: The server itself may say so first.
MALFORMED = {"look-alike in the port", "longer", "two in one"}
NO_ORIGIN_AT_ALL = {400, 403}


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_foreign_page_cannot_use_the_victims_cookie(
    people: Cast, webs: list[Web], origin: str
) -> None:
    web, session = webs[0], session_of(people.ana)
    given = FOREIGN[origin]
    given = given.format(port=web.port) if given else None
    refused = await answer_to(web, origin=given, cookie=session)
    assert refused in (NO_ORIGIN_AT_ALL if origin in MALFORMED else {403})
    assert await answer_to(web, cookie=session) == 101


async def test_a_second_origin_cannot_be_smuggled_in(people: Cast, webs: list[Web]) -> None:
    web, session = webs[0], session_of(people.ana)
    twice = {"origin": web.origin, "ORIGIN": "https://evil.example", "cookie": session}
    assert await answer_to(web, **twice) in (400, 403)
    assert await answer_to(
        web, origin="https://evil.example", cookie=session, Origin=web.origin
    ) in (
        400,
        403,
    )


async def test_our_own_page_is_let_in(people: Cast, webs: list[Web]) -> None:
    connection = await knock(webs[0], cookie=session_of(people.ana))
    assert connection.subprotocol == "callboard.v1"
    ana = Client(connection)
    assert (await ana.hello())["me"]["handle"] == people.ana.handle
    await ana.close()


@pytest.mark.parametrize("cookie", [None, "", "x", "0" * 32, "../../x", '"\\000"', "a b; c=d"])
async def test_without_a_session_nobody_is_let_in(webs: list[Web], cookie: str | None) -> None:
    assert await answer_to(webs[0], cookie=cookie) == 403


@pytest.mark.parametrize(
    "other", ["a/b=1", "foo@bar=1", "{x}=1", "no value", "=", "a=1; a b=2", "ä=1"]
)
async def test_cookies_of_others_on_this_host_do_not_matter(
    people: Cast, webs: list[Web], other: str
) -> None:
    """A browser sends what any program on the same host has set, whatever its name."""
    session = session_of(people.ana)
    assert await answer_to(webs[0], Cookie=f"{other}; session={session}") == 101
    assert await answer_to(webs[0], Cookie=f"session={session}; {other}") == 101


async def test_a_session_that_was_ended_is_not_let_in(people: Cast, webs: list[Web]) -> None:
    session = session_of(people.ana)
    assert await answer_to(webs[0], cookie=session) == 101
    actions.end_sign_ins(people.ana)
    assert await answer_to(webs[0], cookie=session) == 403


async def test_a_token_needs_no_origin_and_must_be_right(people: Cast, webs: list[Web]) -> None:
    right = token(people.ana)
    assert await answer_to(webs[0], origin=None, Authorization=f"Bearer {right}") == 101
    assert await answer_to(webs[0], origin=None, Authorization=f"bearer {right}") == 101
    for wrong in (f"Bearer {right}x", f"Bearer {right[:-1]}", f"Basic {right}", right, "Bearer x"):
        assert await answer_to(webs[0], origin=None, Authorization=wrong) == 403
    SignIn.objects.filter(user=people.ana).update(revoked_at="2020-01-01T00:00:00Z")
    assert await answer_to(webs[0], origin=None, Authorization=f"Bearer {right}") == 403


async def test_a_wrong_token_does_not_fall_back_to_the_cookie(
    people: Cast, webs: list[Web]
) -> None:
    session = session_of(people.ana)
    assert await answer_to(webs[0], cookie=session, Authorization="Bearer wrong") == 403


async def test_a_closed_account_is_not_let_in(people: Cast, webs: list[Web]) -> None:
    session, secret = session_of(people.ana), token(people.ana)
    people.ana.is_active = False
    people.ana.save()
    assert await answer_to(webs[0], cookie=session) == 403
    assert await answer_to(webs[0], origin=None, Authorization=f"Bearer {secret}") == 403


@pytest.mark.parametrize("query", ["token={}", "access_token={}", "authorization=Bearer%20{}"])
async def test_a_secret_in_the_address_is_no_key(people: Cast, webs: list[Web], query: str) -> None:
    path = f"/ws?{query.format(token(people.ana))}"
    assert await answer_to(webs[0], path=path, origin=None) == 403
    assert await answer_to(webs[0], path=path) == 403


@pytest.mark.parametrize(
    "protocols", [[], ["callboard.v2"], ["callboard"], ["CALLBOARD.V1"], ["chat"]]
)
async def test_another_protocol_is_refused(
    people: Cast, webs: list[Web], protocols: list[str]
) -> None:
    session = session_of(people.ana)
    assert await answer_to(webs[0], cookie=session, protocols=protocols) == 403
    several = await knock(webs[0], cookie=session, protocols=[*protocols, "callboard.v1"])
    assert several.subprotocol == "callboard.v1"
    await several.close()


@pytest.mark.parametrize("path", ["/", "/ws/", "/ws/x", "/WS", "/api/v1/me", "/ws%00"])
async def test_there_is_a_socket_in_one_place_only(
    people: Cast, webs: list[Web], path: str
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await knock(webs[0], path=path, cookie=session_of(people.ana))
    assert refused.value.response.status_code in (403, 404)
    assert "Traceback" not in refused.value.response.body.decode()


async def test_the_token_of_one_opens_nothing_of_another(
    people: Cast, connect: Connect, talk: str
) -> None:
    mika = await connect(people.mika)
    error = await mika.refused(
        "message.send", key=str(uuid.uuid4()), conversation=talk, content="x"
    )
    assert error["code"] == "not_found"
