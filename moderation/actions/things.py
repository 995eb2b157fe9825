"""What is reported, taken out of sight, and its picture kept for the staff."""

import logging
import secrets
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import QuerySet

from conversations import shelf
from conversations.actions import editing, groups
from conversations.models import Conversation, Message, Participant
from conversations.verbs import RenameConversation
from core.orphans import put_aside
from core.refused import Refused
from feed.actions import posts
from feed.verbs import DeletePost
from moderation.models import Report
from people import actions as people
from people.models import User
from people.verbs import UpdateProfile
from workflows.actions import calls, erasing, offers
from workflows.models import Application, Booking, CalendarSession
from workflows.verbs import CancelCall, WithdrawOffer

logger = logging.getLogger(__name__)

#: Lines of the system in which one title stands.
MOST = 100


def evidence_file(report: Report) -> Path:
    folder: Path = settings.DATA / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{report.public_id}.large"


def keep_image(report: Report) -> None:
    """A copy, because its author can take the picture back."""
    image = report.evidence.get("image")
    if image is None:
        return
    found = shelf.file_of(UUID(image), "large")
    try:
        shutil.copyfile(found, evidence_file(report))
    except OSError as error:  # the report counts without it
        evidence_file(report).unlink(missing_ok=True)
        logger.error("no picture is kept with report %s: %s", report.public_id, error)


def collect_evidence() -> int:
    """Pictures whose report is not there any more are put aside."""
    folder = evidence_file(Report(public_id=uuid4())).parent
    put_aside(folder, settings.DATA / "orphans" / "evidence", _known, older=timedelta(hours=1))
    return 0


def _known(ids: Collection[UUID]) -> set[UUID]:
    return set(Report.objects.filter(public_id__in=ids).values_list("public_id", flat=True))


def hide(report: Report, *, by: User) -> None:
    """Everybody hears of it as if its author had taken it back."""
    with suppress(Refused):  # it is gone already
        HIDE[report.thing](report, by)


def _id(report: Report) -> UUID:
    return UUID(report.about.split(".")[1])


def _profile(report: Report, by: User) -> None:
    handle = f"member-{secrets.token_hex(4)}"
    people.update_profile(UpdateProfile(handle=handle, name=handle, about=""), by=report.person)


def _message(report: Report, by: User) -> None:
    """A line of the system loses the title in it, and the group as well."""
    if report.message is not None:
        editing.take_down(report.message)
    title = (report.evidence.get("data") or {}).get("title")
    if title:
        _title(report, title)


def _reaction(report: Report, by: User) -> None:
    if report.message is not None:
        editing.take_reactions_down(report.message, report.person)


def _group(report: Report, by: User) -> None:
    _title(report, report.evidence["title"])


def _title(report: Report, title: str) -> None:
    """Also for those who have left, and in the lines that tell of it."""
    lines = Message.objects.filter(
        conversation__public_id=_id(report), kind=Message.SYSTEM, data__title=title
    )
    for line in lines.order_by("number")[:MOST]:
        editing.take_down(line)
    places = Participant.objects.filter(conversation__public_id=_id(report))
    places.filter(left_title=title).update(left_title="")
    if Conversation.objects.filter(public_id=_id(report), title=title).exists():
        _untitle(places)


def _untitle(places: "QuerySet[Participant]") -> None:
    """In the place of one of its admins."""
    admins = places.filter(left_at=None, role=Participant.ADMIN)
    for place in admins.select_related("user", "conversation")[:1]:
        ask = RenameConversation(key=uuid4(), conversation=place.conversation.public_id, title="")
        groups.rename(ask, by=place.user)


def _post(report: Report, by: User) -> None:
    posts.take_down(DeletePost(post=_id(report)), by=by)


def _session(report: Report, by: User) -> None:
    _evening(report)


def _call(report: Report, by: User) -> None:
    with suppress(Refused):  # it has ended
        calls.cancel(CancelCall(key=uuid4(), call=_id(report)), by=report.person)
    _evening(report, open_calls__public_id=_id(report))


def _application(report: Report, by: User) -> None:
    """The note of a model, or the evening of a host to which they applied."""
    row = Application.objects.select_related("open_call").get(public_id=_id(report))
    if row.open_call.host_id != report.person_id:
        erasing.forget_notes(row.open_call.calendar_session_id, report.person)
    else:
        _evening(report, open_calls__applications=row)


def _offer(report: Report, by: User) -> None:
    with suppress(Refused):  # it was answered, or has run out
        offers.withdraw_offer(WithdrawOffer(key=uuid4(), offer=_id(report)), by=report.person)
    _evening(report, offers__public_id=_id(report))


def _booking(report: Report, by: User) -> None:
    row = Booking.objects.get(public_id=_id(report))
    _evening(report, bookings=row)


def _evening(report: Report, **which: Any) -> None:
    """The words of an evening, if they are those of the person who was reported."""
    found = CalendarSession.objects.filter(
        **(which or {"public_id": _id(report)}), host=report.person
    )
    for session in found:
        erasing.forget_evening(session.pk)


HIDE: dict[str, Callable[[Report, User], None]] = {
    "profile": _profile,
    "message": _message,
    "reaction": _reaction,
    "group": _group,
    "post": _post,
    "session": _session,
    "call": _call,
    "application": _application,
    "offer": _offer,
    "booking": _booking,
}
