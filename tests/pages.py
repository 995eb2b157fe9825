"""Reading a list to its end."""

from collections.abc import Callable
from typing import Any


def everything(read: Callable[..., tuple[list[Any], str | None]], *asked: Any) -> list[Any]:
    """All that a list holds, page after page."""
    found, cursor = read(*asked)
    while cursor is not None:
        more, cursor = read(*asked, cursor=cursor)
        found += more
    return found
