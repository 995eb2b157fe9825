"""People over HTTP: who they are, who I am, where I am signed in."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from people import queries
from people.events import Me, Person, Profile, SignInRow
from people.followed import followed_among
from people.models import User
from protocol.api import Api, OpenApi, Path, Query
from protocol.executor import in_database
from protocol.wire import Object

#: PostgreSQL has no text with this character, and no question about one.
NO_NUL = r"^[^\x00]*$"


class Search(Struct, frozen=True, forbid_unknown_fields=True):
    search: Annotated[str, Meta(max_length=60, pattern=NO_NUL)] = ""
    role: Literal["host", "model"] | None = None


class ByHandle(Struct, frozen=True):
    handle: Annotated[str, Meta(pattern=NO_NUL)]


class Found(Object, frozen=True):
    """`followed`: those of them whom I follow."""

    people: list[Person]
    followed: list[UUID]


class SignIns(Object, frozen=True):
    sign_ins: list[SignInRow]


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
    async def get(self) -> SignIns:
        """Where I am signed in, and my API tokens."""
        current = self.request.sign_in  # type: ignore[attr-defined]
        rows = await in_database(queries.sign_ins_of, self.person, current=current)
        return SignIns(sign_ins=rows)


def found(asked: Search, user: User) -> Found:
    people = queries.search(asked.search, asked.role, by=user)
    return Found(people=people, followed=followed_among([one.id for one in people], by=user))


def _me(user: User) -> Me:
    return queries.me(User.objects.select_related("model_profile").get(pk=user.pk))
