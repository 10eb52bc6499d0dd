"""The order in which the evidence page shows the claims."""

from django.utils.translation import gettext_lazy as _

# What a point of the atlas is shown with, by what lies under it.
CAUTIONS = (
    "caution-lung",
    "caution-belly",
    "caution-bladder",
    "caution-kidney",
    "caution-spinal-canal",
    "caution-vessel",
    "caution-nerve",
    "caution-eye",
    "caution-fontanelle",
    "caution-no-needle",
    "caution-pregnancy",
)

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
    (
        _("Points and meridians"),
        (
            "atlas-standard",
            "atlas-schematic",
            "atlas-cun",
            "points-in-studies",
            "points-classes",
            "points-extra",
            "points-depths",
            *CAUTIONS,
        ),
    ),
    (_("How it is measured"), ("standard-deviation", "too-small-to-call-important")),
    (_("Not about the back"), ("nausea",)),
)
