"""What a report can be about."""

from typing import Literal, get_args

#: `profile` is a person as a whole, `reaction` what somebody put on a message of anybody's.
Thing = Literal[
    "profile",
    "message",
    "reaction",
    "group",
    "post",
    "session",
    "call",
    "application",
    "offer",
    "booking",
]
THINGS: tuple[str, ...] = get_args(Thing)
