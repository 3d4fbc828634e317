"""From the counts of a wave to what is released of it. Nothing of a group that does not pass is in the result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.disclosure.figures import SCORE_ENDS, Terms, choose_item, choose_scale
from reports.disclosure.plan import Plan, PlannedRow
from reports.disclosure.planning import Choice, Gate, choose_rows, people_in
from reports.releases.types import Reason, ReleasedRow, ReleasedScale, ReleasedShares, WithheldRow
from reports.tallies.types import AtomTally, WaveTally

AGAIN_FROM = 8
"""Fewest people in a row whose unit was released in an earlier wave."""
CHANGED_FROM = 10
"""The same where some, but fewer than k, have joined or left since."""


class DuplicateAtom(ValueError):
    """The tally counts an atom twice."""


class UnknownAtom(ValueError):
    """The tally has answers from people who stand in no row of the plan."""


class UnknownItem(ValueError):
    """A scale of the tally, or an item counted as multiple and in a scale, is not what the questionnaire says."""


@dataclass(frozen=True, slots=True)
class Release:
    """The rows that are shown, the most valuable first, and the planned rows that are not."""

    rows: tuple[ReleasedRow, ...]
    withheld: tuple[WithheldRow, ...]


def release_rows(
    tally: WaveTally,
    plan: Plan,
    *,
    membership_change: Mapping[str, int] | None,
    scale_items: Mapping[str, frozenset[str]],
    multiple_items: frozenset[str],
    time_limit: float,
    scale_ends: Mapping[str, tuple[int, int]] | None = None,
) -> Release:
    """Return what may be released of a wave.

    `membership_change` says, for every unit with a row in an earlier wave's release, how many people have joined or
    left since (None: first wave; an absent unit: never released). `scale_items` are the items of each scale,
    `scale_ends` a scale's lowest and highest possible score in twelfths, if not 0 and 1200. `time_limit` in seconds,
    for everything. A wave without answers releases nothing and says so. Raises `DuplicateAtom`, `UnknownAtom`,
    `UnknownItem`.
    """
    atoms = _checked(tally, plan, scale_items, multiple_items)
    gate = Gate(time_limit=time_limit)
    answered = {name: atom.n for name, atom in atoms.items()}
    floors = _floors(plan, membership_change)
    choice = choose_rows(plan, answered, time_limit=time_limit, floors=floors, gate=gate)
    rows = [plan.row(unit) for unit in choice.published]
    terms = Terms(plan.threshold, floors, gate)
    n = {row.unit: people_in(row, answered) for row in rows}
    scales = {
        scale: choose_scale(
            {name: atom.scales[scale] for name, atom in atoms.items() if scale in atom.scales},
            rows,
            terms,
            (scale_ends or {}).get(scale, SCORE_ENDS),
        )
        for scale in sorted(scale_items)
    }
    items = _items(atoms, rows, terms, scales, scale_items, multiple_items, n)
    released = tuple(
        ReleasedRow(
            row.unit,
            row.headcount,
            n[row.unit],
            {scale: figures[row.unit] for scale, figures in scales.items()},
            {item: shares[row.unit] for item, shares in items.items()},
        )
        for row in rows
    )
    return Release(released, _withheld(plan, choice, membership_change or {}))


def _checked(
    tally: WaveTally, plan: Plan, scale_items: Mapping[str, frozenset[str]], multiple_items: frozenset[str]
) -> dict[str, AtomTally]:
    atoms = {atom.atom: atom for atom in tally.atoms}
    if len(atoms) != len(tally.atoms):
        raise DuplicateAtom("an atom is counted twice")
    if not atoms.keys() <= plan.people.keys():
        raise UnknownAtom("answers from people outside the plan")
    if any(not atom.scales.keys() <= scale_items.keys() for atom in atoms.values()):
        raise UnknownItem("a scale that the questionnaire does not have")
    if any(items & multiple_items for items in scale_items.values()):
        raise UnknownItem("a multiple item cannot belong to a scale")
    return atoms


def _floors(plan: Plan, membership_change: Mapping[str, int] | None) -> dict[str, int]:
    """Return the lowest n of each unit with a row in an earlier release."""
    return {
        unit: CHANGED_FROM if 1 <= changed < plan.threshold else AGAIN_FROM
        for unit, changed in (membership_change or {}).items()
    }


def _items(
    atoms: Mapping[str, AtomTally],
    rows: list[PlannedRow],
    terms: Terms,
    scales: Mapping[str, Mapping[str, ReleasedScale]],
    scale_items: Mapping[str, frozenset[str]],
    multiple_items: frozenset[str],
    n: Mapping[str, int],
) -> dict[str, dict[str, ReleasedShares]]:
    counted = (set(atom.items) for atom in atoms.values())
    shares = {}
    for item in sorted(multiple_items.union(*scale_items.values(), *counted)):
        within = [scale for scale, items in scale_items.items() if item in items]
        shares[item] = choose_item(
            {name: atom.items[item] for name, atom in atoms.items() if item in atom.items},
            rows,
            frozenset(row.unit for row in rows if all(scales[scale][row.unit].n is not None for scale in within)),
            terms,
            multiple=item in multiple_items,
            row_n=n,
            alone=any(len(scale_items[scale]) == 1 for scale in within),
        )
    return shares


def _withheld(plan: Plan, choice: Choice, membership_change: Mapping[str, int]) -> tuple[WithheldRow, ...]:
    return tuple(
        WithheldRow(
            row.unit,
            _reason(row, plan, choice.withheld[row.unit], membership_change),
            _first(choice.published, plan.ancestors(row.unit)),
        )
        for row in plan.by_value()
        if row.unit in choice.withheld
    )


def _reason(row: PlannedRow, plan: Plan, reason: Reason, membership_change: Mapping[str, int]) -> Reason:
    """Return `MEMBERSHIP_CHANGED` for a row that is too small for its change of members.

    Whether it would be too small without the change is not told: that would say more of its size.
    """
    changed = 1 <= membership_change.get(row.unit, 0) < plan.threshold
    return Reason.MEMBERSHIP_CHANGED if changed and reason is Reason.TOO_FEW else reason


def _first(published: Iterable[str], ancestors: Iterable[str]) -> str | None:
    shown = set(published)
    return next((unit for unit in ancestors if unit in shown), None)
