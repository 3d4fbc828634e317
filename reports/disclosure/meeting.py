"""The signed plan meets the answers: its rows over the atoms that are there. Only ever fewer rows than were planned."""

from collections.abc import Iterable, Mapping

from reports.disclosure.plan import Crossing, Plan, PlannedRow, in_order
from reports.tallies.atoms import answer_in, group_of


class UnknownAtom(ValueError):
    """The tally has answers from people who stand in no row of the plan."""


def rows_over(plan: Plan, answered: Mapping[str, int]) -> tuple[PlannedRow, ...]:
    """Return the plan's rows, the most valuable first, over the atoms of a tally and those of the plan.

    `answered` are answer sheets per atom. A unit's row holds every atom of its groups; one that crosses it those
    whose people chose the option, and is worth as many. Raises `UnknownAtom`.
    """
    atoms: dict[str, set[str]] = {group: {group} for group in plan.people}
    for atom in answered:
        if group_of(atom) not in atoms:
            raise UnknownAtom("answers from people outside the plan")
        atoms[group_of(atom)].add(atom)
    units = {row.key: _over(row, atoms) for row in plan.rows}
    crossed = (_crossed(units[unit], crossing, answered) for unit, crossing in plan.crossings)
    return in_order([*units.values(), *crossed], plan.whole)


def _over(row: PlannedRow, atoms: Mapping[str, Iterable[str]]) -> PlannedRow:
    everyone = frozenset[str]().union(*(atoms[group] for group in row.atoms))
    return PlannedRow(row.unit, everyone, row.headcount, row.value, row.parent, row.crossing)


def _crossed(unit: PlannedRow, crossing: Crossing, answered: Mapping[str, int]) -> PlannedRow:
    there = frozenset(atom for atom in unit.atoms if answer_in(atom, crossing.question) == crossing.option)
    n = sum(answered.get(atom, 0) for atom in there)
    return PlannedRow(unit.unit, there, None, float(n), unit.key, crossing)
