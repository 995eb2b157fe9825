from django.db import migrations


class Migration(migrations.Migration):
    """Words are cut another way, with the marks of Indic scripts: the worker indexes all again."""

    dependencies = [("conversations", "0012_mended_titles")]

    operations = [
        migrations.RunSQL(
            "TRUNCATE message_search, message_search_cursors;"
            " UPDATE message_revisions SET words = NULL WHERE words IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
