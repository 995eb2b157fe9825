"""For migrations: lines that were written before there were rules for them come under these."""

from typing import Any

from django.db.migrations import RunPython

from protocol import texts


def mend_lines(app: str, model: str, **fields: str) -> RunPython:
    """Each field with what stands there where nothing is left. `terms__district` is in a JSON."""

    def mend(apps: Any, schema_editor: Any) -> None:
        rows = apps.get_model(app, model).objects
        for row in rows.only("pk", *{name.split("__")[0] for name in fields}).iterator(1000):
            changed = {name for name, empty in fields.items() if _mend(row, name, empty)}
            if changed:
                kept = {name.split("__")[0] for name in changed}
                rows.filter(pk=row.pk).update(**{name: getattr(row, name) for name in kept})

    return RunPython(mend, RunPython.noop)


def _mend(row: Any, name: str, empty: str) -> bool:
    """Whether it was not as it has to be."""
    column, _, key = name.partition("__")
    value = getattr(row, column)
    given = value.get(key) if key and value else value
    if not isinstance(given, str) or not given:
        return False
    mended = texts.mended(given) or empty
    if mended == given:
        return False
    setattr(row, column, {**value, key: mended} if key else mended)
    return True
