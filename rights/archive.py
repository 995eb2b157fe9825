"""The archive itself: a zip of JSON files, one for each kind of row, and of pictures."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import msgspec
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BinaryField, Field, Model
from django.utils.translation import gettext_noop as _
from psycopg.types.range import Range

from conversations import shelf
from conversations.models import Conversation, Image, Message
from people.models import ModelProfile, User
from rights.holdings import PARTS, Part

#: Columns by which the server counts changes, and those that repeat what others say.
COUNTERS = ("version", "_xid", "revision")
DERIVED = (SearchVectorField, BinaryField)

READ_ME = _(
    """\
Everything on {origin} that is yours, as of {now}.

Each .json file is a list of rows; times are in UTC. People are named by their handles, things by
their ids. pictures/ holds the pictures that you have sent, named as in pictures.json. What others
have written to you is theirs, and stands in your conversations.
"""
)


def write(user: User, to: Path, read_me: str, told: Callable[[int], None]) -> None:
    """Write the archive of this person; after each part its number is `told`."""
    with ZipFile(to, "w", ZIP_DEFLATED) as made:
        made.writestr("READ-ME.txt", read_me)
        for number, part in enumerate(PARTS, start=1):
            with made.open(f"{part.name}.json", "w") as file:
                for text in _listed(part, user):
                    file.write(text)
            told(number)
        for id in Image.objects.filter(owner=user, state=Image.READY).values_list(
            "public_id", flat=True
        ):
            picture = shelf.file_of(id, "large")
            if picture.exists():
                made.write(picture, f"pictures/{id}.jpg", ZIP_STORED)


def _listed(part: Part, user: User) -> Iterator[bytes]:
    """A JSON list, a row at a time: nobody's archive has to fit into memory."""
    columns = columns_of(part)
    yield b"["
    before = b"\n"
    rows = part.rows(user).select_related(*_read_along(columns))
    for row in rows.iterator(chunk_size=500):
        facts = {_title(column): getattr(row, column.name) for column in columns}
        yield before + msgspec.json.encode(facts, enc_hook=_plain)
        before = b",\n"
    yield b"\n]\n"


def columns_of(part: Part) -> "list[Field[Any, Any]]":
    secret = part.but.split()
    return [
        column
        for column in part.kind._meta.concrete_fields
        if not isinstance(column, DERIVED)
        and not column.name.endswith(COUNTERS)
        and not (column.primary_key and column.remote_field is None)
        and column.name not in secret
    ]


def _title(column: "Field[Any, Any]") -> str:
    return "id" if column.name == "public_id" else column.name


def _read_along(columns: "list[Field[Any, Any]]") -> list[str]:
    along = []
    for column in columns:
        if column.remote_field is not None:
            further = FURTHER.get(column.remote_field.model, "")
            along.append(f"{column.name}{further}")
    return along


#: By which the name of a row is found.
FURTHER: dict[type[Model], str] = {ModelProfile: "__user_profile", Message: "__conversation"}


def _plain(value: Any) -> Any:
    if isinstance(value, Range):
        return [value.lower, value.upper]
    if isinstance(value, User):
        return value.handle
    if isinstance(value, ModelProfile):
        return value.user_profile.handle
    if isinstance(value, Message):
        return {"conversation": value.conversation.public_id, "number": value.number}
    if isinstance(value, Conversation):
        return {"id": value.public_id, "kind": value.kind, "title": value.title}
    if isinstance(value, Model):
        return getattr(value, "public_id", None)
    raise TypeError(value)
