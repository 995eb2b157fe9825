"""Why a socket is closed, and what its client does then."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from consumers.frames import Bye

#: Spread, so that a crowd does not come back at one moment.
RETRY_MS = (500, 5000)


class Close(NamedTuple):
    meaning: str
    client: str


CLOSES = {
    1012: Close("the server restarts, or its database was restored", "resume, see `retry_ms`"),
    4400: Close("not a frame", "report; no retry until the client is another one"),
    4401: Close("signed out, or the token was revoked", "forget everything; sign in"),
    4403: Close("the account is closed", "forget everything; sign in"),
    4407: Close("no hello in time", "back off, resume, see `retry_ms`"),
    4408: Close("heartbeat lost", "resume now"),
    4409: Close("too many sockets of one person: the oldest goes", "no retry in that tab"),
    4413: Close("the frame is too big", "report; no retry until the client is another one"),
    4429: Close("abuse: a flood of frames, or the third strike", "retry after `retry_ms`"),
    4452: Close("marks did not come back for too long", "resume"),
    4500: Close("a fault of ours; it is logged", "back off, resume"),
    4503: Close("hello could not be answered: the database is away", "back off, resume"),
}


def bye(code: int, reason: str, retry_ms: Sequence[int] = RETRY_MS) -> dict[str, Any]:
    """The frame before a close: some servers lose the reason."""
    return {"type": Bye.type, "code": code, "reason": reason, "retry_ms": retry_ms}
