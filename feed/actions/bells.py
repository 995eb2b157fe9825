"""A new post is told to those who asked for it, so many in a transaction."""

from core.transaction import transaction
from feed import queries
from feed.models import Follow, Post
from notifications.actions.noticing import Notice, notify
from notifications.queries import known_among

KIND = "post.published"
CHUNK = 200


def tell_chunk(post_id: int, after: int) -> int | None:
    """Tell the next followers; the id to go on from, or None when there is nobody left."""
    with transaction():
        post = queries.live().select_related("author").filter(pk=post_id).first()
        if post is None:
            return None
        bells = Follow.objects.filter(followed=post.author, bell=True, pk__gt=after)
        found = list(bells.order_by("pk")[:CHUNK])
        key = f"{KIND}/{post.public_id}"
        told = known_among([row.follower_id for row in found], key)
        notify(
            [_notice(post, row.follower_id, key) for row in found if row.follower_id not in told]
        )
    return found[-1].pk if len(found) == CHUNK else None


def _notice(post: Post, user: int, key: str) -> Notice:
    author = post.author
    return Notice(
        user=user,
        kind=KIND,
        about=f"post.{post.public_id}",
        key=key,
        data={
            "from": str(author.public_id),
            "name": author.display_name,
            "path": f"/@{author.handle}#post-{post.public_id}",
        },
        hat="any",
    )
