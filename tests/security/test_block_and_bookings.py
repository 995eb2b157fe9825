"""A block asks about bookings that stand, tells what they owe, and shows no new place."""

import itertools
import json
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Literal

import pytest

from core import clock
from core.transaction import transaction
from notifications.judging import judge
from notifications.mail import compose
from notifications.models import Delivery
from notifications.parcels import pack
from people.actions import block, renew_calendar, unblock
from people.models import User
from people.verbs import BlockPerson, UnblockPerson
from protocol.publish import Outgoing, Publication
from tests import dealings, stories
from tests.client import Http
from tests.conftest import Connect, Over
from tests.people import Cast
from tests.refusals import refused
from tests.security.foreign import routes
from tests.verify import Verify
from workflows.models import Application, Booking
from workflows.queries import own

#: Words that no other run has put on anybody's board.
RUN = uuid.uuid4().hex[:6]
PLACE, DISTRICT = f"Cellar {RUN}", f"Neukölln {RUN}"
TITLE, NOTE = f"Rude title {RUN}", f"Rude note {RUN}"


_numbers = itertools.count(1)


class Dealings:
    """Evenings of Hanna: Ana is booked for one, applied for the next and is asked for another."""

    def __init__(self, people: Cast) -> None:
        self.mark = f"-{next(_numbers)}"
        far = clock.now().replace(microsecond=0) + timedelta(days=9)
        self.session = stories.session(people.hanna, starts_at=far, positions=2)
        self.call = stories.open_call(people.hanna, self.session)
        applied = stories.apply(people.ana, self.call)
        self.conversation = applied.conversation
        self.booking = stories.confirm(people.hanna, applied.application).booking
        self.another = stories.session(people.hanna, starts_at=far + timedelta(days=1))
        self.offer = dealings.offer(people.hanna, self.another, people.ana)
        self.third = stories.session(people.hanna, starts_at=far + timedelta(days=2))
        self.third_call = stories.open_call(people.hanna, self.third)
        self.applied = stories.apply(people.ana, self.third_call).application


def blocks(by: User, other: User, bookings: Literal["keep", "cancel"] | None = None) -> None:
    block(BlockPerson(person=other.public_id, bookings=bookings), by=by)


def deliveries(person: User) -> list[Delivery]:
    found = Delivery.objects.select_related("user", "notification")
    return list(found.filter(user=person, channel="email").order_by("pk"))


def mails(person: User, *, after: int = 0) -> list[str]:
    """What the postman would carry to this person now: subject and text."""
    waiting = [row for row in deliveries(person) if row.pk > after and row.state == "waiting"]
    verdicts = judge(waiting, clock.now())
    wanted = [row for row in waiting if verdicts[row.pk].at is not None]
    found = pack(wanted, clock.now())
    return [f"{mail.subject}\n{mail.body}" for mail in (compose(found[row.pk]) for row in wanted)]


def last_delivery(person: User) -> int:
    return max((row.pk for row in deliveries(person)), default=0)


# --- the question ------------------------------------------------------------------------------


def test_a_block_asks_what_becomes_of_standing_bookings(people: Cast) -> None:
    given = Dealings(people)
    with refused("bookings_stand") as said:
        blocks(people.hanna, people.ana)
    [listed] = said.details["bookings"]
    assert (listed.id, listed.hosting, listed.title) == (given.booking, True, "Life drawing")
    assert not people.hanna.blocks.exists()
    assert Application.objects.get(public_id=given.applied).status == "pending"
    with refused("bookings_stand") as said:
        blocks(people.ana, people.hanna)
    assert [booking.hosting for booking in said.details["bookings"]] == [False]


def test_without_bookings_it_asks_nothing(people: Cast) -> None:
    blocks(people.hanna, people.ana)
    given = Dealings(people._replace(ana=people.jane))
    dealings.cancel_booking(people.jane, given.booking)
    blocks(people.hanna, people.jane)


def test_what_is_over_is_no_question(people: Cast) -> None:
    given = Dealings(people)
    dealings.let_it_be_over(given.session)
    blocks(people.hanna, people.ana)
    assert dealings.booking_row(given.booking).state == Booking.CONFIRMED


