from django.db import migrations

from protocol.mending import mend_lines


class Migration(migrations.Migration):
    """Names of browsers are one line of what can be seen, also those from before."""

    dependencies = [("notifications", "0007_archives")]

    operations = [mend_lines("notifications", "Device", name="")]
