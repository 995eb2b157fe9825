"""What comes to people's minds: each picks something that there is to do, and tries it."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from core import clock as deciding
from people.actions import block, unblock
from people.models import Block, User
from people.verbs import BlockPerson, UnblockPerson
from tests import dealings, stories
from tests.workflows.crowds import RARE
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall

#: Places and times are few, so that people meet.
EVENINGS = 3

Deed = Callable[[], bool]


class World(NamedTuple):
    """People by their `pk`."""

    hosts: list[int]
    models: list[int]


class Somebody:
    """Every deed says whether there was something to do; what is refused is raised."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self.world, self.chance = world, chance
        #: How many times as long as usual everything takes: deadlines are as far away as that.
        self.slowness = 1.0
        self.applications = Application.objects.filter(open_call__host__in=world.hosts)
        self.bookings = Booking.objects.filter(calendar_session__host__in=world.hosts)
        self.calls = OpenCall.objects.filter(host__in=world.hosts).select_related("host")
        self.offers = JobOffer.objects.filter(host__in=world.hosts)
        self.sessions = CalendarSession.objects.filter(host__in=world.hosts)

    def deed(self) -> Deed:
        return self.chance.choice(
            [self.open] * 5 + [self.apply] * 12 + [self.confirm] * 6 + [self.offer] * 4
            + [self.accept] * 3 + [self.say] * 2 + [self.read] * 2 + [self.withdraw] * 2
            + [self.extend, self.reopen, self.move, self.agree, self.leave, self.reject] * 2
            + [self.decline, self.take_back, self.change_fee, self.agree_to_fee, self.view]
            + [self.cancel_call, self.cancel_session, self.more_places, self.block]
            + [self.unblock] * 2
        )  # fmt: skip

    def host(self) -> User:
        return User.objects.get(pk=self.chance.choice(self.world.hosts))

    def model(self) -> User:
        return User.objects.get(pk=self.chance.choice(self.world.models))

    def soon(self) -> timedelta:
        return timedelta(milliseconds=self.chance.randint(200, 3_000)) * self.slowness

    def with_one(self, rows: Any, act: Callable[[Any], object]) -> bool:
        found = list(rows.order_by("-pk")[:20])
        if found:
            act(self.chance.choice(found))
        return bool(found)

    # --- calls -------------------------------------------------------------------------------

    def open(self) -> bool:
        host, now = self.host(), deciding.now()
        evening = now.replace(microsecond=0) + timedelta(days=2 + self.chance.randrange(EVENINGS))
        old = self.sessions.filter(host=host, cancelled_at=None).order_by("-pk").first()
        if old is not None and self.chance.random() < 0.4:
            session = old.public_id
        else:
            session = stories.session(host, starts_at=evening, positions=self.chance.randint(1, 3))
        stories.open_call(host, session, closes=self.soon(), requirements=RARE)
        return True

    def apply(self) -> bool:
        late = self.chance.random() < 0.1
        calls = self.calls if late else self.calls.filter(status="active")
        return self.with_one(calls, lambda call: stories.apply(self.model(), call.public_id))

    def extend(self) -> bool:
        return self.with_one(
            self.calls.filter(status="active"),
            lambda row: dealings.extend(row.host, row.public_id, deciding.now() + self.soon()),
        )

    def cancel_call(self) -> bool:
        return self.with_one(
            self.calls.filter(status="active"),
            lambda row: dealings.cancel_call(row.host, row.public_id),
        )

    def reopen(self) -> bool:
        return self.with_one(
            self.calls.exclude(status="active"),
            lambda row: dealings.reopen(row.host, row.public_id, self.soon()),
        )

    def change_fee(self) -> bool:
        amount = self.chance.choice([None, 10_00, 20_00])
        return self.with_one(
            self.calls.filter(status="active"),
            lambda row: dealings.change_fee(row.host, row.public_id, amount),
        )

    def view(self) -> bool:
        who = self.model() if self.chance.random() < 0.5 else None
        return self.with_one(self.calls, lambda row: dealings.view(who or row.host, row.public_id))

    # --- applications ------------------------------------------------------------------------

    def _pending(self, act: Callable[[Any], object]) -> bool:
        pending = self.applications.filter(status="pending")
        return self.with_one(pending.select_related("open_call__host", "model__user_profile"), act)

    def confirm(self) -> bool:
        return self._pending(lambda row: stories.confirm(row.open_call.host, row.public_id))

    def reject(self) -> bool:
        return self._pending(lambda row: dealings.reject(row.open_call.host, row.public_id))

    def withdraw(self) -> bool:
        return self._pending(lambda row: stories.withdraw(row.model.user_profile, row.public_id))

    def agree_to_fee(self) -> bool:
        return self._pending(
            lambda row: dealings.agree_to_fee(row.model.user_profile, row.public_id)
        )

    # --- sessions, offers, bookings ----------------------------------------------------------

    def _session(self, act: Callable[[Any], object]) -> bool:
        return self.with_one(self.sessions.filter(cancelled_at=None).select_related("host"), act)

    def move(self) -> bool:
        by = timedelta(hours=self.chance.choice([-3, -1, 1, 3]))
        return self._session(
            lambda row: dealings.move(row.host, row.public_id, row.during.lower + by)
        )

    def more_places(self) -> bool:
        number = self.chance.randint(1, 4)
        return self._session(lambda row: dealings.change(row.host, row.public_id, positions=number))

    def cancel_session(self) -> bool:
        return self._session(lambda row: dealings.cancel_session(row.host, row.public_id))

    def offer(self) -> bool:
        return self._session(
            lambda row: dealings.offer(row.host, row.public_id, self.model(), self.soon())
        )

    def _sent(self, act: Callable[[Any], object]) -> bool:
        sent = self.offers.filter(status="sent")
        return self.with_one(sent.select_related("host", "model__user_profile"), act)

    def accept(self) -> bool:
        return self._sent(lambda row: dealings.accept(row.model.user_profile, row.public_id))

    def decline(self) -> bool:
        return self._sent(lambda row: dealings.decline(row.model.user_profile, row.public_id))

    def take_back(self) -> bool:
        return self._sent(lambda row: dealings.take_back(row.host, row.public_id))

    def leave(self) -> bool:
        host = self.chance.random() < 0.5
        rows = self.bookings.filter(state="confirmed")
        return self.with_one(
            rows.select_related("calendar_session__host", "model__user_profile"),
            lambda row: dealings.cancel_booking(
                row.calendar_session.host if host else row.model.user_profile, row.public_id
            ),
        )

    def agree(self) -> bool:
        asked = self.bookings.filter(state="confirmed").exclude(asked_during=None)
        return self.with_one(
            asked.select_related("model__user_profile"),
            lambda row: dealings.agree(row.model.user_profile, row.public_id),
        )

    # --- people ------------------------------------------------------------------------------

    def _talk(self, act: Callable[[User, Any], object]) -> bool:
        def with_either(row: Application) -> None:
            both = row.open_call.host, row.model.user_profile
            act(self.chance.choice(both), row.conversation)

        return self.with_one(
            self.applications.select_related(
                "conversation", "open_call__host", "model__user_profile"
            ),
            with_either,
        )

    def say(self) -> bool:
        return self._talk(lambda who, where: stories.say(who, where.public_id))

    def read(self) -> bool:
        return self._talk(lambda who, where: stories.read(who, where.public_id, where.last_number))

    def _two(self) -> tuple[User, User]:
        two = [self.host(), self.model()]
        self.chance.shuffle(two)
        return two[0], two[1]

    def block(self) -> bool:
        by, person = self._two()
        block(BlockPerson(person=person.public_id, bookings="keep"), by=by)
        return True

    def unblock(self) -> bool:
        blocks = Block.objects.filter(blocker__in=self.world.hosts + self.world.models)
        return self.with_one(
            blocks.select_related("blocker", "blocked"),
            lambda row: unblock(UnblockPerson(person=row.blocked.public_id), by=row.blocker),
        )