@pytest.mark.parametrize(
    ("blocker", "state"),
    [("hanna", Booking.CANCELLED_BY_HOST), ("ana", Booking.CANCELLED_BY_MODEL)],
)
def test_cancelled_with_the_block_the_other_side_hears_it(
    people: Cast, verify: Verify, blocker: str, state: str
) -> None:
    given = Dealings(people)
    by = getattr(people, blocker)
    other = people.ana if by is people.hanna else people.hanna
    before = last_delivery(other)
    with verify(people.hanna, people.ana):
        blocks(by, other, "cancel")
    booking = dealings.booking_row(given.booking)
    assert (booking.state, booking.calendar_session.booked) == (state, 0)
    told = mails(other, after=before)
    assert len([mail for mail in told if "cancel" in mail]) == 1


@pytest.mark.parametrize("blocker", ["hanna", "ana"])
def test_kept_it_stands(people: Cast, verify: Verify, blocker: str) -> None:
    given = Dealings(people)
    by = getattr(people, blocker)
    other = people.ana if by is people.hanna else people.hanna
    with verify(people.hanna, people.ana):
        blocks(by, other, "keep")
    assert dealings.booking_row(given.booking).state == Booking.CONFIRMED
    blocks(by, other)  # a second time is no second question
    with refused("bookings_stand"):
        blocks(other, by)
    blocks(other, by, "keep")
    dealings.cancel_booking(people.ana, given.booking)


# --- what is owed ------------------------------------------------------------------------------


@pytest.mark.parametrize("blocker", ["hanna", "ana"])
def test_moved_and_cancelled_are_told_over_a_block(people: Cast, blocker: str) -> None:
    given = Dealings(people)
    by = getattr(people, blocker)
    blocks(by, people.ana if by is people.hanna else people.hanna, "keep")
    before = last_delivery(people.ana)
    dealings.move(people.hanna, given.session, clock.now() + timedelta(days=20))
    [moved] = mails(people.ana, after=before)
    assert "time" in moved
    before = last_delivery(people.ana)
    dealings.cancel_session(people.hanna, given.session)
    [cancelled] = mails(people.ana, after=before)
    assert "cancel" in cancelled


def test_a_booking_that_nobody_was_told_of_yet_is_told_of(people: Cast) -> None:
    """It waits for the morning, and the block comes in the night."""
    Dealings(people)
    blocks(people.ana, people.hanna, "keep")
    assert [mail for mail in mails(people.ana) if "booked" in mail]
    assert not [mail for mail in mails(people.ana) if "asks you" in mail]


# --- no new place, and no new words ------------------------------------------------------------


def change_everything(people: Cast, given: Dealings) -> None:
    for session in (given.session, given.another, given.third):
        new = {"place": PLACE, "district": DISTRICT, "title": TITLE}
        marked = {field: word + given.mark for field, word in new.items()}
        dealings.change(people.hanna, session, **marked)
    dealings.change_fee(people.hanna, given.third_call, 100, note=NOTE + given.mark)
    dealings.change_fee(people.hanna, given.call, 100, note=NOTE + given.mark)


async def whole_board(door: Http) -> str:
    """All pages: calls of other tests may stand on the first."""
    page = await door.read("board")
    seen = page.text
    while cursor := page.json()["next"]:
        page = await door.read("board", cursor=cursor)
        seen += page.text
    return seen


