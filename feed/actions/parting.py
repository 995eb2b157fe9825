"""When two people part, neither follows the other, and neither hears of the other's posts."""

from collections.abc import Callable
from functools import partial

from django.db.models import Q

from feed.actions.topic import lock, tell_follows
from feed.models import Follow
from feed.topics import PROFILE, PROFILE_FOLLOWERS
from people import actions as people
from people.models import User
from protocol import publish


@people.when_blocked("profile")
def end_follows(parting: people.Parting) -> Callable[[], object] | None:
    """Taken back, a block brings no follow back: who wants it follows again."""
    if not parting.apart:
        return None
    one, other = parting.by, parting.other
    _silence(one, other)
    _silence(other, one)
    between = Follow.objects.filter(
        Q(follower=one, followed=other) | Q(follower=other, followed=one)
    )
    followers = [follow.follower for follow in between.select_related("follower")]
    if not followers:
        return None
    between.delete()
    return partial(tell_follows, lock(*followers))


def _silence(author: User, reader: User) -> None:
    faces = (PROFILE.topic(author.public_id), PROFILE_FOLLOWERS.topic(author.public_id))
    publish.publish([publish.Unwatched(face, [reader.pk]) for face in faces])
