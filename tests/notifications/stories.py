"""Of every kind of notice one story: who is told of it, and how it is taken back before that."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from conversations.actions.missed import tell_missed
from core import clock as deciding
from notifications.kinds import CHANNELS, KINDS
from notifications.models import Preference
from people.models import User
from tests import clock
from tests.dealings import (
    accept,
    booking_row,
    cancel_booking,
    cancel_call,
    change,
    decline,
    extend,
    move,
    no_show,
    object_to,
    offer,
    reject,
    take_back,
)
from tests.dealings import let_it_be_over as over
from tests.feed.posting import delete, follow
from tests.feed.test_following import ring
from tests.notifications.test_bells import news
from tests.people import Cast, nobody_else
from tests.stories import (
    apply,
    booked,
    call_row,
    fan_out,
    open_call,
    say,
    session,
    session_row,
    talking,
    unsend,
    withdraw,
)
from workflows.actions.closing import tell_closing


class Story(NamedTuple):
    """Somebody will be told of something. `undo` takes it back before they are; None: it cannot.

    `by`: whose name it says.
    """

    reader: User
    by: User
    undo: Callable[[], object] | None


def matching(people: Cast) -> Story:
    nobody_else(people.ana)
    call = open_call(people.hanna, closes=timedelta(hours=30))
    fan_out(call)
    return Story(people.ana, people.hanna, lambda: cancel_call(people.hanna, call))


def closing(people: Cast) -> Story:
    call = open_call(people.hanna, closes=timedelta(minutes=30))
    until = call_row(call).expires_at
    clock.stop(until - timedelta(minutes=9))
    tell_closing()
    return Story(
        people.hanna,
        people.hanna,
        lambda: extend(people.hanna, call, until + timedelta(hours=3)),
    )


def arrived(people: Cast) -> Story:
    applied = apply(people.ana, open_call(people.hanna, closes=timedelta(hours=30))).application
    return Story(people.hanna, people.ana, lambda: withdraw(people.ana, applied))


def decided(people: Cast) -> Story:
    call = open_call(people.hanna, closes=timedelta(hours=30))
    reject(people.hanna, apply(people.ana, call).application)
    return Story(people.ana, people.hanna, lambda: apply(people.ana, call))


def applied_and_moved(people: Cast) -> Story:
    evening = session(people.hanna)
    apply(people.ana, open_call(people.hanna, evening, closes=timedelta(hours=30)))
    start = session_row(evening).during.lower
    move(people.hanna, evening, start + timedelta(hours=1))
    return Story(people.ana, people.hanna, lambda: move(people.hanna, evening, start))


def offered(people: Cast) -> Story:
    asked = offer(people.hanna, session(people.hanna), people.ana, closes=timedelta(hours=30))
    return Story(people.ana, people.hanna, lambda: take_back(people.hanna, asked))


def answered(people: Cast) -> Story:
    asked = offer(people.hanna, session(people.hanna), people.ana)
    booking = accept(people.ana, asked).booking
    assert booking is not None
    return Story(people.hanna, people.ana, lambda: cancel_booking(people.ana, booking))


def offer_moved(people: Cast) -> Story:
    evening = session(people.hanna)
    asked = offer(people.hanna, evening, people.ana, closes=timedelta(hours=30))
    move(people.hanna, evening, session_row(evening).during.lower + timedelta(hours=1))
    return Story(people.ana, people.hanna, lambda: decline(people.ana, asked))


def offer_closing(people: Cast) -> Story:
    asked = offer(people.hanna, session(people.hanna), people.ana, closes=timedelta(hours=3))
    clock.stop(deciding.now() + timedelta(hours=2, minutes=30))
    tell_closing()
    return Story(people.ana, people.hanna, lambda: decline(people.ana, asked))


def made(people: Cast) -> Story:
    booking = booked(people.hanna, people.ana).booking
    return Story(people.ana, people.hanna, lambda: cancel_booking(people.ana, booking))


def changed(people: Cast) -> Story:
    evening = evening_of(booked(people.hanna, people.ana).booking)
    change(people.hanna, evening, place="The cellar")
    return Story(
        people.ana,
        people.hanna,
        lambda: change(people.hanna, evening, place="Attic, ring twice"),
    )


def cancelled(people: Cast) -> Story:
    booking = booked(people.hanna, people.ana).booking
    over(evening_of(booking))
    no_show(people.hanna, booking)
    return Story(people.ana, people.hanna, lambda: object_to(people.ana, booking))


def missed(people: Cast) -> Story:
    conversation = talking(people.hanna, people.ana)
    while tell_missed():
        pass
    number = say(people.hanna, conversation, "Can you bring red drapes?").number
    clock.stop(deciding.now() + timedelta(minutes=3))
    tell_missed()
    return Story(people.ana, people.hanna, lambda: unsend(people.hanna, conversation, number))


def published(people: Cast) -> Story:
    follow(people.ana, people.hanna)
    ring(people.ana, people.hanna)
    post = news(people.hanna)
    return Story(people.ana, people.hanna, lambda: delete(people.hanna, post.public_id))


def evening_of(booking: UUID) -> UUID:
    return booking_row(booking).calendar_session.public_id


#: kind -> its story. A new kind needs one; `sign_in.new` is about what cannot be taken back.
STORIES: dict[str, Callable[[Cast], Story]] = {
    "call.matching": matching,
    "call.closing": closing,
    "application.arrived": arrived,
    "application.decided": decided,
    "application.moved": applied_and_moved,
    "offer.received": offered,
    "offer.answered": answered,
    "offer.changed": offer_moved,
    "offer.closing": offer_closing,
    "booking.made": made,
    "booking.changed": changed,
    "booking.cancelled": cancelled,
    "message.missed": missed,
    "post.published": published,
}
#: About an evening, so its mail says when.
TIMED = [kind for kind in STORIES if kind not in ("message.missed", "post.published")]


def by_every_channel(person: User) -> None:
    """Also of what is not mailed unless somebody wishes it."""
    Preference.objects.bulk_create(
        Preference(user=person, kind=kind.name, hat=hat, channel=channel, on=True)
        for kind in KINDS.values()
        if not kind.fixed
        for hat in kind.hats
        for channel in CHANNELS
    )


def rename(person: User, name: str) -> None:
    User.objects.filter(pk=person.pk).update(display_name=name)
