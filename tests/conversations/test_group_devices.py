"""People come to a group, leave it and come back, on devices with bad lines: all agree."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import hypothesis.strategies as st
import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from conversations.actions import groups
from conversations.models import Message, Participant
from core.refused import Refused
from people.models import User
from protocol import publish
from protocol.publish import Outgoing
from tests import budgets
from tests.devices import Device
from tests.people import host, model
from tests.state import State
from tests.stories import (
    add,
    archive,
    edit,
    flag,
    group,
    leave,
    place_of,
    react,
    read,
    remove,
    row_of,
    say,
    unsend,
)
from tests.verify import same

#: Hanna is the admin and stays; Ana and Jane come and go. Jane has two devices.
GUESTS = st.sampled_from(["ana", "jane"])
WHO = st.sampled_from(["hanna", "ana", "jane"])
WHICH = st.integers(0, 3)
ANY = st.integers(0, 1_000)


class Group(RuleBasedStateMachine):
    @initialize()
    def they_meet(self) -> None:
        self.people = {"hanna": host(), "ana": model("Ana"), "jane": model("Jane")}
        self.told: list[Outgoing] = []
        publish.deliver_with(self.told.extend)
        guests = self.people["ana"], self.people["jane"]
        self.group: UUID = group(self.people["hanna"], *guests)
        owners = ("hanna", "ana", "jane", "jane")
        self.devices = [Device(self.people[owner]) for owner in owners]
        self.told.clear()

    def is_here(self, who: str) -> bool:
        return place_of(self.people[who], self.group).left_at is None

    def tell(self) -> None:
        for device in self.devices:
            device.published(self.told)
        self.told.clear()
        for person in self.people.values():
            is_sound(place_of(person, self.group))

    # --- who is there ------------------------------------------------------------------------

    @rule(who=GUESTS, of_themselves=st.booleans())
    def goes(self, who: str, of_themselves: bool) -> None:
        if not self.is_here(who):
            add(self.people["hanna"], self.group, self.people[who])
        elif of_themselves:
            leave(self.people[who], self.group)
        else:
            remove(self.people["hanna"], self.group, self.people[who])
        self.tell()

    # --- what is said ------------------------------------------------------------------------

    @rule(who=WHO)
    def send(self, who: str) -> None:
        if self.is_here(who):
            say(self.people[who], self.group, f"{who} says something.")
            self.tell()

    @rule(back=st.integers(0, 6), gone=st.booleans())
    def change(self, back: int, gone: bool) -> None:
        """One of the last messages of a person is edited or taken back, by who said it."""
        row = row_of(self.group)
        said = Message.objects.filter(conversation=row, deleted_at=None).exclude(sender=None)
        message = said.select_related("sender").order_by("-number")[back : back + 1].first()
        if message is None:
            return
        assert message.sender is not None
        with suppress(Refused):  # the sender has left, or said it before they did
            if gone:
                unsend(message.sender, self.group, message.number)
            else:
                edit(message.sender, self.group, message.number, f"Now it is {row.version}.")
        self.tell()

    @rule(who=WHO, back=st.integers(0, 6), on=st.booleans())
    def sign(self, who: str, back: int, on: bool) -> None:
        number = max(1, row_of(self.group).last_number - back)
        with suppress(Refused):
            react(self.people[who], self.group, number, on=on)
        self.tell()

    # --- what is theirs alone ----------------------------------------------------------------

    @rule(who=WHO, back=st.integers(-2, 4))
    def read(self, who: str, back: int) -> None:
        number = max(0, row_of(self.group).last_number - back)
        assert read(self.people[who], self.group, number).unread >= 0
        self.tell()

    @rule(who=WHO, on=st.booleans(), what=st.sampled_from([flag, archive]))
    def keep(self, who: str, on: bool, what: object) -> None:
        assert what(self.people[who], self.group, on=on).unread >= 0  # type: ignore[operator]
        self.tell()

    # --- what lines do -----------------------------------------------------------------------

    @rule(which=WHICH, at=ANY, lost=st.booleans())
    def arrives_or_is_lost(self, which: int, at: int, lost: bool) -> None:
        wire = self.devices[which].wire
        if wire:
            frame = wire.pop(at % len(wire))
            if not lost:
                self.devices[which].receive(frame)

    @rule(which=WHICH)
    def connects_again(self, which: int) -> None:
        self.devices[which].reconnect()

    @rule(which=WHICH)
    def starts_anew(self, which: int) -> None:
        self.devices[which].begin()

    # --- when it is quiet --------------------------------------------------------------------

    @precondition(lambda self: any(device.wire or device.held for device in self.devices))
    @rule()
    def it_is_quiet_for_a_moment(self) -> None:
        self.all_agree()

    def teardown(self) -> None:
        if hasattr(self, "devices"):
            self.all_agree()

    def all_agree(self) -> None:
        for device in self.devices:
            true = State.fresh(device.owner)
            device.settle(true.versions)
            same(device.state.view(), true.view(), f"{device.owner}")
            head = device.state.view()["heads"][str(self.group)]
            assert head["unread"] == recount(device.owner, self.group)
            numbers = sorted(device.state.talk.messages[str(self.group)])
            assert numbers == visible_numbers(device.owner, self.group)


def is_sound(place: Participant) -> None:
    conversation = row_of(place.conversation.public_id)
    end = conversation.last_number if place.left_number is None else place.left_number
    assert place.last_read_number <= end


STINTS = """
    SELECT m.number FROM messages m JOIN conversations c ON c.id = m.conversation_id
    JOIN conversation_participants p ON p.conversation_id = c.id AND p.user_id = %(user)s
    WHERE c.public_id = %(conversation)s AND m.number > %(after)s AND EXISTS (
        SELECT FROM conversation_stints s
        WHERE s.conversation_id = c.id AND s.user_id = p.user_id
          AND m.number > s.from_number AND m.number <= coalesce(s.to_number, m.number))
    ORDER BY m.number"""


def visible_numbers(person: User, conversation: UUID, after: int = 0) -> list[int]:
    """Every number of a person's stints: nothing that they have seen ever goes."""
    asked: dict[str, Any] = {"user": person.pk, "conversation": conversation, "after": after}
    with connection.cursor() as cursor:
        cursor.execute(STINTS, asked)
        return [number for (number,) in cursor.fetchall()]


def recount(person: User, conversation: UUID) -> int:
    read_up_to = place_of(person, conversation).last_read_number
    return len(visible_numbers(person, conversation, after=read_up_to))


def test_devices_agree_whoever_comes_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As often as they like: nobody has rest from a group here, and it costs nothing."""
    monkeypatch.setattr(groups, "REST", timedelta(0))
    with budgets.contacts(budgets.MANY):
        walk()


def walk() -> None:
    run_state_machine_as_test(
        Group,
        settings=settings(
            max_examples=6,
            stateful_step_count=40,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
