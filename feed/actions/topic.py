"""The topics of this room: two faces of each author's profile, and my own for whom I follow."""

from collections.abc import Iterable

from django.db import connection

from core import clock, locks
from core.sql import XID
from feed.events import FollowsChanged
from feed.models import FeedProfile, Post
from feed.queries import changes, shapes
from feed.topics import PROFILE, PROFILE_FOLLOWERS
from people import actions as people
from people.models import User
from protocol import publish, words


def lock(*users: User) -> list[FeedProfile]:
    """The rows of these people, made when first needed, held until the commit."""
    FeedProfile.objects.bulk_create(
        [FeedProfile(user=user) for user in users], ignore_conflicts=True
    )
    ids = locks.taking("profile", [user.pk for user in users])
    held = FeedProfile.objects.select_for_update(no_key=True, of=("self",))
    return list(held.select_related("user").filter(pk__in=ids).order_by("pk"))


def tell(profile: FeedProfile, post: Post, *, was_public: bool) -> None:
    """Store a post that has changed, with its versions, and tell what each face may know.

    The public face neither hears of what is for followers nor counts it.
    """
    public = was_public or post.visibility == Post.PUBLIC
    profile.followers_version += 1
    post.followers_version = profile.followers_version
    if public:
        profile.version += 1
        post.version = profile.version
    profile.changed_xid = XID
    profile.save(update_fields=["version", "followers_version", "newest_at", "changed_xid"])
    post.save()
    _index(post)
    post.author = profile.user
    now, id = clock.now(), profile.user.public_id
    news = shapes.news(post, now, public=False)
    told = [publish.to_place(news, PROFILE_FOLLOWERS.topic(id), post.followers_version)]
    if public:
        news = shapes.news(post, now, public=True)
        told.append(publish.to_place(news, PROFILE.topic(id), post.version))
    publish.publish(told)


def _index(post: Post) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO post_search (post_id, words) VALUES (%s, array_to_tsvector(%s::text[]))"
            " ON CONFLICT (post_id) DO UPDATE SET words = EXCLUDED.words",
            [post.pk, words.indexed(post.content)],
        )


def tell_follows(profiles: Iterable[FeedProfile]) -> dict[int, int]:
    """To each of these, on all their devices: whom you follow has changed."""
    profiles = list(profiles)
    versions = people.next_versions({profile.pk: 1 for profile in profiles})
    for profile in profiles:
        profile.follows_version = versions[profile.pk]
        profile.save(update_fields=["follows_version", "private_lists"])
    publish.publish(
        [
            publish.to_user(FollowsChanged(data=changes.follows(p)), p.pk, p.follows_version)
            for p in profiles
        ]
    )
    return versions
