"""What may be asked of people."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from people.time_zones import TimeZone
from people.vocabulary import Experience, Language, Languages, PoseStyles, Scope
from protocol.asked import CODE, LINE, TEXT
from protocol.wire import Instant, Result, Verb

Bookings = Literal["keep", "cancel"]
NewHandle = Annotated[str, Meta(max_length=30, pattern=r"^[a-z0-9][a-z0-9-]{0,29}$(?!\n)")]


class BlockPerson(Verb, frozen=True):
    """Hear nothing from a person any more, and tell them nothing.

    Bookings between the two stand until somebody cancels them: where there are any, `bookings`
    says what becomes of them; if it is null, the answer is `bookings_stand`, which lists them.
    Those that are kept still say that they were moved or cancelled, and never a new place.
    """

    verb = "block"
    reaches = "undo"
    person: UUID
    bookings: Bookings | None = None


class UnblockPerson(Verb, frozen=True):
    """Take a block back."""

    verb = "unblock"
    reaches = "nobody"
    person: UUID


class UpdateProfile(Verb, frozen=True):
    """Change what is given. What is absent or null stays as it is."""

    verb = "profile.update"
    reaches = "nobody"
    name: Annotated[str, LINE, Meta(min_length=1, max_length=60)] | None = None
    handle: NewHandle | None = None
    about: Annotated[str, TEXT, Meta(max_length=2000)] | None = None
    time_zone: TimeZone | None = None
    language: Language | None = None
    is_host: bool | None = None
    is_model: bool | None = None
    pose_styles: PoseStyles | None = None
    experience: Experience | None = None
    languages: Languages | None = None
    shows_typing: bool | None = None
    shows_presence: bool | None = None
    shows_receipts: bool | None = None


class SignOut(Verb, frozen=True):
    """End one of my sign-ins; if `sign_in` is null, all but this one.

    At a browser in which the password was entered again lately.
    """

    verb = "sign_out"
    reaches = "nobody"
    sign_in: UUID | None = None


class CreateToken(Verb, frozen=True):
    """Make an API token, at a browser in which the password was entered again lately.

    It may do what its `scopes` say, and these `verbs` besides. It never touches the account: no
    other token, no sign-in, no address, no password.
    """

    verb = "token.create"
    reaches = "nobody"
    name: Annotated[str, LINE, Meta(min_length=1, max_length=60)]
    scopes: Annotated[list[Scope], Meta(max_length=3)]
    verbs: Annotated[list[Annotated[str, CODE, Meta(max_length=60)]], Meta(max_length=100)] = []
    expires_at: Instant | None = None


class TokenCreated(Result, frozen=True):
    """`token` is shown this once."""

    id: UUID
    token: str


class Done(Result, frozen=True):
    """It is so now. `version` is that of my own topic."""

    version: int
