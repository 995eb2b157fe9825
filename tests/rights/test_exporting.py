"""The archive holds everything that refers to its person, and nobody else ever gets it."""

import json
import shutil
import uuid
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings

from core import clock
from notifications.models import Delivery, Notification
from people import actions
from people.actions import create_token
from people.models import ModelProfile, SignIn, User
from rights import holdings, queries
from rights.actions import exporting
from rights.actions.exporting import make_archive
from rights.archive import columns_of
from rights.models import Export
from rights.verbs import MakeArchive
from tests import clock as moving
from tests import jobs
from tests.people import Cast
from tests.refusals import refused
from tests.rights.living import SAID, WORD, lea, lives
from tests.security.conftest import OpenBrowser, browser
from tests.verify import Verify

__all__ = ["browser"]

PEOPLE = (User, ModelProfile)


def ask(user: User) -> Export:
    here = actions.record_sign_in(user, "a browser")
    here.reauthenticated_at = clock.now()
    make_archive(MakeArchive(key=uuid.uuid4()), by=user, sign_in=here)
    return Export.objects.get(user=user)


def references() -> set[str]:
    """Every column that refers to a person, by whatever room."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.remote_field is not None and field.remote_field.model in PEOPLE
    }


def exported() -> set[str]:
    return {f"{part.model}.{field}" for part in holdings.PARTS for field in part.fields.split()} - {
        "people.User.pk"
    }


def test_every_reference_to_a_person_is_exported_or_there_is_a_reason() -> None:
    assert references() - exported() - holdings.WITHHELD.keys() == set()
    assert exported() | holdings.WITHHELD.keys() == references()
    assert exported() & holdings.WITHHELD.keys() == set()
    assert all(len(reason.split()) > 3 for reason in holdings.WITHHELD.values())


def test_secrets_are_in_no_file() -> None:
    names = {
        f"{part.model}.{column.name}" for part in holdings.PARTS for column in columns_of(part)
    }
    assert {n for n in names if "hash" in n or "password" in n or n.endswith(".data")} <= {
        "conversations.Message.data",
        "notifications.Notification.data",
        "notifications.Delivery.data",
        "workflows.Transition.data",
    }


def test_everything_of_a_person_is_in_it(people: Cast, verify: Verify) -> None:
    user = lea()
    lives(user, people)
    made = ask(user)
    with verify():
        assert jobs.work_off("archives") == ["make_archive"]
    made.refresh_from_db()
    assert (made.state, made.done) == (Export.READY, made.parts)
    with ZipFile(queries.file_of(made)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    rows = {part.name: json.loads(files[f"{part.name}.json"]) for part in holdings.PARTS}
    assert {name for name, found in rows.items() if not found} == set()
    assert rows["profile"][0]["about"] == SAID
    assert {row["content"] for row in rows["messages"]} >= {SAID}
    assert WORD.encode() in b"".join(v for k, v in files.items() if k.startswith("pictures/"))
    assert "Hanna's own words." not in str(files)
    assert Notification.objects.filter(user=user, kind=exporting.KIND).count() == 1
    mails = Delivery.objects.filter(user=user, kind=exporting.KIND, channel="email")
    assert [one.state for one in mails] == [Delivery.WAITING]


def test_one_at_a_time_and_one_a_day(people: Cast) -> None:
    made = ask(people.ana)
    with refused("conflict"):
        ask(people.ana)
    jobs.work_off("archives")
    with refused("rate_limited"):
        ask(people.ana)
    moving.travel(timedelta(days=1, minutes=1))
    again = ask(people.ana)
    assert again.public_id != made.public_id
    exporting.collect()
    assert not queries.file_of(made).exists()


def test_one_that_is_never_finished_has_failed(people: Cast) -> None:
    ask(people.ana)
    moving.travel(timedelta(days=1, minutes=1))
    found = queries.newest(people.ana)
    assert found is not None
    assert found.state == "failed"
    assert ask(people.ana).created_at > clock.now() - timedelta(minutes=1)


def test_it_expires(people: Cast) -> None:
    made = ask(people.ana)
    jobs.work_off("archives")
    assert queries.ready(made.public_id, of=people.ana).exists()
    moving.travel(timedelta(days=settings.KEEP.exports, minutes=1))
    with refused("not_found"):
        queries.ready(made.public_id, of=people.ana)
    assert queries.newest(people.ana) is None


@pytest.mark.attack(
    "an archive by an open screen, an API token, or of somebody else", "the password, 401, 404"
)
async def test_it_is_for_its_person_alone(
    people: Cast, environment: dict[str, str], browser: OpenBrowser
) -> None:
    made = ask(people.ana)
    jobs.work_off("archives")
    there = Path(environment["CALLBOARD_DATA"]) / "exports"
    there.mkdir(exist_ok=True)
    shutil.copy(queries.file_of(made), there)
    path = f"/account/archive/{made.public_id}"
    ana, mika, visitor = browser(people.ana), browser(people.mika), browser()
    assert (await visitor.client.get(path)).status_code == 401
    token = {"Authorization": f"Bearer {create_token(people.ana, 'test')}"}
    assert (await visitor.client.get(path, headers=token)).status_code == 401
    assert (await ana.client.get(path)).json()["code"] == "reauthenticate"
    SignIn.objects.filter(user__in=[people.ana, people.mika]).update(reauthenticated_at=clock.now())
    assert (await mika.client.get(path)).status_code == 404
    got = await ana.client.get(path)
    assert (got.status_code, got.content) == (200, queries.file_of(made).read_bytes())
    assert got.headers["Cache-Control"] == "no-store"
    shown = (await ana.read("rights")).json()["archive"]
    assert (shown["state"], shown["bytes"]) == ("ready", len(got.content))
    assert (await mika.read("rights")).json()["archive"] is None
