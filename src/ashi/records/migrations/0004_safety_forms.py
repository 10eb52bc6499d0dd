import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0003_machine_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='clearance',
            name='follows',
            field=models.ForeignKey(help_text="this browser's check that was booked from", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.clearance'),
        ),
        migrations.CreateModel(
            name='Baseline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.JSONField(default=list, help_text='of Place')),
                ('since', models.CharField(choices=[('under-6-weeks', 'Weeks'), ('6-to-12-weeks', 'Months'), ('3-to-12-months', 'Year'), ('1-to-5-years', 'Years'), ('over-5-years', 'Long')], max_length=16)),
                ('began', models.CharField(choices=[('strain', 'Strain'), ('injury', 'Injury'), ('posture', 'Posture'), ('unknown', 'Unknown')], max_length=10)),
                ('pain', models.PositiveSmallIntegerField(help_text='on average over the last seven days, 0 none to 10 the worst')),
                ('medicine', models.CharField(blank=True, choices=[('not-tried', 'Not Tried'), ('helped', 'Helped'), ('a-little', 'A Little'), ('did-not-help', 'Did Not')], max_length=12)),
                ('physical_therapy', models.CharField(blank=True, choices=[('not-tried', 'Not Tried'), ('helped', 'Helped'), ('a-little', 'A Little'), ('did-not-help', 'Did Not')], max_length=12)),
                ('surgery', models.CharField(blank=True, choices=[('not-tried', 'Not Tried'), ('helped', 'Helped'), ('a-little', 'A Little'), ('did-not-help', 'Did Not')], max_length=12)),
                ('other', models.CharField(blank=True, choices=[('not-tried', 'Not Tried'), ('helped', 'Helped'), ('a-little', 'A Little'), ('did-not-help', 'Did Not')], max_length=12)),
                ('other_words', models.CharField(blank=True, max_length=120)),
                ('language', models.CharField(max_length=8)),
                ('said_at', models.DateTimeField()),
                ('corrected_at', models.DateTimeField(null=True)),
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='baseline', to='records.appointment')),
            ],
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=80)),
                ('score', models.PositiveSmallIntegerField()),
                ('baseline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='records.baseline')),
            ],
            options={
                'verbose_name_plural': 'activities',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whole', models.BooleanField(default=False)),
                ('rules_version', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=8)),
                ('answers', models.JSONField(default=dict)),
                ('result', models.CharField(choices=[('clear', 'Clear'), ('caution', 'Caution'), ('urgent', 'Urgent'), ('emergency', 'Emergency')], max_length=10)),
                ('reasons', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=60)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='records.appointment')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RulesSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40)),
                ('sha256', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=8)),
                ('name', models.CharField(max_length=120)),
                ('profession', models.CharField(max_length=80)),
                ('jurisdiction', models.CharField(max_length=16)),
                ('licence', models.CharField(max_length=40)),
                ('signed_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=60)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sha256', 'language', 'jurisdiction', 'licence'), name='rules_signed_once_by_one_person'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('profession', ''), _negated=True), models.Q(('jurisdiction', ''), _negated=True), models.Q(('licence', ''), _negated=True), models.Q(('recorded_by', ''), _negated=True)), name='rules_signature_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='RulesVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=40, unique=True)),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('effective', models.DateField()),
                ('lowered', models.JSONField(default=list, help_text='what became milder, and was named by whoever imported it')),
                ('imported_at', models.DateTimeField()),
                ('imported_by', models.CharField(max_length=60)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('imported_by', ''), _negated=True), name='rules_imported_by_somebody')],
            },
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('pain__gte', 0), ('pain__lte', 10)), name='baseline_pain_on_its_scale'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('since__in', ['under-6-weeks', '6-to-12-weeks', '3-to-12-months', '1-to-5-years', 'over-5-years'])), name='baseline_since_known'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('began__in', ['strain', 'injury', 'posture', 'unknown'])), name='baseline_began_known'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('medicine__in', ['not-tried', 'helped', 'a-little', 'did-not-help', ''])), name='baseline_medicine_known'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('physical_therapy__in', ['not-tried', 'helped', 'a-little', 'did-not-help', ''])), name='baseline_physical_therapy_known'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('surgery__in', ['not-tried', 'helped', 'a-little', 'did-not-help', ''])), name='baseline_surgery_known'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('other__in', ['not-tried', 'helped', 'a-little', 'did-not-help', ''])), name='baseline_other_known'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(fields=('baseline', 'position'), name='activity_position_once'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('position__gte', 1), ('position__lte', 3)), name='activity_one_of_three'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 10)), name='activity_score_on_its_scale'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='activity_says_something'),
        ),
        migrations.AddIndex(
            model_name='recheck',
            index=models.Index(fields=['appointment', 'at'], name='records_rec_appoint_77c4be_idx'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['clear', 'caution', 'urgent', 'emergency'])), name='recheck_has_a_result'),
        ),
    ]
