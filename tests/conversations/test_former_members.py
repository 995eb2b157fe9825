"""Former members keep what they saw, as they saw it, whatever becomes of it afterwards."""

from uuid import UUID

import pytest

from conversations.actions import groups
from conversations.models import Image, Message, MessageRevision, ReactionRevision
from conversations.queries import images, inbox, messages, search
from moderation.actions import report
from moderation.models import Report
from moderation.verbs import Report as Ask
from people.models import User
from tests import clock
from tests.conversations.test_stints import seen
from tests.jobs import index
from tests.people import Cast
from tests.refusals import refused
from tests.state import State
from tests.stories import add, edit, group, leave, react, remove, row_of, say, unsend
from tests.verify import Verify

LATER = "What she must not read."


@pytest.fixture
def talk(people: Cast) -> UUID:
    """1 began it; 2 and 3 are Ana's; Jane has read them and is removed, which is 4."""
    conversation = group(people.hanna, people.ana, people.jane)
    say(people.ana, conversation, "An insult.")
    say(people.ana, conversation, "A drawing of it.")
    remove(people.hanna, conversation, people.jane)
    return conversation


def words(person: User, conversation: UUID) -> list[str]:
    """Of the people, as pages show them; every other way to read has the same numbers."""
    found, _ = messages.page(row_of(conversation), reader=person)
    assert seen(person, conversation) == [message.number for message in found]
    return [message.content for message in found if message.sender]


def found(person: User, text: str) -> list[str]:
    index()
    hits, _ = search.search(text, by=person)
    return [hit.content for hit in hits]


def test_an_edit_does_not_change_what_a_former_member_saw(
    people: Cast, talk: UUID, verify: Verify
) -> None:
    with verify(people.hanna, people.ana):
        edit(people.ana, talk, 2, LATER)
    assert words(people.jane, talk) == ["An insult.", "A drawing of it."]
    assert words(people.hanna, talk) == [LATER, "A drawing of it."]


def test_what_is_taken_back_stays_with_a_former_member(
    people: Cast, talk: UUID, verify: Verify
) -> None:
    for number in (2, 3):
        with verify(people.hanna, people.ana):
            unsend(people.ana, talk, number)
    assert words(people.jane, talk) == ["An insult.", "A drawing of it."]
    assert words(people.hanna, talk) == ["", ""]
    last = inbox.head(people.jane, row_of(talk).pk).last_message
    assert last is not None
    assert (last.number, last.content) == (3, "A drawing of it.")


def test_of_many_changes_each_former_member_keeps_their_own(people: Cast, talk: UUID) -> None:
    edit(people.ana, talk, 2, "Milder.")
    say(people.hanna, talk, "Thank you.")
    leave(people.hanna, talk)
    edit(people.ana, talk, 2, LATER)
    edit(people.ana, talk, 2, "Even later.")
    assert words(people.jane, talk)[0] == "An insult."
    assert words(people.hanna, talk)[0] == "Milder."
    kept = MessageRevision.objects.filter(message__number=2, conversation=row_of(talk))
    assert [row.content for row in kept.order_by("version")] == ["An insult.", "Milder."]


def test_a_message_that_no_former_member_saw_leaves_no_revision(people: Cast, talk: UUID) -> None:
    number = say(people.ana, talk, "Only for those who are here.").number
    edit(people.ana, talk, number, "Corrected.")
    assert not MessageRevision.objects.filter(conversation=row_of(talk)).exists()


def test_coming_back_brings_no_later_words(people: Cast, talk: UUID, verify: Verify) -> None:
    edit(people.ana, talk, 2, LATER)
    add(people.hanna, talk, people.jane)
    with verify(people.hanna, people.ana, people.jane):
        edit(people.ana, talk, 3, LATER)
    with verify(people.hanna, people.ana, people.jane):
        unsend(people.ana, talk, 2)
    assert words(people.jane, talk) == ["An insult.", "A drawing of it."]