@pytest.mark.attack(
    "learning a new place after a block: pages, frames, sync, calendar, bell, mail",
    "the evening as it was before",
)
@pytest.mark.parametrize("blocker", ["hanna", "ana"])
async def test_every_reader_of_a_place_keeps_the_old_one(
    people: Cast, told: list[Outgoing], over_http: Over, connect: Connect, blocker: str
) -> None:
    """Every page of the API, the socket, sync, the calendar's address, the bell and the mail."""
    given = Dealings(people)
    with transaction():
        renew_calendar(people.ana)
    by = getattr(people, blocker)
    blocks(by, people.ana if by is people.hanna else people.hanna, "keep")
    live = await connect(people.ana)
    before = last_delivery(people.ana)
    told.clear()
    change_everything(people, given)
    seen = {f"frame {number}": frame for number, frame in enumerate(frames_to(people.ana, told))}
    seen |= {f"mail {number}": text for number, text in enumerate(mails(people.ana, after=before))}
    ana, jane = over_http(people.ana), over_http(people.jane)
    seen |= {path: text async for path, text in everything(ana, people, given)}
    synced = await live.do("sync", cursors={"user": 0})
    seen["sync"] = json.dumps(synced, ensure_ascii=False)
    assert "Attic, ring twice" in seen["sync"]
    people.ana.refresh_from_db()
    secret = ana.client.base_url.join(f"/calendar/{people.ana.calendar_token}.ics")
    seen["calendar"] = (await ana.client.get(secret)).text.replace("\\,", ",")
    assert "Attic, ring twice" in seen["calendar"]
    assert "Attic, ring twice" in seen["agenda"]
    words = [f"{word}{given.mark}" for word in (PLACE, DISTRICT, TITLE, NOTE)]
    assert {where: word for where, text in seen.items() for word in words if word in text} == {}
    assert TITLE + given.mark in await whole_board(jane)  # others read the new words


async def everything(http: Http, people: Cast, given: Dealings) -> AsyncIterator[tuple[str, str]]:
    """Each path of the API with what is of these two in it."""
    named = {
        "call": given.call,
        "session": given.session,
        "conversation": given.conversation,
        "handle": people.hanna.handle,
    }
    far = (clock.now() + timedelta(days=60)).date().isoformat()
    query = {"agenda": {"to": far}, "search": {"text": "Attic"}}
    for route in routes():
        path = route.removeprefix("api/v1/")
        for name, value in named.items():
            path = path.replace(f"<uuid:{name}>", str(value)).replace(f"<str:{name}>", str(value))
        answer = await http.client.get(path, params=query.get(path, {}))
        yield path, answer.text


def frames_to(person: User, told: list[Outgoing]) -> Iterator[str]:
    for outgoing in told:
        if isinstance(outgoing, Publication):
            for part in outgoing.parts:
                if person.pk in (part.people or ()):
                    yield part.frame.decode()


def test_a_new_place_is_said_to_be_one_and_not_shown(people: Cast) -> None:
    given = Dealings(people)
    blocks(people.hanna, people.ana, "keep")
    before = last_delivery(people.ana)
    dealings.change(people.hanna, given.session, place=PLACE)
    [mail] = mails(people.ana, after=before)
    assert "place" in mail
    assert "not in contact" in mail
    before = last_delivery(people.ana)
    dealings.change(people.hanna, given.session, title=TITLE)
    assert mails(people.ana, after=before) == []


def test_terms_are_called_by_the_words_that_are_shown(people: Cast) -> None:
    given = Dealings(people)
    before = names_of_terms(people.ana)
    assert len(set(before)) == 3
    blocks(people.hanna, people.ana, "keep")
    assert names_of_terms(people.ana) == before
    for session in (given.session, given.another, given.third):
        dealings.change(people.hanna, session, place=PLACE, district=DISTRICT, title=TITLE)
    assert names_of_terms(people.ana) == before


def names_of_terms(model: User) -> list[str]:
    of_calls = [row.call.terms for row in own.my_applications(model)[0]]
    return [*of_calls, *(row.terms for row in own.my_offers(model)[0])]


def test_taken_back_the_place_shows_again(people: Cast, verify: Verify) -> None:
    given = Dealings(people)
    blocks(people.hanna, people.ana, "keep")
    change_everything(people, given)
    with verify(people.hanna, people.ana):
        unblock(UnblockPerson(person=people.ana.public_id), by=people.hanna)
    assert dealings.booking_row(given.booking).kept is None
    assert not Application.objects.filter(kept__isnull=False, model=people.ana.model_profile)


def test_one_of_two_blocks_taken_back_shows_nothing(people: Cast) -> None:
    given = Dealings(people)
    blocks(people.hanna, people.ana, "keep")
    blocks(people.ana, people.hanna, "keep")
    unblock(UnblockPerson(person=people.ana.public_id), by=people.hanna)
    assert dealings.booking_row(given.booking).kept is not None
