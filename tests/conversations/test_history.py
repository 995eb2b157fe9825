"""What was said, a page at a time: forwards, backwards, and as changes since a version."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from consumers.frames import Hello
from conversations.actions.topic import next_version
from conversations.models import Message
from conversations.queries import frames, messages
from people.models import User
from protocol.budget import framed
from protocol.states import TopicState
from protocol.wire import Change, Framed
from tests import looks
from tests.people import Cast
from tests.refusals import refused
from tests.state import plain
from tests.stories import (
    apply,
    edit,
    open_call,
    react,
    row_of,
    say,
    talking,
    unsend,
)


@pytest.fixture
def long_talk(people: Cast) -> UUID:
    """Twelve messages, numbered from 1."""
    conversation = talking(people.hanna, people.ana)
    for number in range(3, 13):
        say(people.ana if number % 2 else people.hanna, conversation, f"This is {number}.")
    return conversation


def numbers(reader: User, conversation: UUID, **where: Any) -> tuple[list[int], bool]:
    found, more = messages.page(row_of(conversation), reader=reader, **where)
    return [message.number for message in found], more


def test_without_an_edge_the_newest_come(people: Cast, long_talk: UUID) -> None:
    assert numbers(people.hanna, long_talk, limit=5) == ([8, 9, 10, 11, 12], True)
    assert numbers(people.hanna, long_talk, limit=12) == ([*range(1, 13)], False)


def test_backwards_page_by_page(people: Cast, long_talk: UUID) -> None:
    assert numbers(people.hanna, long_talk, before=8, limit=5) == ([3, 4, 5, 6, 7], True)
    assert numbers(people.hanna, long_talk, before=3, limit=5) == ([1, 2], False)
    assert numbers(people.hanna, long_talk, before=1, limit=5) == ([], False)


def test_forwards_page_by_page(people: Cast, long_talk: UUID) -> None:
    assert numbers(people.hanna, long_talk, after=0, limit=5) == ([1, 2, 3, 4, 5], True)
    assert numbers(people.hanna, long_talk, after=5, limit=7) == ([6, 7, 8, 9, 10, 11, 12], False)
    assert numbers(people.hanna, long_talk, after=12, limit=5) == ([], False)


def test_a_stranger_reads_no_page(people: Cast, long_talk: UUID) -> None:
    for where in ({}, {"before": 8}, {"after": 0}):
        assert numbers(people.mika, long_talk, **where) == ([], False)


def test_a_page_costs_one_query(people: Cast, long_talk: UUID) -> None:
    conversation = row_of(long_talk)
    with CaptureQueriesContext(connection) as queries:
        found, _ = messages.page(conversation, reader=people.hanna)
    assert len(queries) == 1
    assert len(found) == 12


# --- changes since a version -----------------------------------------------------------------


def state(person: User, conversation: UUID, version: int) -> TopicState:
    topic = f"conversation.{conversation}"
    found = looks.read_many(person.pk, {topic: version})[topic]
    return msgspec.json.decode(msgspec.json.encode(found), type=TopicState)


def test_a_stranger_cannot_read_the_conversation(people: Cast, long_talk: UUID) -> None:
    topic = f"conversation.{long_talk}"
    assert looks.read_many(people.mika.pk, {topic: 0}) == {}
    assert looks.catch_up(people.mika.pk, Hello(cursors={topic: 0}), fresh=None).gone == [topic]
    with refused("not_found"):
        say(people.mika, long_talk)


def test_only_what_is_newer_comes_in_the_order_of_versions(people: Cast, long_talk: UUID) -> None:
    head = row_of(long_talk).version
    found = state(people.hanna, long_talk, head - 3)
    assert [item["version"] for item in found.objects] == [head - 2, head - 1, head]
    assert (found.version, found.more, found.reset) == (head, False, None)


def test_a_client_that_is_up_to_date_gets_nothing(people: Cast, long_talk: UUID) -> None:
    head = row_of(long_talk).version
    assert state(people.hanna, long_talk, head).objects == []


def test_much_that_was_missed_comes_in_pages(people: Cast, long_talk: UUID) -> None:
    head, seen, version, pages = row_of(long_talk).version, [], 0, 0
    with limits(sync_page=4):
        while True:
            found = state(people.hanna, long_talk, version)
            seen += [item["version"] for item in found.objects]
            pages += 1
            assert found.version > version
            version = found.version
            if not found.more:
                break
    assert seen == [*range(1, head + 1)]
    assert pages > 3


def test_a_client_that_is_too_far_behind_gets_a_snapshot(people: Cast, long_talk: UUID) -> None:
    head = row_of(long_talk).version
    with limits(reset_after_versions=5, snapshot_messages=3):
        behind = state(people.hanna, long_talk, head - 6)
        near = state(people.hanna, long_talk, head - 5)
    assert behind.reset == "behind"
    created = [o for o in behind.objects if o["type"] == "message.created"]
    assert [item["data"]["number"] for item in created] == [10, 11, 12]
    assert near.reset is None


def test_a_client_from_another_past_gets_a_snapshot(people: Cast, long_talk: UUID) -> None:
    head = row_of(long_talk).version
    assert state(people.hanna, long_talk, head + 1).reset == "ahead"


def test_an_edit_and_a_deletion_are_changes_too(people: Cast, long_talk: UUID) -> None:
    row = row_of(long_talk)
    head = row.version
    rows = Message.objects.filter(conversation=row)
    rows.filter(number=4).update(version=head + 1, edited_at=row.created_at, content="Edited.")
    rows.filter(number=5).update(version=head + 2, deleted_at=row.created_at, content="")
    type(row).objects.filter(pk=row.pk).update(version=head + 2)
    found = state(people.hanna, long_talk, head)
    assert [(o["type"], o["data"]["number"]) for o in found.objects] == [
        ("message.changed", 4),
        ("message.changed", 5),
    ]


def as_told(changes: Sequence[Change | Framed]) -> Any:
    return plain([framed(change).frame for change in changes])


def test_the_database_makes_the_frames_that_the_server_would(people: Cast) -> None:
    """Of each kind and from each version on, field by field; and Mika gets none of them."""
    talk = talking(people.hanna, people.ana)
    say(people.ana, talk, 'Quote "this" \\ and \N{SNOWMAN}.', reply_to=2)
    react(people.hanna, talk, 2)
    edit(people.ana, talk, 2, "Edited.")
    unsend(people.hanna, talk, 1)
    row = row_of(talk)
    shown = {"kind": "image", "data": {"image": str(talk), "width": 4, "height": 3}}
    Message.objects.filter(conversation=row, number=3).update(version=next_version(row), **shown)
    react(people.hanna, talk, 3)
    row = row_of(talk)
    for reader in (people.hanna, people.ana):
        known = sorted(messages.newest(row, reader=reader, limit=50), key=lambda c: c.version)
        assert len(known) == 3
        for version in range(row.version + 1):
            made = frames.changed_since(row, version, reader=reader, limit=50)
            by_server = [change for change in known if change.version > version]
            assert as_told(made) == as_told(by_server)
        assert frames.changed_since(row, 0, reader=people.mika, limit=50) == []


def test_lines_of_the_system_come_in_the_words_of_their_reader(people: Cast) -> None:
    application = apply(people.ana, open_call(people.hanna))
    said = {}
    for reader in (people.hanna, people.ana):
        [found] = plain(state(reader, application.conversation, 0).objects)[-1:]
        said[reader.pk] = found["data"]["content"]
    assert said[people.hanna.pk].startswith("Ana applied")
    assert said[people.ana.pk].startswith("You applied")


def test_who_is_up_to_date_costs_one_look(people: Cast, long_talk: UUID) -> None:
    talks = [long_talk, *(talking(people.hanna, other) for other in (people.jane,))]
    cursors = {f"conversation.{talk}": row_of(talk).version for talk in talks}
    with CaptureQueriesContext(connection) as queries:
        found = looks.read_many(people.hanna.pk, cursors)
    assert [one.objects for one in found.values()] == [[], []]
    reads = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
    assert len(reads) <= 3  # who asks, and where they take part


def test_texts_alone_are_all_that_is_looked_for(people: Cast, long_talk: UUID) -> None:
    head = row_of(long_talk).version

    def statements() -> tuple[list[int], int]:
        with CaptureQueriesContext(connection) as queries:
            found = state(people.hanna, long_talk, head)
        asked = [q["sql"] for q in queries if not q["sql"].startswith("PREPARE")]
        looked = [sql for sql in asked if sql.startswith("EXECUTE") or "FROM message" in sql]
        return [o["version"] for o in found.objects], len(looked)

    for text in ("One.", "Two."):
        say(people.ana, long_talk, text)
    assert statements() == ([head + 1, head + 2], 1)
    react(people.ana, long_talk, 1)
    say(people.ana, long_talk, "Three.")
    assert statements() == ([head + 1, head + 2, head + 3, head + 4], 2)
    with limits(sync_page=2):
        assert statements() == ([head + 1, head + 2], 2)


def limits(**changed: int) -> override_settings:
    return override_settings(LIMITS=msgspec.structs.replace(settings.LIMITS, **changed))
