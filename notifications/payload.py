"""What a push says to the service worker that shows it, in as many bytes as every service takes."""

import json
from typing import TYPE_CHECKING, Any

from notifications import push

if TYPE_CHECKING:
    from notifications.carriers import Parcel

#: Characters that a screen has room for.
TITLE, TEXT = 200, 400
READ = 20


def payload(parcel: "Parcel") -> bytes:
    """Words of others only for who has chosen it. What is too long loses its end."""
    said = parcel.words
    quote = parcel.quote if parcel.quiet is not None and parcel.quiet.text_in_push else ""
    message: dict[str, Any] = {
        "title": said.title[:TITLE],
        "text": (quote or said.text)[:TEXT],
        "path": said.path,
        "tag": parcel.about,
        "unread": parcel.unread,
        "read": list(parcel.read)[:READ],
    }
    while len(encoded := _encode(message)) > push.LONGEST:
        message = _shorter(message)
    return encoded


def _encode(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()


def _shorter(message: dict[str, Any]) -> dict[str, Any]:
    """What can be taken away by the next push goes first, then the end of the words."""
    for field in ("read", "text", "title"):
        if held := message[field]:
            return {**message, field: held[: len(held) * 3 // 4]}
    raise ValueError("a push of nothing but its path is too long")
