from django.db import migrations


class Migration(migrations.Migration):
    """Words are cut another way: what former members saw is indexed again, too."""

    dependencies = [("conversations", "0009_reports_elsewhere")]

    operations = [
        migrations.RunSQL(
            "UPDATE message_revisions SET words = NULL WHERE words IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
