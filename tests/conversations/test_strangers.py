"""A stranger has one text until somebody answers: no second one, no link, and a daily quota."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import msgspec
import pytest
from django.conf import settings
from django.test import override_settings

from conversations.actions.messages import send_message
from conversations.queries import inbox
from conversations.verbs import SendMessage, Started
from core import clock as deciding
from tests import clock
from tests.dealings import accept, decline, offer, offer_row
from tests.people import Cast, model, person
from tests.refusals import refused
from tests.stories import (
    add,
    apply,
    confirm,
    group,
    open_call,
    row_of,
    say,
    session,
    start,
    talking,
)
from tests.together import at_once
from workflows.actions.offers import send_offer
from workflows.verbs import SendOffer


def test_one_text_until_it_is_answered(people: Cast) -> None:
    conversation = start(people.hanna, people.ana, "Do you model?").conversation
    with refused("forbidden", reasons=["awaiting_answer"]):
        say(people.hanna, conversation, "Hello?")
    with refused("forbidden", reasons=["awaiting_answer"]):
        start(people.hanna, people.ana, "Hello??")
    say(people.ana, conversation, "I do!")
    assert say(people.hanna, conversation, "Wonderful.").number == 3


def test_an_opened_conversation_has_its_one_text_as_well(people: Cast) -> None:
    conversation = start(people.hanna, people.ana).conversation
    say(people.hanna, conversation, "Do you model?")
    with refused("forbidden", reasons=["awaiting_answer"]):
        say(people.hanna, conversation, "Hello?")


@pytest.mark.parametrize(
    "text", ["see https://example.org", "HTTP://example.org", "look at www.example.org"]
)
def test_no_link_before_an_answer(people: Cast, text: str) -> None:
    with refused("forbidden", reasons=["awaiting_answer"]):
        start(people.hanna, people.ana, text)
    conversation = start(people.hanna, people.ana).conversation
    with refused("forbidden", reasons=["awaiting_answer"]):
        say(people.hanna, conversation, text)
    assert row_of(conversation).last_number == 0


def test_links_are_fine_once_somebody_has_answered(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    assert say(people.hanna, conversation, "see https://example.org").number == 3
    assert say(people.ana, conversation, "and www.example.org").number == 4


def test_an_answer_may_have_a_link(people: Cast) -> None:
    conversation = start(people.hanna, people.ana, "Do you model?").conversation
    assert say(people.ana, conversation, "My book: https://example.org").number == 2


def test_applying_is_an_answer(people: Cast) -> None:
    conversation = start(people.hanna, people.ana, "Do you model?").conversation
    apply(people.ana, open_call(people.hanna))
    assert say(people.hanna, conversation, "How nice!").number == 3


def test_who_applied_has_one_text_until_the_host_answers(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna))
    with refused("forbidden", reasons=["awaiting_answer"]):
        say(people.ana, applied.conversation, "My book: https://example.org")
    say(people.ana, applied.conversation, "I love your rooms.")
    with refused("forbidden", reasons=["awaiting_answer"]):
        say(people.ana, applied.conversation, "And the light.")
    say(people.hanna, applied.conversation, "Can you bring red drapes?")
    say(people.ana, applied.conversation, "Here: https://example.org")
    assert row_of(applied.conversation).last_number == 4


def test_who_is_booked_is_no_stranger(people: Cast) -> None:
    applied = apply(people.ana, open_call(people.hanna))
    confirm(people.hanna, applied.application)
    say(people.ana, applied.conversation, "My book: https://example.org")
    say(people.ana, applied.conversation, "See you there.")


@pytest.mark.attack("writing freely after an offer that nobody answered", "one text, no links")
def test_an_offer_opens_nothing_until_it_is_accepted(people: Cast) -> None:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    conversation = offer_row(asked).conversation
    assert conversation is not None
    assert conversation.accepted_at is None
    say(people.hanna, conversation.public_id, "Do you have time?")
    with refused("forbidden", reasons=["awaiting_answer"]):
        say(people.hanna, conversation.public_id, "Do you?")
    accept(people.ana, asked)
    assert say(people.hanna, conversation.public_id, "See https://example.org").number == 4


def test_an_offer_that_is_declined_opens_nothing(people: Cast) -> None:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    decline(people.ana, asked)
    conversation = offer_row(asked).conversation
    assert conversation is not None
    say(people.hanna, conversation.public_id, "A pity!")
    with refused("forbidden", reasons=["awaiting_answer"]):
        say(people.hanna, conversation.public_id, "Another day?")
    with refused("forbidden", reasons=["stranger"]):
        add(people.hanna, group(people.hanna, people.jane), people.ana)


def test_a_note_to_a_stranger_has_no_link(people: Cast) -> None:
    call = open_call(people.hanna)
    with refused("forbidden", reasons=["awaiting_answer"]):
        apply(people.ana, call, note="My book: t.me/ana")
    ask = SendOffer(
        key=uuid4(),
        session=session(people.hanna),
        person=people.ana.public_id,
        expires_at=deciding.now() + timedelta(hours=1),
        note="Look at evil.example/x",
    )
    with refused("forbidden", reasons=["awaiting_answer"]):
        send_offer(ask, by=people.hanna)
    talking(people.hanna, people.ana)
    assert send_offer(ask, by=people.hanna).offer


def test_both_see_how_they_stand(people: Cast) -> None:
    conversation = start(people.hanna, people.ana, "Do you model?").conversation
    pk = row_of(conversation).pk
    assert inbox.head(people.hanna, pk).standing == "asking"
    assert inbox.head(people.ana, pk).standing == "asked"
    say(people.ana, conversation, "I do!")
    assert inbox.head(people.hanna, pk).standing == "open"
    assert inbox.head(people.ana, pk).standing == "open"


def test_a_first_message_is_a_text(people: Cast) -> None:
    conversation = start(people.hanna, people.ana).conversation
    image = SendMessage(key=uuid4(), conversation=conversation, kind="image", image=uuid4())
    with refused("forbidden", reasons=["awaiting_answer"]):
        send_message(image, by=people.hanna)
    with refused("bad_request", field="content"):
        say(people.hanna, conversation, "")


# --- an address that is not confirmed --------------------------------------------------------


def test_nobody_writes_before_the_address_is_confirmed(people: Cast) -> None:
    newcomer = person("Nora", email_confirmed_at=None)
    with refused("forbidden", reasons=["email_unconfirmed"]):
        start(newcomer, people.ana, "Hello!")
    with refused("not_found"):  # and nobody comes upon them
        start(people.ana, newcomer, "Welcome!")
    # Who had talked before their address was taken from them is not heard, either.
    conversation = talking(people.ana, people.hanna)
    people.hanna.email_confirmed_at = None
    people.hanna.save(update_fields=["email_confirmed_at"])
    with refused("forbidden", reasons=["email_unconfirmed"]):
        say(people.hanna, conversation, "Thank you!")
    assert row_of(conversation).last_number == 2


# --- the quota -------------------------------------------------------------------------------


def few(count: int) -> override_settings:
    limits = msgspec.structs.replace(settings.LIMITS, cold_contacts_per_day=count)
    return override_settings(LIMITS=limits)


def test_ten_strangers_a_day_and_no_more(people: Cast) -> None:
    assert settings.LIMITS.cold_contacts_per_day == 10
    for n in range(10):
        start(people.hanna, model(f"Model{n}"), "Do you model?")
    with refused("rate_limited") as said:
        start(people.hanna, people.ana, "Do you model?")
    assert said.details["after_ms"] > 0
    assert said.details["free_at"] > deciding.now()
    assert start(people.mika, people.ana, "I have not used mine.").number == 1


def test_opening_without_a_text_counts_as_well(people: Cast) -> None:
    with few(1):
        start(people.hanna, people.ana)
        with refused("rate_limited"):
            start(people.hanna, people.jane)


def test_who_answered_does_not_count_any_more(people: Cast) -> None:
    with few(1):
        conversation = start(people.hanna, people.ana, "Do you model?").conversation
        with refused("rate_limited"):
            start(people.hanna, people.jane, "Do you model?")
        say(people.ana, conversation, "I do!")
        assert start(people.hanna, people.jane, "Do you model?").number == 1


def test_tomorrow_is_another_day(people: Cast) -> None:
    with few(1):
        start(people.hanna, people.ana, "Do you model?")
        clock.travel(timedelta(hours=23, minutes=59))
        with refused("rate_limited"):
            start(people.hanna, people.jane, "Do you model?")
        clock.travel(timedelta(hours=24, minutes=1))
        assert start(people.hanna, people.jane, "Do you model?").number == 1


def test_those_one_knows_need_no_quota(people: Cast) -> None:
    talking(people.hanna, people.ana)
    with few(0):
        assert start(people.hanna, people.ana, "Tuesday?").number == 3
        with refused("rate_limited"):
            start(people.hanna, people.jane, "Do you model?")


def test_asking_twenty_strangers_at_once_does_not_get_around_the_quota(people: Cast) -> None:
    strangers = [model(f"Model{n}") for n in range(20)]
    answers = at_once(partial(start, people.hanna, other, "Do you model?") for other in strangers)
    assert sum(isinstance(answer, Started) for answer in answers) == 10
