from django.db import migrations

from protocol import words

FOUND_BY = "UPDATE user_profiles SET search_words = array_to_tsvector(%s::text[]) WHERE id = %s"


def find_again(apps, schema_editor):
    """Whoever was erased is not found, and stays so."""
    people = apps.get_model("people", "User").objects.exclude(search_words=None)
    rows = people.values_list("pk", "display_name", "handle").iterator(chunk_size=1000)
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany(
            FOUND_BY, [(words.indexed(f"{name} {handle}"), pk) for pk, name, handle in rows]
        )


class Migration(migrations.Migration):
    """Words are cut another way, with the marks of Indic scripts."""

    dependencies = [("people", "0013_mended_names")]

    operations = [migrations.RunPython(find_again, migrations.RunPython.noop)]
