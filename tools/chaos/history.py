"""After every fault: nothing lost, doubled, reordered or overheard, and every screen is right.

H1 every acknowledged text is one row, H2 versions come without gap, twin or disorder, H3 nobody
hears what is not theirs, H5 a screen shows what a reload would show, H6 no answer without a row.
H4, one winner and nothing late, is `contest`'s.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from tools.chaos.client import AGAIN, Client, Frame
from tools.chaos.device import LOST, Device
from tools.chaos.replay import applied
from tools.chaos.screen import Screen

Query = Callable[..., list[tuple[Any, ...]]]

MESSAGES = """
    SELECT m.number, m.version, m.key::text, m.content FROM messages m
    JOIN conversations c ON c.id = m.conversation_id
    WHERE c.public_id = %s ORDER BY m.number"""
HEAD = "SELECT last_number, version FROM conversations WHERE public_id = %s"
#: A call that is overdue is still to be told as expired.
CALL = """
    SELECT version FROM open_calls WHERE public_id = %s
    AND NOT (status = 'active' AND expires_at <= callboard_now())"""
HOUSEKEEPING = ("reply", "welcome", "mark", "ping", "bye", "reset")
#: A process that was restarted answers these first.
PATIENCE = 30.0


class History:
    """The devices of a conversation, with whoever has to hear nothing of it."""

    def __init__(
        self,
        query: Query,
        talk: str,
        strangers: Iterable[Device] = (),
        left: Mapping[Device, int] | None = None,
    ) -> None:
        """`left`: devices of people who have left, with the last version that was theirs."""
        self.query, self.talk, self.strangers = query, talk, list(strangers)
        self.left = dict(left or {})

    async def check(self, *devices: Device, port: int) -> None:
        """`port`: of a process that is there, for a fresh look."""
        for device in devices:
            await device.answered(PATIENCE)
        [(last_number, version)] = self.query(HEAD, self.talk)
        topic = f"conversation.{self.talk}"
        for device in devices:
            await device.until(lambda d=device: d.cursors.get(topic) == version, PATIENCE)
            await self._hears_of_calls(device)
        rows = self.query(MESSAGES, self.talk)
        assert [row[0] for row in rows] == [*range(1, last_number + 1)], "numbers have holes"
        for device in devices:
            self._nothing_lost_or_doubled(device, rows)
            in_order(device, topic)
            await as_fresh(device, port, self.talk)
        for stranger in self.strangers:
            self._heard_nothing(stranger)
        for device, theirs in self.left.items():
            self._heard_no_more(device, topic, theirs)

    async def _hears_of_calls(self, device: Device) -> None:
        """Of those that it watches; what a clock has yet to say comes first."""
        for topic in [topic for topic in device.cursors if topic.startswith("call.")]:
            call = topic.partition(".")[2]
            async with asyncio.timeout(PATIENCE):
                while self.query(CALL, call) != [(device.cursors[topic],)]:  # noqa: ASYNC110
                    await asyncio.sleep(AGAIN)

    def _nothing_lost_or_doubled(self, device: Device, rows: list[tuple[Any, ...]]) -> None:
        """H1, H6: each text is one row, and its answers name it."""
        by_key = {key: (number, version, content) for number, version, key, content in rows if key}
        assert len(by_key) == sum(1 for row in rows if row[2]), "a key is there twice"
        numbers = []
        for key, (talk, content) in device.said.items():
            if talk != self.talk:
                continue
            answer = device.answers[key]
            assert answer["ok"], answer
            assert key in by_key, f"{device.name}'s {content!r} was acknowledged and is not there"
            told = (answer["data"]["number"], answer["data"]["version"], content)
            assert by_key[key] == told, f"{device.name} was told {told}: it is {by_key[key]}"
            numbers.append(by_key[key][0])
        assert numbers == sorted(numbers), f"{device.name}'s own texts changed their order"

    def _heard_nothing(self, stranger: Device) -> None:
        """H3."""
        for client in stranger.connections:
            overheard = [f for f in client.frames if f["type"] not in HOUSEKEEPING]
            assert overheard == [], f"{stranger.name} overheard {overheard[:3]}"
            assert self.talk not in repr(client.heard("welcome", "reply")), stranger.name

    def _heard_no_more(self, device: Device, topic: str, theirs: int) -> None:
        """H3 for who was there once: nothing that changed after they left."""
        for client in device.connections:
            for frame in client.frames:
                found = versions_told(frame, topic)
                assert max(found, default=0) <= theirs, f"{device.name} overheard {frame}"


def versions_told(frame: Frame, topic: str) -> list[int]:
    """Of this topic's objects, wherever they stand in a frame."""
    states: Any = frame.get("topics") if frame["type"] == "welcome" else frame.get("data")
    state = states.get(topic) if isinstance(states, dict) else None
    items = state["objects"] if isinstance(state, dict) else []
    versions = [int(item["version"]) for item in items]
    if frame.get("topic") == topic and "version" in frame:
        versions.append(frame["version"])
    return versions


def in_order(device: Device, topic: str) -> None:
    """H2: on no connection a version came twice, was missing or came after a newer one."""
    pairs = list(zip(device.connections, device.began, strict=True))
    for client, began in pairs:
        ended = client is not device.connections[-1]
        applied(client.frames, topic, began.get(topic, 0), ended=ended)


async def as_fresh(device: Device, port: int, talk: str) -> None:
    """H5: what the device shows is what it would show after a reload."""
    fresh = await fresh_look(device.token, port, device.cursors)
    shown, there = device.messages[talk], fresh.messages[talk]
    first = min(shown, default=1) if device.resets else 1  # a snapshot shows the newest
    expected = {number: message for number, message in there.items() if number >= first}
    assert shown == expected, f"{device.name} shows {difference(shown, expected)}"
    assert device.screen.numbers.get(talk) == fresh.numbers.get(talk), device.name
    assert device.unread.get(talk) == fresh.unread.get(talk), device.name
    for key, data in fresh.objects.items():
        mine = device.screen.objects.get(key)
        assert mine == data, f"{device.name} shows {mine}, a reload {data}"


def difference(mine: dict[int, Frame], theirs: dict[int, Frame]) -> str:
    other = [n for n in mine.keys() & theirs.keys() if mine[n] != theirs[n]]
    return f"too much {sorted(mine.keys() - theirs.keys())}, not {sorted(theirs.keys() - mine)}" + (
        f", other {other}" if other else ""
    )


async def admitted(port: int, token: str) -> tuple[Client, Frame]:
    """Who has just come back from a fault may still say "not now" at the door."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(*LOST):
                client = await Client.connect(port, token)
                welcome = await client.hello()
                if welcome["type"] == "welcome":
                    return client, welcome
                await client.drop()
            await asyncio.sleep(AGAIN)


async def fresh_look(token: str, port: int, topics: Iterable[str]) -> Screen:
    """What a new device shows of these topics."""
    screen = Screen()
    client, welcome = await admitted(port, token)
    screen.welcome(welcome)
    for topic in topics:
        if topic.startswith("conversation."):
            screen.cursors[topic], more = 0, True
            while more:
                data = await client.insist("sync", cursors={topic: screen.cursors[topic]})
                more = data[topic].get("more", False)
                screen.take(topic, data[topic])
        elif topic != "user":
            screen.take(topic, await client.insist("watch", topic=topic))
    await client.close()
    return screen
