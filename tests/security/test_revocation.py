"""Signing out, in every way that there is, silences the sockets that it should, and no others."""

import asyncio
import os
import subprocess
import sys
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db.models.functions import Now

from people import actions
from people.actions import create_token
from people.models import SignIn, User
from tests import stories
from tests.accounts import enters_password_again
from tests.client import Client
from tests.conftest import Connect, WebWith
from tests.people import Cast, person, token
from tests.processes import ROOT, Web
from tests.security.browser import Browser, answer_to, with_password
from tests.security.conftest import OpenBrowser

#: Within one second, and a little for a machine that is busy.
AT_ONCE = 1.5
OLD, NEW = "an old pencil", "a new crayon"


async def silenced(*sockets: Client, code: int = 4401, within: float = AT_ONCE) -> None:
    for socket in sockets:
        assert await socket.closed(within=within) == code
        assert (socket.frames[-1]["type"], socket.frames[-1]["code"]) == ("bye", code)


async def hears(socket: Client, talk: str, hanna: Client) -> None:
    words = uuid.uuid4().hex
    await hanna.say(talk, words)
    await socket.hears("message.created", content=words)


async def test_signing_out_ends_this_session_on_every_process(
    people: Cast, browser: OpenBrowser, connect: Connect, webs: list[Web], talk: str
) -> None:
    hanna = await connect(people.hanna)
    here, elsewhere = browser(people.ana), browser(people.ana)
    closing = [await here.socket(on=web) for web in webs]
    staying = [await elsewhere.socket(), await connect(people.ana, on=1)]
    answer = await here.account("DELETE", "auth/session")
    assert answer.status_code == 401  # the answer of a browser that is signed out
    await silenced(*closing)
    for socket in staying:
        await hears(socket, talk, hanna)
    assert [socket.heard("message.created") for socket in closing] == [[], []]


async def test_a_new_password_ends_all_other_sign_ins(
    people: Cast, browser: OpenBrowser, connect: Connect, webs: list[Web], talk: str
) -> None:
    with_password(people.ana, OLD)
    hanna, jane = await connect(people.hanna), await connect(people.jane)
    mine, other = browser(people.ana), browser(people.ana)
    staying = [await mine.socket(on=web) for web in webs]
    closing = [await other.socket(on=web) for web in webs] + [await connect(people.ana)]
    wrong = await mine.account(
        "POST", "account/password/change", current_password="guessed", new_password=NEW
    )
    assert wrong.status_code == 400
    right = await mine.account(
        "POST", "account/password/change", current_password=OLD, new_password=NEW
    )
    assert right.status_code == 200
    await silenced(*closing)
    for socket in staying:
        await hears(socket, talk, hanna)
    assert (await mine.client.get("/api/v1/me")).status_code == 200
    assert (await other.client.get("/api/v1/me")).status_code == 401
    assert jane.heard("bye") == []


async def test_one_of_my_sign_ins_can_be_ended_and_all_but_this_one(
    people: Cast, connect: Connect, browser: OpenBrowser, talk: str
) -> None:
    with_password(people.ana, OLD)
    hanna, lost = await connect(people.hanna), await connect(people.ana, on=1)
    mine = browser(people.ana)
    ana = await mine.socket()
    await enters_password_again(mine, OLD)
    rows = (await mine.client.get("/api/v1/sign-ins")).json()["sign_ins"]
    [id] = [row["id"] for row in rows if row["kind"] == "token"]
    await ana.do("sign_out", sign_in=id)
    await silenced(lost)
    third = await connect(people.ana, on=1)
    await ana.do("sign_out")
    await silenced(third)
    await hears(ana, talk, hanna)
    foreign = SignIn.objects.filter(user=people.hanna).first()
    assert foreign
    error = await ana.refused("sign_out", sign_in=str(foreign.public_id))
    assert error == await ana.refused("sign_out", sign_in=str(uuid.uuid4()))
    assert error["code"] == "not_found"
    await hears(ana, talk, hanna)


