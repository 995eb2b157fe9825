"""The database has every table, column and word that was ordered."""

import re
from typing import Any, NamedTuple

import pytest
from django.db import connection

from tests.house.order import TABLES, TYPES, WORDS


class Column(NamedTuple):
    table: str
    name: str
    null: bool
    refers_to: str | None


def ordered() -> list[Column]:
    columns = []
    for table, words in TABLES.items():
        for word in words.split():
            name, _, refers_to = word.partition("->")
            columns.append(Column(table, name.rstrip("?"), name.endswith("?"), refers_to or None))
    return columns


def ask(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def test_every_table_is_there() -> None:
    there = {name for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert TABLES.keys() <= there


@pytest.mark.parametrize("column", ordered(), ids=lambda c: f"{c.table}.{c.name}")
def test_every_column_is_there(column: Column) -> None:
    found = ask(
        "SELECT is_nullable = 'YES' FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND column_name = %s",
        column.table,
        column.name,
    )
    assert found == [(column.null,)]


@pytest.mark.parametrize(
    "column", [c for c in ordered() if c.refers_to], ids=lambda c: f"{c.table}.{c.name}"
)
def test_every_reference_points_where_it_should(column: Column) -> None:
    found = ask(
        "SELECT confrelid::regclass::text FROM pg_constraint k JOIN pg_attribute a"
        " ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]"
        " WHERE k.contype = 'f' AND k.conrelid = %s::regclass AND a.attname = %s",
        column.table,
        column.name,
    )
    assert found == [(column.refers_to,)]


@pytest.mark.parametrize(("column", "type"), TYPES.items())
def test_types_that_matter(column: str, type: str) -> None:
    table, name = column.split(".")
    found = ask(
        "SELECT data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND column_name = %s",
        table,
        name,
    )
    assert found == [(type,)]


@pytest.mark.parametrize(("column", "words"), WORDS.items())
def test_a_column_holds_the_ordered_words_and_no_other(column: str, words: str) -> None:
    table, name = column.split(".")
    checks = ask(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'c' AND conrelid = %s::regclass",
        table,
    )
    about = [text for (text,) in checks if re.search(rf"\(?{name}\)?::text = ", text)]
    # The widest check of a column lists every word; others speak of some of them.
    widest = max((set(re.findall(r"'(\w+)'::", text)) for text in about), key=len, default=set())
    assert widest == set(words.split())


def test_ids_are_bigint_inside_and_random_uuids_outside() -> None:
    for table in TABLES:
        types = dict(
            ask(
                "SELECT column_name, data_type FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name = %s",
                table,
            )
        )
        assert types["id"] == "bigint", table
        assert types.get("public_id", "uuid") == "uuid", table


def test_the_deciding_clock_is_a_function_of_the_database() -> None:
    assert ask(
        "SELECT prorettype::regtype::text, provolatile FROM pg_proc WHERE proname = 'callboard_now'"
    ) == [("timestamp with time zone", "v")]
