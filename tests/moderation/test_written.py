"""Whatever a person writes and another can see belongs to something that can be reported."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db.models import JSONField, Model, QuerySet, URLField

from conversations.actions.topic import next_version
from conversations.models import Message
from core.refused import Refused
from moderation.models import Report
from moderation.vocabulary import THINGS
from people.models import User
from tests import stories
from tests.moderation import reporting, written
from tests.moderation.reporting import decide, moderator, report
from tests.people import Cast

#: Stories besides the kinds of things: another reporter, or another way to see it.
MORE = {"note", "line", "former", "left"}


def test_every_text_in_a_table_has_a_thing_or_a_reason() -> None:
    reasons = {label for names in written.NOBODY_WRITES.values() for label in names.split()}
    assert written.columns().keys() == written.COLUMNS.keys() | reasons
    assert not written.COLUMNS.keys() & reasons


def test_every_text_on_the_wire_has_a_thing_or_a_reason() -> None:
    there = written.fields()
    wordless = {label for label, name in there.items() if name in written.WORDLESS}
    assert there.keys() - wordless - written.OWN - written.SHOWN.keys() == set()
    assert written.SHOWN.keys() - there.keys() == set()


def test_every_text_that_is_asked_for_has_a_thing() -> None:
    assert written.asked() - written.ASKED_OF_US - written.ASKED.keys() == set()


def test_the_tables_name_things_that_there_are() -> None:
    tables = (written.COLUMNS, written.SHOWN, written.ASKED)
    named = {thing for table in tables for things in table.values() for thing in things.split()}
    assert named == set(THINGS) | MORE


# --- the report keeps it -------------------------------------------------------------------------


class Story(NamedTuple):
    """Who reports what, and the rows in which the words of the other side stand."""

    reporter: User
    named: dict[str, Any]
    rows: dict[str, QuerySet[Model]]


def rows(**ids: Any) -> dict[str, QuerySet[Model]]:
    """The row of each kind, by how a report would name it."""
    found: dict[str, QuerySet[Model]] = {}
    for label, condition in ids.items():
        model = apps.get_model(label.replace("_", ".", 1))
        found[model._meta.label] = model._base_manager.filter(**condition)
    return found


def evening(**condition: Any) -> dict[str, QuerySet[Model]]:
    return rows(workflows_CalendarSession=condition)


def profile(people: Cast) -> Story:
    named, _ = reporting.THINGS["profile"](people)
    User.objects.filter(pk=people.hanna.pk).update(is_model=True)
    apps.get_model("people.ModelProfile").objects.create(user_profile=people.hanna)
    who = {"people_User": {"pk": people.hanna.pk}}
    return Story(people.ana, named, rows(**who, people_ModelProfile={"user_profile": people.hanna}))


def message(people: Cast) -> Story:
    named, _ = reporting.THINGS["message"](people)
    return Story(people.ana, named, rows(conversations_Message=_number(named)))


def _number(named: dict[str, Any]) -> dict[str, Any]:
    return {"conversation__public_id": named["conversation"], "number": named["number"]}


def line(people: Cast) -> Story:
    """A line of the system, in which somebody has named a group."""
    named = group(people).named
    stories.rename(people.hanna, named["conversation"], "A name")
    number = stories.row_of(named["conversation"]).last_number
    named = {**named, "number": number}
    return Story(people.ana, named, rows(conversations_Message=_number(named)))


def former(people: Cast) -> Story:
    """What somebody who has left still sees, and its author has changed since."""
    named = group(people).named
    number = stories.say(people.hanna, named["conversation"], "A first word.").number
    stories.leave(people.ana, named["conversation"])
    stories.edit(people.hanna, named["conversation"], number, "Another word.")
    named = {**named, "number": number}
    message = Message.objects.get(**_number(named))
    return Story(people.ana, named, rows(conversations_MessageRevision={"message": message}))


def reaction(people: Cast) -> Story:
    named, _ = reporting.THINGS["reaction"](people)
    signs = {"message__number": named["number"], "user": people.hanna}
    return Story(people.ana, named, rows(conversations_Reaction=signs))


def group(people: Cast) -> Story:
    named, _ = reporting.THINGS["group"](people)
    return Story(
        people.ana, named, rows(conversations_Conversation={"public_id": named["conversation"]})
    )


def left(people: Cast) -> Story:
    """The group as it was called when the reporter left."""
    named = group(people).named
    stories.leave(people.ana, named["conversation"])
    place = stories.place_of(people.ana, named["conversation"])
    return Story(people.ana, named, rows(conversations_Participant={"pk": place.pk}))


def post(people: Cast) -> Story:
    named, _ = reporting.THINGS["post"](people)
    return Story(people.ana, named, rows(feed_Post={"public_id": named["post"]}))


def session(people: Cast) -> Story:
    named, _ = reporting.THINGS["session"](people)
    return Story(people.ana, named, evening(public_id=named["session"]))


def call(people: Cast) -> Story:
    named, _ = reporting.THINGS["call"](people)
    found = evening(open_calls__public_id=named["call"])
    return Story(people.ana, named, found | rows(workflows_OpenCall={"public_id": named["call"]}))


def application(people: Cast) -> Story:
    """As its model sees it."""
    named, _ = reporting.THINGS["application"](people)
    mine = {"public_id": named["application"]}
    row = stories.application_row(named["application"])
    found = evening(open_calls=row.open_call) | rows(workflows_OpenCall={"pk": row.open_call_id})
    return Story(people.ana, named, found | rows(workflows_Application=mine))


def note(people: Cast) -> Story:
    """The same as its host sees it."""
    named = application(people).named
    mine = {"public_id": named["application"]}
    about = {"user_profile": people.ana}
    return Story(people.hanna, named, rows(workflows_Application=mine, people_ModelProfile=about))


def offer(people: Cast) -> Story:
    named, _ = reporting.THINGS["offer"](people)
    found = evening(offers__public_id=named["offer"])
    return Story(people.ana, named, found | rows(workflows_JobOffer={"public_id": named["offer"]}))


def booking(people: Cast) -> Story:
    named, _ = reporting.THINGS["booking"](people)
    found = evening(bookings__public_id=named["booking"])
    mine = rows(workflows_Booking={"public_id": named["booking"]})
    return Story(people.ana, named, found | mine)


STORIES: dict[str, Callable[[Cast], Story]] = {
    one.__name__: one
    for one in (
        *(profile, message, line, former, reaction, group, left, post),
        *(session, call, application, note, offer, booking),
    )
}
EACH = [(column, thing) for column, things in written.COLUMNS.items() for thing in things.split()]
#: What is reported by another name than its story.
AS = {"note": "application", "line": "message", "former": "message", "left": "group"}
KEPT = {"title": "-", "district": "-", "place": "-", "note": "-"}


def say(column: str, thing: str, found: QuerySet[Model]) -> str:
    """Write a word there that stands nowhere else; the word."""
    word = f"w{uuid.uuid4().hex[:12]}"
    label, _, name = column.rpartition(".")
    field = apps.get_model(label)._meta.get_field(name)
    assert found.count() == 1, column
    if name == "emoji":
        return reporting.MONKEY
    value: Any = f"https://example.org/{word}" if isinstance(field, URLField) else word
    if isinstance(field, JSONField):
        value = {**(found.values_list(name, flat=True)[0] or KEPT), "title": word}
    if label.startswith("conversations.Message"):
        return _say_in_message(found, name, value, word)
    found.update(**{name: value})
    return word


def _say_in_message(found: QuerySet[Model], name: str, value: Any, word: str) -> str:
    """A change of a message has another version."""
    row: Any = found.get()
    setattr(row, name, value)
    if isinstance(row, Message):
        row.version = next_version(row.conversation)
    row.save()
    return word


@pytest.mark.parametrize(("column", "thing"), EACH, ids=[f"{c}-{t}" for c, t in EACH])
def test_a_report_keeps_every_text_of_its_thing(people: Cast, column: str, thing: str) -> None:
    story = STORIES[thing](people)
    word = say(column, thing, story.rows[column.rpartition(".")[0]])
    kept = report(story.reporter, **story.named)
    assert word in str(kept.evidence)
    assert kept.thing == AS.get(thing, thing)
    assert kept.person != story.reporter


#: Nobody can write there any more.
UNWRITTEN = "people.ModelProfile.about"


@pytest.mark.parametrize(
    ("column", "thing"),
    [(column, thing) for column, thing in EACH if column != UNWRITTEN],
    ids=[f"{c}-{t}" for c, t in EACH if c != UNWRITTEN],
)
def test_nobody_sees_a_text_any_more_that_was_taken_down(
    people: Cast, column: str, thing: str
) -> None:
    """Whoever reported it finds nothing of it, or what it stood in is not there."""
    story = STORIES[thing](people)
    word = say(column, thing, story.rows[column.rpartition(".")[0]])
    decide(report(story.reporter, **story.named), "hide", moderator())
    with suppress(Refused):
        assert word not in str(report(story.reporter, **story.named).evidence)
    assert Report.objects.filter(reporter=story.reporter, state="closed", decision="hide").exists()
