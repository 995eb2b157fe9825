"""What people may know of their own archive, and where its file lies."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from core import clock
from core.refused import not_found
from people.models import User
from rights.events import Archive
from rights.models import Export

#: Nobody gets another one sooner, and one that was not finished by then has failed.
AGAIN = timedelta(days=1)


def archive(row: Export, now: datetime) -> Archive:
    is_late = row.state == Export.WAITING and row.created_at + AGAIN <= now
    return Archive(
        id=row.public_id,
        state="failed" if is_late else row.state,  # type: ignore[arg-type]
        done=row.done,
        parts=row.parts,
        bytes=row.bytes,
        created_at=row.created_at,
        expires_at=row.created_at + timedelta(days=settings.KEEP.exports),
    )


def newest(user: User) -> Archive | None:
    """The archive that counts, unless it has expired."""
    now = clock.now()
    row = _newest(user, now)
    return archive(row, now) if row else None


def _newest(user: User, now: datetime) -> Export | None:
    since = now - timedelta(days=settings.KEEP.exports)
    mine = Export.objects.filter(user=user, created_at__gt=since)
    return mine.order_by("-created_at", "-pk").first()


def ready(public_id: UUID, *, of: User) -> Path:
    """The file of one's own archive that is made and has not expired."""
    row = _newest(of, clock.now())
    if row is None or row.public_id != public_id or row.state != Export.READY:
        raise not_found()
    return file_of(row)


def folder() -> Path:
    kept: Path = settings.DATA / "exports"
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def file_of(row: Export) -> Path:
    return folder() / f"{row.public_id}.zip"
