"""Anything that somebody can see can be reported, and is kept as it was."""

import uuid

import pytest

from conversations.models import Image
from moderation import queries
from moderation.actions.things import evidence_file
from moderation.models import Report
from moderation.vocabulary import THINGS as KINDS
from notifications.models import Delivery, Notification
from people.models import User
from tests import stories
from tests.feed import posting
from tests.moderation.reporting import THINGS, decide, moderator, report
from tests.people import Cast
from tests.refusals import refused
from tests.verify import Verify


def test_every_kind_of_thing_is_tried_here() -> None:
    assert set(THINGS) == set(KINDS)


@pytest.mark.parametrize("thing", THINGS)
def test_what_was_reported_is_kept_whatever_becomes_of_it(people: Cast, thing: str) -> None:
    named, words = THINGS[thing](people)
    row = report(people.ana, **named)
    assert (row.thing, row.person) == (thing, people.hanna)
    boss = moderator()
    decide(row, "hide", boss)
    row.refresh_from_db()
    assert words in str(row.evidence)


@pytest.mark.attack("take back or edit what was reported", "the staff see it as it was")
def test_an_author_cannot_change_what_the_staff_see(people: Cast) -> None:
    talk = stories.talking(people.hanna, people.ana)
    first = stories.say(people.hanna, talk, "A threat.").number
    second = stories.say(people.hanna, talk, "Another threat.").number
    rows = [report(people.ana, conversation=talk, number=n) for n in (first, second)]
    stories.edit(people.hanna, talk, first, "A compliment.")
    stories.unsend(people.hanna, talk, second)
    kept = [Report.objects.get(pk=row.pk).evidence for row in rows]
    assert [one["content"] for one in kept] == ["A threat.", "Another threat."]
    assert kept[1]["before"][-1] == {
        "sender": str(people.hanna.public_id),
        "content": "A threat.",
    }


def test_a_picture_is_kept_when_its_author_takes_it_back(people: Cast) -> None:
    talk = stories.talking(people.hanna, people.ana)
    message = stories.say(people.hanna, talk, "Look").number
    row = stories.row_of(talk).messages.get(number=message)
    image = Image.objects.create(owner=people.hanna, message=row, state=Image.READY)
    from conversations import shelf

    shelf.file_of(image.public_id, "large").write_bytes(b"pixels")
    reported = report(people.ana, conversation=talk, number=message)
    shelf.file_of(image.public_id, "large").unlink()
    assert evidence_file(reported).read_bytes() == b"pixels"


@pytest.mark.parametrize("thing", sorted(set(THINGS) - {"profile", "post", "call", "session"}))
def test_what_one_cannot_see_cannot_be_reported(people: Cast, thing: str) -> None:
    """Profiles, public posts, evenings and calls are there for everybody."""
    named, _ = THINGS[thing](people)
    with refused("not_found"):
        report(people.mika, **named)


def test_a_post_for_followers_is_not_there_for_others(people: Cast) -> None:
    post = posting.for_followers(people.hanna)
    with refused("not_found"):
        report(people.mika, post=post)
    posting.follow(people.mika, people.hanna)
    assert report(people.mika, post=post).thing == "post"


def test_one_thing_at_a_time_and_nothing_of_ones_own(people: Cast) -> None:
    post = posting.publish(people.hanna)
    with refused("bad_request"):
        report(people.ana, post=post, call=uuid.uuid4())
    with refused("bad_request"):
        report(people.ana)
    with refused("bad_request"):
        report(people.hanna, post=post)
    with refused("bad_request"):
        report(people.ana, post=post, person=people.jane.public_id)


def test_the_same_thing_is_reported_once_while_it_waits(people: Cast) -> None:
    row = report(people.ana, person=people.hanna.public_id)
    with refused("conflict"):
        report(people.ana, person=people.hanna.public_id)
    report(people.jane, person=people.hanna.public_id)
    decide(row, "none", moderator())
    report(people.ana, person=people.hanna.public_id)


def test_the_moderators_hear_of_it_by_mail_and_the_other_side_does_not(
    people: Cast, verify: Verify
) -> None:
    boss = moderator()
    with verify(people.ana, boss, whole=True):
        report(people.ana, person=people.hanna.public_id)
    told = Delivery.objects.filter(kind="report.arrived", channel="email")
    assert boss.pk in set(told.values_list("user", flat=True))
    assert not told.filter(user__is_staff=False).exists()


def test_staff_without_the_right_to_decide_do_not_hear_of_it(people: Cast) -> None:
    reader = moderator("Rita")
    User.objects.filter(pk=reader.pk).update(is_superuser=False)
    report(people.ana, person=people.hanna.public_id)
    assert not Notification.objects.filter(user=reader).exists()


def test_the_reporter_sees_what_became_of_it_and_nobody_else_does(people: Cast) -> None:
    row = report(people.ana, person=people.hanna.public_id)
    assert [one.state for one in queries.reports_of(people.ana)[0]] == ["open"]
    decide(row, "warn", moderator())
    [mine], _ = queries.reports_of(people.ana)
    assert (mine.state, mine.acted) == ("closed", True)
    assert Notification.objects.filter(user=people.ana, kind="report.closed").count() == 1
    assert queries.reports_of(people.mika) == ([], None)
    assert not Notification.objects.filter(user=people.mika).exists()
