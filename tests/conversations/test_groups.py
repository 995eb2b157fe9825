"""Groups: who is in them, who may change that, and what each of them hears."""

import uuid
from collections.abc import Callable

import pytest
from django.test import override_settings

from conversations.actions import opening
from conversations.models import Conversation, Participant
from conversations.queries import inbox
from conversations.verbs import StartConversation
from people.models import User
from protocol.limits import Limits
from tests.conftest import Connect
from tests.people import Cast, person
from tests.refusals import refused
from tests.stories import (
    add,
    befriended,
    block,
    group,
    leave,
    place_of,
    remove,
    rename,
    row_of,
    say,
    set_role,
    start,
    talking,
)
from tests.verify import Verify, frames_for


def roles(conversation: uuid.UUID) -> dict[int, str]:
    seats = Participant.objects.filter(conversation__public_id=conversation, left_at=None)
    return dict(seats.values_list("user_id", "role"))


def test_starting_a_group_reaches_all_of_it(people: Cast, verify: Verify) -> None:
    for other in (people.ana, people.jane):
        talking(people.hanna, other)
    ids = [people.ana.public_id, people.jane.public_id]
    ask = StartConversation(key=uuid.uuid4(), people=ids, title="Crew", content="Welcome!")
    with verify(people.hanna, people.ana, people.jane):
        started = opening.start(ask, by=people.hanna)
    assert started.number == 2
    assert roles(started.conversation) == {
        people.hanna.pk: "admin",
        people.ana.pk: "member",
        people.jane.pk: "member",
    }
    assert opening.start(ask, by=people.hanna).duplicate


def test_nobody_is_drawn_into_a_group_by_a_stranger(people: Cast) -> None:
    conversation = group(people.hanna, people.ana)
    with refused("forbidden", reasons=["stranger"]):
        add(people.hanna, conversation, people.mika)
    start(people.hanna, people.mika, "Would you join us?")
    with refused("forbidden", reasons=["stranger"]):
        add(people.hanna, conversation, people.mika)
    with refused("bad_request", field="people"):
        opening.start(
            StartConversation(key=uuid.uuid4(), people=[people.hanna.public_id], title="Me"),
            by=people.hanna,
        )


def test_the_blocked_are_not_added(people: Cast) -> None:
    conversation = group(people.hanna, people.ana)
    talking(people.hanna, people.jane)
    block(people.jane, people.hanna)
    with refused("not_found"):
        add(people.hanna, conversation, people.jane)
    talking(people.hanna, people.mika)
    block(people.hanna, people.mika)
    with refused("blocked"):
        add(people.hanna, conversation, people.mika)


def test_everybody_in_it_hears_what_is_said(people: Cast, verify: Verify) -> None:
    conversation = group(people.hanna, people.ana, people.jane)
    for speaker in (people.jane, people.hanna):
        with verify(people.hanna, people.ana, people.jane):
            say(speaker, conversation, "Tuesday?")


def test_adding_removing_and_leaving_are_told(people: Cast, verify: Verify) -> None:
    conversation = group(people.hanna, people.ana)
    talking(people.hanna, people.jane)
    with verify(people.hanna, people.ana, people.jane):
        add(people.hanna, conversation, people.jane)
    with verify(people.hanna, people.ana, people.jane):
        remove(people.hanna, conversation, people.jane)
    with verify(people.hanna, people.ana) as told:
        say(people.hanna, conversation, "Without Jane.")
    assert frames_for(people.jane, told) == []
    with verify(people.hanna, people.ana, people.jane, exact=False):
        add(people.hanna, conversation, people.jane)
    with verify(people.hanna, people.ana, people.jane):
        leave(people.ana, conversation)


def test_coming_back_is_told_with_the_pointer_that_it_moves(people: Cast, verify: Verify) -> None:
    conversation = group(people.hanna, people.ana, people.jane)
    remove(people.hanna, conversation, people.jane)
    for _ in range(2):
        say(people.ana, conversation)
    before = place_of(people.jane, conversation).user_version
    with verify(people.hanna, people.ana, people.jane, exact=False):  # she reads it as new
        add(people.hanna, conversation, people.jane)
    place = place_of(people.jane, conversation)
    assert place.user_version > before
    assert (place.last_read_number, row_of(conversation).last_number) == (4, 5)


def test_adding_who_is_there_changes_nothing(people: Cast, verify: Verify) -> None:
    conversation = group(people.hanna, people.ana)
    with verify(whole=True) as told:
        add(people.hanna, conversation, people.ana, people.hanna)
    assert told == []


