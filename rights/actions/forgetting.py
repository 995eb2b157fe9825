"""Forgetting what has been kept long enough: small steps over each table, again and again."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from core import clock
from core.setting_aside import apart, each
from core.transaction import transaction
from rights.keeping import FORGOTTEN, Forgotten

#: Rows that a step looks at, in the order of their keys: so no table needs an index for this.
LOOKED_AT = 5_000
#: Of these the most that go.
SOME = 500

#: Seconds between one walk over all tables and the next.
REST = 300.0

#: Where the next step over each table begins; after a restart at the beginning.
_reached: dict[Forgotten, Any] = {}


def forget_some() -> int:
    """A step over each table; called by the worker. How many rows went."""
    gone: list[int] = []
    each("table", FORGOTTEN, lambda rule: gone.append(_step(rule)))
    return sum(gone)


def until_forgetting() -> float:
    """Seconds until the next step: it can rest where every table has been walked to its end."""
    return 0.0 if _reached else REST


def _step(rule: Forgotten) -> int:
    rows = model_of(rule)._base_manager.order_by("pk")
    if rule in _reached:
        rows = rows.filter(pk__gt=_reached[rule])
    keys = rows.values_list("pk", flat=True)
    last = next(iter(keys[LOOKED_AT - 1 : LOOKED_AT]), None)
    due = keys.filter(rule.due(clock.now() - rule.lasts))
    if last is not None:
        due = due.filter(pk__lte=last)
    some = list(due[:SOME])
    _reached[rule] = some[-1] if len(some) == SOME else last
    if _reached[rule] is None:
        del _reached[rule]
    return len(apart(rule.table, some, partial(_delete, rule), id=_itself))


def _delete(rule: Forgotten, keys: Sequence[Any]) -> dict[Any, None]:
    rows = model_of(rule)._base_manager.filter(rule.due(clock.now() - rule.lasts), pk__in=keys)
    with transaction():
        # What somebody holds goes another time: nobody waits here, so nothing can deadlock.
        held = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
        _allow()
        model_of(rule)._base_manager.filter(pk__in=held).delete()
    return dict.fromkeys(held)


def _itself(key: Any) -> Any:
    return key


def _allow() -> None:
    """The log of the staff is deleted by nobody else; see the trigger `staff_acts_are_kept`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('callboard.forgetting', 'on', true)")


def model_of(rule: Forgotten) -> type[Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == rule.table)
