from django.db import migrations

from protocol import texts, words
from protocol.mending import mend_lines

FOUND_BY = "UPDATE user_profiles SET search_words = array_to_tsvector(%s::text[]) WHERE id = %s"


def mend_names(apps, schema_editor):
    """Whose name shows nothing is called by their handle. They are found by what is left."""
    people = apps.get_model("people", "User").objects
    rows = people.values_list("pk", "display_name", "handle")
    for pk, given, handle in rows.iterator(chunk_size=1000):
        name = texts.mended(given)[:60] or handle
        if name != given:
            people.filter(pk=pk).update(display_name=name)
            found_by = [words.indexed(f"{name} {handle}"), pk]
            schema_editor.connection.cursor().execute(FOUND_BY, found_by)


class Migration(migrations.Migration):
    """Names are one line of what can be seen, also those from before that was asked."""

    dependencies = [("people", "0012_leaving")]

    operations = [
        migrations.RunPython(mend_names, migrations.RunPython.noop),
        mend_lines("people", "SignIn", name=""),
    ]
