"""Who did not come, says the host: for two days, and the model may object; what is given stays."""

from datetime import timedelta
from decimal import Decimal

import pytest

from notifications import queries as notices
from people.models import ModelProfile, User
from tests import clock
from tests.dealings import booking_row, no_show, object_to, rate
from tests.people import Cast
from tests.refusals import refused
from tests.stories import session_row
from tests.verify import Verify
from tests.workflows.test_bookings import asked, over
from workflows.actions.bookings import show_stars_due
from workflows.models import Booking

TWO_WEEKS = timedelta(days=14)


@pytest.fixture
def evening(people: Cast) -> Booking:
    """Over since yesterday, and completed."""
    row = asked(people.hanna, people.ana)
    over(row)
    return booking_row(row.public_id)


def mean(person: User) -> float | None:
    return _number(User.objects.get(pk=person.pk).host_rating)


def mean_of_model(person: User) -> float | None:
    return _number(ModelProfile.objects.get(user_profile=person).rating)


def _number(rating: Decimal | None) -> float | None:
    return None if rating is None else float(rating)


def let_stars_show() -> None:
    while show_stars_due():
        pass


def test_an_absence_does_not_take_back_what_the_model_gave(
    people: Cast, verify: Verify, evening: Booking
) -> None:
    rate(people.hanna, evening.public_id, 5)
    rate(people.ana, evening.public_id, 1)
    assert mean(people.hanna) == 1
    with verify(people.hanna, people.ana):
        no_show(people.hanna, evening.public_id)
    missed = booking_row(evening.public_id)
    assert (missed.stars_by_host, missed.stars_by_model) == (None, 1)
    assert (mean(people.hanna), mean_of_model(people.ana)) == (1, None)


def test_stars_that_were_given_before_an_absence_count_in_the_end(
    people: Cast, evening: Booking
) -> None:
    rate(people.ana, evening.public_id, 1)
    no_show(people.hanna, evening.public_id)
    assert mean(people.hanna) is None
    clock.travel(TWO_WEEKS)
    let_stars_show()
    assert mean(people.hanna) == 1


@pytest.mark.parametrize("days", [2, 300])
def test_an_absence_is_said_soon_or_not_at_all(people: Cast, evening: Booking, days: int) -> None:
    clock.stop(evening.during.upper + timedelta(days=days))
    with refused("conflict"):
        no_show(people.hanna, evening.public_id)
    assert booking_row(evening.public_id).state == "completed"


def test_who_is_said_to_be_absent_objects_and_may_give_stars(
    people: Cast, verify: Verify, evening: Booking
) -> None:
    no_show(people.hanna, evening.public_id)
    with refused("conflict"):
        rate(people.ana, evening.public_id, 1)
    with verify(people.hanna, people.ana):
        object_to(people.ana, evening.public_id)
    row = booking_row(evening.public_id)
    assert (row.state, session_row(row.calendar_session.public_id).booked) == ("disputed", 1)
    found, _ = notices.page(people.hanna)
    assert found[0].title.startswith("Ana says that they came to your ")
    rate(people.ana, evening.public_id, 1)
    rate(people.hanna, evening.public_id, 2)
    assert (mean(people.hanna), mean_of_model(people.ana)) == (1, 2)


def test_what_was_disputed_is_not_said_again(people: Cast, evening: Booking) -> None:
    no_show(people.hanna, evening.public_id)
    object_to(people.ana, evening.public_id)
    with refused("conflict"):
        no_show(people.hanna, evening.public_id)
    with refused("conflict"):
        object_to(people.ana, evening.public_id)


def test_nobody_else_objects_and_not_for_ever(people: Cast, evening: Booking) -> None:
    with refused("conflict"):
        object_to(people.ana, evening.public_id)
    no_show(people.hanna, evening.public_id)
    for other in (people.hanna, people.jane, people.mika):
        with refused("not_found"):
            object_to(other, evening.public_id)
    clock.stop(evening.during.upper + TWO_WEEKS)
    with refused("conflict"):
        object_to(people.ana, evening.public_id)


# --- stars are given blindly ---------------------------------------------------------------------


def test_who_gives_stars_first_is_not_answered_in_kind(people: Cast, evening: Booking) -> None:
    rate(people.ana, evening.public_id, 1)
    assert mean(people.hanna) is None
    rate(people.hanna, evening.public_id, 5)
    assert (mean(people.hanna), mean_of_model(people.ana)) == (1, 5)


def test_stars_without_an_answer_count_after_two_weeks(people: Cast, evening: Booking) -> None:
    rate(people.hanna, evening.public_id, 4)
    clock.stop(evening.during.upper + TWO_WEEKS - timedelta(seconds=1))
    let_stars_show()
    assert mean_of_model(people.ana) == 4.5  # as before
    clock.stop(evening.during.upper + TWO_WEEKS)
    let_stars_show()
    assert mean_of_model(people.ana) == 4
    with refused("conflict"):
        rate(people.ana, evening.public_id, 1)
