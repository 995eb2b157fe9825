"""From one person's act to what others see, in real browsers with the built client."""

import asyncio
import time
import uuid
from datetime import timedelta
from typing import NamedTuple

import msgspec
from django.conf import settings
from django.utils import timezone
from playwright.async_api import Browser, Page, async_playwright

from core.sql import rows
from people.models import ModelProfile, User
from tools.bench import load, machine, market, processes, world
from tools.bench.load import Client
from tools.bench.tables import Goal, Table
from tools.local import chromium, client
from workflows.models import OpenCall
from workflows.queries.terms import of_call as terms_of_call

CALLS, MODELS = 12, 3
ENDED = "This one went to someone else."
#: When the words stood on the page first, by the clock that browser and bench share.
SEEN = """(words) => new Promise((resolve) => {
    const look = () => {
        if (!document.body.innerText.includes(words)) return;
        watching.disconnect();
        requestAnimationFrame(() => resolve(Date.now() / 1000));
    };
    const watching = new MutationObserver(look);
    watching.observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
})"""
#: Each evening on a day of its own: nobody is booked twice for one.
APART = """
    UPDATE calendar SET during = tstzrange(lower(during) + n * interval '1 day',
                                           upper(during) + n * interval '1 day')
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS t(session, n) WHERE id = session RETURNING id"""


class Person(NamedTuple):
    user: User
    token: str
    cookie: str


class Took(NamedTuple):
    applied: list[float]
    ended: list[float]


def run(server: str) -> list[Table]:
    client.ready()
    processes.place_servers(machine.SERVER)
    host, *models = _people()
    made = market.calls([host.user], [timezone.now() + timedelta(hours=3)] * CALLS)
    rows(APART, [[call.calendar_session_id for call in made]])
    found = OpenCall.objects.select_related("calendar_session").order_by("pk")
    calls = list(found.filter(pk__in=[call.pk for call in made]))
    world.settle()
    with processes.web(server) as port:
        took = asyncio.run(_measure(port, host, models, calls))
    return [
        Table(
            f"screens: {CALLS} calls, {MODELS} applicants each, in Chromium, {server}",
            ["from", "seen", "p50 ms", "p99 ms", "max ms"],
            [
                _row("apply to the host's screen", took.applied),
                _row("confirm to each other applicant's screen", took.ended),
            ],
            goals=[
                Goal("seen", len(took.applied + took.ended), ">=", CALLS * (2 * MODELS - 1)),
                Goal("apply, p99 ms", load.milliseconds(took.applied, 0.99), "<=", 200),
                Goal("confirm, p99 ms", load.milliseconds(took.ended, 0.99), "<=", 300),
            ],
        )
    ]


def _people() -> list[Person]:
    found = [
        Person(user, token, world.session_of(user))
        for user, token in world.people(1 + MODELS, "screen")
    ]
    for number, (user, *_) in enumerate(found):
        user.display_name = f"Model {'ABC'[number - 1]}" if number else "Host"
        user.is_host, user.is_model = number == 0, number > 0
        user.save()
        if user.is_model:
            ModelProfile.objects.create(user_profile=user)
    return found


async def _measure(port: int, host: Person, models: list[Person], calls: list[OpenCall]) -> Took:
    took = Took([], [])
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=await asyncio.to_thread(chromium.program),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        pages = [await _page(browser, port, person) for person in (host, *models)]
        lines = [await load.connect(port, person.token) for person in (host, *models)]
        for call in calls:
            await _one_call(port, call, pages, lines, models, took)
        for line in lines:
            line.close()
        await browser.close()
    return took


async def _page(browser: Browser, port: int, person: Person) -> Page:
    context = await browser.new_context(reduced_motion="reduce")
    name = settings.SESSION_COOKIE_NAME
    await context.add_cookies(
        [{"name": name, "value": person.cookie, "domain": "127.0.0.1", "path": "/"}]
    )
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{port}/inbox")
    return page


async def _one_call(
    port: int,
    call: OpenCall,
    pages: list[Page],
    lines: list[Client],
    models: list[Person],
    took: Took,
) -> None:
    for page in pages:
        await page.goto(f"http://127.0.0.1:{port}/calls/{call.public_id}")
        await page.get_by_role("heading", level=1).wait_for()
        await page.wait_for_load_state("networkidle")
    host, *others = pages
    terms = terms_of_call(call).version
    applications = []
    for line, model in zip(lines[1:], models, strict=True):
        seen = asyncio.create_task(host.evaluate(SEEN, model.user.display_name))
        await asyncio.sleep(0.3)
        began, answer = await _ask(line, "call.apply", call=str(call.public_id), terms=terms)
        took.applied.append(await seen - began)
        applications.append(answer["application"])
    ends = [asyncio.create_task(page.evaluate(SEEN, ENDED)) for page in others[1:]]
    await asyncio.sleep(0.3)
    began, _ = await _ask(lines[0], "call.confirm", application=applications[0], terms=terms)
    took.ended.extend([await end - began for end in ends])


async def _ask(line: Client, verb: str, **fields: str) -> tuple[float, dict[str, str]]:
    """When it was asked, and the data of the answer."""
    answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def replied(body: bytes) -> None:
        if body.startswith(b'{"type":"reply"') and not answered.done():
            answered.set_result(body)

    line.replied = replied
    asked = {"type": verb, "ref": 3, "key": str(uuid.uuid4()), **fields}
    began = time.time()
    line.send(msgspec.json.encode(asked))
    reply = msgspec.json.decode(await asyncio.wait_for(answered, 10))
    assert reply["ok"], reply
    return began, reply["data"]


def _row(name: str, took: list[float]) -> list[object]:
    return [name, len(took), *(load.milliseconds(took, share) for share in (0.5, 0.99, 1.0))]
