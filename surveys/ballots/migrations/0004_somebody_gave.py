from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    # Apart from 0003: PostgreSQL alters no table in the transaction that has filled its foreign keys.

    dependencies = [
        ('ballots', '0003_one_share_per_custodian'),
    ]

    operations = [
        migrations.AlterField(
            model_name='givenshare',
            name='custodian',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='agreements.custodian'),
        ),
    ]
