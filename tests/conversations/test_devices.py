"""Two people on three devices with bad lines: whatever happens, all agree with the database."""

from uuid import UUID

import hypothesis.strategies as st
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from people.models import User
from protocol import publish
from protocol.publish import Outgoing
from tests.devices import Device
from tests.extent import at_length
from tests.people import host, model
from tests.state import State
from tests.stories import apply, archive, flag, open_call, read, row_of, say, talking, withdraw
from tests.verify import same
from workflows.actions.applying import AGAIN_A_DAY

WHO = st.sampled_from(["hanna", "ana"])
#: Hanna's telephone and computer, Ana's telephone.
WHICH = st.integers(0, 2)
ANY = st.integers(0, 1_000)


class Talk(RuleBasedStateMachine):
    @initialize()
    def two_people_meet(self) -> None:
        self.people = {"hanna": host(), "ana": model("Ana")}
        self.told: list[Outgoing] = []
        publish.deliver_with(self.told.extend)
        self.conversation: UUID = talking(self.people["hanna"], self.people["ana"])
        self.call = open_call(self.people["hanna"])
        self.application: UUID | None = None
        self.applied = 0
        owners = ("hanna", "hanna", "ana")
        self.devices = [Device(self.people[owner]) for owner in owners]
        self.told.clear()

    def tell(self) -> None:
        """What was published is on its way to every device, if it is not lost."""
        for device in self.devices:
            device.published(self.told)
        self.told.clear()

    # --- what people do ----------------------------------------------------------------------

    @rule(who=WHO)
    def send(self, who: str) -> None:
        say(self.people[who], self.conversation, f"{who} says something.")
        self.tell()

    @rule(who=WHO, back=st.integers(0, 4))
    def read(self, who: str, back: int) -> None:
        number = max(0, row_of(self.conversation).last_number - back)
        read(self.people[who], self.conversation, number)
        self.tell()

    @rule(who=WHO, on=st.booleans())
    def flag(self, who: str, on: bool) -> None:
        flag(self.people[who], self.conversation, on=on)
        self.tell()

    @rule(who=WHO, on=st.booleans())
    def archive(self, who: str, on: bool) -> None:
        archive(self.people[who], self.conversation, on=on)
        self.tell()

    @rule()
    def apply_or_withdraw(self) -> None:
        """The system writes a line about Ana's own act."""
        ana = self.people["ana"]
        if self.application is None and self.applied == AGAIN_A_DAY:
            return
        if self.application is None:
            self.application = apply(ana, self.call).application
            self.applied += 1
        else:
            withdraw(ana, self.application)
            self.application = None
        self.tell()

    # --- what lines do -----------------------------------------------------------------------

    @rule(which=WHICH, at=ANY)
    def arrives(self, which: int, at: int) -> None:
        wire = self.devices[which].wire
        if wire:
            self.devices[which].receive(wire.pop(at % len(wire)))

    @rule(which=WHICH, at=ANY)
    def arrives_twice(self, which: int, at: int) -> None:
        wire = self.devices[which].wire
        if wire:
            self.devices[which].receive(wire[at % len(wire)])

    @rule(which=WHICH, at=ANY)
    def is_lost(self, which: int, at: int) -> None:
        wire = self.devices[which].wire
        if wire:
            wire.pop(at % len(wire))

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
            head = device.state.view()["heads"][str(self.conversation)]
            assert head["unread"] == recount(device.owner, self.conversation)
            assert head["last_number"] == row_of(self.conversation).last_number
            numbers = device.state.talk.messages[str(self.conversation)]
            assert sorted(numbers) == [*range(min(numbers), head["last_number"] + 1)]


def recount(person: User, conversation: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM messages m"
            " JOIN conversation_participants p USING (conversation_id)"
            " JOIN conversations c ON c.id = m.conversation_id"
            " WHERE c.public_id = %s AND p.user_id = %s AND m.number > p.last_read_number",
            [conversation, person.pk],
        )
        return int(cursor.fetchone()[0])


def test_three_devices_of_two_people_agree_whatever_their_lines_do() -> None:
    run_state_machine_as_test(
        Talk,
        settings=settings(
            max_examples=at_length(8, 30),
            stateful_step_count=40,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