def test_search_finds_the_words_that_were_seen_and_no_later_ones(people: Cast, talk: UUID) -> None:
    edit(people.ana, talk, 2, LATER)
    unsend(people.ana, talk, 3)
    assert found(people.jane, "insult") == ["An insult."]
    assert found(people.jane, "drawing") == ["A drawing of it."]
    assert found(people.jane, "must not read") == []
    assert found(people.hanna, "insult") == []
    assert found(people.hanna, "must not read") == [LATER]
    assert found(people.mika, "insult") == []


def test_reactions_stay_as_they_were(people: Cast, talk: UUID, verify: Verify) -> None:
    add(people.hanna, talk, people.jane)
    number = say(people.ana, talk, "Again.").number
    react(people.hanna, talk, number)
    leave(people.jane, talk)
    with verify(people.hanna, people.ana):
        react(people.hanna, talk, number, on=False)
    with verify(people.hanna, people.ana):
        edit(people.ana, talk, number, LATER)
    with verify(people.hanna, people.ana):
        react(people.hanna, talk, number, on=True)
    [hers] = messages.one(row_of(talk), number, reader=people.jane).reactions
    [now] = messages.one(row_of(talk), number, reader=people.ana).reactions
    assert (hers.on, now.on) == (True, True)
    assert hers.version < now.version
    assert ReactionRevision.objects.filter(reaction__conversation=row_of(talk)).count() == 1


def test_a_picture_that_is_taken_back_is_gone_for_everybody(people: Cast, talk: UUID) -> None:
    """Its place and its caption stay with a former member."""
    message = Message.objects.get(conversation=row_of(talk), number=3)
    image = Image.objects.create(owner=people.ana, state=Image.READY, message=message)
    assert images.shown(image.public_id, to=people.jane) == image
    unsend(people.ana, talk, 3)
    for person in (people.hanna, people.jane):
        with refused("not_found"):
            images.shown(image.public_id, to=person)
    assert words(people.jane, talk)[-1] == "A drawing of it."


def test_an_insult_that_was_edited_away_can_be_reported(people: Cast, talk: UUID) -> None:
    edit(people.ana, talk, 2, "A compliment.")
    unsend(people.ana, talk, 3)
    for number in (2, 3):
        ask = Ask(
            key=UUID(int=number),
            person=people.ana.public_id,
            reason="An insult",
            conversation=talk,
            number=number,
        )
        report(ask, by=people.jane)
    kept = Report.objects.filter(reporter=people.jane).order_by("pk")
    assert [row.evidence["content"] for row in kept] == ["An insult.", "A drawing of it."]


def test_a_device_that_was_away_while_its_owner_was_removed_gets_what_was_seen(
    people: Cast, talk: UUID
) -> None:
    add(people.hanna, talk, people.jane)
    device = State.fresh(people.jane)
    number = say(people.ana, talk, "Said while she was away.").number
    react(people.hanna, talk, number)
    remove(people.hanna, talk, people.jane)
    edit(people.ana, talk, number, LATER)
    react(people.hanna, talk, number, on=False)
    device.reconnect()
    assert device.view() == State.fresh(people.jane).view()
    assert words(people.jane, talk)[-1] == "Said while she was away."


@pytest.mark.parametrize("act", ["edit", "unsend", "react"])
def test_what_was_said_before_one_left_cannot_be_changed_after_coming_back(
    people: Cast, talk: UUID, act: str
) -> None:
    """Neither by its author, whose own history it is part of."""
    add(people.hanna, talk, people.jane)
    own = say(people.jane, talk, "My own.").number
    leave(people.jane, talk)
    clock.travel(groups.REST)
    add(people.hanna, talk, people.jane)
    with refused("forbidden"):
        if act == "edit":
            edit(people.jane, talk, own, "Mine no longer.")
        elif act == "unsend":
            unsend(people.jane, talk, own)
        else:
            react(people.jane, talk, own)
    answer = say(people.jane, talk, "But it can be answered.", reply_to=own).number
    assert messages.one(row_of(talk), answer, reader=people.hanna).reply_to == own
