"""What an API token may do, and that it never touches the account."""

import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from consumers import scopes
from consumers.commands import COMMANDS
from consumers.inbound import BY_NAME
from people.actions import create_token
from people.models import SignIn, User
from people.vocabulary import ACCOUNT, SCOPES
from protocol.wire import Keyed
from server import logs
from tests import stories
from tests.accounts import PASSWORD, enters_password_again
from tests.client import Client, Http
from tests.conftest import Connect
from tests.people import Cast, entered_again
from tests.processes import Web
from tests.security import foreign
from tests.security.browser import with_password
from tests.security.conftest import OpenBrowser


def test_every_verb_has_a_scope() -> None:
    assert set(scopes.VERBS) >= {*COMMANDS, *BY_NAME}
    assert set(scopes.VERBS.values()) == {*SCOPES, ACCOUNT}


@pytest.mark.attack("do with an API token what its scopes do not say", "refused, at both doors")
@pytest.mark.parametrize("scope", [*SCOPES, None])
async def test_a_token_does_only_what_its_scopes_say(
    people: Cast, webs: list[Web], scope: str | None
) -> None:
    """Every verb at both doors. Over HTTP nothing else is looked at before."""
    key = create_token(people.ana, "a bot", scopes=[scope] if scope else [])
    grant = scopes.Grant(SignIn.objects.get(user=people.ana))
    socket, http = await Client.connect(webs[0].port, key), Http(webs[0].origin, key)
    for verb in sorted({*scopes.VERBS} & {*COMMANDS, *BY_NAME} - {"hello", "mark", "pong"}):
        mine = scopes.VERBS[verb] == scope
        assert (grant.refusal(verb) is None) == mine
        fields = foreign.filled(foreign.VERBS.get(verb), foreign.NOWHERE) or {}
        if verb in COMMANDS and issubclass(COMMANDS[verb].ask, Keyed):
            fields["key"] = str(uuid.uuid4())
        if not mine:
            error = (await socket.ask(verb, **fields))["error"]
            assert error.get("reasons") == ["scope"] or foreign.VERBS.get(verb) is None, verb
        if verb in COMMANDS:
            answer = (await http.ask(verb)).json()
            assert (answer.get("reasons") == ["scope"]) != mine, verb
    await socket.close()
    await http.client.aclose()


async def test_a_token_reads_only_with_that_scope_and_never_the_secret_addresses(
    people: Cast, webs: list[Web]
) -> None:
    paths = [path for path, ids in foreign.PATHS.items() if ids is None]
    for granted, expected in ((["talk", "decide"], 403), ([*SCOPES], 200)):
        http = Http(webs[0].origin, create_token(people.ana, "a bot", scopes=granted))
        for path in paths:
            answer = await http.read(path)
            secret = path in ("calendar", "sign-ins", "rights")
            if path == "server":  # the same for whoever asks
                assert answer.status_code == 200
            elif expected == 403 or secret:
                assert answer.status_code == 403, path
            else:
                assert answer.status_code != 403, path
        for tail in ("", "/posts", "/upcoming", "/followers", "/following"):
            answer = await http.read(f"people/{people.ana.handle}{tail}")
            assert answer.status_code == expected, tail
        await http.client.aclose()


@pytest.mark.attack("let a stolen token make another, or end the owner's sign-ins", "refused")
@pytest.mark.parametrize("verb", [v for v, scope in scopes.VERBS.items() if scope == ACCOUNT])
async def test_no_token_touches_the_account(people: Cast, webs: list[Web], verb: str) -> None:
    """Not even one that names the verb."""
    key = create_token(people.ana, "a bot", verbs=[*scopes.VERBS])
    before = SignIn.objects.filter(user=people.ana, revoked_at=None).count()
    socket, http = await Client.connect(webs[0].port, key), Http(webs[0].origin, key)
    await socket.hello()
    fields: dict[str, Any] = {}
    if verb == "token.create":
        fields = {"name": "Another", "scopes": ["read"]}
    elif issubclass(COMMANDS[verb].ask, Keyed):
        fields = {"key": str(uuid.uuid4())}
    assert (await socket.refused(verb, **fields))["code"] == "forbidden"
    assert (await http.ask(verb, **fields)).status_code == 403
    assert SignIn.objects.filter(user=people.ana, revoked_at=None).count() == before
    await socket.close()
    await http.client.aclose()


async def test_a_list_of_verbs_is_enough(people: Cast, webs: list[Web], talk: str) -> None:
    key = create_token(people.ana, "a bot", scopes=["read"], verbs=["message.send"])
    socket = await Client.connect(webs[0].port, key)
    await socket.hello()
    await socket.say(talk, "From a program")
    assert (await socket.refused("typing", conversation=talk))["reasons"] == ["scope"]
    await socket.close()


