"""What each part of the hot path brings: everything on, then without one at a time."""

import asyncio
import re
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from tools.bench import fanout, machine, processes, talk, world
from tools.bench.load import Texts
from tools.bench.tables import Table

PEOPLE, WINDOW = 100, 4
#: Texts a second while there is little to do, when nothing can be done for many at once.
CALM = 200
WARM, MEASURED = 0.7, 2.0
COLUMNS = [
    "",
    "messages/s",
    "of all",
    "deliveries/s",
    "of all",
    "deliveries/s, one post at a time",
    "of all",
    f"p50 ms at {CALM}/s",
    "server core %",
]
#: Everything that is on and can be switched off is something that has to pay.
SWITCH = re.compile(r'given\.switch\(\s*"(\w+)",\s*default=True\s*\)')


def switches() -> list[str]:
    return SWITCH.findall(Path(settings.ROOT, "server", "settings.py").read_text())


class Figures(NamedTuple):
    messages: float
    deliveries: float
    one_by_one: float
    calm_ms: float
    calm_core: float


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    whole = _figures(server, {})
    rows = [_row("everything on", whole, whole)]
    rows += [_row(_without(name), _figures(server, {name: "0"}), whole) for name in switches()]
    return [
        Table(
            f"ablation: {PEOPLE // 2} pairs and a group of {PEOPLE}, window {WINDOW}, {server}",
            COLUMNS,
            rows,
            "Everything on one core.",
        )
    ]


def _figures(server: str, own: dict[str, str]) -> Figures:
    cast = world.people(PEOPLE, f"ablation-{server}")
    people = [person for person, _ in cast]
    pairs = world.conversations(list(zip(people[::2], people[1::2], strict=True)))
    everybody = world.group(people)
    world.settle()
    with processes.web(server, own=own) as port:
        return asyncio.run(_measure(port, pairs, everybody, [token for _, token in cast]))


async def _measure(port: int, pairs: list[str], everybody: str, tokens: list[str]) -> Figures:
    group = await fanout.join(port, everybody, tokens)
    clients = [group.sender, *group.others]
    two = [talk.Pair(*pair) for pair in zip(clients[::2], clients[1::2], pairs, strict=True)]
    texts = await talk.closed(two, Texts(), WINDOW, WARM, MEASURED)
    calm = await talk.fixed(two, Texts(), CALM, MEASURED)
    posts = await fanout.closed(group, WINDOW, WARM, MEASURED)
    single = await fanout.closed(group, 1, WARM, MEASURED)
    fanout.close(group)
    core = calm.meter.server_core
    return Figures(texts.rate, posts.rate, single.rate, calm.ms(0.5), core)


def _without(name: str) -> str:
    return f"without {name.removeprefix('CALLBOARD_').lower().replace('_', ' ')}"


def _row(name: str, figures: Figures, whole: Figures) -> list[object]:
    row: list[object] = [name]
    for figure, all_on in zip(figures[:3], whole[:3], strict=True):
        row += [figure, round(figure / all_on, 2)]
    return [*row, figures.calm_ms, figures.calm_core]