async def test_a_revoked_token_is_silenced(
    people: Cast, webs: list[Web], browser: OpenBrowser, connect: Connect, talk: str
) -> None:
    hanna = await connect(people.hanna)
    secret = create_token(people.ana, "a bot")
    bots = [await Client.connect(web.port, secret) for web in webs]
    for bot in bots:
        await bot.hello()
    row = SignIn.objects.get(user=people.ana, name="a bot")
    await signs_out(browser(people.ana), row)
    await silenced(*bots)
    await hanna.say(talk, "Not for bots")
    assert [bot.heard("message.created") for bot in bots] == [[], []]


async def signs_out(mine: Browser, row: SignIn) -> None:
    SignIn.objects.filter(user=row.user).update(reauthenticated_at=Now())
    answer = await mine.send("POST", "/api/v1/sign_out", {"sign_in": str(row.public_id)})
    assert answer.status_code == 200, answer.text


async def test_it_is_heard_although_nobody_sweeps(
    people: Cast, connect: Connect, browser: OpenBrowser, web_with: WebWith
) -> None:
    """The process that ends the sign-in has never had a socket; the other does not sweep."""
    unswept = web_with(SWEEP=60)
    quiet = web_with(SWEEP=59)
    ana = await connect(people.ana, to=unswept)
    mine = browser(people.ana, on=quiet)
    SignIn.objects.filter(user=people.ana).update(reauthenticated_at=Now())
    assert (await mine.send("POST", "/api/v1/sign_out", {})).status_code == 200
    await silenced(ana, within=20)  # long before the sweep


async def press(staff: Browser, action: str, user: User) -> None:
    """An action of the admin's list of people."""
    await staff.client.get("/")
    answer = await staff.client.post(
        "/admin/people/user/",
        data={"action": action, "_selected_action": str(user.pk), "index": "0"},
        headers={"X-CSRFToken": staff.client.cookies["csrftoken"]},
    )
    assert answer.status_code in (302, 403), answer.text


@pytest.mark.parametrize("hello", [True, False])
async def test_an_account_that_staff_close_is_silenced_at_once(
    people: Cast, browser: OpenBrowser, connect: Connect, web_with: WebWith, talk: str, hello: bool
) -> None:
    """On both processes, and neither waits for a sweep."""
    webs = [web_with(SWEEP=60), web_with(SWEEP=59)]
    staff = person("Nora", is_staff=True, is_superuser=True)
    hanna = await connect(people.hanna, to=webs[0])
    sockets = [await connect(people.ana, to=web, hello=hello) for web in webs]
    await press(browser(staff, on=webs[0]), "close", people.ana)
    await silenced(*sockets, code=4403)
    said = {"key": str(uuid.uuid4()), "conversation": talk, "content": "Not for Ana"}
    assert (await hanna.ask("message.send", **said))["error"]["code"] == "not_found"
    assert [socket.heard("message.created") for socket in sockets] == [[], []]
    assert await answer_to(webs[1], origin=None, Authorization=f"Bearer {token(people.ana)}") == 403
    await press(browser(staff, on=webs[1]), "reopen", people.ana)
    back = await connect(people.ana, to=webs[0])
    await hears(back, talk, hanna)


async def test_only_staff_with_the_right_to_may_close_an_account(
    people: Cast, browser: OpenBrowser
) -> None:
    for user in (people.mika, person("Otto", is_staff=True)):
        await press(browser(user), "close", people.ana)
        assert User.objects.get(pk=people.ana.pk).is_active


async def test_an_account_that_was_closed_by_hand_is_found_by_the_sweep_and_by_a_command(
    people: Cast, connect: Connect, web_with: WebWith
) -> None:
    swept = await connect(people.ana)
    asking = await connect(people.ana, to=web_with(SWEEP=60))
    User.objects.filter(pk=people.ana.pk).update(is_active=False)
    assert await swept.closed() == 4403
    await asking.send({"type": "presence", "ref": 9, "people": []})
    await silenced(asking, code=4403)


