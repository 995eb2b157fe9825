"""Small verbs: what they change is told to those whom it concerns, and to nobody else."""

from uuid import UUID, uuid4

from conversations.actions import contact, signals
from conversations.verbs import AcceptContact, TellTyping
from feed.actions import follows, posts
from feed.verbs import HideLists, PinPost
from moderation import actions as moderation
from moderation.verbs import Report
from notifications.actions import devices, reading
from notifications.actions import settings as telling
from notifications.verbs import KeepQuiet, Look, Prefer, RegisterDevice, RemoveDevice
from people.actions import record_sign_in
from people.actions.sign_ins import make_token, sign_out
from people.verbs import CreateToken, SignOut
from tests import stories
from tests.dealings import accept, let_it_be_over, offer, rate
from tests.feed.posting import publish
from tests.notifications.push_service import Browser
from tests.people import Cast, entered_again
from tests.verify import Verify
from workflows.actions.calendar import renew_calendar
from workflows.actions.expiring import complete_due
from workflows.models import Booking
from workflows.verbs import RenewCalendar


def test_accepting_a_first_contact(people: Cast, verify: Verify) -> None:
    started = stories.start(people.mika, people.hanna, "May I ask something?")
    with verify(people.mika, people.hanna):
        contact.accept(AcceptContact(conversation=started.conversation), by=people.hanna)


def test_muting_a_conversation(people: Cast, verify: Verify) -> None:
    talk = stories.talking(people.hanna, people.ana)
    for seconds in (None, 60, 0):
        with verify(people.ana):
            stories.mute(people.ana, talk, seconds)


def test_typing_leaves_nothing_behind(people: Cast, verify: Verify) -> None:
    talk = stories.talking(people.hanna, people.ana)
    with verify(people.ana):
        signals.typing(TellTyping(conversation=talk), by=people.hanna)


def test_a_report_is_told_to_nobody(people: Cast, verify: Verify) -> None:
    talk = stories.talking(people.hanna, people.ana)
    with verify(whole=True):
        moderation.report(
            Report(
                key=uuid4(),
                person=people.hanna.public_id,
                reason="Rude",
                conversation=talk,
                number=1,
            ),
            by=people.ana,
        )


def test_stars(people: Cast, verify: Verify) -> None:
    evening = stories.session(people.hanna)
    accept(people.ana, offer(people.hanna, evening, people.ana))
    booking = Booking.objects.get(calendar_session__public_id=evening)
    let_it_be_over(evening)
    while complete_due():
        pass
    with verify(people.hanna, people.ana):
        rate(people.hanna, booking.public_id, 5)
    with verify(people.hanna, people.ana):
        rate(people.ana, booking.public_id, 4)


def test_a_new_address_of_my_calendar_is_mine_to_know(people: Cast, verify: Verify) -> None:
    with verify(whole=True):
        renew_calendar(RenewCalendar(key=uuid4()), by=people.ana)


def test_a_pinned_post(people: Cast, verify: Verify) -> None:
    post: UUID = publish(people.hanna, "Clay this time")
    for on in (True, False):
        with verify(people.hanna):
            posts.pin_post(PinPost(post=post, on=on), by=people.hanna)


def test_keeping_my_lists_to_myself(people: Cast, verify: Verify) -> None:
    for private in (True, False):
        with verify(people.hanna):
            follows.hide_lists(HideLists(private=private), by=people.hanna)


def test_how_i_am_told_things(people: Cast, verify: Verify) -> None:
    with verify(people.ana):
        telling.prefer(
            Prefer(kind="message.missed", hat="any", channel="email", on=False), by=people.ana
        )
    with verify(people.ana):
        telling.keep_quiet(
            KeepQuiet(
                quiet_from="22:00",
                quiet_to="07:00",
                urgent_in_quiet_hours=False,
                text_in_push=False,
            ),
            by=people.ana,
        )
    with verify(people.ana):
        reading.look(Look(), by=people.ana)


def test_a_browser_that_takes_pushes(people: Cast, verify: Verify) -> None:
    phone, here = Browser(), record_sign_in(people.ana, "here")
    endpoint = f"https://fcm.googleapis.com/fcm/send/{people.ana.handle}"
    with verify(people.ana):
        device = devices.register_device(
            RegisterDevice(endpoint=endpoint, p256dh=phone.p256dh, auth=phone.auth),
            by=people.ana,
            sign_in=here,
        ).device
    with verify(people.ana):
        devices.remove_device(RemoveDevice(device=device), by=people.ana)


def test_signing_out_elsewhere_is_no_news_to_anybody(people: Cast, verify: Verify) -> None:
    here, _ = record_sign_in(people.ana, "here"), record_sign_in(people.ana, "there")
    entered_again(here)
    with verify(people.ana):
        sign_out(SignOut(), by=people.ana, sign_in=here)


def test_a_token_is_no_news_to_anybody(people: Cast, verify: Verify) -> None:
    here = entered_again(record_sign_in(people.ana, "here"))
    with verify(people.ana):
        make_token(CreateToken(name="A bot", scopes=["read"]), by=people.ana, sign_in=here)
