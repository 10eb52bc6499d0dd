"""Who signs in, and what each of them may do."""

from ashi.records.models import Role

EVERYONE = (Role.DESK, Role.ACUPUNCTURIST, Role.OWNER)
FRONT = (Role.DESK, Role.OWNER)
