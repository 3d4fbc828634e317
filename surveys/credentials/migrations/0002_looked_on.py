"""The day on which the response was last counted, whether or not the count went on show."""

from django.db import migrations, models
from django.db.models import F


def from_the_day_on_show(apps, schema_editor):
    apps.get_model("credentials", "ResponseCount").objects.update(looked_on=F("day"))


class Migration(migrations.Migration):
    dependencies = [("credentials", "0001_initial")]
    operations = [
        migrations.AddField("responsecount", "looked_on", models.DateField(null=True)),
        migrations.RunPython(from_the_day_on_show, migrations.RunPython.noop),
        migrations.AlterField("responsecount", "looked_on", models.DateField()),
    ]
