"""A closed account ends what the person had going, and nobody reaches that person any more."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from consumers.commands import COMMANDS
from conversations.models import Conversation, Participant
from core import clock
from feed.models import Follow
from notifications.models import Device
from people.actions import close_account, reopen_account
from people.models import ModelProfile, SignIn, User
from tests import dealings, jobs, stories
from tests.feed import posting
from tests.pages import everything
from tests.people import Cast
from tests.refusals import refused
from tests.security.closing import WALK, ask, dealings_of, filled
from workflows import matching, queries
from workflows.models import Application, Booking, CalendarSession, JobOffer, OpenCall
from workflows.queries import calls, ical, upcoming


def test_every_verb_has_a_row() -> None:
    """A new verb says whom it names, or that it names nobody."""
    assert COMMANDS.keys() - WALK.keys() == set()


ROWS = [(verb, *row) for verb, row in WALK.items() if row is not None and verb in COMMANDS]


#: Conversations are closed, and groups are left, a moment after the account.
A_MOMENT_LATER = {
    *("message.send", "message.edit", "message.react", "conversation.accept"),
    *("conversation.remove", "conversation.role"),
}


@pytest.mark.attack(
    "reaching somebody whose account is closed, by any verb",
    "`not_found`, also at that very moment",
)
@pytest.mark.parametrize(("verb", "closed", "asks", "fields"), ROWS, ids=[row[0] for row in ROWS])
def test_nobody_reaches_a_closed_account(
    people: Cast, verb: str, closed: str, asks: str, fields: dict[str, Any]
) -> None:
    """Neither in the moment before the rooms have ended everything nor afterwards."""
    names = dealings_of(people)
    person, other = getattr(people, closed), getattr(people, asks)
    User.objects.filter(pk=person.pk).update(is_active=False)
    if verb not in A_MOMENT_LATER:
        with refused("not_found"):
            ask(verb, other, filled(fields, names))
    close_account(person)
    with refused("not_found"):
        ask(verb, other, filled(fields, names))


# --- what ends --------------------------------------------------------------------------------


@pytest.mark.attack(
    "being booked with a host whose account was closed", "calls, offers and bookings end with it"
)
def test_a_closed_host_leaves_nothing_standing(people: Cast) -> None:
    names = dealings_of(people)
    board = {uuid.UUID(names.call), uuid.UUID(names.another_call)}
    assert board <= {
        card.call.id for card in everything(calls.board, people.ana, people.ana.model_profile)
    }
    close_account(people.hanna)
    assert not OpenCall.objects.filter(host=people.hanna, status="active").exists()
    assert not JobOffer.objects.filter(host=people.hanna, status="sent").exists()
    ended = Application.objects.get(public_id=names.application)
    assert (ended.status, ended.reason) == ("rejected", "cancelled")
    booking = Booking.objects.get(public_id=names.booking)
    assert booking.state == Booking.CANCELLED_BY_HOST
    assert dealings.booking_row(uuid.UUID(names.past)).state == Booking.COMPLETED
    to_come = CalendarSession.objects.filter(
        host=people.hanna, during__startswith__gt=clock.now(), cancelled_at=None
    )
    assert not to_come.exists()
    assert not board & {
        card.call.id for card in everything(calls.board, people.ana, people.ana.model_profile)
    }
    with refused("not_found"):
        queries.call(uuid.UUID(names.call), seen_by=people.jane)
    with refused("not_found"):
        upcoming.of(people.hanna.handle, seen_by=None)


def test_a_closed_model_leaves_nothing_standing(people: Cast) -> None:
    names = dealings_of(people)
    close_account(people.ana)
    assert Application.objects.get(public_id=names.application).status == "withdrawn"
    assert JobOffer.objects.get(public_id=names.offer).status == "declined"
    booking = Booking.objects.get(public_id=names.booking)
    assert booking.state == Booking.CANCELLED_BY_MODEL
    assert booking.calendar_session.booked == 0
    assert dealings.booking_row(uuid.UUID(names.past)).state == Booking.COMPLETED
    call = OpenCall.objects.get(public_id=names.another_call)
    found = matching.matching_models(call, after=0, limit=10_000)
    assert people.ana.pk not in {model.user_profile_id for model, _ in found}


def test_the_other_side_hears_of_it_by_mail_and_bell(people: Cast) -> None:
    dealings_of(people)
    close_account(people.ana)
    assert kinds(people.hanna) >= {"booking.cancelled", "offer.answered"}
    another = dealings_of(people._replace(ana=people.jane, jane=people.mika))
    assert another
    close_account(people.hanna)
    assert kinds(people.jane) >= {"booking.cancelled", "application.decided"}


def kinds(person: User) -> set[str]:
    return set(person.deliveries.filter(channel="email").values_list("kind", flat=True))


def test_they_leave_groups_and_the_others_read_it(people: Cast) -> None:
    group = stories.group(people.hanna, people.ana, people.jane)
    close_account(people.hanna)
    conversation = stories.row_of(group)
    present = conversation.participants.filter(left_at=None)
    assert {place.user_id for place in present} == {people.ana.pk, people.jane.pk}
    assert present.filter(role=Participant.ADMIN).count() == 1
    last = conversation.messages.order_by("number").last()
    assert last is not None
    assert last.data is not None
    assert last.data["type"] == "group.left"


def test_conversations_of_two_stay_to_be_read(people: Cast, verify: Any) -> None:
    talk = stories.talking(people.hanna, people.ana)
    with verify(people.hanna, people.ana, exact=False):
        close_account(people.ana)
    assert stories.row_of(talk).blocked
    with refused("not_found"):
        stories.say(people.hanna, talk, "Are you there?")
    assert stories.read(people.hanna, talk, 2).unread == 0


def test_signed_out_silent_and_without_addresses(people: Cast) -> None:
    people.ana.calendar_token = uuid.uuid4().hex
    people.ana.save()
    sign_in = SignIn.objects.create(user=people.ana, kind=SignIn.SESSION)
    Device.objects.create(user=people.ana, sign_in=sign_in, endpoint=str(uuid.uuid4()))
    assert ical.of_token(people.ana.calendar_token)
    close_account(people.ana)
    assert ical.of_token(people.ana.calendar_token) is None
    assert not people.ana.sign_ins.filter(revoked_at=None).exists()
    assert not Device.objects.filter(user=people.ana, removed_at=None).exists()
    reopen_account(people.ana)
    assert ical.of_token(people.ana.calendar_token) is None
    assert not Device.objects.filter(user=people.ana, removed_at=None).exists()


def test_nobody_follows_and_no_post_shows(people: Cast) -> None:
    posting.follow(people.ana, people.hanna)
    posting.follow(people.hanna, people.jane)
    post = posting.publish(people.hanna, "News")
    posting.follow(people.mika, people.hanna)
    assert post in posting.feed_of(people.mika)
    close_account(people.hanna)
    assert post not in posting.feed_of(people.mika)
    with refused("not_found"):
        posting.page_of(people.hanna, None)
    assert not Follow.objects.filter(followed=people.hanna).exists()
    assert not Follow.objects.filter(follower=people.hanna).exists()


def test_an_account_that_is_opened_again_begins_anew(people: Cast) -> None:
    names = dealings_of(people)
    close_account(people.hanna)
    reopen_account(people.hanna)
    jobs.work_off("people")
    assert not OpenCall.objects.filter(host=people.hanna, status="active").exists()
    booking = Booking.objects.get(public_id=names.booking)
    assert booking.state == Booking.CANCELLED_BY_HOST
    group = Conversation.objects.get(public_id=names.group)
    assert not group.participants.filter(user=people.hanna, left_at=None).exists()
    assert stories.say(people.hanna, uuid.UUID(names.talk), "I am back.")


def test_a_block_outlives_a_closed_account(people: Cast) -> None:
    talk = stories.talking(people.hanna, people.ana)
    stories.block(people.ana, people.hanna)
    close_account(people.hanna)
    reopen_account(people.hanna)
    with refused("blocked"):
        stories.say(people.hanna, talk, "I am back.")


def test_what_began_before_and_was_stored_after_is_ended_a_minute_later(people: Cast) -> None:
    """As an offer does whose transaction was open while the account was closed."""
    session = stories.session(people.hanna)
    close_account(people.ana)
    model = ModelProfile.objects.get(user_profile=people.ana)
    late = JobOffer.objects.create(
        host=people.hanna,
        model=model,
        calendar_session=CalendarSession.objects.get(public_id=session),
        expires_at=clock.now() + timedelta(hours=1),
    )
    assert "end_everything" in jobs.work_off("people")
    late.refresh_from_db()
    assert late.status == JobOffer.DECLINED
