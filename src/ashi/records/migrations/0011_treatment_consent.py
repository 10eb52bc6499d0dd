

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0010_keeps'),
    ]

    operations = [
        migrations.AddField(
            model_name='needle',
            name='stays',
            field=models.BooleanField(default=False, help_text='meant to stay in, such as a press needle'),
        ),
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('technique', models.CharField(max_length=12)),
                ('version', models.CharField(max_length=40)),
                ('sha256', models.CharField(help_text='of every word that stands on the page, in both languages', max_length=64)),
                ('in_force', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('technique', 'version'), name='consent_text_once'), models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('technique',), name='one_consent_text_in_force_a_technique')],
            },
        ),
        migrations.CreateModel(
            name='TreatmentConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(help_text='in which the words were read', max_length=8)),
                ('way', models.CharField(choices=[('read', 'Read'), ('spoken', 'Spoken'), ('paper', 'Paper')], default='read', max_length=6)),
                ('signer', models.CharField(choices=[('patient', 'Patient'), ('guardian', 'Guardian')], default='patient', max_length=8)),
                ('name', models.CharField(help_text='of who signed, as they wrote it', max_length=120)),
                ('relation', models.CharField(blank=True, help_text='of a guardian to the patient', max_length=60)),
                ('witness', models.CharField(blank=True, help_text='who heard it, or saw the paper signed', max_length=120)),
                ('signed_at', models.DateTimeField()),
                ('good_until', models.DateTimeField(help_text='a year, or until a child is of age')),
                ('by', models.CharField(help_text='whose sign-in it was taken with', max_length=60)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=60)),
                ('withdrawn_why', models.CharField(blank=True, max_length=300)),
                ('care_plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.careplan')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='treatment_consents', to='records.patient')),
                ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.practitioner')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.consenttext')),
            ],
            options={
                'ordering': ['patient', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('by', ''), _negated=True)), name='consent_signed_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('relation', ''), ('signer', 'patient')), models.Q(('signer', 'guardian'), models.Q(('relation', ''), _negated=True)), _connector='OR'), name='consent_of_a_guardian_says_which'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'read'), ('witness', '')), models.Q(('way__in', ['spoken', 'paper']), models.Q(('witness', ''), _negated=True)), _connector='OR'), name='consent_not_read_here_has_a_witness'), models.CheckConstraint(condition=models.Q(('good_until__gt', models.F('signed_at'))), name='consent_is_good_for_a_while'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by', ''), ('withdrawn_why', '')), models.Q(('withdrawn_at__gte', models.F('signed_at')), ('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True)), _connector='OR'), name='consent_withdrawn_when_and_by_whom')],
            },
        ),
    ]
