"""Pictures on their way into a conversation: taken in, made safe by the worker, collected."""

import logging
from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from conversations import drawing, pixels, shelf
from conversations.events import ImageChanged
from conversations.models import Image
from conversations.pixels import Unusable
from conversations.queries import images
from core import clock
from core.orphans import put_aside
from core.refused import Refused
from core.setting_aside import each
from core.transaction import transaction
from people import actions as people
from people.models import User
from people.queries import require_confirmed_email
from protocol import publish

logger = logging.getLogger(__name__)

#: A file that is missing for so long is not on its way any more.
LOST = timedelta(hours=1)
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
        _keep_upload(image.public_id, raw)
        tasks.make_safe.defer(image=str(image.public_id))
    return image


def _keep_upload(public_id: UUID, raw: bytes) -> None:
    try:
        shelf.keep(public_id, "upload", raw)
    except OSError as error:
        logger.error("a picture cannot be kept in %s: %s", shelf.folder(), error)
        message = "There is no room for pictures right now. Try again later."
        raise Refused("unavailable", message) from error


def make_safe(public_id: UUID) -> None:
    """Done twice it changes nothing: the bytes that came are gone after the first time.

    Raises `FileNotFoundError` where they are not here, so that the job is tried again: this worker
    may have another folder than the process that took the picture in, or its disk is away.
    """
    image = Image.objects.filter(public_id=public_id, state=Image.UPLOADED).first()
    if image is None:
        return
    upload = shelf.file_of(public_id, "upload")
    try:
        raw = upload.read_bytes()
    except FileNotFoundError:
        logger.error(
            "the file of picture %s is not in %s: all processes have to share CALLBOARD_DATA",
            *(public_id, shelf.folder()),
        )
        if image.created_at > clock.now() - LOST:
            raise
        image.state, image.problem = Image.REFUSED, "This picture was lost. Send it again."
        _store(image)
        return
    try:
        safe = drawing.make_safe(raw)
    except Unusable as unusable:
        image.state, image.problem = Image.REFUSED, str(unusable)[:200]
    else:
        shelf.keep(public_id, "large", safe.large)
        shelf.keep(public_id, "small", safe.small)
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
    """Rows that were never sent, or whose message was taken back; how many. Files without a row
    are put aside."""
    forgotten = timedelta(days=settings.KEEP.unsent_images)
    with transaction():
        orphans = Image.objects.filter(message=None, created_at__lt=clock.now() - forgotten)
        gone = _remove(orphans | Image.objects.filter(message__deleted_at__isnull=False))
    _unlink(gone)
    put_aside(shelf.folder(), shelf.orphans(), _known, older=forgotten)
    return len(gone)


def _known(ids: Collection[UUID]) -> set[UUID]:
    return set(Image.objects.filter(public_id__in=ids).values_list("public_id", flat=True))


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
