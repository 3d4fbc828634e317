"""What may be published of a wave, decided and signed before it opens: the groups, their people, the threshold."""

from collections.abc import Iterable, Mapping
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


class OverlappingUnits(BadPlan):
    """Two units share people and neither lies within the other: somebody would be in two units."""


class AtomsDisagree(BadPlan):
    """A row is not within its parent, names an unknown atom, or its headcount is not the sum of its atoms'."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """An option (1 … n) of a question asked in the ballot, such as where one mostly works."""

    question: str
    option: int


def row_key(unit: str, crossing: Crossing | None = None) -> str:
    """Return the name of a row: the unit's code, with the question and the option where the row crosses it."""
    return unit if crossing is None else f"{unit}|{crossing.question}={crossing.option}"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One group that may be reported.

    `atoms` are opaque names of sets of people who share all memberships; an atom is in many rows (team, department,
    whole). `headcount` is the people who may answer (unknown, None, where the row crosses a unit: who belongs to it is
    an answer), `value` how much the row is worth, a whole number (higher is kept first; typically its size), `parent`
    the key of the row that its people are read in when it is not shown; None for the whole alone.
    """

    unit: str
    atoms: frozenset[str]
    headcount: int | None
    value: float
    parent: str | None = None
    crossing: Crossing | None = None

    @property
    def key(self) -> str:
        """The row's name, unique in its wave."""
        return row_key(self.unit, self.crossing)


@dataclass(frozen=True, slots=True)
class Plan:
    """What may be published of one wave: rows of units over groups of people, and the crossings of some of them.

    `whole` is the unit that holds everybody, `threshold` k, `people` who may answer, per atom; `crossings` are pairs
    (unit, option of a question). Raises a subclass of `BadPlan` for a plan that cannot be followed safely.
    """

    rows: tuple[PlannedRow, ...]
    whole: str
    threshold: int
    people: Mapping[str, int]
    crossings: tuple[tuple[str, Crossing], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", MappingProxyType(dict(self.people)))
        if self.threshold < LOWEST_THRESHOLD:
            raise ThresholdTooLow(f"threshold {self.threshold} is below {LOWEST_THRESHOLD}")
        if not self.rows or sum(self.people.values()) < 1:
            raise EmptyPlan("a plan needs a row and somebody who may answer")
        units = {row.key: row for row in self.rows}
        keys = [*units, *(row_key(*crossing) for crossing in self.crossings)]
        if len(units) != len(self.rows) or len(set(keys)) != len(keys):
            raise DuplicateUnit("two rows have the same unit and crossing")
        if self.whole not in units:
            raise UnknownUnit(f"the whole, {self.whole!r}, is not a row of the plan")
        for unit, _crossing in self.crossings:
            if unit not in units:
                raise UnknownUnit(f"the crossed unit {unit!r} is not a row of the plan")
        if units[self.whole].atoms != frozenset(self.people) or min(self.people.values()) < 0:
            raise AtomsDisagree("the whole must hold every atom, and no atom has fewer than no people")
        for row in self.rows:
            self._check(row, units)
        self._require_nesting()

    def _require_nesting(self) -> None:
        rows = sorted((row for row in self.rows if row.crossing is None), key=lambda row: len(row.atoms))
        for place, row in enumerate(rows):
            for other in rows[place + 1 :]:
                if row.atoms & other.atoms and not row.atoms <= other.atoms:
                    raise OverlappingUnits(f"{row.unit!r} and {other.unit!r} share people")

    def _check(self, row: PlannedRow, units: Mapping[str, PlannedRow]) -> None:
        if not row.atoms or (row.headcount is not None and row.headcount < 1):
            raise UnitWithoutPeople(f"nobody in {row.unit!r} has the right to answer")
        counted = row.headcount is not None or row.crossing is None
        if not row.atoms <= self.people.keys() or (
            counted and row.headcount != sum(self.people[atom] for atom in row.atoms)
        ):
            raise AtomsDisagree(f"the headcount of {row.unit!r} is not the sum of its atoms'")
        if row.key == self.whole:
            if row.parent is not None:
                raise AtomsDisagree("the whole has no parent")
            return
        if row.parent is None or row.parent not in units:
            raise UnknownUnit(f"the parent of {row.unit!r} is not a row of the plan")
        if not row.atoms <= units[row.parent].atoms:
            raise AtomsDisagree(f"{row.unit!r} is not within its parent")
        seen, above = {row.key}, row.parent
        while above != self.whole:
            if above in seen:
                raise AtomsDisagree(f"{row.unit!r} is among its own ancestors")
            seen.add(above)
            further = units[above].parent
            if further is None or further not in units:
                raise UnknownUnit(f"the parent of {above!r} is not a row of the plan")
            above = further

    def row(self, key: str) -> PlannedRow:
        """Return a unit's row. Raises `UnknownUnit`."""
        for row in self.rows:
            if row.key == key:
                return row
        raise UnknownUnit(key)

    def by_value(self) -> tuple[PlannedRow, ...]:
        """Return the units' rows in the order in which they are kept: the whole, then the most valuable first."""
        return in_order(self.rows, self.whole)


def in_order(rows: Iterable[PlannedRow], whole: str) -> tuple[PlannedRow, ...]:
    """Return rows in the order in which they are kept: the whole, then the most valuable first."""
    return tuple(sorted(rows, key=lambda row: (row.key != whole, -row.value, -(row.headcount or 0), row.key)))


def ancestors(key: str, rows: Iterable[PlannedRow]) -> tuple[str, ...]:
    """Return the keys of the rows above a row, nearest first."""
    parents = {row.key: row.parent for row in rows}
    found: list[str] = []
    above = parents.get(key)
    while above is not None:
        found.append(above)
        above = parents.get(above)
    return tuple(found)
