from django.db import migrations, models

CLOSED_SO_FAR = "UPDATE user_profiles SET closed_by_staff = NOT is_active"


class Migration(migrations.Migration):
    """People may leave: their accounts are closed for a while, and then erased."""

    dependencies = [("people", "0011_staff_acts_are_forgotten")]

    operations = [
        migrations.AddField(
            "user",
            "closed_by_staff",
            models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField("user", "erase_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "user", "erased_at", models.DateTimeField(editable=False, null=True)
        ),
        migrations.RunSQL(CLOSED_SO_FAR, migrations.RunSQL.noop),
        migrations.AddIndex(
            "user",
            models.Index(
                condition=models.Q(("erase_at__isnull", False)),
                fields=["erase_at"],
                name="user_erase_at",
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(
                    ("is_active", False),
                    models.Q(("closed_by_staff", False), ("erase_at", None), ("erased_at", None)),
                    _connector="OR",
                ),
                name="whoever_is_active_is_neither_closed_nor_erased",
            ),
        ),
    ]
