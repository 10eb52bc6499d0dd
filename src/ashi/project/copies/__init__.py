"""Backups of whichever database is in use: one moment of it, read back before it counts as a backup."""

from collections.abc import Mapping

Counts = Mapping[str, int]  # rows by table


class UnsoundCopyError(Exception):
    """A copy that cannot be trusted; the message says why."""
