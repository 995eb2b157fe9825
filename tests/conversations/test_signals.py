"""Typing, receipts and presence: shared by both or by neither, and never with strangers."""

import uuid
from uuid import UUID

import pytest

from conversations.actions import signals
from conversations.queries.signals import observable, receipts
from conversations.verbs import TellTyping
from people.models import User
from protocol.publish import Outgoing
from tests.conftest import Connect
from tests.people import Cast
from tests.refusals import refused
from tests.stories import block, group, leave, read, row_of, say, start, talking
from tests.verify import frames_for


def hides(person: User, switch: str) -> None:
    setattr(person, switch, False)
    person.save()


def types(by: User, conversation: UUID) -> None:
    signals.typing(TellTyping(conversation=conversation), by=by)


def heard(person: User, told: list[Outgoing], kind: str) -> list[object]:
    frames = frames_for(person, told, passing=True)
    return [frame["data"] for frame in frames if frame["type"] == kind]


def test_the_other_hears_that_i_write_and_i_do_not(people: Cast, told: list[Outgoing]) -> None:
    conversation = talking(people.hanna, people.ana)
    told.clear()
    types(people.hanna, conversation)
    assert heard(people.ana, told, "typing") == [
        {"conversation": str(conversation), "person": str(people.hanna.public_id)}
    ]
    assert heard(people.hanna, told, "typing") == []
    with refused("not_found"):
        types(people.mika, conversation)
    assert heard(people.mika, told, "typing") == []


def test_the_other_hears_how_far_i_have_read(people: Cast, told: list[Outgoing]) -> None:
    conversation = talking(people.hanna, people.ana)
    told.clear()
    read(people.hanna, conversation, 2)
    expected = {"conversation": str(conversation), "read": {str(people.hanna.public_id): 2}}
    assert heard(people.ana, told, "receipts") == [expected]
    assert receipts(row_of(conversation), reader=people.ana).read == {people.hanna.public_id: 2}


@pytest.mark.parametrize("hiding", ["hanna", "ana"])
def test_who_does_not_show_it_does_not_see_it(
    people: Cast, told: list[Outgoing], hiding: str
) -> None:
    conversation = talking(people.hanna, people.ana)
    for switch in ("shows_typing", "shows_receipts", "shows_presence"):
        hides(getattr(people, hiding), switch)
    told.clear()
    types(people.hanna, conversation)
    read(people.hanna, conversation, 2)
    assert heard(people.ana, told, "typing") == heard(people.ana, told, "receipts") == []
    assert receipts(row_of(conversation), reader=people.ana).read == {}
    assert observable(people.ana.pk, [people.hanna.public_id]) == {}


def test_strangers_see_nothing_of_each_other(people: Cast, told: list[Outgoing]) -> None:
    conversation = start(people.hanna, people.ana, "Do you model?").conversation
    told.clear()
    types(people.ana, conversation)
    read(people.ana, conversation, 1)
    assert frames_for(people.hanna, told, passing=True) == []
    assert receipts(row_of(conversation), reader=people.hanna).read == {}
    assert observable(people.hanna.pk, [people.ana.public_id, people.mika.public_id]) == {}


def test_the_blocked_see_nothing_not_even_in_a_group(people: Cast, told: list[Outgoing]) -> None:
    conversation = group(people.hanna, people.ana, people.jane)
    talking(people.ana, people.jane)
    block(people.ana, people.jane)
    told.clear()
    types(people.ana, conversation)
    read(people.ana, conversation, 1)
    assert frames_for(people.jane, told, passing=True) == []
    assert len(frames_for(people.hanna, told, passing=True)) == 2
    assert people.ana.public_id not in receipts(row_of(conversation), reader=people.jane).read
    assert observable(people.jane.pk, [people.ana.public_id]) == {}


def test_who_left_a_group_hears_and_tells_nothing(people: Cast, told: list[Outgoing]) -> None:
    conversation = group(people.hanna, people.ana, people.jane)
    leave(people.jane, conversation)
    told.clear()
    types(people.ana, conversation)
    assert frames_for(people.jane, told, passing=True) == []
    with refused("not_found"):
        types(people.jane, conversation)


# --- presence, with real sockets -------------------------------------------------------------


async def test_presence_across_processes(people: Cast, connect: Connect) -> None:
    talking(people.hanna, people.ana)
    hanna = await connect(people.hanna)
    asked = [str(person.public_id) for person in (people.ana, people.mika)]
    assert (await hanna.do("presence", people=asked))["online"] == []
    await connect(people.ana, on=1)
    await connect(people.mika, on=1)
    come = await hanna.hears("presence", person=str(people.ana.public_id))
    assert come["data"]["online"] is True
    heard = [frame["data"]["person"] for frame in hanna.heard("presence")]
    assert heard == [str(people.ana.public_id)]


async def test_a_block_ends_observing_at_once(people: Cast, connect: Connect) -> None:
    talking(people.hanna, people.ana)
    ana = await connect(people.ana)
    hanna = await connect(people.hanna)
    hers = str(people.ana.public_id)
    if not (await hanna.do("presence", people=[hers]))["online"]:
        await hanna.hears("presence", person=hers, online=True)
    await ana.do("block", person=str(people.hanna.public_id))
    await hanna.hears("presence", person=str(people.ana.public_id), online=False)
    assert (await hanna.do("presence", people=[str(people.ana.public_id)]))["online"] == []


async def test_receipts_are_told_once_a_second_at_most(people: Cast, connect: Connect) -> None:
    conversation = talking(people.hanna, people.ana)
    for _ in range(8):
        say(people.ana, conversation)
    hanna, ana, mika = [await connect(p) for p in (people.hanna, people.ana, people.mika)]
    for number in range(2, 11):
        await hanna.do("conversation.read", conversation=str(conversation), number=number)
    hers = str(people.hanna.public_id)
    last = await ana.hears("receipts", conversation=str(conversation), read={hers: 10})
    assert last["topic"] == f"conversation.{conversation}"
    assert len(ana.heard("receipts")) < 9
    assert mika.events() == []


async def test_typing_needs_a_conversation(people: Cast, connect: Connect) -> None:
    mika = await connect(people.mika)
    assert (await mika.refused("typing", conversation=str(uuid.uuid4())))["code"] == "not_found"
