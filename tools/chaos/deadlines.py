"""Every clock is dead while deadlines pass: nobody is late, and whoever reads is told the truth."""

import asyncio
from datetime import datetime

from tools.chaos import late
from tools.chaos.play import Fault, Play
from tools.chaos.tries import doors, straight
from tools.chaos.waves import Course, cast

CLEARED = 2.0
WITHIN = 60.0
#: How often it is looked whether the clocks have come so far.
AGAIN = 0.05

OVERDUE = """
    SELECT (SELECT count(*) FROM open_calls WHERE calendar_session_id = ANY(%s)
            AND status = 'active' AND expires_at <= callboard_now()),
           (SELECT count(*) FROM job_offers WHERE calendar_session_id = ANY(%s)
            AND status = 'sent' AND expires_at <= callboard_now()),
           (SELECT seen_at FROM heartbeats WHERE name = 'clock'), callboard_now()"""


async def clocks_dead(play: Play) -> str:
    await kill(play)
    invited = await asyncio.to_thread(cast, play)
    hanna, ana = play.device(play.hanna), play.device(play.ana, *reversed(play.world.ports()))
    await play.there(hanna, ana)
    course = Course(play, invited)
    async with straight(play.world) as webs, doors(webs, invited.trying) as opened:
        while course.goes_on():
            await course.go(opened, ana)
    found = late.answers(course.came, course.enough)
    cleared = await back(course)
    waiting = sum(len(evening.waiting) for evening in course.evenings)
    late.rows(play.world.query, course.sessions, waiting, course.came)
    await play.whole(hanna, ana)
    return f"{course.passed} deadlines, {found}; {course.reads} reads; {cleared}"


async def kill(play: Play) -> None:
    """Not before one has lived: the world may have been made just now."""
    async with asyncio.timeout(WITHIN):
        while not play.world.query("SELECT 1 FROM heartbeats WHERE name = 'clock'"):  # noqa: ASYNC110
            await asyncio.sleep(AGAIN)
    for clock in play.world.clocks:
        clock.kill()


async def back(course: Course) -> str:
    """The clocks live again, by their own word, and soon nothing is overdue."""
    world, sessions = course.play.world, course.sessions
    [(calls, offers, _, began)] = world.query(OVERDUE, sessions, sessions)
    assert calls == offers == course.untouched, f"{calls} calls and {offers} offers were overdue"
    for clock in world.clocks:
        await world.do(clock.start)
    there: datetime | None = None
    async with asyncio.timeout(WITHIN):
        left = [calls, offers]
        while any(left):
            await asyncio.sleep(AGAIN)
            [(*left, beat, now)] = world.query(OVERDUE, sessions, sessions)
            if there is None and beat > began:
                there = beat
    assert there is not None, "no clock says that it lives"
    took = (now - there).total_seconds()
    found = f"{calls} calls and {offers} offers were overdue, all ended {took:.2f} s after a clock"
    found += f" was back, {(now - began).total_seconds():.2f} s after its start"
    assert took <= CLEARED + course.play.allowed(), found
    return found


FAULTS = [
    Fault(
        "clocks-dead",
        "no clock lives: of 10 tries within 50 ms of each deadline none is late, none in time is"
        " refused; reads say expired; the backlog is cleared within 2 s of the clocks' return;"
        " runs: deadlines",
        full=1000,
        short=30,
        act=clocks_dead,
    )
]
