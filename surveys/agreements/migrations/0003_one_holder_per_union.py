from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0002_custodian_keys'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='custodian',
            name='custodian_one_per_holder',
        ),
        migrations.AddConstraint(
            model_name='custodian',
            constraint=models.UniqueConstraint(condition=models.Q(('holder__in', ['employer', 'substitute']), ('replaced_at__isnull', True)), fields=('agreement', 'holder'), name='custodian_one_per_holder'),
        ),
    ]