async def test_a_password_set_at_the_command_line_silences_all(
    people: Cast, connect: Connect, web_with: WebWith, environment: dict[str, str]
) -> None:
    sockets = [await connect(people.ana, to=web_with(SWEEP=span)) for span in (60, 59)]
    hanna = await connect(people.hanna, to=web_with(SWEEP=60))
    command = [sys.executable, "manage.py", "changepassword", people.ana.handle]
    done = await asyncio.to_thread(
        subprocess.run,
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        input=f"{NEW}\n{NEW}\n",
        capture_output=True,
        text=True,
        start_new_session=True,  # without a terminal it reads what is typed from here
    )
    assert done.returncode == 0, done.stderr
    await silenced(*sockets)
    assert hanna.heard("bye") == []


async def test_a_socket_does_not_outlive_the_cookie_that_opened_it(
    people: Cast, browser: OpenBrowser, connect: Connect
) -> None:
    ana, mika = browser(people.ana), await connect(people.mika)
    socket = await ana.socket()
    row = SignIn.objects.get(user=people.ana, kind=SignIn.SESSION)
    assert row.expires_at
    lasts = row.expires_at - row.created_at
    assert abs(lasts.total_seconds() - settings.SESSION_COOKIE_AGE) < 60
    SignIn.objects.filter(pk=row.pk).update(expires_at=Now())
    assert await socket.closed() == 4401
    assert (await ana.client.get("/api/v1/me")).status_code == 401
    assert mika.heard("bye") == []


async def test_who_signs_in_after_somebody_else_ends_their_sign_in(
    people: Cast, browser: OpenBrowser, connect: Connect, webs: list[Web], talk: str
) -> None:
    """Two people, one browser: what was Ana's tab must not go on telling Ana's news."""
    hanna = await connect(people.hanna)
    shared = browser(people.ana)
    tab = await shared.socket(on=webs[1])
    demo = User.objects.filter(handle="mika").first() or User.objects.create(
        handle="mika", email="mika@example.org", display_name="Mika"
    )
    answer = await shared.send("POST", "/demo/sign-in", {"handle": demo.handle})
    assert answer.status_code == 200
    assert (await shared.client.get("/api/v1/me")).json()["handle"] == demo.handle
    await silenced(tab)
    await hanna.say(talk, "For Ana alone")
    assert tab.heard("message.created") == []


async def test_nothing_is_done_for_a_sign_in_that_has_ended(
    people: Cast, connect: Connect, web_with: WebWith, talk: str
) -> None:
    """Nobody told this process yet: the command itself finds out."""
    unswept = web_with(SWEEP=60)
    ana = await connect(people.ana, to=unswept)
    actions.end_sign_ins(people.ana)
    await ana.send(
        {
            "type": "message.send",
            "ref": 9,
            "key": str(uuid.uuid4()),
            "conversation": talk,
            "content": "From the past",
        }
    )
    await silenced(ana)
    assert ana.heard("reply") == []
    assert stories.row_of(uuid.UUID(talk)).last_number == 2


@pytest.mark.parametrize("verb", ["sync", "watch", "presence"])
async def test_nothing_is_read_for_a_sign_in_that_has_ended(
    people: Cast, connect: Connect, web_with: WebWith, talk: str, call: str, verb: str
) -> None:
    unswept = web_with(SWEEP=60)
    ana = await connect(people.ana, to=unswept)
    actions.end_sign_ins(people.ana)
    asked: dict[str, dict[str, Any]] = {
        "sync": {"cursors": {f"conversation.{talk}": 0}},
        "watch": {"topic": f"call.{call}"},
        "presence": {"people": [str(people.hanna.public_id)]},
    }
    await ana.send({"type": verb, "ref": 9, **asked[verb]})
    await silenced(ana)
    assert ana.heard("reply") == []


async def test_a_hello_after_the_end_is_no_welcome(
    people: Cast, connect: Connect, web_with: WebWith
) -> None:
    unswept = web_with(SWEEP=60)
    ana = await connect(people.ana, to=unswept, hello=False)
    actions.end_sign_ins(people.ana)
    await ana.send({"type": "hello", "ref": 1})
    await silenced(ana)
    assert ana.heard("welcome") == []
