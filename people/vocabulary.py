"""The words that hosts and models share: a requirement and a profile speak the same."""

from typing import Annotated, Literal, get_args

from msgspec import Meta

PoseStyle = Literal[
    "gesture", "dynamic", "short", "long", "portrait", "draped", "costume", "movement"
]
Experience = Literal["new", "some", "experienced"]
Language = Literal["en", "de"]
#: Each word once, so no more than there are.
PoseStyles = Annotated[list[PoseStyle], Meta(max_length=len(get_args(PoseStyle)))]
Languages = Annotated[list[Language], Meta(max_length=len(get_args(Language)))]

#: What an API token may do: read; write and answer; agree, open, book, change.
Scope = Literal["read", "talk", "decide"]

SCOPES: tuple[str, ...] = get_args(Scope)
#: What changes who may come in. No token has it.
ACCOUNT = "account"
POSE_STYLES: tuple[str, ...] = get_args(PoseStyle)
#: In rising order: asking for "some" admits "experienced".
EXPERIENCE: tuple[str, ...] = get_args(Experience)
