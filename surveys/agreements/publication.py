"""The publication plan as it is signed: of each wave and unit, whether its figures are to be shown, and why not.

It is made by disclosure control from the recipient list as it stands (`reports.releases.drafting`) and kept with the
agreement as plain data. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    """What is planned for a unit's figures."""

    SHOWN = "shown"
    TOO_FEW = "too_few"
    PROTECTS_OTHERS = "protects_others"
    COULD_NOT_CHECK = "could_not_check"
    MERGED = "merged"
    SAME_PEOPLE = "same_people"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit in the plan. `people` are on the list, `expected` so many are expected to answer; None: not known yet.

    `read_in` is the code of the unit that is shown in its place (None: none is, or it is shown itself).
    """

    code: str
    name: str
    depth: int
    fate: Fate
    people: int | None = None
    expected: int | None = None
    read_in: str | None = None


@dataclass(frozen=True, slots=True)
class Findable:
    """What can be found out of the whole list if as many answer as are expected, in this wave and the one beside it.

    `points`: the change of a main index, in points, that is found in four cases of five; None where none is, or only
    means would be shown. `same_needs`: answers a wave that it takes to say "about the same" within ± `same_within`.
    """

    points: float | None
    same_needs: int
    same_within: float


@dataclass(frozen=True, slots=True)
class PlannedRelease:
    """The plan of one wave: its units, each below the one that it belongs to. `people`: how many the list has.

    `finds` is what can be found out. `best` tells whether the planner proved that no other choice of units shows more.
    Where the list does not say yet who belongs where on the wave's day, `people` is None and so is what hangs on it.
    """

    key: str
    label: str
    people: int | None
    expected: int | None
    best: bool
    units: tuple[PlannedUnit, ...]
    finds: Findable | None = None

    def name_of(self, code: str | None) -> str:
        """Return a unit's name, or "" for a unit that the plan does not have."""
        return next((unit.name for unit in self.units if unit.code == code), "")

    def withheld(self) -> dict[str, Fate]:
        """Return the units that the plan says are not shown; a unit whose size was not known may be."""
        return {unit.code: unit.fate for unit in self.units if unit.fate not in {Fate.SHOWN, Fate.NOT_KNOWN}}


def to_plain(plans: Iterable[PlannedRelease]) -> list[dict[str, Any]]:
    """Return the plans as JSON data."""
    return [asdict(plan) | {"units": [asdict(unit) for unit in plan.units]} for plan in plans]


def from_plain(data: Iterable[Mapping[str, Any]]) -> tuple[PlannedRelease, ...]:
    """Return the plans that `to_plain` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    return tuple(
        PlannedRelease(
            **{
                **plan,
                "units": tuple(PlannedUnit(**{**unit, "fate": Fate(unit["fate"])}) for unit in plan["units"]),
                "finds": Findable(**plan["finds"]) if plan["finds"] else None,
            }
        )
        for plan in data
    )


def plan_of(data: Iterable[Mapping[str, Any]], key: str) -> PlannedRelease | None:
    """Return the plan of the wave with this key, or None where there is none."""
    return next((plan for plan in from_plain(data) if plan.key == key), None)
