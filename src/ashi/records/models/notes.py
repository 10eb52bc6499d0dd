"""What is said about a treatment after its chart is signed."""

from django.db import models
from django.db.models import Q

from ashi.records.models.encounters import Encounter


class Amendment(models.Model):
    """A correction of a signed chart. The chart itself stays as it was signed: note_guards.py."""

    PERSONAL = frozenset({"text", "reason"})

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="amendments")
    text = models.TextField()
    reason = models.CharField(max_length=300, help_text="why the chart has to be corrected")
    by_name = models.CharField(max_length=120)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["encounter", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(reason="") & ~Q(by_name="") & ~Q(by=""), name="amendment_is_whole"
            )
        ]

    def __str__(self) -> str:
        return f"amendment {self.pk} of encounter {self.encounter_id}"
