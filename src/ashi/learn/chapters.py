"""The order in which the evidence page shows the claims."""

from django.utils.translation import gettext_lazy as _

CHAPTERS = (
    (_("Back pain"), ("common", "no-single-cause")),
    (_("Acupuncture"), ("what-it-is", "meridians", "course")),
    (
        _("Does it help?"),
        (
            "less-pain-than-usual-care",
            "small-against-sham",
            "medicine-and-physical-therapy",
            "new-pain",
            "lasting",
            "movement",
            "older-adults",
            "three-groups",
        ),
    ),
    (_("How might it work?"), ("nerves", "hope-and-care", "blood-flow", "inflammation", "in-animals")),
    (_("What can go wrong?"), ("side-effects", "largest-count", "serious-harm", "danger-signs", "go-now")),
    (_("What others say, and what else there is"), ("guidelines-differ", "other-care", "massage")),
    (_("How it is measured"), ("standard-deviation", "too-small-to-call-important")),
    (_("Not about the back"), ("nausea",)),
)
