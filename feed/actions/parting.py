"""When two people part, neither follows the other, and neither hears of the other's posts."""

from collections.abc import Callable
from functools import partial

from django.db.models import Q

from feed.actions.topic import lock, tell_follows
from feed.models import Follow
from people import actions as people
from people.models import User
from people.queries import are_blocked
from protocol import publish, topics


@people.when_blocked("profile")
def end_follows(blocker: User, blocked: User) -> Callable[[], object] | None:
    """Taken back, a block brings no follow back: who wants it follows again."""
    if not are_blocked(blocker.pk, blocked.pk):
        return None
    _silence(blocker, blocked)
    _silence(blocked, blocker)
    between = Follow.objects.filter(
        Q(follower=blocker, followed=blocked) | Q(follower=blocked, followed=blocker)
    )
    followers = [follow.follower for follow in between.select_related("follower")]
    if not followers:
        return None
    between.delete()
    return partial(tell_follows, lock(*followers))


def _silence(author: User, reader: User) -> None:
    faces = (topics.profile(author.public_id), topics.profile_followers(author.public_id))
    publish.publish([publish.Unwatched(face, [reader.pk]) for face in faces])
