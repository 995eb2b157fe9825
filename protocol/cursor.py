"""Opaque cursors of pages: a client gives back what it got and cannot read more into it."""

import base64
import binascii
from typing import TypeVar

import msgspec

from protocol.refused import Refused

Position = TypeVar("Position")


def write(position: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def read(cursor: str, shape: type[Position]) -> Position:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(raw, type=shape)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise Refused("bad_request", "This cursor is not one of ours.", field="cursor") from error
