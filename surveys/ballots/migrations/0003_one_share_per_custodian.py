from django.db import migrations, models
import django.db.models.deletion


def tell_who_gave(apps, schema_editor):
    """Until now a box had one share for each holder: who gave the one that waits is its custodian."""
    share_of = apps.get_model('ballots', 'BoxShare').objects
    for given in apps.get_model('ballots', 'GivenShare').objects.all():
        given.custodian_id = share_of.get(box=given.box_id, holder=given.holder).custodian_id
        given.save(update_fields=['custodian'])


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0003_one_holder_per_union'),
        ('ballots', '0002_loss_and_key_list'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='boxshare',
            name='share_one_per_holder',
        ),
        migrations.AddConstraint(
            model_name='boxshare',
            constraint=models.UniqueConstraint(fields=('box', 'custodian'), name='share_one_per_custodian'),
        ),
        migrations.AddField(
            model_name='givenshare',
            name='custodian',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='agreements.custodian'),
        ),
        migrations.RunPython(tell_who_gave, migrations.RunPython.noop),
    ]
