"""H4: of two confirmations of one place one wins, and nothing is decided after the deadline."""

import asyncio
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from tools.chaos.client import Http

if TYPE_CHECKING:
    from tools.chaos.device import Device
    from tools.chaos.play import Play

AGAIN = 0.1
WITHIN = 60.0
BOOKED = """
    SELECT count(*) FROM bookings b JOIN open_call_applications a ON a.id = b.application_id
    JOIN open_calls c ON c.id = a.open_call_id WHERE c.public_id = %s AND b.state = 'confirmed'"""
LATE = """
    SELECT count(*) FROM open_call_applications a JOIN open_calls c ON c.id = a.open_call_id
    WHERE c.public_id = %s AND a.created_at >= c.expires_at"""


async def insist(doors: list[Http], verb: str, **fields: Any) -> httpx.Response:
    """With the same key through whatever door is open, until there is an answer for good."""
    async with asyncio.timeout(WITHIN):
        for turn in range(10_000):
            try:
                answer = await doors[turn % len(doors)].ask(verb, **fields)
            except httpx.HTTPError:
                await asyncio.sleep(AGAIN)
                continue
            if answer.status_code < 500:
                return answer
            await asyncio.sleep(AGAIN)
    raise AssertionError(f"{verb} was never answered")


async def terms_of(doors: list[Http], call: str) -> str:
    """What a call says of itself, through whatever door is open."""
    async with asyncio.timeout(WITHIN):
        for turn in range(10_000):
            try:
                answer = await doors[turn % len(doors)].read(f"calls/{call}")
            except httpx.HTTPError:
                await asyncio.sleep(AGAIN)
                continue
            if answer.status_code == 200:
                return str(answer.json()["call"]["terms"])
            await asyncio.sleep(AGAIN)
    raise AssertionError("the call was never read")


def key() -> str:
    return str(uuid.uuid4())


async def contest(play: "Play", *watching: "Device") -> None:
    """Ana and Jane apply for one place, and two tabs of Hanna's confirm one each at once."""
    call = await open_call(play, timedelta(hours=1), *watching)
    doors = {who.name: every_door(play, who) for who in (play.hanna, play.ana, play.jane)}
    terms = await terms_of(doors["Ana"], call)
    applied = [
        (await insist(doors[name], "call.apply", key=key(), call=call, terms=terms)).json()[
            "application"
        ]
        for name in ("Ana", "Jane")
    ]
    answers = await asyncio.gather(
        *(
            insist(turned, "call.confirm", key=key(), application=application, terms=terms)
            for turned, application in zip(
                (doors["Hanna"], doors["Hanna"][::-1]), applied, strict=True
            )
        )
    )
    won = [answer.status_code == 200 for answer in answers]
    assert sum(won) == 1, f"{sum(won)} winners: {[answer.text for answer in answers]}"
    assert play.world.query(BOOKED, call) == [(1,)], "another number of bookings than winners"


async def too_late(play: "Play", *watching: "Device") -> None:
    """Ana applies at a moment around the deadline, whatever processes live then."""
    call = await open_call(play, timedelta(seconds=1.5), *watching)
    doors = every_door(play, play.ana)
    terms = await terms_of(doors, call)
    await asyncio.sleep(1.5 + play.chance.uniform(-0.3, 0.3))
    await insist(doors, "call.apply", key=key(), call=call, terms=terms)
    assert play.world.query(LATE, call) == [(0,)], "an application from after the deadline"


def every_door(play: "Play", who: Any) -> list[Http]:
    return [play.door(who, server) for server in play.servers]


async def open_call(play: "Play", closes: timedelta, *watching: "Device") -> str:
    doors = every_door(play, play.hanna)
    evening = {
        "title": "Life drawing",
        "local_start": (datetime.now() + timedelta(days=play.chance.randint(2, 900)))  # noqa: DTZ005  (a wall time)
        .replace(microsecond=0)
        .isoformat(),
        "minutes": 60,
        "time_zone": "UTC",
        "positions": 1,
    }
    made = await insist(doors, "session.create", key=key(), **evening)
    assert made.status_code == 200, made.text
    expires = (datetime.now(UTC) + closes).isoformat()
    opened = await insist(
        doors, "call.open", key=key(), session=made.json()["session"], expires_at=expires
    )
    assert opened.status_code == 200, opened.text
    call = str(opened.json()["call"])
    for device in watching:
        await device.watch(f"call.{call}")
    return call
