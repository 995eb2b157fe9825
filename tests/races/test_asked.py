"""Offers, blocks and stars beside each other and beside a call: a place and a person once."""

from datetime import timedelta

import pytest

from people.models import Block, User
from tests import clock
from tests.dealings import booking_row, let_it_be_over, offer, offer_row
from tests.people import Cast, cast, host
from tests.races.locks import holding_conversation, in_line
from tests.races.queues import behind_call, behind_session
from tests.races.test_hosts_mind import BOTH, turned
from tests.races.test_places import ROUNDS, outcomes
from tests.races.workers import Crowd
from tests.stories import application_row, apply, booked, call_row, open_call, session, session_row
from workflows.models import Booking

DAY = timedelta(days=1)


@BOTH
def test_a_call_and_an_offer_want_the_last_place(people: Cast, workers: Crowd, first: int) -> None:
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    ana, jane = apply(people.ana, call).application, offer(people.hanna, evening, people.jane)
    acts = turned(first, ("confirm", people.hanna.pk, ana), ("accept", people.jane.pk, jane))
    came = behind_session(workers, evening, *acts)
    assert (session_row(evening).booked, call_row(call).status) == (1, "filled")
    ends = application_row(ana).status, offer_row(jane).status
    if first == 0:
        assert [one.refused for one in came] == [None, "conflict"]
        assert ends == ("accepted", "withdrawn")
    else:
        assert [one.refused for one in came] == [None, "call_filled"]
        assert ends == ("rejected", "accepted")


def test_an_offer_accepted_in_time_stands_although_a_call_ran_out_meanwhile(
    people: Cast, workers: Crowd
) -> None:
    """The last place was taken before the call's deadline: it is filled, whenever that commits."""
    evening = session(people.hanna)
    call = open_call(people.hanna, evening)
    ana, jane = apply(people.ana, call).application, offer(people.hanna, evening, people.jane, DAY)
    conversation = offer_row(jane).conversation
    assert conversation is not None
    with holding_conversation(conversation.public_id):
        running = workers.begin([("accept", people.jane.pk, jane)])
        in_line(1)
        clock.stop(call_row(call).expires_at)
    [came] = running.came()
    assert (came.error, came.refused) == (None, None)
    assert (offer_row(jane).status, session_row(evening).booked) == ("accepted", 1)
    assert workers.at_once([("expire_all", 50)])[0].done
    assert (call_row(call).status, application_row(ana).status) == ("filled", "rejected")


def test_two_offers_for_one_evening_are_accepted_in_two_tabs(workers: Crowd) -> None:
    for _ in range(ROUNDS):
        people = cast()
        hosts = [people.hanna, host("Nora"), host("Otto")]
        later = session_row(session(people.hanna)).during.lower + timedelta(hours=1)
        evenings = [session(hosts[0]), session(hosts[1]), session(hosts[2], starts_at=later)]
        offers = [
            offer(by, evening, people.ana) for by, evening in zip(hosts, evenings, strict=True)
        ]
        came = workers.at_once([("accept", people.ana.pk, one) for one in offers])
        assert outcomes(came) == {"done": 1, "model_unavailable": 2}
        assert Booking.objects.filter(model__user_profile=people.ana).count() == 1
        assert sorted(offer_row(one).status for one in offers) == ["accepted", "sent", "sent"]


def test_two_whom_one_place_was_offered_say_yes_at_once(workers: Crowd) -> None:
    for _ in range(ROUNDS):
        people = cast()
        evening = session(people.hanna)
        asked = [people.ana, people.jane, people.mika]
        offers = [offer(people.hanna, evening, one) for one in asked]
        came = workers.at_once(
            [("accept", one.pk, its) for one, its in zip(asked, offers, strict=True)]
        )
        assert outcomes(came) == {"done": 1, "conflict": 2}
        assert session_row(evening).booked == 1
        assert sorted(offer_row(one).status for one in offers) == [
            "accepted",
            "withdrawn",
            "withdrawn",
        ]


# --- a block ---------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("by_model", [False, True])
def test_a_block_while_the_applicant_is_booked(
    people: Cast, workers: Crowd, first: int, by_model: bool
) -> None:
    """What is booked stays until somebody cancels it; what was pending is over."""
    call = open_call(people.hanna)
    ana = apply(people.ana, call).application
    two = (people.ana.pk, people.hanna.pk) if by_model else (people.hanna.pk, people.ana.pk)
    acts = turned(first, ("block", *two), ("confirm", people.hanna.pk, ana))
    came = behind_call(workers, call, *acts)
    assert Block.objects.filter(blocker=two[0], blocked=two[1]).exists()
    status, places = application_row(ana).status, call_row(call).calendar_session.booked
    if first == 0:
        refused = "applicant_withdrew" if by_model else "conflict"
        assert [one.refused for one in came] == [None, refused]
        assert (status, places) == ("withdrawn" if by_model else "rejected", 0)
    else:
        assert [one.refused for one in came] == [None, None]
        assert (status, places) == ("accepted", 1)


@BOTH
def test_a_block_while_an_offer_is_accepted(people: Cast, workers: Crowd, first: int) -> None:
    evening = session(people.hanna)
    ana = offer(people.hanna, evening, people.ana)
    acts = ("block", people.hanna.pk, people.ana.pk), ("accept", people.ana.pk, ana)
    came = behind_session(workers, evening, *turned(first, *acts))
    ends = offer_row(ana).status, session_row(evening).booked
    if first == 0:
        assert [one.refused for one in came] == [None, "conflict"]
        assert ends == ("withdrawn", 0)
    else:
        assert [one.refused for one in came] == [None, None]
        assert ends == ("accepted", 1)


# --- stars -----------------------------------------------------------------------------------


def test_both_give_their_stars_at_once_and_each_only_once(people: Cast, workers: Crowd) -> None:
    for stars in range(1, 6):
        booking = booked(people.hanna, ana := cast().ana).booking
        let_it_be_over(booking_row(booking).calendar_session.public_id)
        acts = [("rate", people.hanna.pk, booking, stars), ("rate", ana.pk, booking, stars)] * 2
        assert outcomes(workers.at_once(acts)) == {"done": 2, "conflict": 2}
        row = booking_row(booking)
        assert (row.stars_by_host, row.stars_by_model) == (stars, stars)
    assert User.objects.get(pk=people.hanna.pk).host_rating == 3
