

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0011_treatment_consent'),
    ]

    operations = [
        migrations.AddField(
            model_name='needle',
            name='left_out_at',
            field=models.DateTimeField(help_text='somebody saw or was told that they are out', null=True),
        ),
        migrations.AddField(
            model_name='needle',
            name='left_out_by',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddConstraint(
            model_name='needle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_out_at__isnull', True), ('left_out_by', '')), models.Q(('left_in__gte', 1), ('left_out_at__isnull', False), models.Q(('left_out_by', ''), _negated=True)), _connector='OR'), name='needle_left_in_came_out_when_and_by_whom'),
        ),
    ]
