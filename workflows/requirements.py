"""What a call asks of a model, typed: an unknown key or a wrong type is refused by name."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from core.refused import Refused
from people.vocabulary import Experience, Languages, PoseStyle, PoseStyles

#: As it comes, so that what is wrong in it can be named.
Word = Annotated[str, Meta(max_length=40)]
Number = Annotated[float, Meta(ge=-1_000, le=1_000)]
Words = Annotated[list[Word], Meta(max_length=20)]
Wanted = Annotated[dict[Word, Word | Number | Words | None], Meta(max_length=10)]


class Requirements(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`{"pose_style": "dynamic", "min_rating": 2}`. Absent: not asked for.

    Several pose styles or languages: any one of them will do. `experience` is the least.
    """

    pose_style: PoseStyle | Annotated[PoseStyles, Meta(min_length=1)] | None = None
    min_rating: Annotated[float, Meta(ge=1, le=5)] | None = None
    experience: Experience | None = None
    languages: Annotated[Languages, Meta(min_length=1)] | None = None

    @property
    def pose_styles(self) -> list[str]:
        if self.pose_style is None:
            return []
        return [*self.pose_style] if isinstance(self.pose_style, list) else [self.pose_style]


def parse(given: dict[str, Any]) -> Requirements:
    """Raises `bad_request` with the sentence of what is wrong and the `field` it is about."""
    try:
        return msgspec.convert(given, Requirements)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `$.")
        field = path.rstrip("`").split("[")[0] or "requirements"
        raise Refused("bad_request", f"requirements: {problem} ({field})", field=field) from error
