"""Posts and follows over HTTP. A profile's posts are for visitors, too."""

from typing import Annotated

from django.conf import settings
from msgspec import Meta
from msgspec.structs import asdict

from core.executor import in_database
from feed.queries import follows, home, pages
from people.api import ByHandle
from people.models import User
from protocol.api import Api, OpenApi, Path, Query
from protocol.asked import SOUGHT, Asked
from protocol.pages import Limit, Paged
from protocol.wire import Cursor


class WhichPage(Paged, frozen=True):
    limit: Limit = settings.LIMITS.feed_page


class Since(Asked, frozen=True):
    """`after`: the cursor of the newest post that was read; absent where there was none."""

    after: Cursor | None = None


class Words(WhichPage, frozen=True):
    """`search`: words that the posts have."""

    search: Annotated[str, SOUGHT, Meta(max_length=100)] = ""


class HomePage(pages.PostPage, frozen=True):
    """`newest`: the position above which news is counted; null: there is no post yet."""

    newest: str | None


class FeedApi(Api):
    async def get(self, parsed_query: Query[WhichPage]) -> HomePage:
        """Posts of those whom I follow, the newest first."""
        return await in_database(_home, self.person, parsed_query)


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
            pages.search,
            asked.search,
            viewer=self.person,
            cursor=asked.cursor,
            limit=asked.limit,
        )


class ProfilePostsApi(OpenApi):
    async def get(
        self, parsed_path: Path[ByHandle], parsed_query: Query[WhichPage]
    ) -> pages.ProfilePosts:
        """What a person has posted, as far as I may see it; for visitors too."""
        return await in_database(
            pages.profile_posts, parsed_path.handle, viewer=self.person, **asdict(parsed_query)
        )


class FollowersApi(Api):
    async def get(
        self, parsed_path: Path[ByHandle], parsed_query: Query[Paged]
    ) -> follows.PeoplePage:
        """Who follows a person, unless they keep it to themselves."""
        return await in_database(
            follows.followers,
            parsed_path.handle,
            viewer=self.person,
            **asdict(parsed_query),
        )


class FollowingApi(Api):
    async def get(
        self, parsed_path: Path[ByHandle], parsed_query: Query[Paged]
    ) -> follows.PeoplePage:
        """Whom a person follows, unless they keep it to themselves."""
        return await in_database(
            follows.following,
            parsed_path.handle,
            viewer=self.person,
            **asdict(parsed_query),
        )


def _home(user: User, asked: WhichPage) -> HomePage:
    found = home.home(user, cursor=asked.cursor, limit=asked.limit)
    return HomePage(
        posts=found.posts,
        next=found.next,
        newest=pages.cursor_of(found.posts[0]) if found.posts else None,
    )
