"""What may be published of a wave, decided and signed before it opens: the groups, their people, the threshold."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LOWEST_THRESHOLD = 5


class BadPlan(ValueError):
    """The publication plan contradicts itself or promises too little."""


class ThresholdTooLow(BadPlan):
    """The smallest group to be reported is below five people."""


class EmptyPlan(BadPlan):
    """The plan has no rows, or nobody has the right to answer."""


class UnknownUnit(BadPlan):
    """The plan names a unit, as the whole or as a parent, that is not one of its rows."""


class UnitWithoutPeople(BadPlan):
    """A row has no atoms, or nobody in it has the right to answer."""


class DuplicateUnit(BadPlan):
    """Two rows have the same unit."""


class AtomsDisagree(BadPlan):
    """A row is not within its parent, names an unknown atom, or its headcount is not the sum of its atoms'."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One group that may be reported.

    `atoms` are opaque names of sets of people who share all memberships; an atom is in many rows (team, department,
    whole). `headcount` is the people who may answer, `value` how much the row is worth (higher is kept first;
    typically its size), `parent` the unit that the row's people are read in when it is not shown; None for the whole
    alone.
    """

    unit: str
    atoms: frozenset[str]
    headcount: int
    value: float
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows of one wave, the unit that holds everybody, the threshold k, and the people who may answer, per atom.

    Raises a subclass of `BadPlan` for a plan that cannot be followed safely.
    """

    rows: tuple[PlannedRow, ...]
    whole: str
    threshold: int
    people: Mapping[str, int]

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", MappingProxyType(dict(self.people)))
        if self.threshold < LOWEST_THRESHOLD:
            raise ThresholdTooLow(f"threshold {self.threshold} is below {LOWEST_THRESHOLD}")
        if not self.rows or sum(self.people.values()) < 1:
            raise EmptyPlan("a plan needs a row and somebody who may answer")
        units = {row.unit: row for row in self.rows}
        if len(units) != len(self.rows):
            raise DuplicateUnit("two rows have the same unit")
        if self.whole not in units:
            raise UnknownUnit(f"the whole, {self.whole!r}, is not a row of the plan")
        if units[self.whole].atoms != frozenset(self.people) or min(self.people.values()) < 0:
            raise AtomsDisagree("the whole must hold every atom, and no atom has fewer than no people")
        for row in self.rows:
            self._check(row, units)

    def _check(self, row: PlannedRow, units: Mapping[str, PlannedRow]) -> None:
        if not row.atoms or row.headcount < 1:
            raise UnitWithoutPeople(f"nobody in {row.unit!r} has the right to answer")
        if not row.atoms <= self.people.keys() or row.headcount != sum(self.people[atom] for atom in row.atoms):
            raise AtomsDisagree(f"the headcount of {row.unit!r} is not the sum of its atoms'")
        if row.unit == self.whole:
            if row.parent is not None:
                raise AtomsDisagree("the whole has no parent")
            return
        if row.parent is None or row.parent not in units:
            raise UnknownUnit(f"the parent of {row.unit!r} is not a row of the plan")
        if not row.atoms <= units[row.parent].atoms:
            raise AtomsDisagree(f"{row.unit!r} is not within its parent")
        seen, above = {row.unit}, row.parent
        while above != self.whole:
            if above in seen:
                raise AtomsDisagree(f"{row.unit!r} is among its own ancestors")
            seen.add(above)
            further = units[above].parent
            if further is None or further not in units:
                raise UnknownUnit(f"the parent of {above!r} is not a row of the plan")
            above = further

    def row(self, unit: str) -> PlannedRow:
        """Return the row of a unit. Raises `UnknownUnit`."""
        for row in self.rows:
            if row.unit == unit:
                return row
        raise UnknownUnit(unit)

    def by_value(self) -> tuple[PlannedRow, ...]:
        """Return the rows in the order in which they are kept: the whole, then the most valuable first."""
        return tuple(
            sorted(self.rows, key=lambda row: (row.unit != self.whole, -row.value, -row.headcount, row.unit)),
        )

    def ancestors(self, unit: str) -> tuple[str, ...]:
        """Return the units above a unit, nearest first."""
        found: list[str] = []
        above = self.row(unit).parent
        while above is not None:
            found.append(above)
            above = self.row(above).parent
        return tuple(found)
