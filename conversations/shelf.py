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


def orphans() -> Path:
    """Where files are put whose row is missing."""
    kept: Path = settings.DATA / "orphans" / "images"
    return kept


def keep(image: UUID, face: Face, content: bytes) -> None:
    """Whole, or not at all: a full disk leaves nothing behind."""
    file = file_of(image, face)
    fresh = file.with_suffix(f".{face}-new")
    try:
        fresh.write_bytes(content)
        fresh.replace(file)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def file_of(image: UUID, face: Face) -> Path:
    return folder() / f"{image}.{face}"
