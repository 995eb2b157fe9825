"""Reading of a call around its deadline: it is open until then, and expired from then on."""

import time
from random import Random
from typing import Any

from tools.chaos.client import Http
from tools.chaos.evenings import Evening
from tools.chaos.tries import NEAR, until

#: What a call, or it and an application, say of themselves until the deadline.
OPEN = ({"active"}, {"active", "pending"})
#: What an offer says from then on.
OVER = {"accepted", "expired"}


async def look(
    evening: Evening, deadline: float, chance: Random, host: Http, waiting: Http, other: Http
) -> int:
    """The host, the model who waits and another; in any order, as whoever is first says it to all.

    How many reads there were after the deadline.
    """
    reads = [
        (host, "calls"),
        (host, f"calls/{evening.call}/host"),
        (waiting, "board"),
        (waiting, "applications"),
        (other, f"calls/{evening.call}"),
    ]
    chance.shuffle(reads)
    about = {evening.call, *evening.waiting}
    await until(deadline - 2 * NEAR)
    for door, path in reads[:1]:
        statuses = said((await door.read(path)).json(), about)
        if time.time() < deadline:
            assert statuses in OPEN, f"before the deadline {path} said {statuses}"
    await until(deadline + chance.uniform(0, NEAR))
    for door, path in reads:
        statuses = said((await door.read(path)).json(), about)
        assert statuses == {"expired"}, f"after the deadline {path} said {statuses}"
    return len(reads)


async def look_back(host: Http, offers: set[str]) -> int:
    """Not even those are open any more whose late answers met somebody else at work on them."""
    statuses = said((await host.read("offers")).json(), offers)
    assert statuses, "offers are missing"
    assert statuses <= OVER, f"after their deadlines offers said {statuses}"
    return 1


def said(body: Any, about: set[str]) -> set[str]:
    """Every status of these, wherever they stand in an answer."""
    if isinstance(body, list):
        return set().union(*(said(item, about) for item in body))
    if not isinstance(body, dict):
        return set()
    own = {body["status"]} if body.get("id") in about and "status" in body else set()
    return own.union(*(said(value, about) for value in body.values()))
