"""What people may ask of the staff."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from protocol.asked import TEXT
from protocol.wire import Keyed, Number


class Report(Keyed, frozen=True):
    """Ask the staff to look at a person, or at one thing of theirs.

    Name the thing: `conversation` and `number` for a message, with another `person` for their
    reactions to it; `conversation` for a group; `post`, `session`, `call`, `application`, `offer`
    or `booking`; or only `person`, for everything about them. What the thing does not need is null.
    The staff see it as the reporter sees it now, whatever its author does to it later. Nobody else
    hears of it.
    """

    verb = "report"
    reaches = "strangers"
    reason: Annotated[str, TEXT, Meta(min_length=1, max_length=1000)]
    person: UUID | None = None
    conversation: UUID | None = None
    number: Number | None = None
    post: UUID | None = None
    session: UUID | None = None
    call: UUID | None = None
    application: UUID | None = None
    offer: UUID | None = None
    booking: UUID | None = None


class Appeal(Keyed, frozen=True):
    """Ask the staff to look again at a decision against me. Once for each decision."""

    verb = "appeal"
    reaches = "nobody"
    sanction: UUID
    text: Annotated[str, TEXT, Meta(min_length=1, max_length=2000)]
