from django.db import migrations, models

KINDS = [
    "call.matching",
    "call.closing",
    "application.arrived",
    "application.decided",
    "application.moved",
    "offer.received",
    "offer.answered",
    "offer.closing",
    "booking.made",
    "booking.changed",
    "booking.cancelled",
    "message.missed",
    "post.published",
    "sign_in.new",
]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_devices_of_sign_ins")]

    operations = [
        migrations.RemoveConstraint(model_name="notification", name="notification_kind_is_known"),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="notification_kind_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "dead")), fields=["ended_at"], name="deliveries_dead"
            ),
        ),
    ]
