"""How much a first visit has to load, and that nothing jumps when it is there."""

import gzip
from typing import Any

import pytest
from playwright.async_api import Response

from tests import stories
from tests.people import Cast
from tests.screens.conftest import DESK, PHONE, AtScreen

#: Where one lands after signing in, and a conversation on top of it: 111 and 135 kB when this was
#: written, where 85 for the first is the goal.
LIGHT, WITH_A_THREAD = 114_000, 138_000
#: Everything that moved without a hand on it, as the browser itself sums it up.
SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
            if (!entry.hadRecentInput)
                window.shifts.push([entry.value, ...entry.sources.map(({ node }) =>
                    node?.outerHTML?.slice(0, 120) ?? node?.nodeName)]);
    }).observe({ type: 'layout-shift', buffered: true });
"""


@pytest.mark.long
@pytest.mark.parametrize(("there", "limit"), [("", LIGHT), ("/{}", WITH_A_THREAD)])
async def test_a_first_visit_is_light(
    people: Cast, at_screen: AtScreen, there: str, limit: int
) -> None:
    talking = stories.talking(people.hanna, people.ana)
    hanna = await at_screen(people.hanna)
    scripts: list[Response] = []
    hanna.page.on(
        "response",
        lambda answer: scripts.append(answer) if answer.url.endswith(".js") else None,
    )
    await hanna.opens("/inbox" + there.format(talking))
    await hanna.is_connected()
    sizes = {answer.url: len(gzip.compress(await answer.body())) for answer in scripts}
    total = sum(sizes.values())
    print(f"first load: {total / 1000:.0f} kB of JavaScript compressed, {len(sizes)} files")
    assert 0 < total < limit


@pytest.mark.parametrize(
    "size", [pytest.param(DESK, id="desk", marks=pytest.mark.long), pytest.param(PHONE, id="phone")]
)
async def test_nothing_jumps_once_it_is_shown(
    people: Cast, at_screen: AtScreen, size: tuple[int, int]
) -> None:
    evening = stories.session(people.hanna)
    applied = stories.apply(people.ana, stories.open_call(people.hanna, evening), "Gladly.")
    stories.say(people.hanna, applied.conversation, "Can you bring red drapes?")
    for number in range(30):
        stories.say(people.ana, applied.conversation, f"Line {number}, of some length or other")
    hanna = await at_screen(people.hanna, size=size)
    await hanna.context.add_init_script(SHIFTS)
    moved: dict[str, Any] = {}
    for path in ("/inbox", f"/inbox/{applied.conversation}", "/calls/yours", "/calendar", "/feed"):
        await hanna.opens(path)
        await hanna.is_connected()
        await hanna.page.wait_for_load_state("networkidle")
        shifts = await hanna.page.evaluate("window.shifts")
        if sum(value for value, *_ in shifts) > NOTICED:
            moved[path] = shifts
    assert moved == {}


#: Below this, nobody sees it: the web's own measure of "good" is five times as much.
NOTICED = 0.02
