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
            "lasting",
            "older-adults",
            "movement",
        ),
    ),
    (_("How might it work?"), ("nerves", "inflammation")),
    (_("What can go wrong?"), ("side-effects", "serious-harm", "danger-signs", "go-now")),
    (_("What others say, and what else there is"), ("guidelines-differ", "other-care", "massage")),
)
