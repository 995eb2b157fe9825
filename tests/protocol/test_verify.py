"""The check "old state + frames == fresh state" fails when it should."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import pytest
from django.db.models import Model

from conversations.models import Conversation
from feed.models import Follow
from notifications.models import Notification
from people.models import User
from protocol.publish import Outgoing, Part, Publication
from tests.fingerprint import conditions, fingerprint
from tests.people import Cast
from tests.stories import flag, read, say, talking
from tests.verify import Verify
from workflows.models import Application, Booking


@contextmanager
def noticed(what: str) -> Iterator[None]:
    with pytest.raises(AssertionError, match=what):
        yield


def changed(outgoing: Outgoing, change: Callable[[Part], Part]) -> Outgoing:
    assert isinstance(outgoing, Publication)
    return msgspec.structs.replace(outgoing, parts=[change(part) for part in outgoing.parts])


def test_a_frame_that_is_lost_is_noticed(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    with noticed("told live"), verify(people.hanna, people.ana) as told:
        say(people.ana, conversation)
        told.clear()


def test_a_gap_in_the_versions_is_noticed(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    with noticed("went from 5 to 7"), verify(people.hanna, people.ana) as told:
        say(people.ana, conversation)
        say(people.ana, conversation)
        del told[0]


def test_a_frame_that_says_something_else_than_the_row_is_noticed(
    people: Cast, verify: Verify
) -> None:
    def garble(part: Part) -> Part:
        return msgspec.structs.replace(part, frame=part.frame.replace(b"drapes", b"shoes"))

    conversation = talking(people.hanna, people.ana)
    with noticed("red shoes"), verify(people.hanna, people.ana) as told:
        say(people.ana, conversation, "red drapes")
        told[:] = [changed(outgoing, garble) for outgoing in told]


def test_a_wrong_unread_count_is_noticed(people: Cast, verify: Verify) -> None:
    def miscount(part: Part) -> Part:
        tails = [tail.replace(b'number":', b'number":9') for tail in part.tails or ()]
        return msgspec.structs.replace(part, tails=tails)

    conversation = talking(people.hanna, people.ana)
    with noticed("unread"), verify(people.hanna, people.ana) as told:
        say(people.ana, conversation)
        told[:] = [changed(outgoing, miscount) for outgoing in told]


def test_a_stranger_who_hears_it_is_noticed(people: Cast, verify: Verify) -> None:
    def overhear(part: Part) -> Part:
        return msgspec.structs.replace(part, people=[people.mika.pk, *(part.people or ())])

    conversation = talking(people.hanna, people.ana)
    with noticed("mika.* heard of it"), verify(people.hanna) as told:
        read(people.hanna, conversation, 2)
        told[:] = [changed(outgoing, overhear) for outgoing in told]


def test_somebody_who_is_not_told_is_noticed(people: Cast, verify: Verify) -> None:
    def forget_ana(part: Part) -> Part:
        assert part.people is not None
        kept = [i for i, person in enumerate(part.people) if person != people.ana.pk]
        tails = [part.tails[i] for i in kept] if part.tails else None
        return msgspec.structs.replace(part, people=[part.people[i] for i in kept], tails=tails)

    conversation = talking(people.hanna, people.ana)
    with noticed("ana.*told live"), verify(people.hanna, people.ana) as told:
        say(people.hanna, conversation)
        told[:] = [changed(outgoing, forget_ana) for outgoing in told]


def test_a_bystander_to_whom_something_happened_is_noticed(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.ana)
    with noticed("no part in it"), verify(people.hanna) as told:
        flag(people.ana, conversation)
        told.clear()


def test_tails_make_a_frame_that_is_json(people: Cast, told: list[Outgoing]) -> None:
    conversation = talking(people.hanna, people.ana)
    told.clear()
    say(people.ana, conversation)
    [publication] = told
    assert isinstance(publication, Publication)
    [part] = publication.parts
    assert part.people is not None
    assert part.tails is not None
    frames = [json.loads(part.frame[:-1] + tail + b"}") for tail in part.tails]
    assert dict(zip(part.people, [frame["unread"] for frame in frames], strict=True)) == {
        people.hanna.pk: 2,
        people.ana.pk: 0,
    }


@pytest.mark.parametrize("model", [User, Booking, Application, Notification, Follow])
def test_every_table_about_a_person_is_in_the_fingerprint(model: type[Model]) -> None:
    assert model._meta.db_table in {table for table, _ in conditions()}


def test_a_row_of_a_stranger_that_changes_is_noticed(people: Cast, verify: Verify) -> None:
    with noticed("no part in it"), verify(people.hanna):
        User.objects.filter(pk=people.mika.pk).update(display_name="Mik")


def test_what_changes_where_a_stranger_takes_part_is_noticed(people: Cast, verify: Verify) -> None:
    conversation = talking(people.hanna, people.mika)
    with noticed("no part in it"), verify(people.ana):
        Conversation.objects.filter(public_id=conversation).update(version=90)


def test_what_changes_elsewhere_is_not_the_strangers(people: Cast) -> None:
    conversation = talking(people.hanna, people.ana)
    before = fingerprint([people.mika.pk])
    say(people.ana, conversation)
    assert fingerprint([people.mika.pk]) == before
    assert fingerprint([people.hanna.pk]) != before
