"""What is told is looked at when it is told: is it still so, and what is it now?"""

from datetime import time, timedelta
from email.message import EmailMessage

import pytest

from core import clock as deciding
from notifications.actions.settings import keep_quiet
from notifications.kinds import KINDS
from notifications.models import Delivery, Quiet
from notifications.verbs import KeepQuiet
from people import actions as person_actions
from people.models import User
from people.verbs import UpdateProfile
from tests import clock
from tests.notifications.post import MailServer, carry, mail_to
from tests.notifications.stories import (
    STORIES,
    TIMED,
    Story,
    by_every_channel,
    rename,
)
from tests.people import Cast
from tests.stories import (
    booked,
)
from workflows.models import CalendarSession

pytestmark = pytest.mark.usefixtures("noon")


def night(person: User) -> None:
    """It is quiet for this person from now on, for ten hours."""
    Quiet.objects.update_or_create(
        user=person, defaults={"quiet_from": time(8), "quiet_to": time(23)}
    )


def told_at_night(people: Cast, kind: str) -> Story:
    for person in (people.hanna, people.ana):
        by_every_channel(person)
        night(person)
    return STORIES[kind](people)


def morning() -> None:
    Delivery.objects.filter(state=Delivery.WAITING).update(due_at=deciding.now())
    Quiet.objects.all().delete()
    carry()


def later(minutes: float) -> None:
    clock.stop(deciding.now() + timedelta(minutes=minutes))
    carry()


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def all_of(mail: EmailMessage) -> str:
    return f"{mail['subject']} {body(mail)}"


def of_kind(person: User, kind: str) -> Delivery:
    return mail_to(person, kind)


# --- every kind ----------------------------------------------------------------------------------


#: Told at once, by night too, and true whatever happens afterwards.
DONE = {"export.ready", "sign_in.new", "report.arrived", "report.closed", "staff.decided"}


def test_every_kind_has_a_story() -> None:
    assert set(STORIES) == set(KINDS) - DONE


@pytest.mark.parametrize("kind", STORIES)
def test_what_waited_in_the_night_comes_in_the_morning(
    people: Cast, mails: MailServer, kind: str
) -> None:
    story = told_at_night(people, kind)
    carry()
    assert of_kind(story.reader, kind).state == "waiting"
    morning()
    assert of_kind(story.reader, kind).state == "sent"


@pytest.mark.parametrize("kind", STORIES)
def test_what_was_taken_back_is_told_to_nobody(people: Cast, mails: MailServer, kind: str) -> None:
    story = told_at_night(people, kind)
    delivery = of_kind(story.reader, kind)
    assert story.undo is not None
    story.undo()
    morning()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reasons[-1]) == ("skipped", "over")


@pytest.mark.parametrize("kind", STORIES)
def test_names_are_those_of_the_morning(people: Cast, mails: MailServer, kind: str) -> None:
    story = told_at_night(people, kind)
    delivery = of_kind(story.reader, kind)
    rename(story.by, "Anastasia")
    morning()
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    [mail] = [m for m in mails.to(story.reader) if str(delivery.public_id) in m["Message-ID"]]
    if story.by != story.reader:
        assert "Anastasia" in all_of(mail)
    assert "Hanna" not in all_of(mail).replace("Hello Hanna,", "")


@pytest.mark.parametrize("kind", TIMED)
def test_titles_are_those_of_the_morning(people: Cast, mails: MailServer, kind: str) -> None:
    story = told_at_night(people, kind)
    delivery = of_kind(story.reader, kind)
    CalendarSession.objects.filter(host=people.hanna).update(title="Costumes", district="Wedding")
    morning()
    [mail] = [m for m in mails.to(story.reader) if str(delivery.public_id) in m["Message-ID"]]
    assert "Costumes" in body(mail)
    assert "Wedding" in body(mail)
    assert "Life drawing" not in body(mail).replace("It was called Life drawing.", "")


@pytest.mark.parametrize("kind", TIMED)
def test_a_time_says_whose_it_is_where_that_differs(
    people: Cast, mails: MailServer, kind: str
) -> None:
    story = told_at_night(people, kind)
    delivery = of_kind(story.reader, kind)
    User.objects.filter(pk=story.reader.pk).update(time_zone="Asia/Tokyo")
    morning()
    [mail] = [m for m in mails.to(story.reader) if str(delivery.public_id) in m["Message-ID"]]
    assert ", your time (" in body(mail)
    assert " in UTC)" in body(mail)


@pytest.mark.parametrize("kind", TIMED)
def test_in_ones_own_zone_nothing_is_added(people: Cast, mails: MailServer, kind: str) -> None:
    story = told_at_night(people, kind)
    delivery = of_kind(story.reader, kind)
    morning()
    [mail] = [m for m in mails.to(story.reader) if str(delivery.public_id) in m["Message-ID"]]
    assert "your time" not in body(mail)
    assert str(deciding.now().year) not in body(mail)


# --- the end of quiet hours ----------------------------------------------------------------------


def wait_in_the_night(people: Cast) -> Delivery:
    night(people.ana)
    booked(people.hanna, people.ana)
    carry()
    delivery = of_kind(people.ana, "booking.made")
    assert (delivery.state, delivery.due_at.hour) == ("waiting", 23)
    return delivery


def keep(person: User, begin: str | None, end: str | None) -> None:
    ask = KeepQuiet(quiet_from=begin, quiet_to=end, urgent_in_quiet_hours=False, text_in_push=False)
    keep_quiet(ask, by=person)


@pytest.mark.parametrize("hours", [(None, None), ("01:00", "02:00")])
def test_when_it_is_not_quiet_any_more_what_waited_comes(
    people: Cast, mails: MailServer, hours: tuple[str | None, str | None]
) -> None:
    delivery = wait_in_the_night(people)
    keep(people.ana, *hours)
    carry()
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_when_it_is_quiet_for_longer_it_waits_for_longer(people: Cast, mails: MailServer) -> None:
    delivery = wait_in_the_night(people)
    keep(people.ana, "08:00", "16:00")
    carry()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.due_at.hour) == ("waiting", 16)


@pytest.mark.parametrize(("zone", "comes"), [("Pacific/Auckland", True), ("Europe/Berlin", False)])
def test_in_another_zone_the_hours_are_others(
    people: Cast, mails: MailServer, zone: str, *, comes: bool
) -> None:
    delivery = wait_in_the_night(people)
    person_actions.update_profile(UpdateProfile(time_zone=zone), by=people.ana)
    carry()
    delivery.refresh_from_db()
    assert delivery.state == ("sent" if comes else "waiting")
    assert comes or delivery.due_at.hour in (21, 22)
