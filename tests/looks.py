"""What a person is told who asks the server from outside of a socket."""

from consumers import welcome
from consumers.frames import Hello
from consumers.welcome import Caught
from core.sql import one_look
from people.models import User
from server.api import read_many

__all__ = ["catch_up", "read_many"]


def catch_up(user_id: int, hello: Hello, *, fresh: str | None) -> Caught:
    with one_look():
        user = User.objects.select_related("model_profile").get(pk=user_id)
        return welcome.catch_up(user, hello, fresh=fresh)
