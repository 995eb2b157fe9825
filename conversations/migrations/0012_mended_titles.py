from django.db import migrations

from protocol.mending import mend_lines


class Migration(migrations.Migration):
    """Titles are one line of what can be seen, also those from before that was asked."""

    dependencies = [("conversations", "0011_via")]

    operations = [
        mend_lines("conversations", "Conversation", title=""),
        mend_lines("conversations", "Participant", left_title=""),
    ]
