"""The card on top of a conversation: what waits for an answer, then what is to come, then news."""

from datetime import timedelta
from uuid import UUID

from conversations.models import Conversation
from core import clock as deciding
from people.models import User
from tests.dealings import cancel_booking, decline, let_it_be_over, offer, reject
from tests.people import Cast
from tests.refusals import refused
from tests.stories import apply, booked, open_call, session, start
from workflows.actions.expiring import complete_due
from workflows.models import CalendarSession
from workflows.queries import cards


def between(host: User, model: User) -> UUID:
    low, high = sorted((host.pk, model.pk))
    return Conversation.objects.get(low_id=low, high_id=high).public_id


def shown(host: User, model: User) -> tuple[cards.ThreadCard, cards.ThreadCard]:
    """To the host and to the model."""
    where = between(host, model)
    of_host, of_model = (cards.card(where, viewer=one) for one in (host, model))
    assert of_host is not None
    assert of_model is not None
    return of_host, of_model


def what(host: User, model: User) -> UUID:
    """The one thing that both see."""
    of_host, of_model = shown(host, model)
    ids = {(card.application or card.offer).id for card in (of_host, of_model)}  # type: ignore[union-attr]
    assert [(card.application is None) != (card.offer is None) for card in (of_host, of_model)]
    [id] = ids
    return id


def day(n: int) -> dict[str, object]:
    return {"starts_at": deciding.now().replace(microsecond=0) + timedelta(days=n)}


def evening(by: User, n: int) -> UUID:
    return session(by, **day(n))  # type: ignore[arg-type]


def test_who_only_talks_has_no_card(people: Cast) -> None:
    start(people.hanna, people.ana, "Hello!")
    assert cards.card(between(people.hanna, people.ana), viewer=people.ana) is None


def test_an_application_shows_from_both_sides(people: Cast) -> None:
    call = open_call(people.hanna)
    applied = apply(people.ana, call, "With pleasure.").application
    of_host, of_model = shown(people.hanna, people.ana)
    assert (of_host.mine, of_model.mine) == ("host", "model")
    for card in (of_host, of_model):
        assert card.call is not None
        assert card.application is not None
        assert (card.call.id, card.application.id) == (call, applied)
        assert (card.application.status, card.application.note) == ("pending", "With pleasure.")
        assert (card.offer, card.booking) == (None, None)


def test_the_place_shows_when_it_is_booked(people: Cast) -> None:
    apply(people.ana, open_call(people.hanna))
    _, before = shown(people.hanna, people.ana)
    booked(people.hanna, people.jane)
    _, after = shown(people.hanna, people.jane)
    places = [card.call.session.place for card in (before, after) if card.call]
    assert places == [None, "Attic, ring twice"]
    assert after.booking is not None
    assert after.booking.state == "confirmed"


def test_what_waits_comes_before_what_is_decided(people: Cast) -> None:
    waiting = apply(people.ana, open_call(people.hanna, evening(people.hanna, 2))).application
    newer = apply(people.ana, open_call(people.hanna, evening(people.hanna, 3))).application
    reject(people.hanna, newer)
    decline(people.ana, offer(people.hanna, evening(people.hanna, 4), people.ana))
    assert what(people.hanna, people.ana) == waiting
    asked = offer(people.hanna, evening(people.hanna, 5), people.ana)
    assert what(people.hanna, people.ana) == asked


def test_what_is_to_come_comes_before_what_came_to_nothing(people: Cast) -> None:
    mine = booked(people.hanna, people.ana, **day(2))
    decline(people.ana, offer(people.hanna, evening(people.hanna, 4), people.ana))
    newer = apply(people.ana, open_call(people.hanna, evening(people.hanna, 3))).application
    reject(people.hanna, newer)
    assert what(people.hanna, people.ana) == mine.application
    cancel_booking(people.ana, mine.booking)
    assert what(people.hanna, people.ana) == newer


def test_an_evening_that_is_over_gives_way_to_what_is_newer(people: Cast) -> None:
    mine = booked(people.hanna, people.ana, **day(2))
    past = CalendarSession.objects.get(host=people.hanna)
    let_it_be_over(past.public_id)
    assert complete_due()
    assert what(people.hanna, people.ana) == mine.application
    asked = offer(people.hanna, evening(people.hanna, 4), people.ana)
    decline(people.ana, asked)
    assert what(people.hanna, people.ana) == asked


def test_it_is_for_the_two_alone(people: Cast) -> None:
    apply(people.ana, open_call(people.hanna))
    with refused("not_found"):
        cards.card(between(people.hanna, people.ana), viewer=people.mika)
