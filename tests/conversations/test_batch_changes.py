"""Pointers, archive, mute and flag in a group commit: what the ordinary action would have done."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from consumers.commands import COMMANDS
from conversations.actions.batch import commit
from conversations.actions.inbox import MineAlone
from conversations.models import Participant
from conversations.verbs import (
    ArchiveConversation,
    InboxState,
    MarkUnread,
    MuteConversation,
    ReadConversation,
)
from core.pipeline import Pipeline
from people.models import SignIn, User
from protocol.publish import Outgoing, Publication
from tests.people import Cast
from tests.races.locks import holding_person, holding_place
from tests.stories import flag, mute, place_of, row_of, say, start, talking
from tests.texts import change, numbers, ordinary, sign_in, text

Make = Callable[[UUID], MineAlone]
CHANGES: dict[str, Make] = {
    "read": lambda talk: ReadConversation(conversation=talk, number=3),
    "read half": lambda talk: ReadConversation(conversation=talk, number=2),
    "read what is not written": lambda talk: ReadConversation(conversation=talk, number=99),
    "read nothing": lambda talk: ReadConversation(conversation=talk, number=0),
    "flag": lambda talk: MarkUnread(conversation=talk),
    "no flag": lambda talk: MarkUnread(conversation=talk, on=False),
    "archive": lambda talk: ArchiveConversation(conversation=talk),
    "no archive": lambda talk: ArchiveConversation(conversation=talk, on=False),
    "mute for ever": lambda talk: MuteConversation(conversation=talk),
    "mute for an hour": lambda talk: MuteConversation(conversation=talk, seconds=3600),
    "no mute": lambda talk: MuteConversation(conversation=talk, seconds=0),
}


def told_of(publications: list[Outgoing], talk: UUID) -> list[Any]:
    """Without what differs between any two conversations and moments."""
    found = []
    for publication in publications:
        assert isinstance(publication, Publication)
        [part] = publication.parts
        frame = json.loads(part.frame)
        data = frame["data"]
        assert data.pop("conversation") == str(talk)
        for moment in ("last_read_at", "muted_until"):
            data[moment] = (data.get(moment) or "")[:10]
        data["read"] = list(data.get("read", {}).values())
        kind = publication.topic.partition(".")[0]
        found.append((kind, publication.version, frame["type"], data, len(part.people or [])))
    return sorted(found, key=str)


def kept(person: User, talk: UUID) -> list[Any]:
    place = place_of(person, talk)
    muted = place.muted_until and place.muted_until.date()
    counted = place.last_read_number, place.archived_number, place.user_version
    return [*counted, place.marked_unread, muted, place.last_read_at is None]


@pytest.mark.parametrize("before", ["new", "flagged and muted"])
@pytest.mark.parametrize("make", CHANGES.values(), ids=CHANGES)
async def test_a_batch_changes_and_tells_what_the_action_does(
    people: Cast, batches: Pipeline, told: list[Outgoing], make: Make, before: str
) -> None:
    """Ana and Jane, each in a conversation of her own with Hanna, on two ways."""
    talks = {person: talking(people.hanna, person) for person in (people.ana, people.jane)}
    for person, talk in talks.items():
        say(people.hanna, talk)
        if before == "flagged and muted":
            flag(person, talk)
            mute(person, talk, None)
    told.clear()
    ask = make(talks[people.ana])
    by_action = COMMANDS[ask.verb].act(ask, by=User.objects.get(pk=people.ana.pk))
    outcome = await commit(batches, [change(people.jane, make(talks[people.jane]))])
    [by_batch] = outcome.results
    assert isinstance(by_batch, InboxState)
    assert by_batch == by_action
    expected = told_of(told, talks[people.ana])
    assert told_of(list(outcome.publications), talks[people.jane]) == expected
    assert kept(people.jane, talks[people.jane]) == kept(people.ana, talks[people.ana])
    assert {User.objects.get(pk=person.pk).version for person in talks} == {by_batch.version}


async def test_texts_and_changes_of_many_are_one_transaction(
    people: Cast, batches: Pipeline
) -> None:
    talk = talking(people.hanna, people.ana)
    read = change(people.hanna, ReadConversation(conversation=talk, number=2))
    outcome = await commit(batches, [read, text(people.ana, talk), text(people.hanna, talk)])
    assert numbers(outcome) == [None, 3, 4]
    assert isinstance(outcome.results[0], InboxState)
    assert place_of(people.hanna, talk).last_read_number == 4
    assert place_of(people.ana, talk).last_read_number == 3


Refusal = tuple[User, UUID, SignIn]


def of_a_stranger(people: Cast) -> Refusal:
    return people.mika, talking(people.hanna, people.ana), sign_in(people.mika)


def of_an_empty_conversation(people: Cast) -> Refusal:
    return people.ana, start(people.hanna, people.ana).conversation, sign_in(people.ana)


def by_a_sign_in_that_has_ended(people: Cast) -> Refusal:
    door = sign_in(people.ana)
    SignIn.objects.filter(pk=door.pk).update(revoked_at=timezone.now())
    return people.ana, talking(people.hanna, people.ana), door


def of_an_account_that_is_closed(people: Cast) -> Refusal:
    talk, door = talking(people.hanna, people.ana), sign_in(people.ana)
    User.objects.filter(pk=people.ana.pk).update(is_active=False)
    return people.ana, talk, door


REFUSALS: dict[Callable[[Cast], Refusal], str] = {
    of_a_stranger: "not_found",
    of_an_empty_conversation: "not_found",
    by_a_sign_in_that_has_ended: "signed_out",
    of_an_account_that_is_closed: "signed_out",
}


@pytest.mark.parametrize("make", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(("case", "code"), REFUSALS.items())
async def test_what_is_refused_is_left_to_the_ordinary_way_and_changes_nothing(
    people: Cast, batches: Pipeline, case: Callable[[Cast], Refusal], code: str, make: Make
) -> None:
    person, talk, door = case(people)
    places = Participant.objects.filter(conversation=row_of(talk)).order_by("pk")
    before = list(places.values())
    asked = change(person, make(talk), door)
    elsewhere = talking(people.hanna, people.jane)
    outcome = await commit(batches, [asked, text(people.jane, elsewhere)])
    assert outcome.results[0] is None
    assert numbers(outcome) == [None, 3]
    assert len(outcome.publications) == 1
    assert ordinary(asked) == code
    assert list(places.values()) == before


@pytest.mark.parametrize("held", [holding_place, holding_person])
async def test_whoever_is_held_by_another_transaction_holds_up_nobody(
    people: Cast, batches: Pipeline, held: Any
) -> None:
    talk = talking(people.hanna, people.ana)
    read = ReadConversation(conversation=talk, number=2)
    asked = [change(person, read) for person in (people.hanna, people.ana)]
    with held(people.hanna, talk):
        outcome = await commit(batches, asked)
    assert [result is None for result in outcome.results] == [True, False]
    assert place_of(people.hanna, talk).last_read_number == 1
    assert ordinary(change(people.mika, read)) == "not_found"
