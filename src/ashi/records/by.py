"""Who acts. Every action takes `by=` and writes it down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class By:
    """Ids, never names: `patient:7`, `user:3`, `client:2`, `visitor`, `system`."""

    kind: str
    id: int | None = None

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


SYSTEM = By("system")
VISITOR = By("visitor")
