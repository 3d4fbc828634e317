"""One figure (a scale or an item) in the rows that are published: where it is shown, and in how much detail.

People skip questions, so every figure has its own n in each atom, and rows that are safe by answer sheets may give a
figure away: whole − A − B is C, where three people answered. So each figure is attacked with its own n, and left out
of single rows. Detail that a row shows only from a certain n must not follow by subtraction for fewer either: the
same attack, higher bound.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.disclosure.attacks import Attack, Gate, first_failure
from reports.disclosure.isolation import Outcome
from reports.disclosure.plan import PlannedRow
from reports.disclosure.planning import choose, grow, people_in
from reports.disclosure.printing import bands, released_shares, without_undone_shares
from reports.disclosure.reader import Shown, least_involved, parts_of, rounded_mean, undone_mean
from reports.disclosure.shares import half_up
from reports.disclosure.waves import EarlierWave, followed
from reports.releases.types import Reason, ReleasedScale, ReleasedShares
from reports.tallies.types import TWELFTHS, OptionCounts, ScoreCounts
from surveys.agreements.rules import shown_by_background_from

DISTRIBUTION_FROM = 10
"""Fewest people whose score counts, or whose shares in three bands, are shown."""
OPTIONS_FROM = 30
"""Fewest people whose shares over all options are shown."""
SCORE_ENDS = (0, 100 * TWELFTHS)
"""The lowest and the highest possible score, in twelfths of a point."""
BANDED_FROM = 5
"""Fewest options that can be put in three bands, the outer ones of two options each."""


class TooFewOptions(ValueError):
    """An item with fewer than five options cannot be shown in three bands."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all figures of a wave: k, the lowest n by row, the gate that runs the attacks, earlier waves, and
    all rows that were planned."""

    threshold: int
    floors: Mapping[str, int]
    gate: Gate
    earlier: tuple[EarlierWave, ...] = ()
    planned: tuple[PlannedRow, ...] = ()

    def enough(self, row: PlannedRow, sizes: Mapping[str, int], at_least: int) -> bool:
        """Whether a row has so many people, and as many as its own floor asks."""
        return people_in(row, sizes) >= max(at_least, self.threshold, self.floors.get(row.key, 0))


def withheld_reason(outcome: Outcome | None) -> Reason:
    """Return the reason given: one for all that depends on answers, since a particular one would tell them."""
    return Reason.COULD_NOT_CHECK if outcome is Outcome.TIMED_OUT else Reason.NOT_SHOWN


def choose_scale(
    parts: Mapping[str, ScoreCounts], rows: Sequence[PlannedRow], terms: Terms, ends: tuple[int, int] = SCORE_ENDS
) -> dict[str, ReleasedScale]:
    """Return a scale's figure in each row. `parts` are counts per atom, `ends` the lowest and highest possible score.

    Shown: counts where no group below `DISTRIBUTION_FROM` follows from all counts shown, otherwise the mean alone, in
    whole points. Withheld: where a group below k follows, or one where all, or all but one, stand at the same end, or
    (among rows large enough for counts) at the same score anywhere.
    """
    sizes = {atom: counts.n for atom, counts in parts.items()}
    at: dict[int, dict[str, int]] = {}
    for atom, counts in parts.items():
        for score, people in counts.pairs:
            at.setdefault(score, {})[atom] = people

    def attack(shown: Sequence[PlannedRow]) -> Attack:
        return first_failure(_scale_attacks(shown))

    def _scale_attacks(shown: Sequence[PlannedRow]) -> Iterator[Attack]:
        yield terms.gate.too_small(shown, sizes, terms.threshold)
        yield followed(shown, sizes, terms.earlier, terms.threshold)
        yield terms.gate.small_rest(shown, sizes, terms.planned, shown_by_background_from(terms.threshold))
        yield terms.gate.narrow(shown, sizes, terms.planned, terms.threshold)
        counted = [row for row in shown if _may_be_counted(row, sizes)]
        for score, people in at.items():
            yield terms.gate.alike(shown if score in ends else counted, sizes, people)

    candidates = [row for row in rows if terms.enough(row, sizes, terms.threshold)]
    shown, refused = grow(candidates, attack, terms.gate)
    large = [row for row in shown if _may_be_counted(row, sizes)]
    detailed, _ = choose(large, [sizes], threshold=DISTRIBUTION_FROM, gate=terms.gate)
    shown = _without_undone_means(shown, detailed, parts, ends)
    figures = {row.key: ReleasedScale(None, None, None, withheld_reason(refused.get(row.key))) for row in rows}
    for row in shown:
        merged = ScoreCounts.merged(parts[atom] for atom in sorted(row.atoms) if atom in parts)
        figures[row.key] = _released_scale(merged, counted=row in detailed)
    return figures


def _without_undone_means(
    shown: Sequence[PlannedRow],
    detailed: Sequence[PlannedRow],
    parts: Mapping[str, ScoreCounts],
    ends: tuple[int, int],
) -> tuple[PlannedRow, ...]:
    """Take rows out until no mean of a few, beside the counts of more, tells how many of a group stand at an end."""
    scores = {atom: dict(counts.pairs) for atom, counts in parts.items()}
    rows = list(shown)
    while True:
        units = [row for row in rows if row.crossing is None]
        merged = {row.key: ScoreCounts.merged(parts[a] for a in row.atoms if a in parts) for row in units}
        known = {row.key: _as_read(merged[row.key], ends, counted=row in detailed) for row in units}
        told = undone_mean(parts_of(units), known, scores, ends, DISTRIBUTION_FROM)
        if told is None:
            return tuple(rows)
        rows.remove(least_involved(told, units))


def _as_read(counts: ScoreCounts, ends: tuple[int, int], *, counted: bool) -> Shown:
    total = sum(score * people for score, people in counts.pairs)
    if not counted:
        return rounded_mean(counts.n, total)
    at = dict(counts.pairs)
    return Shown(total, total, (at.get(ends[0], 0), at.get(ends[1], 0)))


def _may_be_counted(row: PlannedRow, sizes: Mapping[str, int]) -> bool:
    """Whether score counts may be shown: not in a row that crosses a unit, which would be question by question."""
    return row.crossing is None and people_in(row, sizes) >= DISTRIBUTION_FROM


def _released_scale(counts: ScoreCounts, *, counted: bool) -> ReleasedScale:
    mean = Fraction(sum(score * people for score, people in counts.pairs), counts.n * TWELFTHS)
    if counted:
        return ReleasedScale(counts.n, float(mean), counts.pairs)
    return ReleasedScale(counts.n, float(half_up(mean)), None)


def choose_item(
    parts: Mapping[str, OptionCounts],
    rows: Sequence[PlannedRow],
    allowed: frozenset[str],
    terms: Terms,
    *,
    multiple: bool,
    row_n: Mapping[str, int],
    alone: bool = False,
) -> dict[str, ReleasedShares]:
    """Return an item's shares in each row. `parts` are counts per atom, `row_n` answer sheets per row.

    Shown in `allowed` units only (those that show the item's scale: its items together give the scale's total). Shares
    in bands where no group below `DISTRIBUTION_FROM` follows, over all options where none below `OPTIONS_FROM` does; a
    multiple item over its options or not at all. An item `alone` in its scale likewise: its mean, with the interval,
    and three bands together give every answer back. Raises `TooFewOptions`.
    """
    lowest = OPTIONS_FROM if multiple or alone else DISTRIBUTION_FROM
    if not multiple and any(len(part.counts) < BANDED_FROM for part in parts.values()):
        raise TooFewOptions("three bands need at least five options")
    sizes = {atom: part.answered for atom, part in parts.items()}
    candidates = [row for row in rows if row.key in allowed and terms.enough(row, sizes, lowest)]

    readable = {
        options: {row.key for row in candidates if _readable(row, parts, sizes, options)}
        for options in _cells(parts, multiple=multiple)
    }

    def attack(shown: Sequence[PlannedRow]) -> Attack:
        return first_failure(_item_attacks(shown))

    def _item_attacks(shown: Sequence[PlannedRow]) -> Iterator[Attack]:
        yield terms.gate.too_small(shown, sizes, lowest)
        yield followed(shown, sizes, terms.earlier, terms.threshold)
        for options in _cells(parts, multiple=multiple):
            known = [row for row in shown if row.key in readable[options]]
            standing_there = {atom: sum(part.counts[option] for option in options) for atom, part in parts.items()}
            yield terms.gate.alike(known, sizes, standing_there)

    shown, refused = grow(candidates, attack, terms.gate)
    large = [row for row in shown if people_in(row, sizes) >= OPTIONS_FROM]
    detailed, _ = choose(large, [sizes], threshold=OPTIONS_FROM, gate=terms.gate)
    shown, detailed = without_undone_shares(shown, detailed, parts, multiple=multiple)
    figures = {}
    for row in rows:
        reason = Reason.TOO_FEW if row_n[row.key] < lowest else withheld_reason(refused.get(row.key))
        figures[row.key] = ReleasedShares(None, "options" if multiple or alone else "bands", (), reason)
    for row in shown:
        merged = OptionCounts.merged(parts[atom] for atom in sorted(row.atoms) if atom in parts)
        figures[row.key] = released_shares(merged, options=row in detailed, multiple=multiple)
    return figures


def _cells(parts: Mapping[str, OptionCounts], *, multiple: bool) -> list[tuple[int, ...]]:
    """Return the sets of options whose share may be shown: each option and, of a single item, each band."""
    width = max((len(part.counts) for part in parts.values()), default=0)
    single: list[tuple[int, ...]] = [(option,) for option in range(width)]
    return single if multiple or not width else [*bands(width), *single]


def _readable(
    row: PlannedRow, parts: Mapping[str, OptionCounts], sizes: Mapping[str, int], options: tuple[int, ...]
) -> bool:
    """Whether a row, if shown, may give the exact number standing at these options.

    Whole per cent are exact at these sizes. One from 90 % never is, by itself or beside others (see `shares`); any
    other is taken as exact, though it may be shown as a range.
    """
    n = people_in(row, sizes)
    there = sum(part.counts[option] for atom, part in parts.items() if atom in row.atoms for option in options)
    if n >= OPTIONS_FROM and len(options) > 1:
        there = max(sum(part.counts[option] for atom, part in parts.items() if atom in row.atoms) for option in options)
    return 10 * there < 9 * n
