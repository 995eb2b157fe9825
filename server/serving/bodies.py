"""How many bytes a request may bring, and how fast: asked before they are taken in."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from django.conf import settings

from core.refused import Refused

PICTURES = "/media/images"


class Allowance(NamedTuple):
    """Bytes that anybody may send to a path, and those that people who are signed in may."""

    anybody: int
    signed_in: int
    sentence: str

    def check(self, size: int) -> None:
        """Raises `Refused` for what nobody may send."""
        if size > self.signed_in:
            raise Refused("too_large", self.sentence)


def allowance(target: bytes) -> Allowance:
    """For a request target, as it stands in the first line of a request."""
    limits = settings.LIMITS
    if path_of(target) == PICTURES:
        most = max(limits.image_bytes, limits.body_bytes)
        return Allowance(limits.body_bytes, most, f"A picture may have {_size(most)}.")
    most = limits.body_bytes
    return Allowance(most, most, f"A request may have {_size(most)}.")


def path_of(target: bytes) -> str:
    return unquote(target.partition(b"?")[0].decode("latin1"))


def seconds(headers: Iterable[tuple[bytes, bytes]], target: bytes) -> float:
    """The time in which a whole body has to be here."""
    lengths = [int(v) for name, v in headers if name == b"content-length" and v.isdigit()]
    length = lengths[0] if lengths else allowance(target).signed_in
    limits = settings.LIMITS
    return limits.body_within + length / limits.body_bytes_per_second


def _size(number: int) -> str:
    if number >= 1024 * 1024:
        return f"{number // (1024 * 1024)} MB"
    return f"{number // 1024} KB" if number >= 1024 else f"{number} bytes"


async def require_sign_in(headers: list[tuple[bytes, bytes]]) -> None:
    """Raises `Refused` for a visitor: what is large is only taken from people who are known."""
    from consumers import door  # when daphne reads this file, there are no models yet

    if await door.sign_in_of(headers) is None:
        raise Refused("signed_out", "Sign in first.")
