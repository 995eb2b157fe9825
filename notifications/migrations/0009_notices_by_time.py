from django.db import migrations, models


class Migration(migrations.Migration):
    """The list is read by when things happened."""

    dependencies = [("notifications", "0008_mended_names")]

    operations = [
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["user", "-created_at", "-id"], name="notification_of_user"),
        ),
    ]
