"""Secrets and what people say to each other never get into the logs."""

import uuid
from pathlib import Path

import pytest

from people.actions import create_token
from tests import processes
from tests.client import Client, Http
from tests.people import Cast
from tests.processes import Web
from tests.security.browser import Browser, answer_to, with_password
from tools.bench.world import session_of

WORDS = "canary-in-the-coal-mine"
PASSWORD = "canary-password-7"


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
async def test_nothing_private_is_logged(
    people: Cast, environment: dict[str, str], tmp_path: Path, talk: str, server: str
) -> None:
    """With a talkative setting, at both doors, with right, wrong and broken requests."""
    settings = {"ASGI_SERVER": server, "LOG_LEVEL": "INFO", "LOG_FORMAT": "json"}
    web = Web({**environment, **settings}, log=tmp_path / "web.log")
    token, session = create_token(people.hanna, "canary"), session_of(people.ana)
    with processes.running(web):
        web.wait()
        await everything_happens(people, web, talk, token, session)
    said = web.said()
    secrets = [token, token.removeprefix("cb_"), session, WORDS, PASSWORD]
    assert [secret for secret in secrets if secret in said] == []
    assert people.ana.email not in said


async def everything_happens(people: Cast, web: Web, talk: str, token: str, session: str) -> None:
    hanna = await Client.connect(web.port, token)
    await hanna.hello()
    await hanna.say(talk, WORDS)
    text = {"key": str(uuid.uuid4()), "conversation": talk, "content": WORDS}
    await hanna.refused("message.send", **text, colour=WORDS)
    await hanna.refused("message.send", **(text | {"conversation": str(uuid.uuid4())}))
    await hanna.send(f'{{"type":"message.send","content":"{WORDS}"')
    await hanna.closed()
    for path in (f"/ws?token={token}", f"/ws/{token}", f"/{token}"):
        assert await answer_to(web, path=path, origin=None) == 403
    http = Http(web.origin, token)
    await http.ask("message.send", **text)
    await http.ask("message.send", **(text | {"content": WORDS * 400}))
    await http.client.post("message.send", content=WORDS)
    await http.read("people", search=f"{WORDS}%", token=token)
    await http.client.get(f"{web.origin}/reset-password/{WORDS}")
    await http.client.aclose()
    ana = Browser(web, session)
    await ana.socket()
    with_password(people.ana, PASSWORD)
    await ana.account("POST", "auth/login", email=people.ana.email, password=PASSWORD)
    await ana.close()
    other = Browser(web)
    await other.account("POST", "auth/login", email=people.ana.email, password=PASSWORD + "x")
    await other.account("POST", "auth/password/request", email=people.ana.email)
    await other.close()
