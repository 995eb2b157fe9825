"""Rows of a hand-written statement as dictionaries."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection
from django.db.models import BigIntegerField, Func

#: The running transaction, as topics remember who changed them last.
XID = Func(function="callboard_xid", output_field=BigIntegerField())

Row = dict[str, Any]

#: The type number of jsonb, which Django asks psycopg to leave as text.
JSONB = 3802


def rows(statement: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        columns = [(column.name, column.type_code == JSONB) for column in cursor.description or ()]
        return [_row(columns, values) for values in cursor.fetchall()]


def _row(columns: list[tuple[str, bool]], values: Sequence[Any]) -> Row:
    return {
        name: msgspec.json.decode(value) if is_json and value is not None else value
        for (name, is_json), value in zip(columns, values, strict=True)
    }
