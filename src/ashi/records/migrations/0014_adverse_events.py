from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def missing_needles_are_incidents(apps: Any, schema_editor: Any) -> None:
    """Needles that were declared missing before there were adverse events have theirs from now on."""
    Missing = apps.get_model("records", "MissingNeedles")
    Event = apps.get_model("records", "AdverseEvent")
    Line = apps.get_model("records", "AdverseNeedle")
    rows = Missing.objects.select_related("needle__set__encounter__practitioner")
    for row in rows.iterator():
        encounter = row.needle.set.encounter
        person = encounter.practitioner
        event = Event.objects.create(
            appointment_id=encounter.appointment_id,
            reporter="acupuncturist",
            category="retained_needle",
            severity="mild",
            relation="certain",
            onset="during",
            action="none",
            outcome="unknown",
            missing=row,
            recorded_at=row.declared_at,
            by_name=f"{person.given_name} {person.family_name}",
            by=row.declared_by,
        )
        Line.objects.create(event=event, needle=row.needle)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0013_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='AdverseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reporter', models.CharField(choices=[('patient', 'patient'), ('acupuncturist', 'acupuncturist')], max_length=14)),
                ('category', models.CharField(choices=[('bleeding_haematoma', 'bleeding_haematoma'), ('needle_pain', 'needle_pain'), ('aggravation', 'aggravation'), ('faint_syncope', 'faint_syncope'), ('needle_shock', 'needle_shock'), ('dizziness_nausea', 'dizziness_nausea'), ('drowsiness', 'drowsiness'), ('fall', 'fall'), ('retained_needle', 'retained_needle'), ('stray_needle', 'stray_needle'), ('stuck_or_bent_needle', 'stuck_or_bent_needle'), ('broken_needle', 'broken_needle'), ('infection_local', 'infection_local'), ('infection_systemic', 'infection_systemic'), ('nerve_injury', 'nerve_injury'), ('pneumothorax', 'pneumothorax'), ('organ_injury', 'organ_injury'), ('burn', 'burn'), ('skin_reaction_allergy', 'skin_reaction_allergy'), ('device_interference', 'device_interference'), ('seizure', 'seizure'), ('needlestick_staff', 'needlestick_staff'), ('headache', 'headache'), ('emotional', 'emotional'), ('missed_diagnosis_delay', 'missed_diagnosis_delay'), ('other', 'other')], max_length=24)),
                ('severity', models.CharField(choices=[('mild', 'mild'), ('moderate', 'moderate'), ('serious', 'serious')], max_length=8)),
                ('relation', models.CharField(blank=True, choices=[('certain', 'certain'), ('probable', 'probable'), ('possible', 'possible'), ('unlikely', 'unlikely'), ('unknown', 'unknown')], max_length=8)),
                ('onset', models.CharField(blank=True, choices=[('during', 'during'), ('same-day', 'same-day'), ('next-days', 'next-days'), ('later', 'later')], max_length=9)),
                ('action', models.CharField(blank=True, choices=[('none', 'none'), ('care', 'care'), ('needles-out', 'needles-out'), ('stopped', 'stopped'), ('referred', 'referred'), ('emergency', 'emergency')], max_length=11)),
                ('outcome', models.CharField(blank=True, choices=[('resolved', 'resolved'), ('recovering', 'recovering'), ('ongoing', 'ongoing'), ('sequelae', 'sequelae'), ('fatal', 'fatal'), ('unknown', 'unknown')], max_length=10)),
                ('signs', models.JSONField(default=list, help_text='what a patient ticked: knowledge/treatment/adverse.toml')),
                ('words', models.TextField(blank=True)),
                ('call', models.BooleanField(default=False, help_text='somebody has to telephone the patient')),
                ('called_at', models.DateTimeField(null=True)),
                ('called_by', models.CharField(blank=True, max_length=60)),
                ('language', models.CharField(blank=True, max_length=8)),
                ('recorded_at', models.DateTimeField()),
                ('by_name', models.CharField(blank=True, help_text='the acupuncturist who wrote it down', max_length=120)),
                ('by', models.CharField(max_length=60)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adverse_events', to='records.appointment')),
                ('missing', models.OneToOneField(help_text='it is about these', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adverse_event', to='records.missingneedles')),
            ],
            options={
                'ordering': ['appointment', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AdverseNeedle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='records.adverseevent')),
                ('needle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.needle')),
            ],
        ),
        migrations.AddField(
            model_name='adverseevent',
            name='needles',
            field=models.ManyToManyField(related_name='adverse_events', through='records.AdverseNeedle', to='records.needle'),
        ),
        migrations.CreateModel(
            name='AdverseAmendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(blank=True, choices=[('bleeding_haematoma', 'bleeding_haematoma'), ('needle_pain', 'needle_pain'), ('aggravation', 'aggravation'), ('faint_syncope', 'faint_syncope'), ('needle_shock', 'needle_shock'), ('dizziness_nausea', 'dizziness_nausea'), ('drowsiness', 'drowsiness'), ('fall', 'fall'), ('retained_needle', 'retained_needle'), ('stray_needle', 'stray_needle'), ('stuck_or_bent_needle', 'stuck_or_bent_needle'), ('broken_needle', 'broken_needle'), ('infection_local', 'infection_local'), ('infection_systemic', 'infection_systemic'), ('nerve_injury', 'nerve_injury'), ('pneumothorax', 'pneumothorax'), ('organ_injury', 'organ_injury'), ('burn', 'burn'), ('skin_reaction_allergy', 'skin_reaction_allergy'), ('device_interference', 'device_interference'), ('seizure', 'seizure'), ('needlestick_staff', 'needlestick_staff'), ('headache', 'headache'), ('emotional', 'emotional'), ('missed_diagnosis_delay', 'missed_diagnosis_delay'), ('other', 'other')], max_length=24)),
                ('severity', models.CharField(blank=True, choices=[('mild', 'mild'), ('moderate', 'moderate'), ('serious', 'serious')], max_length=8)),
                ('relation', models.CharField(blank=True, choices=[('certain', 'certain'), ('probable', 'probable'), ('possible', 'possible'), ('unlikely', 'unlikely'), ('unknown', 'unknown')], max_length=8)),
                ('outcome', models.CharField(blank=True, choices=[('resolved', 'resolved'), ('recovering', 'recovering'), ('ongoing', 'ongoing'), ('sequelae', 'sequelae'), ('fatal', 'fatal'), ('unknown', 'unknown')], max_length=10)),
                ('withdrawn', models.BooleanField(help_text='it was written down by mistake', null=True)),
                ('reason', models.TextField(help_text='what was found, and why this is so now')),
                ('by_name', models.CharField(max_length=120)),
                ('by', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='records.adverseevent')),
            ],
            options={
                'ordering': ['event', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('category__in', ['bleeding_haematoma', 'needle_pain', 'aggravation', 'faint_syncope', 'needle_shock', 'dizziness_nausea', 'drowsiness', 'fall', 'retained_needle', 'stray_needle', 'stuck_or_bent_needle', 'broken_needle', 'infection_local', 'infection_systemic', 'nerve_injury', 'pneumothorax', 'organ_injury', 'burn', 'skin_reaction_allergy', 'device_interference', 'seizure', 'needlestick_staff', 'headache', 'emotional', 'missed_diagnosis_delay', 'other', ''])), name='adverse_amended_category_known'), models.CheckConstraint(condition=models.Q(('severity__in', ['mild', 'moderate', 'serious', ''])), name='adverse_amended_severity_known'), models.CheckConstraint(condition=models.Q(('relation__in', ['certain', 'probable', 'possible', 'unlikely', 'unknown', ''])), name='adverse_amended_relation_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['resolved', 'recovering', 'ongoing', 'sequelae', 'fatal', 'unknown', ''])), name='adverse_amended_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('by_name', ''), _negated=True), models.Q(('by', ''), _negated=True)), name='adverse_amendment_is_whole')],
            },
        ),
        migrations.AddConstraint(
            model_name='adverseneedle',
            constraint=models.UniqueConstraint(fields=('event', 'needle'), name='adverse_needle_once'),
        ),
        migrations.AddIndex(
            model_name='adverseevent',
            index=models.Index(condition=models.Q(('call', True), ('called_at__isnull', True)), fields=['recorded_at'], name='adverse_to_call'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['bleeding_haematoma', 'needle_pain', 'aggravation', 'faint_syncope', 'needle_shock', 'dizziness_nausea', 'drowsiness', 'fall', 'retained_needle', 'stray_needle', 'stuck_or_bent_needle', 'broken_needle', 'infection_local', 'infection_systemic', 'nerve_injury', 'pneumothorax', 'organ_injury', 'burn', 'skin_reaction_allergy', 'device_interference', 'seizure', 'needlestick_staff', 'headache', 'emotional', 'missed_diagnosis_delay', 'other'])), name='adverse_category_known'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(('severity__in', ['mild', 'moderate', 'serious'])), name='adverse_severity_known'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(('onset__in', ['during', 'same-day', 'next-days', 'later', ''])), name='adverse_onset_known'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['resolved', 'recovering', 'ongoing', 'sequelae', 'fatal', 'unknown', ''])), name='adverse_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reporter', 'acupuncturist'), models.Q(('by_name', ''), _negated=True), models.Q(('relation', ''), _negated=True), models.Q(('action', ''), _negated=True)), models.Q(('action', ''), ('missing__isnull', True), ('relation', ''), ('reporter', 'patient'), models.Q(('signs', []), _negated=True)), _connector='OR'), name='adverse_reported_in_full'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(('reporter', 'acupuncturist'), ('severity', 'mild'), ('call', True), _connector='OR'), name='adverse_more_than_mild_is_called'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('called_at__isnull', True), ('called_by', '')), models.Q(('call', True), ('called_at__isnull', False), models.Q(('called_by', ''), _negated=True)), _connector='OR'), name='adverse_called_when_and_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('category', 'other'), _negated=True), models.Q(('reporter', 'acupuncturist'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='adverse_other_says_what'),
        ),
        migrations.AddConstraint(
            model_name='adverseevent',
            constraint=models.CheckConstraint(condition=models.Q(('by', ''), _negated=True), name='adverse_reported_by_somebody'),
        ),
        migrations.RunPython(missing_needles_are_incidents, migrations.RunPython.noop),
    ]
