"""What a person is told who asks the server from outside of a socket."""

from consumers import sync
from consumers.frames import Hello
from consumers.sync import Caught
from server.api import read_many

__all__ = ["catch_up", "read_many"]


def catch_up(user_id: int, hello: Hello, *, fresh: str | None) -> Caught:
    with sync.look_of(user_id) as user:
        return sync.catch_up(user, hello, fresh=fresh)
