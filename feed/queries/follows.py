"""Who follows whom, as far as a reader may see it."""

from typing import Annotated
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from msgspec import Meta

from core.refused import Refused
from feed import queries as posts
from feed.models import FeedProfile, Follow
from people.events import Person
from people.followed import followed_among
from people.models import Block, User
from people.queries import behind_handle, card, visible_to
from protocol.pages import Page, newest_first
from protocol.wire import Object


class Standing(Object, frozen=True):
    """How a reader and an author stand to each other. `lists`: whether the reader may see them."""

    follows: bool
    bell: bool
    follows_me: bool
    followers: int
    following: int
    lists: bool


class PeoplePage(Page, frozen=True):
    """The latest first. `private`: nobody but its owner sees this list. `followed`: those of them
    whom I follow."""

    people: list[Person]
    followed: list[UUID]
    private: bool


#: So many people are suggested at most.
SUGGESTED = 8


class Suggestions(Object, frozen=True):
    people: Annotated[list[Person], Meta(max_length=SUGGESTED)]


def standing(author: User, viewer: User | None) -> Standing:
    mine = Follow.objects.filter(follower=viewer, followed=author).first() if viewer else None
    active = Follow.objects.filter(followed=author, follower__is_active=True)
    return Standing(
        follows=mine is not None,
        bell=mine is not None and mine.bell,
        follows_me=Follow.objects.filter(follower=author, followed=viewer).exists()
        if viewer
        else False,
        followers=active.count(),
        following=Follow.objects.filter(follower=author, followed__is_active=True).count(),
        lists=viewer is not None and _may_see_lists(author, viewer),
    )


def _are_private(author: User) -> bool:
    return FeedProfile.objects.filter(pk=author.pk, private_lists=True).exists()


def _may_see_lists(author: User, viewer: User) -> bool:
    return author.pk == viewer.pk or not _are_private(author)


def followers(handle: str, *, viewer: User, cursor: str | None, limit: int) -> PeoplePage:
    """Who follows a person, the latest first."""
    author = _whose(handle, viewer)
    found = Follow.objects.select_related("follower").filter(followed=author)
    return _page(found, "follower", author, viewer, cursor, limit)


def following(handle: str, *, viewer: User, cursor: str | None, limit: int) -> PeoplePage:
    """Whom a person follows, the latest first."""
    author = _whose(handle, viewer)
    found = Follow.objects.select_related("followed").filter(follower=author)
    return _page(found, "followed", author, viewer, cursor, limit)


def _whose(handle: str, viewer: User) -> User:
    author = behind_handle(handle, seen_by=viewer)
    if not _may_see_lists(author, viewer):
        raise Refused("forbidden", f"{author.display_name} keeps this list private.")
    return author


def _page(
    found: "QuerySet[Follow]",
    side: str,
    author: User,
    viewer: User,
    cursor: str | None,
    limit: int,
) -> PeoplePage:
    """Without those who are blocked with the viewer, on either side, and without those who keep
    to themselves whom they follow or who follows them: this list would tell it."""
    seen = _in_contact(viewer).filter(pk=OuterRef(side))
    found = found.filter(Exists(seen))
    if viewer.pk != author.pk:
        private = FeedProfile.objects.filter(pk=OuterRef(side), private_lists=True)
        found = found.filter(~Exists(private) | Q(**{side: viewer}))
    by = ("created_at", f"{side}__public_id")
    rows, following = newest_first(found, cursor=cursor, limit=limit, by=by)
    shown = [getattr(row, side) for row in rows]
    return PeoplePage(
        people=[card(user) for user in shown],
        followed=followed_among([user.public_id for user in shown], by=viewer),
        next=following,
        private=_are_private(author),
    )


def _in_contact(viewer: User) -> "QuerySet[User]":
    blocked_by_me = Block.objects.filter(blocker=viewer, blocked=OuterRef("pk"))
    return visible_to(viewer).filter(~Exists(blocked_by_me))


def suggestions(viewer: User, *, limit: int = SUGGESTED) -> Suggestions:
    """Who has posted something for everybody lately, and is not followed yet.

    Nobody, until the viewer's e-mail is confirmed: they could not follow anybody.
    """
    if viewer.email_confirmed_at is None:
        return Suggestions(people=[])
    followed = Follow.objects.filter(follower=viewer, followed=OuterRef("pk"))
    news = posts.visible_to(None).filter(author=OuterRef("pk"))
    found = _in_contact(viewer).filter(~Exists(followed), Exists(news)).exclude(pk=viewer.pk)
    newest = found.order_by("-feed_profile__newest_at", "pk")[:limit]
    return Suggestions(people=[card(user) for user in newest])
