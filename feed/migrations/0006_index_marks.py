from django.db import migrations

from protocol import words

FOUND_BY = "UPDATE post_search SET words = array_to_tsvector(%s::text[]) WHERE post_id = %s"


def find_again(apps, schema_editor):
    posts = apps.get_model("feed", "Post").objects.filter(deleted_at=None)
    rows = posts.values_list("pk", "content").iterator(chunk_size=1000)
    with schema_editor.connection.cursor() as cursor:
        cursor.executemany(FOUND_BY, [(words.indexed(content), pk) for pk, content in rows])


class Migration(migrations.Migration):
    """Words are cut another way, with the marks of Indic scripts."""

    dependencies = [("feed", "0005_post_search")]

    operations = [migrations.RunPython(find_again, migrations.RunPython.noop)]
