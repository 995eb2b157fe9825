"""How what the server makes for people looks on the wire. Only its owner ever hears of it."""

from typing import Literal
from uuid import UUID

from protocol.wire import Count, Instant, Object


class Archive(Object, frozen=True):
    """Everything that is mine, as a file to download at `/account/archive/<id>` until `expires_at`.

    While it is `waiting`, the worker has made `done` of its `parts`.
    """

    id: UUID
    state: Literal["waiting", "ready", "failed"]
    done: Count
    parts: Count
    bytes: Count | None
    created_at: Instant
    expires_at: Instant