def test_only_an_admin_changes_a_group(people: Cast, verify: Verify) -> None:
    conversation = group(people.hanna, people.ana, people.jane)
    talking(people.ana, people.mika)
    acts: list[Callable[[], object]] = [
        lambda: add(people.ana, conversation, people.mika),
        lambda: remove(people.ana, conversation, people.jane),
        lambda: rename(people.ana, conversation, "Mine"),
        lambda: set_role(people.ana, conversation, people.ana, "admin"),
    ]
    for act in acts:
        with refused("forbidden"):
            act()
    acts = [
        lambda: rename(people.mika, conversation, "Mine"),
        lambda: leave(people.mika, conversation),
        lambda: remove(people.mika, conversation, people.ana),
    ]
    for act in acts:
        with refused("not_found"):
            act()
    with verify(people.hanna, people.ana, people.jane):
        set_role(people.hanna, conversation, people.ana, "admin")
    with verify(people.hanna, people.ana, people.jane):
        rename(people.ana, conversation, "Ours")
    with refused("not_found"):
        remove(people.hanna, conversation, people.mika)
    with refused("bad_request"):
        remove(people.hanna, conversation, people.hanna)


def test_a_group_always_has_an_admin(people: Cast) -> None:
    conversation = group(people.hanna, people.ana, people.jane)
    with refused("conflict"):
        set_role(people.hanna, conversation, people.hanna, "member")
    leave(people.hanna, conversation)
    assert roles(conversation) == {people.ana.pk: "admin", people.jane.pk: "member"}
    leave(people.ana, conversation)
    leave(people.jane, conversation)
    assert roles(conversation) == {}


def test_two_people_have_nobody_to_remove(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    acts: list[Callable[[], object]] = [
        lambda: leave(people.hanna, conversation),
        lambda: rename(people.hanna, conversation, "Us"),
        lambda: remove(people.hanna, conversation, people.ana),
        lambda: add(people.hanna, conversation, people.ana),
    ]
    for act in acts:
        with refused("bad_request"):
            act()


def test_a_group_holds_so_many_and_no_more(people: Cast) -> None:
    conversation = group(people.hanna, people.ana)
    lena, otto = befriended(people.hanna, "Lena"), befriended(people.hanna, "Otto")
    with override_settings(LIMITS=Limits(group_people=3)):
        with refused("conflict"):
            add(people.hanna, conversation, lena, otto)
        add(people.hanna, conversation, lena)
        with refused("conflict"):
            add(people.hanna, conversation, otto)


def test_joining_shows_nothing_as_unread_but_what_follows(people: Cast) -> None:
    conversation = group(people.hanna, people.ana)
    for _ in range(3):
        say(people.hanna, conversation)
    talking(people.hanna, people.jane)
    add(people.hanna, conversation, people.jane)
    say(people.ana, conversation)
    assert inbox.head(people.jane, row_of(conversation).pk).unread == 2  # that she came, and Ana
    assert place_of(people.jane, conversation).last_read_number == 4


def test_each_reads_the_lines_in_their_own_words(people: Cast) -> None:
    conversation = group(people.hanna, people.ana)
    talking(people.hanna, people.jane)
    add(people.hanna, conversation, people.jane)

    def line(reader: User) -> str:
        last = inbox.head(reader, row_of(conversation).pk).last_message
        assert last is not None
        return last.content

    assert line(people.hanna) == "You added Jane."
    assert line(people.jane) == "Hanna added you."
    assert line(people.ana) == "Hanna added Jane."


def test_a_group_has_no_pair(people: Cast) -> None:
    row = row_of(group(people.hanna, people.ana))
    assert (row.kind, row.low_id, row.high_id) == (Conversation.GROUP, None, None)


@pytest.mark.parametrize("fields", [{"reply_to": 1}, {}])
async def test_texts_in_groups_are_committed_together(
    people: Cast, connect: Connect, fields: dict[str, int]
) -> None:
    conversation = str(group(people.hanna, people.ana, people.jane))
    hanna, ana, mika = [await connect(p) for p in (people.hanna, people.ana, people.mika)]
    sent = await hanna.do(
        "message.send",
        key=str(uuid.uuid4()),
        conversation=conversation,
        content="Tuesday?",
        **fields,
    )
    heard = await ana.hears("message.created", number=sent["number"])
    assert heard["data"]["reply_to"] == fields.get("reply_to")
    assert heard["unread"] == 2
    error = await hanna.refused(
        "message.send", key=str(uuid.uuid4()), conversation=conversation, content="?", reply_to=99
    )
    assert error["code"] == "not_found"
    assert mika.events() == []


def test_an_empty_conversation_of_acquaintances_is_known_to_its_opener_alone(
    people: Cast, verify: Verify
) -> None:
    from conversations.acquaintance import _bonds

    lena = person("Lena")
    _bonds.append(lambda one, other: {one, other} == {people.hanna.pk, lena.pk})
    try:
        with verify(people.hanna) as told:
            conversation = start(people.hanna, lena).conversation
        assert frames_for(lena, told) == []
        with refused("not_found"):
            say(lena, conversation, "How do I know of this?")
        block(people.hanna, lena)
        assert frames_for(lena, told) == []
    finally:
        _bonds.pop()
