"""Two people have one conversation, whoever begins it and however often."""

import uuid
from functools import partial

from consumers.epoch import Witness
from consumers.sweep import Here, look
from conversations.models import Conversation
from conversations.queries import inbox
from conversations.verbs import Started
from tests.people import Cast
from tests.refusals import refused
from tests.stories import place_of, row_of, say, start, talking
from tests.together import at_once


def between(people: Cast) -> int:
    low, high = sorted((people.hanna.pk, people.ana.pk))
    return Conversation.objects.filter(low_id=low, high_id=high).count()


def test_starting_again_leads_to_the_same_conversation(people: Cast) -> None:
    first = start(people.hanna, people.ana, "Hello!").conversation
    assert start(people.ana, people.hanna, "Hello too!").conversation == first
    assert start(people.hanna, people.ana).conversation == first
    assert between(people) == 1
    assert row_of(first).last_number == 2


def test_twenty_starts_at_once_make_one_conversation(people: Cast) -> None:
    pairs = [(people.hanna, people.ana), (people.ana, people.hanna)] * 10
    answers = at_once(partial(start, by, other) for by, other in pairs)
    assert {answer.conversation for answer in answers if isinstance(answer, Started)} == {
        answers[0].conversation  # type: ignore[union-attr]
    }
    assert len(answers) == 20
    assert between(people) == 1
    row = Conversation.objects.get(low_id__in=[people.hanna.pk, people.ana.pk], high__isnull=False)
    assert row.participants.count() == 2
    assert row.version == 2


def test_twenty_first_texts_at_once_are_one_and_its_refusals(people: Cast) -> None:
    answers = at_once(
        partial(start, people.hanna, people.ana, f"Hello number {n}!") for n in range(20)
    )
    written = [answer for answer in answers if isinstance(answer, Started)]
    assert len(written) == 1
    assert row_of(written[0].conversation).last_number == 1


def test_nobody_talks_with_themselves(people: Cast) -> None:
    with refused("bad_request", field="people"):
        start(people.hanna, people.hanna, "Hello?")


def test_nobody_talks_with_somebody_who_is_not_there(people: Cast) -> None:
    people.ana.public_id = uuid.uuid4()
    with refused("not_found"):
        start(people.hanna, people.ana, "Hello?")


def test_nobody_starts_with_a_closed_account(people: Cast) -> None:
    people.ana.is_active = False
    people.ana.save()
    with refused("not_found"):
        start(people.hanna, people.ana, "Hello?")


def test_a_first_text_has_number_one_and_is_read_by_its_writer(people: Cast) -> None:
    started = start(people.hanna, people.ana, "Hello!")
    assert started.number == 1
    assert place_of(people.hanna, started.conversation).last_read_number == 1
    assert place_of(people.ana, started.conversation).last_read_number == 0
    assert started.version == row_of(started.conversation).version


# --- an empty conversation is nobody's news but its opener's ---------------------------------


def test_an_empty_conversation_is_in_its_openers_inbox_alone(people: Cast) -> None:
    started = start(people.hanna, people.ana)
    assert started.number is None
    assert [head.conversation for head in inbox.page(people.hanna)[0]] == [started.conversation]
    for filter in ("all", "unread", "archived"):
        assert inbox.page(people.ana, filter=filter) == ([], None)
    assert inbox.heads_since(people.ana, 0, limit=10) == ([], False)


def test_an_empty_conversation_is_not_swept_to_the_other_side(people: Cast) -> None:
    witness = Witness()
    here = Here([people.hanna.pk, people.ana.pk, people.mika.pk], [], [])
    since = look(witness, None, here).since
    conversation = start(people.hanna, people.ana).conversation
    told = look(witness, since, here).moved
    topic = f"conversation.{conversation}"
    assert (people.hanna.pk, topic, 2) in told
    assert {person for person, name, _ in told if name == topic} == {people.hanna.pk}
    say(people.hanna, conversation, "Hello!")
    told = look(witness, since, here).moved
    assert {person for person, name, _ in told if name == topic} == {
        people.hanna.pk,
        people.ana.pk,
    }


def test_who_starts_what_the_other_had_opened_can_read_it(people: Cast) -> None:
    opened = start(people.hanna, people.ana).conversation
    assert start(people.ana, people.hanna).conversation == opened
    assert inbox.head(people.ana, row_of(opened).pk).last_number == 0


def test_a_stranger_does_not_find_it_by_its_id(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    with refused("not_found") as said:
        say(people.mika, conversation)
    with refused("not_found") as never:
        say(people.mika, uuid.uuid4())
    assert said.message == never.message
