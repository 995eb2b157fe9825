"""A booking that was kept over a block goes its whole way, and both hear what becomes of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core import clock
from tests import clock as deciding
from tests import dealings
from tests.people import Cast
from tests.security.test_block_and_bookings import (
    DISTRICT,
    PLACE,
    TITLE,
    Dealings,
    blocks,
    last_delivery,
    mails,
)
from tests.state_market import ALL_TIME
from workflows.actions.expiring import complete_due
from workflows.queries import own


def moved(people: Cast, given: Dealings) -> None:
    dealings.move(people.hanna, given.session, clock.now() + timedelta(days=20))


def agreed(people: Cast, given: Dealings) -> None:
    moved(people, given)
    dealings.agree(people.ana, given.booking)


def lapsed(people: Cast, given: Dealings) -> None:
    moved(people, given)
    deciding.stop(dealings.booking_row(given.booking).during.lower)
    while complete_due():
        pass


def missed(people: Cast, given: Dealings) -> None:
    dealings.let_it_be_over(given.session)
    dealings.no_show(people.hanna, given.booking)


def objected(people: Cast, given: Dealings) -> None:
    missed(people, given)
    dealings.object_to(people.ana, given.booking)


#: Everything that can become of a standing booking -> who has to hear of it.
OWED: dict[str, tuple[Callable[[Cast, Dealings], object], str]] = {
    "moved": (moved, "ana"),
    "agreed": (agreed, "hanna"),
    "lapsed": (lapsed, "ana"),
    "the evening is off": (lambda p, it: dealings.cancel_session(p.hanna, it.session), "ana"),
    "by the host": (lambda p, it: dealings.cancel_booking(p.hanna, it.booking), "ana"),
    "by the model": (lambda p, it: dealings.cancel_booking(p.ana, it.booking), "hanna"),
    "missed": (missed, "ana"),
    "objected": (objected, "hanna"),
}


@pytest.mark.parametrize("blocker", ["hanna", "ana"])
@pytest.mark.parametrize("what", OWED)
def test_whatever_becomes_of_a_kept_booking_is_told_over_a_block(
    people: Cast, what: str, blocker: str
) -> None:
    given = Dealings(people)
    by = getattr(people, blocker)
    blocks(by, people.ana if by is people.hanna else people.hanna, "keep")
    act, reader = OWED[what]
    before = last_delivery(getattr(people, reader))
    act(people, given)
    assert len(mails(getattr(people, reader), after=before)) == 1


@pytest.mark.parametrize("blocker", ["hanna", "ana"])
def test_both_give_stars_over_a_block(people: Cast, blocker: str) -> None:
    given = Dealings(people)
    by = getattr(people, blocker)
    blocks(by, people.ana if by is people.hanna else people.hanna, "keep")
    dealings.let_it_be_over(given.session)
    dealings.rate(people.ana, given.booking, 1)
    dealings.rate(people.hanna, given.booking, 5)
    assert dealings.booking_row(given.booking).stars_shown_at is not None


def test_a_move_after_a_block_is_agreed_to_by_the_terms_that_are_shown(people: Cast) -> None:
    given = Dealings(people)
    blocks(people.hanna, people.ana, "keep")
    dealings.change(people.hanna, given.session, title=TITLE, place=PLACE, district=DISTRICT)
    moved(people, given)
    [shown] = [it for it in own.agenda(people.ana, *ALL_TIME)[1] if it.id == given.booking]
    assert shown.session.title == "Life drawing"
    dealings.agree(people.ana, given.booking, terms=shown.terms)
