"""What needs an answer asks for none once it is over, in every kind and language."""

import re
from datetime import timedelta

import pytest
from django.utils.translation import gettext

from notifications import queries
from people.models import User
from people.speaking import speaking
from tests.dealings import agree, booking_row, move
from tests.jobs import work_off
from tests.notifications.stories import STORIES, TIMED, evening_of
from tests.people import Cast
from tests.stories import booked
from workflows.notice_titles import OVER, TITLES
from workflows.sentences import SENTENCES

pytestmark = pytest.mark.usefixtures("noon")

#: Words that ask for something, or look forward to it.
ASKING = {
    "en": re.compile(r"asks you|looks for|Agree|if it suits|If you were there|closes|See you|\?"),
    "de": re.compile(
        r"(fragt|bittet) dich|sucht ein|Stimm zu|Sag zu|wenn es dir passt|endet (um|bald)|Bis dann"
        r"|Warst du|\?"
    ),
}
#: A notice says it to the host only, who reads the first of the two sentences.
TO_HOST = {"offer.accepted"}


def asking(language: str) -> set[str]:
    """What is told to a model, and asks."""
    said = TITLES | {what: to[1] for what, to in SENTENCES.items()}
    with speaking(language):
        return {it for it in said if ASKING[language].search(gettext(said[it]))} - TO_HOST


def titles(person: User, kind: str) -> list[str]:
    return [line.title for line in queries.page(person)[0] if line.kind == kind]


@pytest.mark.parametrize("language", ASKING)
def test_every_question_has_words_for_when_it_is_over(language: str) -> None:
    assert asking(language) == set(OVER)
    with speaking(language):
        assert not [it for it in OVER.values() if ASKING[language].search(gettext(it))]


#: A call that was extended closes still, only later.
TAKEN_BACK = [kind for kind in TIMED if kind != "call.closing"]


@pytest.mark.parametrize("kind", TAKEN_BACK)
def test_a_line_asks_nothing_when_it_was_taken_back(people: Cast, kind: str) -> None:
    story = STORIES[kind](people)
    assert story.undo is not None
    story.undo()
    work_off()
    said = titles(story.reader, kind)
    assert said
    assert not [title for title in said if ASKING["en"].search(title)]


def test_a_line_asks_nothing_when_the_answer_was_yes(people: Cast) -> None:
    booking = booked(people.hanna, people.ana).booking
    move(people.hanna, evening_of(booking), booking_row(booking).during.lower + timedelta(hours=1))
    [asks] = titles(people.ana, "booking.changed")
    assert "Agree" in asks
    agree(people.ana, booking)
    work_off()
    [said] = titles(people.ana, "booking.changed")
    assert re.fullmatch(r"Hanna changed the time of the .+\.", said)
    assert "Agree" not in said
