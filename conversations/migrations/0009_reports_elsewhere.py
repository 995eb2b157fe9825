from django.db import migrations


class Migration(migrations.Migration):
    """The table stays; the model lives in the room of moderation."""

    dependencies = [("conversations", "0008_index_words_again")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Report")])
    ]
