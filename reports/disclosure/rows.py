"""From the counts of a wave to what is released of it. Nothing of a group that does not pass is in the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reports.disclosure.attacks import Attack, Gate
from reports.disclosure.figures import SCORE_ENDS, Terms, choose_item, choose_scale
from reports.disclosure.joint import without_crowds
from reports.disclosure.plan import Plan, PlannedRow, ancestors
from reports.disclosure.planning import Choice, choose_rows, people_in
from reports.disclosure.reliability import choose_reliability
from reports.disclosure.waves import EarlierWave, changed_units, floors, followed
from reports.releases.types import (
    CrossedRow,
    Effort,
    Reason,
    ReleasedReliability,
    ReleasedRow,
    ReleasedScale,
    ReleasedShares,
    WithheldCrossing,
    WithheldRow,
)
from reports.tallies.types import AtomTally, OptionCounts, ScoreCounts, WaveTally
from surveys.agreements.rules import shown_by_background_from


class DuplicateAtom(ValueError):
    """The tally counts an atom twice."""


class UnknownItem(ValueError):
    """A scale of the tally, or an item counted as multiple and in a scale, is not what the questionnaire says."""


@dataclass(frozen=True, slots=True)
class Release:
    """The rows that are shown, the most valuable first, the planned rows that are not, and how they were chosen."""

    rows: tuple[ReleasedRow, ...]
    crossed: tuple[CrossedRow, ...]
    withheld: tuple[WithheldRow, ...]
    withheld_crossed: tuple[WithheldCrossing, ...]
    effort: Effort
    reliability: Mapping[str, ReleasedReliability] = field(default_factory=dict)


def release_rows(
    tally: WaveTally,
    plan: Plan,
    *,
    earlier: Sequence[EarlierWave] = (),
    scale_items: Mapping[str, frozenset[str]],
    multiple_items: frozenset[str],
    time_limit: float,
    scale_ends: Mapping[str, tuple[int, int]] | None = None,
) -> Release:
    """Return what may be released of a wave.

    `earlier` are the waves that have been released before, or may still be. `scale_items` are the items of each scale,
    the most valuable scale first; `scale_ends` a scale's lowest and highest possible score in twelfths, if not 0 and
    1200. `time_limit` in seconds, for everything. A wave without answers releases nothing and says so. Raises
    `DuplicateAtom`, `UnknownAtom`, `UnknownItem`.
    """
    atoms = _checked(tally, scale_items, multiple_items)
    gate = Gate(time_limit=time_limit)
    answered = {name: atom.n for name, atom in atoms.items()}
    units = {row.unit: row.atoms for row in plan.rows}
    least = floors(units, earlier, plan.threshold)

    def attack_over_waves(rows: Sequence[PlannedRow]) -> Attack:
        return followed(rows, answered, earlier, plan.threshold)

    choice = choose_rows(plan, answered, time_limit=time_limit, floors=least, gate=gate, further=attack_over_waves)
    lowest = {
        row.key: shown_by_background_from(plan.threshold) if row.crossing else least.get(row.unit, 0)
        for row in choice.rows
    }
    terms = Terms(plan.threshold, lowest, gate, tuple(earlier), choice.planned)
    n = {row.key: people_in(row, answered) for row in choice.rows}
    scales = _scales(atoms, choice.rows, terms, scale_items, scale_ends or {})
    whole_units = [row for row in choice.rows if row.crossing is None]
    items = _items(atoms, whole_units, terms, scales, scale_items, multiple_items, n)
    changed = changed_units(units, earlier, plan.threshold)
    return Release(
        tuple(_released(row, n[row.key], scales, items) for row in whole_units),
        tuple(_crossed(row, n[row.key], scales) for row in choice.rows if row.crossing is not None),
        tuple(_withheld(choice, plan, changed)),
        tuple(_withheld_crossed(choice)),
        choice.effort,
        choose_reliability(
            tally.joint, {scale: shown[plan.whole] for scale, shown in scales.items() if plan.whole in shown}
        ),
    )


def _released(
    row: PlannedRow,
    n: int,
    scales: Mapping[str, Mapping[str, ReleasedScale]],
    items: Mapping[str, Mapping[str, ReleasedShares]],
) -> ReleasedRow:
    return ReleasedRow(
        row.unit,
        row.headcount or 0,
        n,
        {scale: figures[row.key] for scale, figures in scales.items()},
        {item: shares[row.key] for item, shares in items.items()},
    )


def _crossed(row: PlannedRow, n: int, scales: Mapping[str, Mapping[str, ReleasedScale]]) -> CrossedRow:
    question, option = (row.crossing.question, row.crossing.option) if row.crossing else ("", 0)
    return CrossedRow(row.unit, question, option, n, {scale: figures[row.key] for scale, figures in scales.items()})


def _checked(
    tally: WaveTally, scale_items: Mapping[str, frozenset[str]], multiple_items: frozenset[str]
) -> dict[str, AtomTally]:
    atoms = {atom.atom: atom for atom in tally.atoms}
    if len(atoms) != len(tally.atoms):
        raise DuplicateAtom("an atom is counted twice")
    if any(not atom.scales.keys() <= scale_items.keys() for atom in atoms.values()):
        raise UnknownItem("a scale that the questionnaire does not have")
    if any(items & multiple_items for items in scale_items.values()):
        raise UnknownItem("a multiple item cannot belong to a scale")
    return atoms


def _scales(
    atoms: Mapping[str, AtomTally],
    rows: Sequence[PlannedRow],
    terms: Terms,
    scale_items: Mapping[str, frozenset[str]],
    scale_ends: Mapping[str, tuple[int, int]],
) -> dict[str, dict[str, ReleasedScale]]:
    counts: dict[str, dict[str, ScoreCounts]] = {scale: {} for scale in scale_items}
    for name, atom in atoms.items():
        for scale, scores in atom.scales.items():
            counts[scale][name] = scores
    ends = {scale: scale_ends.get(scale, SCORE_ENDS) for scale in counts}
    figures = {scale: choose_scale(parts, rows, terms, ends[scale]) for scale, parts in counts.items()}
    return without_crowds(figures, counts, rows, ends, {name: atom.n for name, atom in atoms.items()})


def _items(
    atoms: Mapping[str, AtomTally],
    rows: Sequence[PlannedRow],
    terms: Terms,
    scales: Mapping[str, Mapping[str, ReleasedScale]],
    scale_items: Mapping[str, frozenset[str]],
    multiple_items: frozenset[str],
    n: Mapping[str, int],
) -> dict[str, dict[str, ReleasedShares]]:
    counted = (set(atom.items) for atom in atoms.values())
    shares: dict[str, dict[str, ReleasedShares]] = {}
    for item in sorted(multiple_items.union(*scale_items.values(), *counted)):
        within = [scale for scale, items in scale_items.items() if item in items]
        shares[item] = choose_item(
            _parts(atoms, item),
            rows,
            frozenset(row.key for row in rows if all(scales[scale][row.key].n is not None for scale in within)),
            terms,
            multiple=item in multiple_items,
            row_n=n,
            alone=any(len(scale_items[scale]) == 1 for scale in within),
        )
    return shares


def _parts(atoms: Mapping[str, AtomTally], item: str) -> dict[str, OptionCounts]:
    return {name: atom.items[item] for name, atom in atoms.items() if item in atom.items}


def _withheld(choice: Choice, plan: Plan, changed: set[str]) -> Iterable[WithheldRow]:
    for row in choice.planned:
        if row.crossing is None and row.key in choice.withheld:
            reason = _reason(row.unit, choice.withheld[row.key], changed)
            yield WithheldRow(row.unit, reason, _first(choice.published, ancestors(row.key, plan.rows)))


def _withheld_crossed(choice: Choice) -> Iterable[WithheldCrossing]:
    for row in choice.planned:
        if row.crossing is not None and row.key in choice.withheld:
            question, option = row.crossing.question, row.crossing.option
            yield WithheldCrossing(row.unit, question, option, choice.withheld[row.key])


def _reason(unit: str, reason: Reason, changed: set[str]) -> Reason:
    """Return `MEMBERSHIP_CHANGED` for a row that is too small for its change of members.

    Whether it would be too small without the change is not told: that would say more of its size.
    """
    return Reason.MEMBERSHIP_CHANGED if unit in changed and reason is Reason.TOO_FEW else reason


def _first(published: Iterable[str], ancestors: Iterable[str]) -> str | None:
    shown = set(published)
    return next((unit for unit in ancestors if unit in shown), None)
