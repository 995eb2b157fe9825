"""Reads from the database for the person behind a socket."""

from collections.abc import Callable
from typing import Any, TypeVar

from consumers.commands import signed_in
from consumers.connection import Connection
from core.executor import in_database
from core.sql import one_look

Found = TypeVar("Found")


async def read(
    client: Connection, reading: Callable[..., Found], *args: Any, **kwargs: Any
) -> Found:
    """Run `reading(user, ...)` in one snapshot; `SignedOut` if the sign-in has ended."""

    def look() -> Found:
        with one_look():
            user = signed_in(client.sign_in, with_model=True).user
            return reading(user, *args, **kwargs)

    return await in_database(look)
