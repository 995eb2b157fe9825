"""Where the files of pictures lie: beside the database, by random names."""

from pathlib import Path
from typing import Literal
from uuid import UUID

from django.conf import settings

Face = Literal["upload", "large", "small"]
FACES: tuple[Face, ...] = ("upload", "large", "small")


def folder() -> Path:
    kept: Path = settings.DATA / "images"
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def file_of(image: UUID, face: Face) -> Path:
    return folder() / f"{image}.{face}"
