"""What a bell says of a new post, and whether the post is still there when it rings."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext

from feed import queries
from feed.models import Follow
from notifications.deciding import Reason
from notifications.models import Delivery, Notification
from notifications.words import Facts, Told, Words, current, rechecks, says
from people.models import User

KIND = "post.published"


@says(KIND)
def words(facts: Facts, count: int, reader: User) -> Words:
    return Words(
        gettext("{name} has news").format(name=facts["name"]),
        gettext("You asked to hear of what they post."),
        facts["path"],
        gettext("Read it"),
    )


@current(KIND)
def of_author(told: Sequence[Told]) -> list[Facts]:
    """What they are called now."""
    names = dict(
        User.objects.filter(public_id__in={it.facts["from"] for it in told}).values_list(
            "public_id", "display_name"
        )
    )
    found = [names.get(UUID(it.facts["from"])) for it in told]
    return [{"name": name} if name else {} for name in found]


@rechecks(KIND)
def gone(deliveries: Sequence[Delivery | Notification]) -> dict[int, Reason]:
    """Deleted or run out, or the bell was silenced meanwhile."""
    named = {row.pk: UUID(row.about.partition(".")[2]) for row in deliveries}
    posts = queries.live().filter(public_id__in=set(named.values()))
    authors = dict(posts.values_list("public_id", "author_id"))
    users = [row.user_id for row in deliveries]
    bells = Follow.objects.filter(follower__in=users, followed__in=authors.values(), bell=True)
    wanted = set(bells.values_list("follower_id", "followed_id"))
    return {
        row.pk: "over"
        for row in deliveries
        if (row.user_id, authors.get(named[row.pk])) not in wanted
    }
