"""What may be asked of people."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from people.vocabulary import Experience, Language, PoseStyle
from protocol.wire import Line, Result, Verb


class BlockPerson(Verb, frozen=True):
    """Hear nothing from a person any more, and tell them nothing."""

    verb = "block"
    person: UUID


class UnblockPerson(Verb, frozen=True):
    """Take a block back."""

    verb = "unblock"
    person: UUID


class UpdateProfile(Verb, frozen=True):
    """Change what is given; what is absent stays as it is."""

    verb = "profile.update"
    name: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    handle: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,29}$(?!\n)")] | None = None
    about: Annotated[str, Meta(max_length=2000)] | None = None
    time_zone: Line | None = None
    language: Language | None = None
    is_host: bool | None = None
    is_model: bool | None = None
    pose_styles: list[PoseStyle] | None = None
    experience: Experience | None = None
    languages: list[Language] | None = None
    shows_typing: bool | None = None
    shows_presence: bool | None = None
    shows_receipts: bool | None = None


class SignOut(Verb, frozen=True):
    """End one of my sign-ins, or without `sign_in` all but this one."""

    verb = "sign_out"
    sign_in: UUID | None = None


class Done(Result, frozen=True):
    """It is so now. `version` is that of my own topic."""

    version: int
