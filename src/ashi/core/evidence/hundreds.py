"""How many of a hundred people improved in each group of a trial, and what a reader has to know to judge it."""

from dataclasses import dataclass

from ashi.core.evidence.wording import Wording


@dataclass(frozen=True)
class Group:
    """One group of a trial. `percent` of its people had the outcome, 0 to 100, as the source prints it; `people` is how
    many were in it, None where that was not found; `result` is the id of the result that sets it against the group that
    all are compared with, "" for that group itself.

    Raises ValueError for a percentage outside its range, or a group of nobody.
    """

    care: Wording
    percent: float
    people: int | None = None
    result: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise ValueError(f"{self.percent} of 100 people is no share")
        if self.people is not None and self.people < 1:
            raise ValueError(f"a group of {self.people} people is none")

    @property
    def of_hundred(self) -> int:
        """Whole people of a hundred, a half upwards."""
        return int(self.percent + 0.5)


@dataclass(frozen=True)
class Hundreds:
    """A trial as groups of a hundred people. The first group is the one that all others are compared with.

    `claim` is the id of the sentence that says the same; `who` took part, what was `measured`, `when`, `against` what,
    and whether they `knew` what they got. Raises ValueError for fewer than two groups, a first group that is compared
    with something, or another that is not.
    """

    id: str
    claim: str
    title: Wording
    who: Wording
    measured: Wording
    when: Wording
    against: Wording
    knew: Wording
    groups: tuple[Group, ...]

    def __post_init__(self) -> None:
        if len(self.groups) < 2:
            raise ValueError(f"{self.id} compares nothing")
        if self.groups[0].result or not all(group.result for group in self.groups[1:]):
            raise ValueError(f"{self.id}: every group but the first is compared with the first")

    def as_many(self, group: Group) -> int:
        """Of the people drawn for a group, as many as in the first."""
        return min(group.of_hundred, self.groups[0].of_hundred)

    def more(self, group: Group) -> int:
        """Of the people drawn for a group, those beyond as many as in the first. Both are whole people, so this may
        differ by one from the difference that was published."""
        return group.of_hundred - self.as_many(group)
