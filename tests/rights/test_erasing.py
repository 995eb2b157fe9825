"""Of a person who was erased nothing is left, and the others keep what is theirs."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from conversations import shelf
from conversations.actions.indexing import index_some
from conversations.models import Image, Message
from conversations.queries import inbox
from core import setting_aside
from core.transaction import transaction
from notifications import queries as notifications
from people import actions, former, queries
from people.actions import leaving
from people.models import User
from people.verbs import UpdateProfile
from rights.actions import erasing
from tests import clock as moving
from tests import stories
from tests.people import Cast, cast
from tests.refusals import refused
from tests.rights.living import WORD, lea, lives
from tests.state import State
from workflows.models import Application, Booking

#: Where words of theirs stay for a time of their own; see docs/privacy.md.
KEPT_FOR_A_TIME = {
    "former_handles": "nobody else takes the handle meanwhile",
    "reports": "evidence",
    "sanctions": "what was decided, and why",
    "staff_acts": "the log of the staff",
    "procrastinate_jobs": "done in a few days",
}


class Gone(NamedTuple):
    """Lea, who has done everything, left, and was erased when her time had come; and the others."""

    user: User
    people: Cast


@pytest.fixture(scope="module")
def gone(database: None) -> Gone:
    user, people = lea(), cast()
    lives(user, people)
    with transaction():
        leaving.begin(user)
    moving.travel(timedelta(days=settings.KEEP.leaving, hours=1))
    assert erasing.erase_due() >= 1
    while index_some():
        pass
    moving.travel(timedelta(0))
    user.refresh_from_db()
    return Gone(user, people)


def tables_with(word: str) -> set[str]:
    """Every table in which a row says this word, in whatever column, indexes of words included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            cursor.execute(f"SELECT 1 FROM {table} t WHERE t::text ILIKE %s LIMIT 1", [f"%{word}%"])
            if cursor.fetchone():
                found.add(table)
    return found


def test_nothing_says_who_it_was(gone: Gone) -> None:
    user = gone.user
    assert tables_with(WORD) - KEPT_FOR_A_TIME.keys() == set()
    assert [f for f in shelf.folder().iterdir() if WORD.encode() in f.read_bytes()] == []
    assert (user.display_name, user.email, user.is_active) == (former.NAME, "", False)
    assert user.erased_at is not None


def test_rows_that_are_nobodys_else_are_gone(gone: Gone) -> None:
    """What refers to the person still is shared with others, or kept for a time of its own."""
    left = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.remote_field is not None
        and field.remote_field.model is User
        and model._base_manager.filter(**{field.name: gone.user}).exists()
    }
    shared = {
        *("conversations", "conversation_participants", "conversation_stints", "messages"),
        *("message_reactions", "posts", "feed_profiles", "models"),
        *("calendar", "open_calls", "job_offers", "workflow_transitions"),
    }
    assert left <= shared | KEPT_FOR_A_TIME.keys()
    assert not Image.objects.filter(owner=gone.user).exists()


def test_the_others_keep_their_own_words(gone: Gone) -> None:
    people = gone.people
    said = set(Message.objects.exclude(content="").values_list("content", flat=True))
    assert "Hanna's own words." in said
    assert Application.objects.filter(note="Jane's own words.").exists()
    booking = Booking.objects.get(
        calendar_session__host=gone.user, model=people.ana.model_profile, state=Booking.COMPLETED
    )
    assert booking.calendar_session.title == former.EVENING
    for person in (people.hanna, people.ana, people.jane):
        seen = State.fresh(person).view()
        assert WORD not in str(seen).lower()
        heads, _ = inbox.page(person, filter="all", cursor=None, limit=20)
        names = {one.name for head in heads for one in head.people}
        assert WORD not in str(names).lower()
        assert WORD not in str(notifications.page(person)).lower()


def test_who_was_away_hears_of_it_by_catching_up(people: Cast) -> None:
    """What is taken back moves the versions, so that no device goes on showing it."""
    user = lea()
    talk = stories.start(user, people.hanna, "Something to take back").conversation
    device = State.fresh(people.hanna)
    assert "Something to take back" in str(device.view())
    erasing.erase(_left(user))
    device.reconnect()
    assert device.view() == State.fresh(people.hanna).view()
    assert "Something to take back" not in str(device.view())
    assert stories.place_of(people.hanna, talk).left_at is None


def _left(user: User) -> User:
    with transaction():
        leaving.begin(user)
    return user


def test_what_a_crash_left_over_is_finished_by_the_next_round(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = _left(lea())
    steps = erasing.STEPS
    moving.travel(timedelta(days=settings.KEEP.leaving, hours=1))
    for at in range(1, len(steps)):
        monkeypatch.setattr(erasing, "STEPS", (*steps[:at], _fail))
        erasing.erase_due()
        setting_aside._aside.clear()  # a minute later
        assert User.objects.get(pk=user.pk).erased_at is None
    monkeypatch.setattr(erasing, "STEPS", steps)
    erasing.erase_due()
    user.refresh_from_db()
    assert user.erased_at is not None
    assert user.erase_at is None


def _fail(user: User) -> None:
    raise RuntimeError("the power went out")


def test_nobody_is_erased_before_their_time(people: Cast) -> None:
    user = _left(lea())
    moving.travel(timedelta(days=settings.KEEP.leaving) - timedelta(minutes=1))
    erasing.erase_due()
    user.refresh_from_db()
    assert user.erased_at is None
    leaving.keep_account(user)
    moving.travel(timedelta(days=settings.KEEP.leaving * 3))
    erasing.erase_due()
    user.refresh_from_db()
    assert (user.is_active, user.erased_at) == (True, None)


def test_a_name_that_was_erased_is_nobodys_at_once(gone: Gone) -> None:
    old = gone.user.former_handles.latest("pk").handle
    with refused("not_found"):
        queries.behind_handle(old, seen_by=None)
    with refused("conflict", field="handle"):
        actions.update_profile(UpdateProfile(handle=old), by=gone.people.hanna)
