from django.db import migrations

from people.time_zones import LISTED, zone


def name_known_zones(apps, schema_editor):
    person = apps.get_model("people", "User")
    told = person.objects.order_by().values_list("time_zone", flat=True).distinct()
    for name in [name for name in told if name not in LISTED]:
        person.objects.filter(time_zone=name).update(time_zone=zone(name).key)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_account_changes")]

    operations = [migrations.RunPython(name_known_zones, migrations.RunPython.noop)]
