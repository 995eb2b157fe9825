"""Taking rows in the one order: session, call, models. What is returned is read anew.

Offers and bookings belong to a session: whoever changes one holds the session's row.
"""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from core import locks
from core.refused import not_found
from people.models import User
from workflows import queries
from workflows.models import Application, CalendarSession, OpenCall

Row = TypeVar("Row", bound=Model)

#: First key of the advisory locks on models, so that nothing else meets them.
MODEL_LOCKS = 7301


def lock_session(id: int) -> CalendarSession:
    return _locked("session", CalendarSession.objects.select_related("host"), [id])[id]


def lock_call(id: int) -> OpenCall:
    found = OpenCall.objects.select_related("host", "calendar_session__host")
    return _locked("call", found, [id])[id]


def lock_own_application(public_id: UUID, *, by: User) -> Application:
    """What a model applied with, as it is while its call is locked."""
    found = queries.application(public_id, of=by)
    if found.model.user_profile_id != by.pk:
        raise not_found()
    call = lock_call(found.open_call_id)
    application = queries.application(public_id, of=by)
    application.open_call = call
    return application


def lock_calls(*sessions: CalendarSession) -> dict[int, OpenCall]:
    """All calls of locked sessions, ascending, sharing the sessions' rows with the caller.

    Also those that have ended: whoever applied still has the evening on their screen.
    """
    by_id = {session.pk: session for session in sessions}
    ids = OpenCall.objects.filter(calendar_session__in=by_id).values_list("pk", flat=True)
    calls = _locked("call", OpenCall.objects.select_related("host"), ids)
    for call in calls.values():
        call.calendar_session = by_id[call.calendar_session_id]
    return calls


def _locked(rank: str, found: "QuerySet[Row]", ids: Iterable[int]) -> dict[int, Row]:
    """Locked by one statement and read by the next: after a wait the first knows nothing of
    what was committed meanwhile, least of all in the rows that it joins.
    """
    wanted = found.filter(pk__in=locks.taking(rank, ids)).order_by("pk")
    bare = wanted.select_related(None).select_for_update(no_key=True)
    held = list(bare.values_list("pk", flat=True))
    return {row.pk: row for row in wanted} if held else {}


def active_one(calls: dict[int, OpenCall]) -> OpenCall | None:
    """The one call that is open for a session."""
    return next((call for call in calls.values() if call.status == OpenCall.ACTIVE), None)


def lock_models(ids: Iterable[int]) -> None:
    """A booking's other half: the exclusion constraint alone would deadlock under load."""
    with connection.cursor() as cursor:
        for id in locks.taking("model", ids):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [MODEL_LOCKS, id])
