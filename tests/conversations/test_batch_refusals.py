"""A group commit leaves alone what it may not write: the ordinary action says why."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.utils import timezone

from consumers.commands import carry_out
from conversations.actions.batch import commit
from conversations.actions.batch.asked import Asked
from conversations.models import Message, Participant
from conversations.verbs import SendMessage, Sent
from core.pipeline import Pipeline
from people import actions
from people.models import User
from people.verbs import BlockPerson
from protocol.models import Command
from tests.people import Cast, person
from tests.stories import row_of, say, start, talking
from tests.texts import numbers, ordinary, sign_in, text


class Refusal(NamedTuple):
    code: str
    asked: Asked[SendMessage]


def known_to(people: Cast) -> UUID:
    return talking(people.hanna, people.ana)


def of_a_stranger(people: Cast) -> Refusal:
    return Refusal("not_found", text(people.mika, known_to(people)))


def to_nowhere(people: Cast) -> Refusal:
    return Refusal("not_found", text(people.ana, uuid.uuid4()))


def of_who_has_left(people: Cast) -> Refusal:
    talk = known_to(people)
    Participant.objects.filter(user=people.ana, conversation__public_id=talk).update(
        left_at=timezone.now(),
        left_title="",
        left_number=1,
        left_updated_at=timezone.now(),
        left_xid=1,
        last_read_number=1,
    )
    return Refusal("not_found", text(people.ana, talk))


def to_who_has_blocked(people: Cast) -> Refusal:
    talk = known_to(people)
    actions.block(BlockPerson(person=people.ana.public_id), by=people.hanna)
    return Refusal("blocked", text(people.ana, talk))


def before_an_answer(people: Cast) -> Refusal:
    talk = start(people.ana, people.jane, "Hello!").conversation
    return Refusal("forbidden", text(people.ana, talk, "Are you there?"))


def without_a_confirmed_address(people: Cast) -> Refusal:
    unknown = person("Nora", is_host=True)
    talk = talking(unknown, people.ana)
    User.objects.filter(pk=unknown.pk).update(email_confirmed_at=None)
    return Refusal("forbidden", text(unknown, talk))


def with_a_key_of_another_text(people: Cast) -> Refusal:
    talk, key = known_to(people), uuid.uuid4()
    say(people.ana, talk, "One thing.", key)
    return Refusal("key_mismatch", text(people.ana, talk, "Another.", key=key))


def after_signing_out(people: Cast) -> Refusal:
    door = sign_in(people.ana)
    door.revoked_at = timezone.now()
    door.save()
    return Refusal("signed_out", text(people.ana, known_to(people), door=door))


def with_a_session_that_has_run_out(people: Cast) -> Refusal:
    door = sign_in(people.ana)
    door.expires_at = timezone.now() - timedelta(seconds=1)
    door.save()
    return Refusal("signed_out", text(people.ana, known_to(people), door=door))


def of_a_closed_account(people: Cast) -> Refusal:
    asked = text(people.ana, known_to(people))
    User.objects.filter(pk=people.ana.pk).update(is_active=False)
    return Refusal("signed_out", asked)


REFUSALS = [
    of_a_stranger,
    to_nowhere,
    of_who_has_left,
    to_who_has_blocked,
    before_an_answer,
    without_a_confirmed_address,
    with_a_key_of_another_text,
    after_signing_out,
    with_a_session_that_has_run_out,
    of_a_closed_account,
]


def rows_of(asked: Asked[SendMessage]) -> list[Any]:
    conversation = asked.ask.conversation
    return [
        list(Message.objects.filter(conversation__public_id=conversation).values_list("number")),
        list(Command.objects.filter(user=asked.user, key=asked.ask.key).values_list("result")),
    ]


@pytest.mark.parametrize("case", REFUSALS)
async def test_what_is_refused_is_left_to_the_ordinary_way_and_others_pass(
    people: Cast, batches: Pipeline, case: Callable[[Cast], Refusal]
) -> None:
    code, asked = case(people)
    before = rows_of(asked)
    elsewhere = talking(people.hanna, people.jane)
    outcome = await commit(
        batches, [text(people.jane, elsewhere), asked, text(people.hanna, elsewhere)]
    )
    assert numbers(outcome) == [3, None, 4]
    assert len(outcome.publications) == 2
    assert rows_of(asked) == before
    assert ordinary(asked) == code
    assert rows_of(asked) == before


async def test_a_repeated_text_is_left_to_the_ordinary_way_which_knows_it(
    people: Cast, batches: Pipeline
) -> None:
    asked = text(people.ana, known_to(people))
    [first] = (await commit(batches, [asked])).results
    again = await commit(batches, [asked])
    assert (again.results, again.publications) == ([None], [])
    assert isinstance(first, Sent)
    stored: Any = carry_out(asked.ask, asked.sign_in)
    assert (stored.number, stored.version, stored.duplicate) == (first.number, first.version, True)


async def test_a_first_contact_and_its_answer_are_left_to_the_ordinary_way(
    people: Cast, batches: Pipeline
) -> None:
    """Only there an answer opens the conversation to both."""
    asked = text(people.jane, start(people.ana, people.jane, "Hello!").conversation)
    outcome = await commit(batches, [asked])
    assert outcome.results == [None]
    assert ordinary(asked) == "done"
    assert row_of(asked.ask.conversation).accepted_at is not None
