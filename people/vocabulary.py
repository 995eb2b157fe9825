"""The words that hosts and models share: a requirement and a profile speak the same."""

from typing import Literal, get_args

PoseStyle = Literal[
    "gesture", "dynamic", "short", "long", "portrait", "draped", "costume", "movement"
]
Experience = Literal["new", "some", "experienced"]
Language = Literal["en", "de"]

POSE_STYLES: tuple[str, ...] = get_args(PoseStyle)
#: In rising order: asking for "some" admits "experienced".
EXPERIENCE: tuple[str, ...] = get_args(Experience)
