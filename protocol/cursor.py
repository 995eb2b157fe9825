"""Opaque cursors: a client gives back what it got and cannot read more into it.

They are sealed with a key of this installation: ids and transactions count what everybody does.
Equal positions have equal cursors, so that an answer that has not changed stays the same.
"""

import base64
import binascii
from functools import cache
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.utils.crypto import salted_hmac

from core.refused import Refused
from protocol import strict

Position = TypeVar("Position")


def write(position: object) -> str:
    sealed = _seal().encrypt(msgspec.json.encode(position), None)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def known(cursor: str, shape: type[Position]) -> Position | None:
    """The position, or None if this cursor is not one of ours."""
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        raw = _seal().decrypt(sealed, None)
        return msgspec.convert(strict.parse(raw), shape)
    except (binascii.Error, InvalidTag, ValueError, msgspec.MsgspecError):
        return None


def read(cursor: str, shape: type[Position]) -> Position:
    position = known(cursor, shape)
    if position is None:
        raise Refused("bad_request", "This cursor is not one of ours.", field="cursor")
    return position


@cache
def _seal() -> AESSIV:
    return AESSIV(salted_hmac("protocol.cursor", "", algorithm="sha256").digest())
