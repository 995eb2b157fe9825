from django.db import migrations


class Migration(migrations.Migration):
    """Words are cut another way: the worker indexes everything that was said again."""

    dependencies = [("conversations", "0007_reaching_strangers")]

    operations = [
        migrations.RunSQL(
            "TRUNCATE message_search, message_search_cursors", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            # A sign with and without U+FE0F is one sign, of which the newer row stays.
            """
            DELETE FROM message_reactions r USING message_reactions o
            WHERE o.message_id = r.message_id AND o.user_id = r.user_id AND o.id <> r.id
              AND replace(o.emoji, U&'\\FE0F', '') = replace(r.emoji, U&'\\FE0F', '')
              AND (o.version, o.id) > (r.version, r.id);
            UPDATE message_reactions SET emoji = replace(emoji, U&'\\FE0F', '')
            WHERE emoji LIKE U&'%\\FE0F%';
            """,
            migrations.RunSQL.noop,
        ),
    ]
