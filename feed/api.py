"""Posts and follows over HTTP. A profile's posts are for visitors, too."""

from typing import Annotated

from django.conf import settings
from msgspec import Meta, Struct

from feed.queries import follows, home, pages
from people.api import NO_NUL, ByHandle
from people.models import User
from protocol.api import Api, OpenApi, Path, Query
from protocol.executor import in_database


class WhichPage(Struct, frozen=True, forbid_unknown_fields=True):
    before: str | None = None


class Since(Struct, frozen=True, forbid_unknown_fields=True):
    """`after`: the cursor of the newest post that was read; absent where there was none."""

    after: str | None = None


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    search: Annotated[str, Meta(max_length=100, pattern=NO_NUL)] = ""
    before: str | None = None


class HomePage(pages.PostPage, frozen=True):
    """`newest`: the position above which news is counted."""

    newest: str | None


class FeedApi(Api):
    async def get(self, parsed_query: Query[WhichPage]) -> HomePage:
        """Posts of those whom I follow, the newest first."""
        return await in_database(_home, self.person, parsed_query.before)


class NewsApi(Api):
    async def get(self, parsed_query: Query[Since]) -> home.News:
        """How many posts have come in since."""
        return await in_database(home.news, self.person, after=parsed_query.after)


class SuggestionsApi(Api):
    async def get(self) -> follows.Suggestions:
        """People whom I might follow."""
        return await in_database(follows.suggestions, self.person)


class PostsApi(Api):
    async def get(self, parsed_query: Query[Words]) -> pages.PostPage:
        """Posts with these words, among those that I may see."""
        asked = parsed_query
        return await in_database(
            pages.search, asked.search, viewer=self.person, before=asked.before, limit=_limit()
        )


class ProfilePostsApi(OpenApi):
    async def get(
        self, parsed_path: Path[ByHandle], parsed_query: Query[WhichPage]
    ) -> pages.ProfilePosts:
        """What a person has posted, as far as I may see it; for visitors too."""
        handle, before = parsed_path.handle, parsed_query.before
        return await in_database(
            pages.profile_posts, handle, viewer=self.person, before=before, limit=_limit()
        )


class FollowersApi(Api):
    async def get(
        self, parsed_path: Path[ByHandle], parsed_query: Query[WhichPage]
    ) -> follows.PeoplePage:
        """Who follows a person, unless they keep it to themselves."""
        return await in_database(
            follows.followers,
            parsed_path.handle,
            viewer=self.person,
            before=parsed_query.before,
            limit=50,
        )


class FollowingApi(Api):
    async def get(
        self, parsed_path: Path[ByHandle], parsed_query: Query[WhichPage]
    ) -> follows.PeoplePage:
        """Whom a person follows, unless they keep it to themselves."""
        return await in_database(
            follows.following,
            parsed_path.handle,
            viewer=self.person,
            before=parsed_query.before,
            limit=50,
        )


def _limit() -> int:
    return int(settings.LIMITS.feed_page)


def _home(user: User, before: str | None) -> HomePage:
    found = home.home(user, before=before, limit=_limit())
    newest = found.posts[0] if found.posts else None
    return HomePage(
        posts=found.posts,
        next=found.next,
        newest=pages.cursor(newest.created_at, newest.id) if newest else None,
    )
