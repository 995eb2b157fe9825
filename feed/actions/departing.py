"""When an account is closed: nobody follows that person any more, and they follow nobody."""

from django.db.models import Q

from core.transaction import transaction
from feed.actions.topic import lock, tell_follows
from feed.models import Follow
from feed.topics import PROFILE_FOLLOWERS
from people import actions as people
from people.models import User
from protocol import publish

#: Follows that end in one transaction.
CHUNK = 200


@people.when_closed
def end_follows(user: User) -> None:
    while _end_some(user):
        pass


def _end_some(user: User) -> bool:
    """End the next follows from and of this person; False when there are none left."""
    with transaction():
        found = Follow.objects.filter(Q(follower=user) | Q(followed=user)).order_by("pk")
        ids = list(found.values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return False
        follows = Follow.objects.select_related("follower", "followed").filter(pk__in=ids)
        people_who_follow = {follow.follower_id: follow.follower for follow in follows}
        profiles = lock(*people_who_follow.values())
        publish.publish(
            [
                publish.Unwatched(
                    PROFILE_FOLLOWERS.topic(follow.followed.public_id), [follow.follower_id]
                )
                for follow in follows
            ]
        )
        Follow.objects.filter(pk__in=ids).delete()
        tell_follows(profiles)
        return True
