"""Small synthetic workplaces for the tests: a plan from nested units, and tallies from answers."""

from collections.abc import Mapping, Sequence

from reports.disclosure.plan import Plan, PlannedRow
from reports.tallies.types import AtomTally, OptionCounts, ScoreCounts, WaveTally


def flat_plan(people: Mapping[str, int], *, threshold: int = 5, unlisted: frozenset[str] = frozenset()) -> Plan:
    """Return a plan of the whole and one row for each atom, but for those that belong directly below the whole."""
    rows = [PlannedRow("whole", frozenset(people), sum(people.values()), sum(people.values()))]
    rows += [
        PlannedRow(f"unit-{atom}", frozenset({atom}), size, size, "whole")
        for atom, size in people.items()
        if atom not in unlisted and size
    ]
    return Plan(tuple(rows), "whole", threshold, people)


def scores(*values: int) -> ScoreCounts:
    """Return the counts of scores given in points."""
    return ScoreCounts(tuple(sorted((value * 12, values.count(value)) for value in set(values))))


def options(*chosen: int, width: int = 5) -> OptionCounts:
    """Return the counts of chosen options, from 0."""
    return OptionCounts(tuple(chosen.count(option) for option in range(width)), len(chosen))


def one_scale(answers: Mapping[str, Sequence[int]], *, sheets: Mapping[str, int] | None = None) -> WaveTally:
    """Return the tally of a scale "trust" of one item "trust-1": options from 0 to 4 per person and atom."""
    atoms = tuple(
        AtomTally(
            atom,
            (sheets or {}).get(atom, len(given)),
            {"trust": scores(*(25 * option for option in given))},
            {"trust-1": options(*given)},
        )
        for atom, given in answers.items()
    )
    return WaveTally(atoms, sum(atom.n for atom in atoms), 0)
