"""Keeps out of a process that stays what only development needs and happens to be installed beside it."""

import sys

# structlog takes rich (with pygments) for colours on a terminal, and greenlet, wherever they are installed.
UNWANTED = ("rich", "greenlet")


def without_development_packages() -> None:
    """From now on importing these fails, as it does where only requirements.txt is installed. Saves four megabytes."""
    for name in UNWANTED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
