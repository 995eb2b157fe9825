"""What every screen heard and holds, against what the database says."""

import asyncio
from collections import defaultdict
from itertools import pairwise
from typing import Any
from uuid import UUID

from conversations.models import Message
from people.models import User
from tests.screens.talk import messages
from tests.screens.visitor import Json, Visitor
from tests.stories import row_of


async def agree(conversation: UUID, *visitors: Visitor) -> list[str]:
    """Nothing lost, doubled or reordered: on the wire, in the stores, on the screens.

    Returns what was said, in order.
    """
    rows = list(Message.objects.filter(conversation=row_of(conversation)).order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    keys = [row.key for row in rows if row.key]
    assert len(keys) == len(set(keys))
    for visitor in visitors:
        in_order(visitor)
        held = await settled(visitor, conversation)
        assert [(m["number"], m["key"]) for m in held] == [
            (row.number, row.key and str(row.key)) for row in rows
        ], visitor.name
        bubbles = messages(visitor).locator("[data-number]")
        shown = [await bubble.get_attribute("data-number") for bubble in await bubbles.all()]
        # Those far above are not drawn; what is, is the end of it in one piece.
        assert shown == [str(row.number) for row in rows][-len(shown) :], visitor.name
        await visitor.finds_nothing_wrong()
    return [row.content for row in rows]


async def settled(visitor: Visitor, conversation: UUID) -> list[Json]:
    """The messages in the stores, once this topic is where the database has it."""
    topic, head = f"conversation.{conversation}", row_of(conversation).version
    async with asyncio.timeout(30):
        while True:
            state = await visitor.state()
            if state["topics"].get(topic) == head:
                held: list[Json] = state["messages"][str(conversation)]
                return held
            await asyncio.sleep(0.05)


def in_order(visitor: Visitor) -> None:
    """On each socket the versions of a topic only grow."""
    for socket in visitor.wire:
        versions: dict[str, list[int]] = defaultdict(list)
        for frame in socket:
            if "topic" in frame and "version" in frame:
                versions[frame["topic"]].append(frame["version"])
        for topic, heard in versions.items():
            assert all(a < b for a, b in pairwise(heard)), f"{visitor.name} {topic} {heard}"


def told(visitor: Visitor, type: str) -> list[Any]:
    """The objects of every frame of this type."""
    return [frame["data"] for socket in visitor.wire for frame in socket if frame["type"] == type]


def nobody_was_told(visitor: Visitor, *others: User) -> None:
    """Nothing on this wire names one of these."""
    ids = {str(other.public_id) for other in others}
    heard = str(visitor.wire)
    assert not [id for id in ids if id in heard], visitor.name
