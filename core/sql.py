"""Rows of a hand-written statement, as dictionaries or as objects."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import msgspec
from django.db import connection
from django.db.models import BigIntegerField, Func, Model
from django.db.transaction import atomic

#: The running transaction, as topics remember who changed them last.
XID = Func(function="callboard_xid", output_field=BigIntegerField())

Row = dict[str, Any]

NAMED = re.compile(r"%\((\w+)\)s")

#: The type number of jsonb, which Django asks psycopg to leave as text.
JSONB = 3802


@contextmanager
def one_look() -> Iterator[None]:
    """A transaction that writes nothing, in which all queries see the same moment."""
    with atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def rows(
    statement: str, parameters: Mapping[str, Any] | Sequence[Any] = (), *, planned: bool = False
) -> list[Row]:
    """`planned`: once a connection, where planning takes as long as the rest; named parameters."""
    with connection.cursor() as cursor:
        if planned:
            _execute_plan(cursor, statement, parameters)
        else:
            cursor.execute(statement, parameters)
        columns = [(column.name, column.type_code == JSONB) for column in cursor.description or ()]
        return [_row(columns, values) for values in cursor.fetchall()]


def planned(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The same as plain tuples, for thousands of rows."""
    with connection.cursor() as cursor:
        _execute_plan(cursor, statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _execute_plan(cursor: Any, statement: str, parameters: Any) -> None:
    """The database keeps a plan under its name as long as the connection lasts."""
    name, prepare, execute = _plan(statement)
    known = vars(connection.connection).setdefault("callboard_plans", set())
    if name not in known:
        cursor.execute(prepare)
        known.add(name)
    cursor.execute(execute, parameters)


@cache
def _plan(statement: str) -> tuple[str, str, str]:
    names = list(dict.fromkeys(NAMED.findall(statement)))
    numbered = NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", statement)
    name = f"plan_{hashlib.sha256(statement.encode()).hexdigest()[:16]}"
    asked = ", ".join(f"%({parameter})s" for parameter in names)
    return name, f"PREPARE {name} AS {numbered.replace('%%', '%')}", f"EXECUTE {name} ({asked})"


def _row(columns: list[tuple[str, bool]], values: Sequence[Any]) -> Row:
    return {
        name: msgspec.json.decode(value) if is_json and value is not None else value
        for (name, is_json), value in zip(columns, values, strict=True)
    }


def objects(
    statement: str, parameters: Mapping[str, Any], **kinds: type[Model]
) -> list[tuple[Any, ...]]:
    """For each row an object of every kind, None where an outer join found none.

    `{p}` in the statement stands for all columns of table `p`, whose kind is named `p`, too; they
    are the first that it selects, in the order of the kinds. For lookups that everybody needs all
    the time: to compile the same query again takes the ORM several times as long as to run it.
    """
    readers = [_reader(alias, kind) for alias, kind in kinds.items()]
    columns = {reader.alias: reader.columns for reader in readers}
    with connection.cursor() as cursor:
        cursor.execute(statement.format_map(columns), parameters)
        found = cursor.fetchall()
    objects, start = [], 0
    for reader in readers:
        end = start + reader.width
        objects.append([reader.read(row[start:end]) for row in found])
        start = end
    return list(zip(*objects, strict=True))


class _Reader:
    """The columns of a table, and an object of what stands in them."""

    def __init__(self, alias: str, kind: type[Model]) -> None:
        fields = kind._meta.concrete_fields
        self.alias, self.width = alias, len(fields)
        self.columns = ", ".join(f'{alias}."{field.column}"' for field in fields)
        self._kind, self._names = kind, [field.attname for field in fields]
        self._key = self._names.index(kind._meta.pk.attname)
        self._converters = [
            (index, convert, field.get_col(kind._meta.db_table))
            for index, field in enumerate(fields)
            for convert in field.get_db_converters(connection)
        ]

    def read(self, values: Sequence[Any]) -> Model | None:
        if values[self._key] is None:
            return None
        if self._converters:
            values = list(values)
            for index, convert, column in self._converters:
                values[index] = convert(values[index], column, connection)
        return self._kind.from_db(connection.alias, self._names, values)


_reader = cache(_Reader)


def login() -> dict[str, Any]:
    """What psycopg needs for a connection of its own to Django's database."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    return parameters
