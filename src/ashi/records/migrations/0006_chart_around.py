from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0005_chart")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("reason", models.CharField(help_text="why the chart has to be corrected", max_length=300)),
                ("by_name", models.CharField(max_length=120)),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("encounter", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="records.encounter")),
            ],
            options={
                "ordering": ["encounter", "pk"],
                "constraints": [models.CheckConstraint(condition=models.Q(models.Q(("text", ""), _negated=True), models.Q(("reason", ""), _negated=True), models.Q(("by_name", ""), _negated=True), models.Q(("by", ""), _negated=True)), name="amendment_is_whole")],
            },
        ),
    ]