async def test_a_token_is_made_with_the_password_and_shown_once(
    people: Cast, browser: OpenBrowser, webs: list[Web]
) -> None:
    with_password(people.ana, PASSWORD)
    ana = browser(people.ana)
    until = (timezone.now() + timedelta(days=30)).isoformat()
    asked = {"name": "Ana's greeter", "scopes": ["read", "talk"], "expires_at": until}
    refused = await ana.send("POST", "/api/v1/token.create", asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "reauthenticate")
    await enters_password_again(ana)
    made = (await ana.send("POST", "/api/v1/token.create", asked)).json()
    rows = (await ana.client.get("/api/v1/sign-ins")).json()["sign_ins"]
    [row] = [row for row in rows if row["id"] == made["id"]]
    assert (row["name"], row["scopes"]) == ("Ana's greeter", ["read", "talk"])
    assert row["expires_at"] is not None
    assert made["token"] not in str(rows)
    http = Http(webs[0].origin, made["token"])
    assert (await http.read("me")).status_code == 200
    SignIn.objects.filter(public_id=made["id"]).update(expires_at=timezone.now())
    assert (await http.read("me")).status_code == 401
    await http.client.aclose()


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["account"]},
        {"scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z"},
        {"scopes": ["read"], "name": ""},
        {"scopes": ["read"] * 4},
    ],
)
async def test_a_token_that_makes_no_sense_is_refused(
    people: Cast, browser: OpenBrowser, wrong: dict[str, Any]
) -> None:
    ana = browser(people.ana)
    entered_again(SignIn.objects.get(user=people.ana))
    asked = {"name": "A bot", **wrong}
    answer = await ana.send("POST", "/api/v1/token.create", asked)
    assert answer.status_code == 400


def test_the_command_makes_lists_and_ends_tokens(
    people: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    def typed(*words: str) -> str:
        call_command("token", people.ana.handle, *words)
        return capsys.readouterr().out

    typed("--name", "greeter", "--scope", "read", "--verb", "message.send", "--expires", "7")
    row = SignIn.objects.get(user=people.ana, kind=SignIn.TOKEN)
    assert (row.scopes, row.verbs) == (["read"], ["message.send"])
    assert row.expires_at is not None
    assert "greeter  (read, message.send; until" in typed("--list")
    with pytest.raises(CommandError):
        typed("--verb", "sign_out")
    with pytest.raises(CommandError):
        typed("--revoke", "nothing")
    typed("--revoke", str(row.public_id))
    assert typed("--list") == ""


async def test_a_program_is_not_its_person(
    people: Cast, webs: list[Web], connect: Connect, browser: OpenBrowser
) -> None:
    """Its socket does not make them be here."""
    stories.talking(people.hanna, people.ana)
    bot = await connect(people.hanna, hello=False)
    await bot.hello()
    ana = await connect(people.ana)
    who = [str(people.hanna.public_id)]
    assert (await ana.do("presence", people=who))["online"] == []
    await browser(people.hanna).socket()
    await ana.hears("presence", person=who[0], online=True)
    await bot.do("presence", people=[])


# --- secret addresses -------------------------------------------------------------------------


@pytest.mark.attack("read the calendar's address after its owner signed out everywhere", "404")
@pytest.mark.parametrize("how", ["sign out everywhere", "a new password", "a closed account"])
async def test_the_calendars_secret_address_ends_with_the_sign_ins(
    people: Cast, browser: OpenBrowser, how: str
) -> None:
    ana, visitor = browser(people.ana), browser()
    assert (
        await ana.send("POST", "/api/v1/calendar.renew", {"key": str(uuid.uuid4())})
    ).status_code == 200
    path = (await ana.client.get("/api/v1/calendar")).json()["path"]
    assert (await visitor.client.get(path)).status_code == 200
    if how == "a new password":
        with_password(people.ana, PASSWORD)
    elif how == "a closed account":
        User.objects.filter(pk=people.ana.pk).update(is_active=False)
    else:
        entered_again(SignIn.objects.get(user=people.ana))
        assert (await ana.send("POST", "/api/v1/sign_out", {})).status_code == 200
    assert (await visitor.client.get(path)).status_code == 404


SECRET_PARAMETER = re.compile(r"<str:(?:key|token)>")


def test_no_address_with_a_secret_is_ever_logged() -> None:
    """Every URL pattern that has a parameter of such a name."""
    found = [route for route in foreign.routes(everything()) if SECRET_PARAMETER.search(route)]
    assert len(found) >= 4
    for route in found:
        path = "/" + SECRET_PARAMETER.sub("Hush-1:2_3", route).lstrip("/")
        for line in (f"Not Found: {path}", f'"GET {path} HTTP/1.1" 503', f"next={path!r}"):
            event = logs.redacted(None, "", {"event": line})
            assert "Hush" not in event["event"], route


def everything() -> list[Any]:
    from django.urls import get_resolver

    return list(get_resolver().url_patterns)


async def test_a_secret_address_is_not_in_the_log_of_the_server(
    people: Cast, browser: OpenBrowser, logs_of_webs: list[Path]
) -> None:
    visitor = browser()
    for path in ("/calendar/Hush-1.ics", "/unsubscribe/Hush-2", "/confirm-email/Hush-3"):
        await visitor.client.get(path)
    for log in logs_of_webs:
        assert "Hush-" not in log.read_text()


@pytest.fixture
def logs_of_webs(webs: list[Web]) -> list[Path]:
    return [web.log for web in webs]
