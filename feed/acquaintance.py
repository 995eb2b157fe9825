"""Two who follow each other are no strangers; and whom somebody follows."""

from uuid import UUID

from conversations.acquaintance import bond
from feed.models import Follow
from people.followed import knows_follows
from people.models import User


@bond
def follow_each_other(one: int, other: int) -> bool:
    return (
        Follow.objects.filter(follower=one, followed=other).exists()
        and Follow.objects.filter(follower=other, followed=one).exists()
    )


@knows_follows
def followed_by(reader: User, people: list[UUID]) -> set[UUID]:
    found = Follow.objects.filter(follower=reader, followed__public_id__in=people)
    return set(found.values_list("followed__public_id", flat=True))
