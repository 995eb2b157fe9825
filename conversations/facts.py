"""What messages hold besides words: a union of Structs, told apart by `type`.

The system's lines are about people in groups, or about a session that a host and a model share;
workflows writes the latter and has a sentence for each.
"""

import logging
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from conversations.session_facts import NamedPerson, OfSessions, tagged
from protocol.pages import ALL
from protocol.wire import Object

logger = logging.getLogger(__name__)


class ShownImage(Object, frozen=True, tag_field="type", tag="image"):
    """A picture, by the id under which `/media/images` delivers it, with its size in pixels."""

    image: UUID
    width: int
    height: int


class OfGroup(Object, frozen=True, tag_field="type", tag=tagged):
    """Something that `by` did in a group, to `people` if it concerns any; `title`: its new one."""

    by: NamedPerson
    people: Annotated[list[NamedPerson], Meta(description=f"{ALL}.")]
    title: str


class GroupStarted(OfGroup, frozen=True):
    """The group was started."""


class GroupAdded(OfGroup, frozen=True):
    """`people` were added."""


class GroupRemoved(OfGroup, frozen=True):
    """`people` were removed."""


class GroupLeft(OfGroup, frozen=True):
    """`by` has left."""


class GroupRenamed(OfGroup, frozen=True):
    """The group is called `title` now; empty: it has no name any more."""


MessageData: TypeAlias = (
    ShownImage | GroupStarted | GroupAdded | GroupRemoved | GroupLeft | GroupRenamed | OfSessions
)


def read(kind: str, stored: dict[str, Any] | None) -> MessageData | None:
    """The data of a message of this kind. A line that nobody knows any more has none."""
    if stored is None:
        return None
    try:
        found: MessageData = msgspec.convert({"type": kind, **stored}, MessageData)
    except msgspec.ValidationError as error:
        logger.warning("the data of a message cannot be read: %s", error)
        return None
    return found
