"""What each part of the hot path brings: everything on, then without one at a time."""

import asyncio
import re
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from server.bench import fanout, machine, processes, talk, world
from server.bench.load import Texts
from server.bench.tables import Table

PEOPLE, WINDOW = 100, 4
WARM, MEASURED = 0.7, 2.0
#: Everything that is on and can be switched off is something that has to pay.
SWITCH = re.compile(r'given\.switch\(\s*"(\w+)",\s*default=True\s*\)')


def switches() -> list[str]:
    return SWITCH.findall(Path(settings.ROOT, "server", "settings.py").read_text())


class Figures(NamedTuple):
    messages: float
    p99: float
    deliveries: float


def run(server: str) -> list[Table]:
    processes.place_servers(machine.SERVER)
    whole = _figures(server, {})
    rows = [_row("everything on", whole, whole)]
    rows += [_row(_without(name), _figures(server, {name: "0"}), whole) for name in switches()]
    return [
        Table(
            f"ablation: {PEOPLE // 2} pairs and a group of {PEOPLE}, window {WINDOW}, {server}",
            ["", "messages/s", "of all", "p99 ms", "deliveries/s", "of all"],
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
    two = zip(clients[::2], clients[1::2], pairs, strict=True)
    texts = await talk.closed([talk.Pair(*pair) for pair in two], Texts(), WINDOW, WARM, MEASURED)
    posts = await fanout.closed(group, WINDOW, WARM, MEASURED)
    fanout.close(group)
    return Figures(texts.rate, texts.ms(0.99), posts.rate)


def _without(name: str) -> str:
    return f"without {name.removeprefix('CALLBOARD_').lower().replace('_', ' ')}"


def _row(name: str, figures: Figures, whole: Figures) -> list[object]:
    return [
        name,
        figures.messages,
        round(figures.messages / whole.messages, 2),
        figures.p99,
        figures.deliveries,
        round(figures.deliveries / whole.deliveries, 2),
    ]
