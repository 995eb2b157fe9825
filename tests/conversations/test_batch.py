"""A group commit writes what the ordinary action would have written, and nothing else."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from conversations.actions.batch import commit, open_connection
from conversations.models import Conversation, Message
from conversations.verbs import Sent
from core.pipeline import Pipeline
from protocol.publish import Outgoing, Publication
from tests.people import Cast
from tests.races.locks import holding_conversation
from tests.stories import flag, place_of, read, row_of, say, talking
from tests.texts import numbers, ordinary, sign_in, text
from tests.verify import Verify


def known_to(people: Cast) -> UUID:
    return talking(people.hanna, people.ana)


def comparable(publication: Outgoing) -> list[Any]:
    """Without what differs between any two texts in any two conversations."""
    assert isinstance(publication, Publication)
    [part] = publication.parts
    frame = json.loads(part.frame)
    assert frame["topic"] == f"conversation.{frame['data']['conversation']}"
    for name in ("conversation", "key", "created_at"):
        assert frame["data"].pop(name)
    del frame["topic"]
    assert part.people is not None
    assert part.tails is not None
    return [publication.version, frame, sorted(zip(part.people, part.tails, strict=True))]


async def test_a_batch_tells_and_stores_what_the_action_does(
    people: Cast, batches: Pipeline, told: list[Outgoing]
) -> None:
    """Two hosts of the same name talk to Ana in the same words, each on another way."""
    one, other = known_to(people), talking(people.hanna, people.jane)
    told.clear()
    say(people.ana, one, "Tuesday?")
    outcome = await commit(batches, [text(people.jane, other, "Tuesday?")])
    [by_action, by_batch] = [comparable(told[0]), comparable(outcome.publications[0])]
    who = {people.ana.pk: "model", people.jane.pk: "model", people.hanna.pk: "host"}
    for side in (by_action, by_batch):
        side[1]["data"].pop("sender")
        side[2] = [(who[reader], tail) for reader, tail in side[2]]
    assert by_batch == by_action
    for model, talk in ((people.ana, one), (people.jane, other)):
        row, place = row_of(talk), place_of(model, talk)
        message = Message.objects.get(conversation=row, number=3)
        assert (row.last_number, row.version, row.updated_at) == (3, 6, message.created_at)
        assert (message.kind, message.content, message.sender_id) == ("text", "Tuesday?", model.pk)
        assert (place.last_read_number, place.last_read_at) == (3, message.created_at)
    assert row_of(other).changed_xid >= row_of(one).changed_xid


async def test_a_text_that_answers_a_flag_goes_the_ordinary_way(
    people: Cast, batches: Pipeline, verify: Verify
) -> None:
    """The flag is a change of its own, which the other devices are told of."""
    talk = talking(people.hanna, people.ana)
    flag(people.ana, talk)
    asked = text(people.ana, talk, "Tuesday?")
    assert (await commit(batches, [asked])).results == [None]
    with verify(people.hanna, people.ana):
        say(people.ana, talk, "Tuesday?", key=asked.ask.key)
    assert not place_of(people.ana, talk).marked_unread
    outcome = await commit(batches, [text(people.ana, talk, "Or Wednesday?")])
    assert outcome.results != [None]


async def test_texts_are_numbered_in_the_order_of_the_batch(
    people: Cast, batches: Pipeline
) -> None:
    one, other = known_to(people), talking(people.hanna, people.jane)
    batch = [
        text(people.hanna, one, "1"),
        text(people.jane, other, "1"),
        text(people.ana, one, "2"),
        text(people.hanna, other, "2"),
        text(people.hanna, one, "3"),
    ]
    outcome = await commit(batches, batch)
    sent = [answer for answer in outcome.results if isinstance(answer, Sent)]
    places = [(answer.number, answer.version) for answer in sent]
    assert places == [(3, 6), (3, 6), (4, 7), (4, 7), (5, 8)]
    for talk, count in ((one, 3), (other, 2)):
        rows = Message.objects.filter(conversation=row_of(talk), number__gt=2).order_by("number")
        assert [row.content for row in rows] == [str(n + 1) for n in range(count)]
        versions = [p.version for p in outcome.publications if isinstance(p, Publication)]
        assert versions == sorted(v for v in versions if v is not None)


async def test_every_text_of_a_batch_has_a_moment_of_its_own(
    people: Cast, batches: Pipeline
) -> None:
    """So that both columns give one count, wherever somebody has read up to."""
    talk = known_to(people)
    batch = [text(people.ana, talk, str(n)) for n in range(9)]
    await commit(batches, batch)
    rows = Message.objects.filter(conversation=row_of(talk))
    assert row_of(talk).updated_at == rows.get(number=11).created_at
    for number in range(2, 12):
        read(people.hanna, talk, number)
        place = place_of(people.hanna, talk)
        assert place.last_read_at == rows.get(number=number).created_at
        assert rows.filter(created_at__gt=place.last_read_at).count() == 11 - number
    stranger = await commit(batches, [text(people.mika, talk)])
    assert (stranger.results, stranger.publications) == ([None], [])


async def test_moments_grow_though_the_clock_steps_back(people: Cast, batches: Pipeline) -> None:
    talk = known_to(people)
    Conversation.objects.filter(public_id=talk).update(
        updated_at=timezone.now() + timedelta(minutes=1)
    )
    say(people.hanna, talk, "By the action")
    await commit(batches, [text(people.ana, talk), text(people.hanna, talk)])
    say(people.hanna, talk, "And again")
    rows = Message.objects.filter(conversation=row_of(talk), number__gt=2).order_by("number")
    moments = [row.created_at for row in rows]
    assert len(set(moments)) == 4
    assert moments == sorted(moments)
    assert moments[0] > timezone.now() + timedelta(seconds=30)


async def test_a_batch_that_the_network_takes_piece_by_piece_is_written_whole(
    people: Cast, batches: Pipeline
) -> None:
    """With every character that is special somewhere on the way."""
    talk, door = known_to(people), sign_in(people.ana)
    words = "\\ \" ' { } , NULL \n\t %s $1 \N{SNOWMAN} \N{WOMAN}" * 140
    batch = [text(people.ana, talk, f"{n}{words}"[:4000], door=door) for n in range(256)]
    outcome = await commit(batches, batch)
    assert numbers(outcome) == [*range(3, 259)]
    rows = Message.objects.filter(conversation=row_of(talk), number__gt=2).order_by("number")
    assert [row.content for row in rows] == [asked.ask.content for asked in batch]


async def test_a_conversation_that_somebody_holds_is_left_out_at_once(
    people: Cast, batches: Pipeline
) -> None:
    held, free = known_to(people), talking(people.hanna, people.jane)
    batch = [text(people.ana, held), text(people.jane, free)]
    with holding_conversation(held):
        outcome = await commit(batches, batch)
    assert [answer is not None for answer in outcome.results] == [False, True]
    assert ordinary(batch[0]) == "done"


async def test_twins_in_batches_of_two_processes_are_one_message(
    people: Cast, batches: Pipeline
) -> None:
    talk = known_to(people)
    other = await open_connection()
    for _ in range(10):
        asked = text(people.ana, talk)
        outcomes = await asyncio.gather(commit(batches, [asked]), commit(other, [asked]))
        answers = [answer for outcome in outcomes for answer in outcome.results if answer]
        assert len(answers) <= 1
        assert ordinary(asked) == "done"
        assert Message.objects.filter(key=asked.ask.key).count() == 1
    await other.close()
    row = row_of(talk)
    assert row.last_number == Message.objects.filter(conversation=row).count() == 12
