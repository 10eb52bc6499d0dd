"""What a payer asks about a visit."""

from ashi.core.coverage.codes import USUAL, VETERANS, Block, PayerRule, Unit, contact_minutes, units

__all__ = ["USUAL", "VETERANS", "Block", "PayerRule", "Unit", "contact_minutes", "units"]
