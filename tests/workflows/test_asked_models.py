"""Who is asked for an evening is told what becomes of it, as who is booked and who applied."""

from datetime import timedelta

import pytest

from core import clock
from notifications.judging import judge
from notifications.models import Delivery
from notifications.queries import facts
from people.models import User
from tests.dealings import accept, cancel_session, change, move, offer, offer_row, take_back
from tests.people import Cast
from tests.stories import session, session_row
from tests.verify import Verify
from workflows.models import JobOffer


def test_a_move_is_told_to_who_is_asked_by_mail_bell_and_a_line(
    people: Cast, verify: Verify
) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.jane)
    start = session_row(evening).during.lower
    with verify(people.hanna, people.jane):
        move(people.hanna, evening, start + timedelta(hours=2))
    row = offer_row(asked)
    assert last_line(row) == "offer.moved"
    assert told_of_offer(people.jane, row)[-1] == ("offer.changed", "offer.moved")
    move(people.hanna, evening, start + timedelta(hours=3))
    assert told_of_offer(people.jane, row).count(("offer.changed", "offer.moved")) == 2
    assert told_of_offer(people.hanna, row) == []


def test_another_district_is_told_to_who_is_asked(people: Cast, verify: Verify) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.jane)
    with verify(people.hanna, people.jane):
        change(people.hanna, evening, district="Spandau")
    row = offer_row(asked)
    assert last_line(row) == "offer.place"
    assert told_of_offer(people.jane, row)[-1] == ("offer.changed", "offer.place")


def test_what_an_asked_model_does_not_see_is_told_to_nobody_who_is_asked(people: Cast) -> None:
    evening = session(people.hanna)
    row = offer_row(offer(people.hanna, evening, people.jane))
    change(people.hanna, evening, place="The cellar", is_public=True, positions=3)
    assert last_line(row) == "offer.sent"
    assert told_of_offer(people.jane, row) == [("offer.received", "offer.sent")]


@pytest.mark.parametrize("how", ["cancelled", "taken back", "full"])
def test_the_end_of_an_offer_is_told_to_who_is_asked(
    people: Cast, verify: Verify, how: str
) -> None:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.jane)
    if how == "full":
        accept(people.ana, offer(people.hanna, evening, people.ana))
    elif how == "cancelled":
        with verify(people.hanna, people.jane):
            cancel_session(people.hanna, evening)
    else:
        take_back(people.hanna, asked)
    row = offer_row(asked)
    assert last_line(row) == "offer.withdrawn"
    assert told_of_offer(people.jane, row)[-1] == ("offer.changed", "offer.withdrawn")


def test_who_has_not_heard_of_an_offer_hears_neither_of_its_end(people: Cast) -> None:
    evening = session(people.hanna)
    asked = offer_row(offer(people.hanna, evening, people.jane))
    take_back(people.hanna, asked.public_id)
    [received, ended] = mails_about(people.jane, asked)
    verdicts = judge([received, ended], clock.now())
    assert [verdicts[row.pk].at for row in (received, ended)] == [None, None]
    received.state = "sent"
    received.save()
    assert judge([ended], clock.now())[ended.pk].at is not None


def last_line(row: JobOffer) -> str:
    assert row.conversation is not None
    line = row.conversation.messages.order_by("number").last()
    assert line is not None
    assert line.data is not None
    return str(line.data["type"])


def mails_about(person: User, row: JobOffer) -> list[Delivery]:
    about = Delivery.objects.select_related("user", "notification").filter(
        user=person, about=f"offer.{row.public_id}", channel="email"
    )
    return list(about.order_by("pk"))


def told_of_offer(person: User, row: JobOffer) -> list[tuple[str, str]]:
    return [(mail.kind, str(facts(mail)["type"])) for mail in mails_about(person, row)]
