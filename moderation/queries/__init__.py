"""Reports and sanctions, as the people concerned may see them."""

from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from core.refused import not_found
from moderation.events import MyReport, MySanction
from moderation.models import Report, Sanction
from people.models import User
from protocol import pages


def reports_of(
    user: User, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[MyReport], str | None]:
    """Newest first, and the next cursor."""
    mine = Report.objects.filter(reporter=user)
    found, following = pages.newest_first(mine, cursor=cursor, limit=limit)
    return [_report(row) for row in found], following


def _report(row: Report) -> MyReport:
    return MyReport(
        id=row.public_id,
        thing=row.thing,  # type: ignore[arg-type]
        reason=row.reason,
        state=row.state,  # type: ignore[arg-type]
        acted=row.decision not in ("", "none"),
        created_at=row.created_at,
        closed_at=row.closed_at,
    )


def sanctions_of(
    user: User, *, cursor: str | None = None, limit: int = 50
) -> tuple[list[MySanction], str | None]:
    """Newest first, and the next cursor."""
    mine, by = Sanction.objects.filter(person=user), ("begins_at", "pk")
    found, following = pages.newest_first(mine, cursor=cursor, limit=limit, by=by)
    return [_sanction(row) for row in found], following


def _sanction(row: Sanction) -> MySanction:
    return MySanction(
        id=row.public_id,
        kind=row.kind,  # type: ignore[arg-type]
        words=row.words,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        lifted_at=row.lifted_at,
        appeal=row.appeal,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def sanction(public_id: UUID, *, of: User) -> Sanction:
    found = Sanction.objects.filter(public_id=public_id, person=of).first()
    if found is None:
        raise not_found()
    return found


#: A right of somebody's own, or of a group of theirs.
DECIDES = {"codename": "change_report", "content_type__app_label": "moderation"}


def moderators() -> "QuerySet[User]":
    """Staff who decide about reports, and can be reached."""
    rights = Permission.objects.filter(**DECIDES)
    decides = (
        Q(is_superuser=True) | Q(user_permissions__in=rights) | Q(groups__permissions__in=rights)
    )
    staff = User.objects.filter(decides, is_active=True, is_staff=True)
    return staff.exclude(email_confirmed_at=None).distinct()
