"""What a licence's status, word for word as its board publishes it, permits."""

# Florida's words (MQA licence verification). What is not here permits nothing: an unknown word, and also probation and
# obligations, which a person has to read first (docs/rules, L07 and "Status values" of the clinical facts).
PERMITTING = frozenset({"CLEAR/ACTIVE"})


def permits_practice(status: str) -> bool:
    """True only for a status known to permit practice; case and spaces around the stroke do not matter."""
    return "/".join(part.strip() for part in status.upper().split("/")) in PERMITTING
