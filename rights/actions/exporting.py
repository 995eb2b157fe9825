"""The archive of everything that is somebody's own: asked for, made by the worker, thrown away."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from core import clock
from core.refused import Refused
from core.setting_aside import each
from core.transaction import transaction
from notifications.actions.noticing import Notice, notify
from people.actions.sign_ins import require_reauthentication
from people.models import SignIn, User
from people.speaking import speaking
from protocol.action import action
from protocol.buckets import spent_until
from rights import archive, queries
from rights.holdings import PARTS
from rights.models import Export
from rights.verbs import Archiving, MakeArchive

KIND = "export.ready"


@action
def make_archive(ask: MakeArchive, *, by: User, sign_in: SignIn) -> Archiving:
    from rights import tasks

    require_reauthentication(sign_in)
    now = clock.now()
    mine = Export.objects.filter(user=by)
    for last in mine.select_for_update().filter(created_at__gt=now - queries.AGAIN):
        if last.state == Export.WAITING:
            raise Refused("conflict", "Your archive is being made. You hear when it is ready.")
        raise _too_soon(last, now)
    mine.delete()
    made = Export.objects.create(user=by, parts=len(PARTS), created_at=now)
    tasks.make_archive.defer(export=str(made.public_id))
    return Archiving(archive=queries.archive(made, now))


def _too_soon(last: Export, now: datetime) -> Refused:
    message = "You have had an archive made today already. Download that one."
    return spent_until(last.created_at + queries.AGAIN, message, now=now)


def fill(public_id: UUID) -> None:
    """By the worker. Begun again after a crash, it begins anew."""
    row = Export.objects.select_related("user").filter(
        public_id=public_id, state=Export.WAITING, user__is_active=True
    )
    made = row.first()
    if made is None:
        return
    file = queries.file_of(made)
    unfinished = file.with_suffix(".part")
    with speaking(made.user.language):
        now = date_format(clock.now(), pgettext("date format", "Y-m-d H:i"))
        read_me = gettext(archive.READ_ME).format(origin=settings.ORIGINS[0], now=now)
    archive.write(made.user, unfinished, read_me, lambda done: _tell(made, done))
    unfinished.rename(file)
    with transaction():
        ready = row.select_for_update(of=("self",)).update(
            state=Export.READY, bytes=file.stat().st_size, ended_at=clock.now()
        )
        if ready:
            notify([_notice(made)])


def _tell(made: Export, done: int) -> None:
    Export.objects.filter(pk=made.pk).update(done=done)


def _notice(made: Export) -> Notice:
    about = f"export.{made.public_id}"
    return Notice(made.user_id, KIND, about, about, {"type": KIND}, "any")


def collect() -> int:
    """Files whose row has gone: expired, replaced, or of a person who was erased. How many."""
    known = set(map(str, Export.objects.values_list("public_id", flat=True)))
    gone = [file for file in queries.folder().iterdir() if file.stem not in known]
    return each("archive", gone, _unlink)


def _unlink(file: Path) -> None:
    file.unlink(missing_ok=True)


def forget(user: User) -> None:
    Export.objects.filter(user=user).delete()
    collect()
