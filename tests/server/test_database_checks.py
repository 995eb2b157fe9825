"""A database that cannot be used is refused with a sentence, wherever an operator meets it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from core import sql
from server import database_checks
from server.database_checks import (
    POOLED,
    READ_ONLY,
    await_database,
    complaint,
    migrations,
    missing_migrations,
)

Answers = Callable[..., None]
OURS = {"version": 160_003, "name": "16.3", "read_only": False, "limited": True}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """`server(version=…)`: what the database says of itself."""

    def says(**other: Any) -> None:
        process = connection.connection.info.backend_pid
        answer = {**OURS, "process": process, **other}
        monkeypatch.setattr(database_checks, "rows", lambda *_: [answer])

    connection.ensure_connection()
    return says


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "PostgreSQL 15": (
        {"version": 150_018, "name": "15.18"},
        "PostgreSQL 15.18 is too old: Callboard needs PostgreSQL 16 or later.",
    ),
    "a standby": ({"read_only": True}, READ_ONLY),
    "a pooler": ({"process": -1}, POOLED),
    "a pooler that drops settings": ({"limited": False}, POOLED),
}


@pytest.fixture(autouse=True)
def fresh(database: None) -> None:
    """The connection that has migrated has no limits of time."""
    connection.close()


def test_this_one_is_good() -> None:
    assert complaint() == missing_migrations() == ""


@pytest.mark.parametrize("what", WRONG)
def test_it_is_refused(server: Answers, what: str) -> None:
    answer, sentence = WRONG[what]
    server(**answer)
    assert complaint() == sentence
    assert [str(error.msg) for error in checks.run_checks(databases=["default"])] == [sentence]
    with pytest.raises(CommandError, match=sentence[:20]):
        await_database(lambda _: True)
    with pytest.raises(SystemCheckError, match=sentence[:20]):
        call_command("check", databases=["default"])


def test_a_pooler_that_takes_no_settings_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    def turned_away(*_: object) -> None:
        raise OperationalError("FATAL:  unsupported startup parameter: options")

    monkeypatch.setattr(database_checks, "rows", turned_away)
    assert complaint() == POOLED


def test_what_is_not_applied_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    late = {("workflows", "0001_initial"), ("people", "0001_initial")}

    def some(statement: str) -> list[dict[str, Any]]:
        return [row for row in sql.rows(statement) if (row["app"], row["name"]) not in late]

    monkeypatch.setattr(database_checks, "rows", some)
    assert missing_migrations() == (
        "Migrations are not applied: people.0001_initial, workflows.0001_initial."
        " Run manage.py migrate."
    )
    monkeypatch.setattr(database_checks, "rows", lambda _: [])
    assert f"and {len(migrations()) - 3} more. Run" in missing_migrations()


def test_the_files_are_all_that_django_would_apply() -> None:
    assert migrations() == set(MigrationLoader(None).disk_migrations)


def test_clock_and_worker_wait_for_migrations(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    missing = iter(["People are missing.", "People are missing.", ""])
    monkeypatch.setattr(database_checks, "missing_migrations", lambda: next(missing))
    pauses: list[float] = []
    await_database(pauses.append)
    assert len(pauses) == 2
    assert caplog.text.count("People are missing.") == 1
