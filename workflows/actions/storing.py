"""Many rows stored by one statement, whose cost does not grow with rows times fields."""

from collections.abc import Sequence

from django.db import connection, models


def store(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Store these fields of locked rows of one kind, and which transaction it was."""
    kind = rows[0]._meta
    named = {field.name: field for field in kind.concrete_fields}
    columns = [named[name] for name in ("id", *fields)]
    arrays = ", ".join(f"%s::{_type(column)}[]" for column in columns)
    names = ", ".join(f'"{column.column}"' for column in columns)
    changes = [f'"{column.column}" = new."{column.column}"' for column in columns[1:]]
    if "changed_xid" in named:
        changes.append("changed_xid = callboard_xid()")
    values = [
        [column.get_db_prep_save(getattr(row, column.attname), connection) for row in rows]
        for column in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{kind.db_table}" old SET {", ".join(changes)}'
            f" FROM unnest({arrays}) AS new({names}) WHERE old.id = new.id",
            values,
        )


def _type(column: "models.Field[object, object]") -> str:
    """Without a length: a value that is too long is refused, not cut."""
    return str(column.db_type(connection)).split("(")[0]
