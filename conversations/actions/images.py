"""Pictures on their way into a conversation: taken in, made safe by the worker, collected."""

import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from conversations import drawing, pixels, shelf
from conversations.events import ImageChanged
from conversations.models import Image
from conversations.pixels import Unusable
from conversations.queries import images
from core import clock
from core.refused import Refused
from core.setting_aside import each
from core.transaction import transaction
from people import actions as people
from people.models import User
from people.queries import require_confirmed_email
from protocol import publish

#: So many that are not sent yet, of one person.
WAITING = 20


def take_in(raw: bytes, *, by: User) -> Image:
    """Keep the bytes as they came, for the worker; nothing here looks into them."""
    from conversations import tasks

    require_confirmed_email(by)
    if len(raw) > settings.LIMITS.image_bytes:
        raise Refused("too_large", "A picture may have 10 MB.")
    if pixels.kind_of(raw[:12]) is None:
        raise Refused("unsupported_media", "Pictures are JPEG, PNG, WebP or GIF.")
    with transaction():
        if Image.objects.filter(owner=by, message=None).count() >= WAITING:
            raise Refused("conflict", "Send the pictures that you have added first.")
        image = Image.objects.create(owner=by)
        shelf.file_of(image.public_id, "upload").write_bytes(raw)
        tasks.make_safe.defer(image=str(image.public_id))
    return image


def make_safe(public_id: UUID) -> None:
    """Done twice it changes nothing: the bytes that came are gone after the first time."""
    image = Image.objects.filter(public_id=public_id, state=Image.UPLOADED).first()
    if image is None:
        return
    upload = shelf.file_of(public_id, "upload")
    try:
        safe = drawing.make_safe(upload.read_bytes())
    except FileNotFoundError:
        image.state, image.problem = Image.REFUSED, "This picture was lost. Send it again."
    except Unusable as unusable:
        image.state, image.problem = Image.REFUSED, str(unusable)[:200]
    else:
        shelf.file_of(public_id, "large").write_bytes(safe.large)
        shelf.file_of(public_id, "small").write_bytes(safe.small)
        image.state, image.width, image.height = Image.READY, safe.width, safe.height
    _store(image)
    upload.unlink(missing_ok=True)


def _store(image: Image) -> None:
    with transaction():
        image.user_version = people.next_version(image.owner_id)
        image.save(update_fields=["state", "problem", "width", "height", "user_version"])
        event = ImageChanged(data=images.state(image))
        publish.publish([publish.to_user(event, image.owner_id, image.user_version)])


def collect() -> int:
    """Rows that were never sent, or whose message was taken back, and files without a row."""
    forgotten = timedelta(days=settings.KEEP.unsent_images)
    with transaction():
        orphans = Image.objects.filter(message=None, created_at__lt=clock.now() - forgotten)
        gone = _remove(orphans | Image.objects.filter(message__deleted_at__isnull=False))
    _unlink(gone)
    known = set(map(str, Image.objects.values_list("public_id", flat=True)))
    long_ago = time.time() - forgotten.total_seconds()
    nobodys = [file for file in shelf.folder().iterdir() if file.stem not in known]
    each("file of a picture", nobodys, lambda file: _unlink_older(file, long_ago))
    return len(gone)


def _unlink_older(file: Path, long_ago: float) -> None:
    if file.exists() and file.stat().st_mtime < long_ago:
        file.unlink(missing_ok=True)


def forget(owner: User) -> None:
    """All pictures of somebody who is erased, sent or not, and their files."""
    with transaction():
        gone = _remove(Image.objects.filter(owner=owner))
    _unlink(gone)


def _remove(images: "QuerySet[Image]") -> list[UUID]:
    found = dict(images.values_list("pk", "public_id"))
    Image.objects.filter(pk__in=found).delete()
    return list(found.values())


def _unlink(gone: Iterable[UUID]) -> None:
    files = [shelf.file_of(public_id, face) for public_id in gone for face in shelf.FACES]
    each("file of a picture", files, lambda file: file.unlink(missing_ok=True))
