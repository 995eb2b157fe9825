"""Lea does everything that can be done, and a word that only she says stands in all of it."""

import uuid
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from conversations import shelf
from conversations.actions.indexing import index_some
from conversations.models import Image, Message
from core import clock
from feed.actions import follows
from feed.verbs import FollowPerson, RingBell
from notifications.actions import settings as telling
from notifications.models import Device
from notifications.verbs import KeepQuiet, Prefer
from people import actions
from people.actions import accounts
from people.models import SignIn, User
from people.verbs import UpdateProfile
from rights.models import Export
from tests import dealings, jobs, stories
from tests.feed import posting
from tests.moderation.reporting import moderator, report, sanction
from tests.people import Cast, model

#: No word of any language, and no part of another.
WORD = "quilfroxa"
SAID = f"Said by {WORD}."


def lea() -> User:
    """Host and model, in a time zone of her own; `WORD` is in her name, handle and address."""
    user = model("Lea")
    handle = f"{WORD}-{uuid.uuid4().hex[:8]}"
    User.objects.filter(pk=user.pk).update(
        is_host=True,
        handle=handle,
        email=f"{handle}@example.org",
        display_name=f"Lea {WORD.title()}",
        about=SAID,
    )
    user.refresh_from_db()
    user.model_profile.about = SAID
    user.model_profile.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": SAID})
    actions.record_sign_in(user, SAID)
    actions.create_token(user, SAID)
    return user


def lives(user: User, people: Cast) -> None:
    _talks(user, people)
    _works(user, people)
    _posts(user, people)
    _is_told(user, people)
    _is_reported(user, people)
    actions.update_profile(UpdateProfile(handle=f"{WORD}-{uuid.uuid4().hex[:9]}"), by=user)
    stories.block(user, people.mika)
    user.refresh_from_db()
    for queue in ("calls", "feed", "people", "notifications"):
        jobs.work_off(queue)
    while index_some():
        pass


def _talks(user: User, people: Cast) -> None:
    """Also to somebody who leaves, and keeps what they saw."""
    direct = stories.start(user, people.hanna, SAID).conversation
    stories.say(people.hanna, direct, "Hanna's own words.")
    stories.react(user, direct, 2)
    group = stories.group(user, people.hanna, people.jane, title="Tuesday crew")
    number = stories.say(user, group, SAID).number
    taken_back = stories.say(user, group, SAID).number
    stories.react(user, group, number)
    stories.leave(people.jane, group)
    stories.edit(user, group, number, f"{SAID} And again.")
    stories.unsend(user, group, taken_back)
    stories.react(user, group, number, on=False)
    stories.remove(user, group, people.hanna)
    _shows(user, direct)


def _shows(user: User, conversation: uuid.UUID) -> None:
    number = stories.say(user, conversation, SAID).number
    message = Message.objects.get(conversation=stories.row_of(conversation), number=number)
    image = Image.objects.create(owner=user, state=Image.READY, message=message)
    Image.objects.create(owner=user, problem=SAID)
    for face in ("large", "small"):
        shelf.file_of(image.public_id, face).write_bytes(WORD.encode())


def _works(user: User, people: Cast) -> None:
    """As host and as model: over, cancelled and to come."""
    words: dict[str, Any] = {"title": SAID}
    past = stories.booked(user, people.ana, starts_at=_in_days(3), **words).booking
    dealings.let_it_be_over(dealings.booking_row(past).calendar_session.public_id)
    dealings.rate(user, past)
    call = stories.open_call(user, stories.session(user, **words), note=SAID)
    stories.fan_out(call)
    stories.apply(people.jane, call, note="Jane's own words.")
    stories.block(people.jane, user)
    dealings.offer(user, stories.session(user, starts_at=_in_days(9), **words), people.ana)
    hers = stories.open_call(people.hanna, stories.session(people.hanna, starts_at=_in_days(12)))
    stories.fan_out(hers)
    application = stories.apply(user, hers, note=SAID).application
    stories.confirm(people.hanna, application)
    cancelled = stories.session(user, starts_at=_in_days(15), **words)
    dealings.cancel_session(user, cancelled)


def _posts(user: User, people: Cast) -> None:
    follows.follow(FollowPerson(person=user.public_id), by=people.ana)
    follows.ring_bell(RingBell(person=user.public_id, on=True), by=people.ana)
    follows.follow(FollowPerson(person=people.ana.public_id), by=user)
    posting.publish(user, SAID)
    posting.delete(user, posting.publish(user, SAID))


def _is_told(user: User, people: Cast) -> None:
    telling.prefer(Prefer(kind="booking.made", hat="model", channel="email", on=False), by=user)
    telling.keep_quiet(
        KeepQuiet(
            quiet_from="22:00",
            quiet_to="07:00",
            urgent_in_quiet_hours=False,
            text_in_push=False,
        ),
        by=user,
    )
    sign_in = SignIn.objects.filter(user=user, kind="session").latest("pk")
    Device.objects.create(
        user=user, sign_in=sign_in, endpoint=f"https://push.example/{WORD}", p256dh="-", auth="-"
    )
    accounts.record_change(user, "device.new", detail=SAID)
    Export.objects.create(user=user, created_at=clock.now() - timedelta(days=2))


def _is_reported(user: User, people: Cast) -> None:
    report(user, SAID, person=people.mika.public_id)
    sanction(user, "warn", reporter=people.hanna, by=moderator())


def _in_days(days: int) -> Any:
    return clock.now().replace(microsecond=0) + timedelta(days=days)
