"""At night nobody is disturbed, and in the morning they hear what the night has brought."""

from datetime import time, timedelta

from core import clock as deciding
from notifications.actions import reading
from notifications.models import Quiet
from notifications.verbs import ReadAllNotifications
from people.models import User
from tests import clock
from tests.notifications.post import MailServer, carry, ended, mail_to, told_of_call
from tests.people import Cast
from tests.stories import apply, open_call


def night_owl(person: User, *, urgent: bool) -> None:
    Quiet.objects.create(
        user=person, quiet_from=time(0), quiet_to=time(23, 59), urgent_in_quiet_hours=urgent
    )


def test_at_night_it_waits(people: Cast, nina: User, mails: MailServer) -> None:
    clock.stop(deciding.now().replace(hour=3))
    night_owl(nina, urgent=False)
    told_of_call(people)
    carry()
    delivery = mail_to(nina)
    assert (delivery.state, delivery.reasons) == ("waiting", ["quiet_hours"])
    assert (delivery.due_at.hour, delivery.due_at.minute) == (23, 59)


def test_in_the_morning_it_comes_with_what_the_night_has_brought(
    people: Cast, mails: MailServer
) -> None:
    clock.stop(deciding.now().replace(hour=3))
    night_owl(people.hanna, urgent=False)
    call = open_call(people.hanna, closes=timedelta(hours=30))
    apply(people.ana, call)
    reading.read_all(ReadAllNotifications(), by=people.hanna)
    apply(people.jane, call)
    carry()
    assert mails.to(people.hanna) == []
    clock.stop(mail_to(people.hanna).due_at)
    carry()
    [subject] = mails.subjects(people.hanna)
    assert subject.startswith("Jane applied")


def test_an_urgent_call_breaks_the_night_of_who_allowed_it(
    people: Cast, nina: User, mails: MailServer
) -> None:
    clock.stop(deciding.now().replace(hour=3))
    night_owl(nina, urgent=True)
    told_of_call(people)
    carry()
    assert ended(nina) == ("sent", "urgent")
