"""An item's shares in the rows that show it: how they are printed, and in how much detail they may stand together."""

from collections.abc import Mapping, Sequence

from reports.disclosure.plan import PlannedRow
from reports.disclosure.reader import Options, Part, Printed, least_involved, parts_of, shares_of, undone_share
from reports.disclosure.shares import share, single_shares
from reports.releases.types import ReleasedShares
from reports.tallies.types import OptionCounts


def bands(options: int) -> tuple[tuple[int, ...], ...]:
    """Return the options (from 0) of the three bands: the two lowest, those between, the two highest."""
    return ((0, 1), tuple(range(2, options - 2)), (options - 2, options - 1))


def released_shares(counts: OptionCounts, *, options: bool, multiple: bool) -> ReleasedShares:
    """Return an item's shares in one row as they are printed."""
    n = counts.answered
    if multiple:
        return ReleasedShares(n, "options", tuple(share(people, n) for people in counts.counts))
    if options:
        return ReleasedShares(n, "options", single_shares(counts.counts))
    summed = [sum(counts.counts[option] for option in band) for band in bands(len(counts.counts))]
    return ReleasedShares(n, "bands", single_shares(summed))


def without_undone_shares(
    shown: Sequence[PlannedRow],
    detailed: Sequence[PlannedRow],
    parts: Mapping[str, OptionCounts],
    *,
    multiple: bool,
) -> tuple[tuple[PlannedRow, ...], tuple[PlannedRow, ...]]:
    """Return the rows, and those over all options, where no blunted share follows from the others.

    First rows give up their options for bands, the least valuable first; then rows are left out.
    """
    rows, fine = list(shown), list(detailed)
    while True:
        told = _undone(rows, fine, parts, multiple=multiple)
        if told is None:
            return tuple(rows), tuple(fine)
        if fine and not multiple and len(fine) < len(rows):
            fine.pop()
            continue
        out = least_involved(told, rows)
        rows.remove(out)
        fine = [row for row in fine if row is not out]


def _undone(
    rows: Sequence[PlannedRow], fine: Sequence[PlannedRow], parts: Mapping[str, OptionCounts], *, multiple: bool
) -> Part | None:
    if not rows:
        return None
    merged = {row.key: OptionCounts.merged(parts[atom] for atom in row.atoms if atom in parts) for row in rows}
    tree = parts_of([PlannedRow(row.unit, frozenset(row.atoms & parts.keys()), None, row.value) for row in rows])
    width = max((len(part.counts) for part in parts.values()), default=0)
    single: list[Options] = [(option,) for option in range(width)]
    if multiple:
        return next(
            (told for option in range(width) if (told := _undone_option(option, merged, tree, parts)) is not None), None
        )
    counts = {atom: part.counts for atom, part in parts.items()}
    detail = {row.key: single if row in fine else list(bands(width)) for row in rows}
    printed = {
        key: [
            Printed(options, *shares_of(text, merged[key].answered))
            for options, text in zip(
                detail[key],
                released_shares(merged[key], options=detail[key] is single, multiple=False).shares,
                strict=True,
            )
        ]
        for key in merged
    }
    return undone_share(tree, printed, counts, _groups(single, width) if fine else bands(width))


def _groups(single: Sequence[Options], width: int) -> list[Options]:
    """Return each option, and the bands of more than one."""
    return [*single, *(band for band in bands(width) if len(band) > 1)]


def _undone_option(
    option: int, merged: Mapping[str, OptionCounts], tree: Sequence[Part], parts: Mapping[str, OptionCounts]
) -> Part | None:
    """Look at one option of a multiple item: who ticked it and who did not."""
    counts = {atom: (part.counts[option], part.answered - part.counts[option]) for atom, part in parts.items()}
    printed = {
        key: [Printed((0,), *shares_of(share(row.counts[option], row.answered), row.answered))]
        for key, row in merged.items()
    }
    return undone_share(tree, printed, counts, [(0,), (1,)])
