"""What a person is told who asks the server from outside of a socket."""

from collections.abc import Mapping

from consumers import sync
from consumers.frames import Hello, TopicState
from consumers.sync import Caught


def catch_up(user_id: int, hello: Hello, *, fresh: str | None) -> Caught:
    with sync.look_of(user_id) as user:
        return sync.catch_up(user, hello, fresh=fresh)


def read_many(user_id: int, cursors: Mapping[str, int]) -> dict[str, TopicState]:
    with sync.look_of(user_id) as user:
        return sync.read_many(user, cursors)
