"""A person's own topic: its versions, and the lock under which they move."""

from collections.abc import Iterable, Mapping

from django.db import connection

from core import locks
from core.sql import XID
from people.models import User


def next_versions(changes: Mapping[int, int]) -> dict[int, int]:
    """Move the topics of these people on by so many versions each; the first new one of each.

    Locks the people, ascending, until the commit: version order is commit order.
    """
    people = locks.taking("user", changes)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH wanted AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS w(id, n)),"
            " locked AS (SELECT id FROM user_profiles JOIN wanted USING (id)"
            "   ORDER BY id FOR NO KEY UPDATE OF user_profiles)"
            " UPDATE user_profiles u SET version = u.version + w.n, changed_xid = callboard_xid()"
            " FROM wanted w JOIN locked USING (id) WHERE u.id = w.id"
            " RETURNING u.id, u.version - w.n + 1",
            [people, [changes[person] for person in people]],
        )
        return dict(cursor.fetchall())


def lock(people: Iterable[int]) -> None:
    """Hold the topics of these people until the commit, whoever moves them then."""
    ids = locks.taking("user", people)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM user_profiles WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [ids]
        )


def next_version(person: int) -> int:
    return next_versions({person: 1})[person]


def took_rights(people: Iterable[int]) -> None:
    """These may see less than before: the sweep looks anew at what they watch.

    To tell their sockets at once is the caller's: what is told can get lost, this cannot.
    """
    people = list(people)
    lock(people)
    User.objects.filter(pk__in=people).update(rights_xid=XID)
