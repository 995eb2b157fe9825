from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0010_index_revisions_again")]

    operations = [
        migrations.AddField("message", "via", models.CharField(max_length=200, null=True)),
    ]
