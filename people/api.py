"""People over HTTP: who they are, who I am, where I am signed in."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from core.executor import in_database
from people import queries
from people.events import Me, Person, Profile, SignInRow
from people.followed import followed_among
from people.models import User
from people.vocabulary import ACCOUNT
from protocol.api import Api, OpenApi, Path, Query
from protocol.asked import SOUGHT, Asked
from protocol.pages import ALL, Limit, Page, Paged
from protocol.wire import Code, Object


class Search(Paged, frozen=True):
    search: Annotated[str, SOUGHT, Meta(max_length=60)] = ""
    role: Literal["host", "model"] | None = None
    limit: Limit = 20


class ByHandle(Asked, frozen=True):
    handle: Code


class Found(Page, frozen=True):
    """By name. `followed`: those of them whom I follow."""

    people: list[Person]
    followed: list[UUID]


class SignIns(Object, frozen=True):
    sign_ins: Annotated[list[SignInRow], Meta(description=f"{ALL}.")]


class MeApi(Api):
    async def get(self) -> Me:
        """Myself, as only I see me."""
        return await in_database(_me, self.person)


class PeopleApi(Api):
    async def get(self, parsed_query: Query[Search]) -> Found:
        """People whose name or handle starts like this."""
        return await in_database(found, parsed_query, self.person)


class PersonApi(OpenApi):
    async def get(self, parsed_path: Path[ByHandle]) -> Profile:
        """Who somebody is, for visitors too."""
        return await in_database(queries.profile, parsed_path.handle, seen_by=self.person)


class SignInsApi(Api):
    scope = ACCOUNT

    async def get(self) -> SignIns:
        """Where I am signed in, and my API tokens."""
        current = self.request.sign_in  # type: ignore[attr-defined]
        rows = await in_database(queries.sign_ins_of, self.person, current=current)
        return SignIns(sign_ins=rows)


def found(asked: Search, user: User) -> Found:
    people, following = queries.search(
        asked.search, asked.role, by=user, cursor=asked.cursor, limit=asked.limit
    )
    followed = followed_among([one.id for one in people], by=user)
    return Found(people=people, followed=followed, next=following)


def _me(user: User) -> Me:
    return queries.me(User.objects.select_related("model_profile").get(pk=user.pk))
