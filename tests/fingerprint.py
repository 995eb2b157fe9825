"""All rows about a person as one number: it differs as soon as anything of theirs has changed.

Far cheaper than reading everything as a new device does. Every table that names a person is in
it, also one that is added tomorrow.
"""

from collections.abc import Collection
from functools import cache

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model

from people.models import ModelProfile, User

#: Rows about a person by the column that names them, and how that finds a person.
OF = {
    User: "t.{column} = ANY(%(people)s)",
    ModelProfile: f"t.{{column}} IN (SELECT id FROM {ModelProfile._meta.db_table}"
    " WHERE user_profile_id = ANY(%(people)s))",
}
#: What happens in a conversation happens to all who take part in it.
CONVERSATIONS = (
    "SELECT 'conversations', md5(string_agg(t.id || ':' || t.version, ',' ORDER BY t.id))"
    " FROM conversations t JOIN conversation_participants p ON p.conversation_id = t.id"
    " WHERE p.user_id = ANY(%(people)s) AND p.left_at IS NULL"
)


@cache
def statement() -> str:
    parts = [
        f"SELECT '{table}', md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t"
        f" WHERE {condition}"
        for table, condition in sorted(conditions())
    ]
    return " UNION ALL ".join([*parts, CONVERSATIONS])


def conditions() -> set[tuple[str, str]]:
    """Tables, and which of their rows are about these people."""
    itself = {(User._meta.db_table, OF[User].format(column="id"))}
    return itself | {
        (model._meta.db_table, OF[target].format(column=field.column))
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        for target in [_target(field)]
        if target in OF
    }


def _target(field: "ForeignKey[Model, Model]") -> type[Model]:
    related = field.related_model
    assert not isinstance(related, str)
    return related


def fingerprint(people: Collection[int]) -> list[tuple[str, str | None]]:
    """A digest for each column of a table that names people."""
    with connection.cursor() as cursor:
        cursor.execute(statement(), {"people": list(people)})
        return list(cursor.fetchall())
