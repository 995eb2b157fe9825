"""Posts as they look on the wire."""

from datetime import datetime

from feed import events
from feed.models import Post
from people.queries import card
from protocol.wire import Event


def post(row: Post) -> events.Post:
    return events.Post(
        id=row.public_id,
        author=card(row.author),
        content=row.content,
        visibility=row.visibility,  # type: ignore[arg-type]
        link_url=row.link_url,
        is_pinned=row.is_pinned,
        expires_at=row.expires_at,
        created_at=row.created_at,
        edited_at=row.edited_at,
        revision=row.revision,
    )


def is_over(row: Post, now: datetime) -> bool:
    return row.deleted_at is not None or (row.expires_at is not None and row.expires_at <= now)


def news(row: Post, now: datetime, *, public: bool) -> Event:
    """A post as one face of its author's topic tells of it now."""
    if is_over(row, now) or (public and row.visibility != Post.PUBLIC):
        removed = events.RemovedPost(
            id=row.public_id, author=row.author.public_id, revision=row.revision
        )
        return events.PostRemoved(data=removed)
    return events.PostChanged(data=post(row))
