"""Waves of deadlines at which many try and some look, at a pace that this machine can keep."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import NamedTuple

from django.db import connection

from tools.bench import world as people
from tools.chaos import late
from tools.chaos.device import Device
from tools.chaos.evenings import Company, Evening, close, company, evenings, pose
from tools.chaos.looks import look, look_back
from tools.chaos.play import Person, Play
from tools.chaos.tries import NEAR, Came, Doors, Try, rush, until

#: Deadlines that are set at once, when everything that was tried at the last ones is answered.
WAVE = 10
#: Seconds to the first of them, and from each to the next if answers come quickly.
AHEAD, APART = 0.4, 0.3
#: So many times what an answer takes, if they do not.
CALM = 4
#: The share of tries that are sent so early that they should be decided right at the deadline.
EARLY = 0.5
#: Near tries for each deadline: if what was tried was not near, so many times as many deadlines.
ENOUGH, AT_MOST = 10, 2
#: Of those who try; at each deadline so many apply, are confirmed and accept, if it is in time.
HOSTS, MODELS = 8, 26
APPLY, CONFIRM, ACCEPT = 6, 4, 3
#: Of those who do nothing but wait; as many calls as offers of theirs, half as many as deadlines.
QUIET_HOSTS, QUIET_MODELS = 50, 50


class Cast(NamedTuple):
    """Those who try, and three companies: theirs, of people who only wait, and Hanna with Ana."""

    trying: list[Person]
    crowd: Company
    quiet: Company
    own: Company


class Wave(NamedTuple):
    """Evenings that many want, evenings that nobody touches, and one at which people look."""

    wanted: list[Evening]
    untouched: list[Evening]
    shown: Evening

    def all(self) -> list[Evening]:
        return [*self.wanted, *self.untouched, self.shown]


def cast(play: Play) -> Cast:
    """In a thread of its own, like the next two."""
    trying = [Person(u.handle, u, token) for u, token in people.people(HOSTS + MODELS, "rush")]
    crowd = [person.user for person in trying]
    quiet = [user for user, _ in people.people(QUIET_HOSTS + QUIET_MODELS, "quiet")]
    for host in (*crowd[:HOSTS], *quiet[:QUIET_HOSTS]):
        people.invite(host)
    pose([*crowd[HOSTS:], *quiet[QUIET_HOSTS:]])
    found = Cast(
        trying,
        company(crowd[:HOSTS], crowd[HOSTS:]),
        company(quiet[:QUIET_HOSTS], quiet[QUIET_HOSTS:]),
        company([play.hanna.user], [play.ana.user]),
    )
    people.settle()
    connection.close()
    return found


def next_wave(play: Play, cast: Cast, after: int) -> Wave:
    """After so many others; open for long as yet."""
    chance = play.chance
    wanted = evenings(
        cast.crowd, WAVE, chance, after=after, free=APPLY, waiting=CONFIRM, asked=ACCEPT
    )
    untouched = []
    if after < play.times:
        untouched = evenings(cast.quiet, WAVE // 2, chance, after=after, asked=1)
    [shown] = evenings(cast.own, 1, chance, after=after, wanted="{}")
    connection.close()
    return Wave(wanted, untouched, shown)


def set_deadlines(wave: Wave, ahead: float, apart: float) -> list[datetime]:
    """One after the other, from now on; half-way to the next those of who is not in the rush."""
    begin = datetime.now(UTC) + timedelta(seconds=ahead)
    moments = [begin + timedelta(seconds=n * apart) for n in range(WAVE)]
    between = [moment + timedelta(seconds=apart / 2) for moment in moments]
    close(wave.wanted, moments)
    close([wave.shown, *wave.untouched], between[: 1 + len(wave.untouched)])
    connection.close()
    return moments


class Course:
    """The waves so far, and what came of them."""

    def __init__(self, play: Play, cast: Cast) -> None:
        self.play, self.cast = play, cast
        self.waves: list[Wave] = []
        self.came: list[Came] = []
        self.reads = 0
        self.readers = [play.door(person) for person in (play.hanna, play.ana, play.jane)]
        #: Seconds from sending to the decision, of those who come early: they meet few others.
        self.takes = NEAR

    @property
    def enough(self) -> int:
        return ENOUGH * self.play.times

    @property
    def passed(self) -> int:
        return WAVE * len(self.waves)

    @property
    def evenings(self) -> list[Evening]:
        return [evening for wave in self.waves for evening in wave.all()]

    @property
    def untouched(self) -> int:
        return sum(len(wave.untouched) for wave in self.waves)

    @property
    def sessions(self) -> list[int]:
        return [evening.session for evening in self.evenings]

    def goes_on(self) -> bool:
        """A busy machine sends and answers late: it gets more to do, but not without end."""
        times, missing = self.play.times, late.near(self.came) < self.enough
        return self.passed < times or (missing and self.passed < AT_MOST * times)

    async def go(self, opened: Mapping[int, Doors], follower: Device) -> None:
        """One wave. Of the first the follower hears how its calls end."""
        wave = await asyncio.to_thread(next_wave, self.play, self.cast, self.passed)
        if not self.waves:
            for evening in (*wave.untouched, wave.shown):
                await follower.watch(f"call.{evening.call}")
        self.waves.append(wave)
        apart = max(APART, CALM * self.takes)
        moments = await asyncio.to_thread(set_deadlines, wave, AHEAD + 2 * self.takes, apart)
        shown_until = moments[0].timestamp() + apart / 2
        looking = asyncio.create_task(
            look(wave.shown, shown_until, self.play.chance, *self.readers)
        )
        came = await rush(self.tries(wave, moments), opened)
        self.came += came
        self.takes = taken(came)
        self.reads += await looking
        await until(moments[-1].timestamp() + apart)
        for host in self.cast.crowd.hosts:
            mine = [evening for evening in wave.wanted if evening.host == host.pk]
            offers = {offer for evening in mine for offer, _ in evening.asked}
            self.reads += await look_back(opened[host.pk].http, offers)

    def tries(self, wave: Wave, moments: Sequence[datetime]) -> list[Try]:
        found, chance = [], self.play.chance
        for evening, deadline in zip(wave.wanted, moments, strict=True):
            asked = [
                *((model, "call.apply", evening.call) for model in evening.free),
                *((evening.host, "call.confirm", application) for application in evening.waiting),
                *((model, "offer.accept", offer) for offer, model in evening.asked),
            ]
            for who, verb, what in asked:
                terms = evening.offered if verb == "offer.accept" else evening.terms
                at = deadline.timestamp() + chance.uniform(-1, 1) * NEAR
                if chance.random() < EARLY:
                    at -= self.takes * chance.uniform(0.5, 1.5)
                found.append(Try(at, deadline, who, verb, what, terms, chance.random() < 0.5))
        return found


def taken(came: Sequence[Came]) -> float:
    """What an answer takes, of those who come early."""
    decided = sorted((one.sent, one.decided - one.sent) for one in came if one.decided is not None)
    return median(took for _, took in decided[: int(EARLY * len(decided))])
