"""docs/data.md is the database: its tables, version columns, constraints and triggers."""

import re
from typing import Any

from django.apps import apps
from django.db import connection, models

from tests.house.files import ROOMS, ROOT

#: A counter, a stamp, or the transaction that made a change.
VERSION = re.compile(r"version$|_xid$|^revision$")


def ours() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model.__module__.partition(".")[0] in ROOMS]


def section(heading: str) -> list[list[str]]:
    """The cells of the rows under a heading, without backticks."""
    page = (ROOT / "docs" / "data.md").read_text()
    level = heading.partition(" ")[0]
    _, _, rest = page.partition(f"\n{heading}\n")
    text = re.split(rf"\n#{{2,{len(level)}}} ", rest)[0]
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def test_every_table_stands_under_its_room_with_its_model() -> None:
    rooms = {model.__module__.partition(".")[0] for model in ours()}
    written = [(room, *row[:2]) for room in sorted(rooms) for row in section(f"### {room}")]
    tables = [(m.__module__.partition(".")[0], m._meta.db_table, m.__name__) for m in ours()]
    assert sorted(written) == sorted(tables)
    assert all(len(row[2]) > 20 for room in rooms for row in section(f"### {room}"))


def test_every_version_column_is_explained_once() -> None:
    columns = [
        f"{model._meta.db_table}.{field.column}"
        for model in ours()
        for field in model._meta.concrete_fields
        if field.column and VERSION.search(field.column)
    ]
    assert sorted(row[0] for row in section("## Versions")) == sorted(columns)


def test_every_constraint_is_listed() -> None:
    named = [(m._meta.db_table, c.name) for m in ours() for c in m._meta.constraints]
    assert sorted(tuple(row[:2]) for row in section("### Constraints")) == sorted(named)


def test_every_trigger_is_listed() -> None:
    tables = {model._meta.db_table for model in ours()}
    triggers = ask("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
    kept = sorted(trigger for trigger in triggers if trigger[0] in tables)
    assert sorted(tuple(row[:2]) for row in section("### Triggers")) == kept
