"""Lines from before there were rules for them are read like those of today."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from conversations.models import Conversation
from notifications.models import Device
from people import queries
from people.models import SignIn, User
from protocol import texts
from tests import stories
from tests.people import Cast, person

MIGRATIONS = (
    "people.migrations.0013_mended_names",
    "conversations.migrations.0012_mended_titles",
    "workflows.migrations.0012_mended_lines",
    "notifications.migrations.0008_mended_names",
)
OLD = "Tue\u202es\nday\u200b  \ufdd0crew\ue000"
MENDED = "Tues day crew"


class Editor:
    connection = connection


def migrate() -> None:
    for name in MIGRATIONS:
        for operation in import_module(name).Migration.operations:
            operation.code(apps, Editor())


@pytest.mark.parametrize("given", [OLD, "", "\u202e", "Plain", "e\u0301 \r\n x", "\U0001f3a8"])
def test_a_mended_line_is_one_that_is_taken(given: str) -> None:
    mended = texts.mended(given)
    assert texts.line(mended) == mended
    assert mended == texts.line(given) if given not in (OLD,) else mended == MENDED


def test_old_lines_are_mended_wherever_they_are(people: Cast) -> None:
    lena, nobody = person("Lena"), person("Nobody")
    User.objects.filter(pk=lena.pk).update(display_name=OLD)
    User.objects.filter(pk=nobody.pk).update(display_name="\u202e")
    door = SignIn.objects.create(user=lena, kind=SignIn.SESSION, name=OLD)
    device = Device.objects.create(user=lena, sign_in=door, endpoint=lena.handle, name=OLD)
    talk = stories.group(people.hanna, *[_known(people)], title="New")
    Conversation.objects.filter(public_id=talk).update(title=OLD)
    call = stories.open_call(people.hanna)
    applied = stories.apply(people.ana, call)
    session = stories.call_row(call).calendar_session
    type(session).objects.filter(pk=session.pk).update(title="\u202e", place=OLD, district=OLD)
    application = stories.application_row(applied.application)
    type(application).objects.filter(pk=application.pk).update(
        terms={**application.terms, "district": OLD}
    )
    before = _all(lena, nobody, door, device)
    migrate()
    assert _all(lena, nobody, door, device) == [MENDED, nobody.handle, MENDED, MENDED] != before
    assert queries.search(f"tues {lena.handle}", None, by=people.mika)[0][0].id == lena.public_id
    assert Conversation.objects.get(public_id=talk).title == MENDED
    session.refresh_from_db()
    assert (session.title, session.place, session.district) == ("Session", MENDED, MENDED)
    application.refresh_from_db()
    assert application.terms["district"] == MENDED
    mended = _all(lena, nobody, door, device)
    migrate()
    assert _all(lena, nobody, door, device) == mended


def _known(people: Cast) -> User:
    stories.talking(people.hanna, people.ana)
    return people.ana


def _all(lena: User, nobody: User, door: SignIn, device: Device) -> list[Any]:
    for row in (lena, nobody, door, device):
        row.refresh_from_db()
    return [lena.display_name, nobody.display_name, door.name, device.name]
