"""The topics of a profile: posts for everybody, and posts for followers; and a reader's feed."""

from collections.abc import Collection, Mapping
from typing import ClassVar
from uuid import UUID

from feed.models import FeedProfile
from feed.queries import authors, changes, faces_of
from people.models import User
from protocol import topics
from protocol.budget import Budget
from protocol.kinds import Kind
from protocol.states import TopicState, without_topic
from protocol.wire import Change


class Face(Kind[FeedProfile]):
    """One of the two faces of an author."""

    is_place = True
    is_hint = True
    for_followers: ClassVar[bool]

    def find(self, ids: Collection[UUID], *, reader: User) -> Mapping[UUID, FeedProfile]:
        heard = authors(heard_by=reader, as_follower=self.for_followers)
        found = faces_of(heard.filter(public_id__in=ids))
        return {face.user.public_id: face for face in found}

    def granted(self, ids: Collection[UUID], *, reader: User) -> set[UUID]:
        heard = authors(heard_by=reader, as_follower=self.for_followers)
        return set(heard.filter(public_id__in=ids).values_list("public_id", flat=True))

    def head(self, row: FeedProfile) -> int:
        return row.followers_version if self.for_followers else row.version

    def since(self, row: FeedProfile, version: int, *, limit: int, size: int) -> list[Change]:
        return changes.of_face(row.user, version, public=not self.for_followers, limit=limit)

    def snapshot(self, row: FeedProfile, reset: str | None, budget: Budget) -> TopicState:
        """Of the newest posts as many as fit."""
        newest = budget.take_newest(changes.snapshot(row.user, public=not self.for_followers))
        return TopicState(version=self.head(row), objects=without_topic(newest), reset=reset)


class Profile(Face):
    name = "profile"
    for_followers = False
    moved = """
        SELECT NULL::bigint AS person, 'profile.' || u.public_id AS topic, p.version
        FROM feed_profiles p JOIN user_profiles u ON u.id = p.user_id
        WHERE u.public_id = ANY(%(profile)s::uuid[]) AND p.changed_xid >= %(since)s"""


class ProfileFollowers(Face):
    name = "profile.followers"
    for_followers = True
    moved = """
        SELECT NULL::bigint AS person, 'profile.' || u.public_id || '.followers' AS topic,
               p.followers_version AS version
        FROM feed_profiles p JOIN user_profiles u ON u.id = p.user_id
        WHERE u.public_id = ANY(%(profile_followers)s::uuid[]) AND p.changed_xid >= %(since)s"""


PROFILE = topics.register(Profile())
PROFILE_FOLLOWERS = topics.register(ProfileFollowers())


@topics.group("feed")
def followed(reader: User) -> dict[str, int]:
    """The posts for followers of everybody whom a person follows."""
    found = authors(heard_by=reader, as_follower=True).filter(followers__follower=reader)
    versions = found.values_list("public_id", "feed_profile__followers_version")
    return {PROFILE_FOLLOWERS.topic(public_id): version or 0 for public_id, version in versions}
