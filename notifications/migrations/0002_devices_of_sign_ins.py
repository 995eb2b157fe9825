import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_rating_and_calendar"),
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="sign_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="devices",
                to="people.signin",
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="removed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveIndex(model_name="delivery", name="deliveries_due"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "sending"))),
                fields=["channel", "due_at"],
                name="deliveries_due_by_channel",
            ),
        ),
    ]
