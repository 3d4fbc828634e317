"""People who must stand at one place of two scales at once.

Of 16 people, 13 have the highest score of one scale and 12 of the other: at least nine have both, and their answers to
the questions of both are known, though nobody knows which nine. So two scales are not shown together where too many
of a group must stand at one place of each. A reader is taken to know how many stand at every score of a group whose
score counts are stored, and what n and the mean in whole points say of the ends of a smaller one.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from reports.disclosure.plan import PlannedRow
from reports.disclosure.reader import Part, least_involved, parts_of, rounded_mean
from reports.releases.types import Reason, ReleasedScale
from reports.tallies.types import TWELFTHS, ScoreCounts

ONE_IN = 50
"""Of so many people one may be told to stand at one place of two scales: at most 2 %."""

Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Crowd:
    """The fewest people of a group who must stand at one place of a scale, and where that is known from."""

    part: Part
    people: int


@dataclass(slots=True)
class _Scale:
    """A scale while rows are taken out: its counts per atom, its ends, the rows that show it, those with counts."""

    counts: Mapping[str, ScoreCounts]
    ends: Ends
    rows: list[PlannedRow]
    counted: frozenset[str]


def without_crowds(
    figures: Mapping[str, Mapping[str, ReleasedScale]],
    counts: Mapping[str, Mapping[str, ScoreCounts]],
    rows: Sequence[PlannedRow],
    ends: Mapping[str, Ends],
    sheets: Mapping[str, int],
) -> dict[str, dict[str, ReleasedScale]]:
    """Return the scales' figures without those that make two scales crowded together.

    `figures` by scale and row, `counts` by scale and atom, scales in the order of their value: the later of two gives
    way. `rows` the most valuable first. `ends` are a scale's lowest and highest score in twelfths, `sheets` answer
    sheets per atom: who skipped a scale is among them.
    """
    left = {scale: dict(shown) for scale, shown in figures.items()}
    for scale, row in _crowded(_scales(left, counts, rows, ends), _Sizes(sheets)):
        left[scale][row] = ReleasedScale(None, None, None, Reason.NOT_SHOWN)
    return left


def _scales(
    figures: Mapping[str, Mapping[str, ReleasedScale]],
    counts: Mapping[str, Mapping[str, ScoreCounts]],
    rows: Sequence[PlannedRow],
    ends: Mapping[str, Ends],
) -> dict[str, _Scale]:
    return {
        scale: _Scale(
            counts[scale],
            ends[scale],
            [row for row in rows if shown[row.key].n is not None],
            frozenset(key for key, figure in shown.items() if figure.counts is not None),
        )
        for scale, shown in figures.items()
    }


def _crowded(scales: Mapping[str, _Scale], size: Callable[[frozenset[str]], int]) -> Iterator[tuple[str, str]]:
    """Yield scale and row of each figure to be withheld, until no two scales are crowded; takes it out of its scale."""
    crowds = {key: list(_crowds(scale)) for key, scale in scales.items()}
    for first, second in combinations(scales, 2):
        while (told := _told(crowds[first], crowds[second], size)) is not None:
            scale = scales[second]
            row = _involved(told, scale.rows)
            scale.rows.remove(row)
            crowds[second] = list(_crowds(scale))
            yield second, row.key


def _involved(part: Part, rows: Sequence[PlannedRow]) -> PlannedRow:
    own = next((row for row in rows if row.key == part.name), None)
    return own if own is not None else least_involved(part, [row for row in rows if row.crossing is None])


def _told(first: Sequence[Crowd], second: Sequence[Crowd], size: Callable[[frozenset[str]], int]) -> Part | None:
    """Return the part of the second scale of which, with one of the first, too many must stand at both places."""
    for one in first:
        for other in second:
            shared = one.part.atoms & other.part.atoms
            if shared and one.people + other.people - size(one.part.atoms | other.part.atoms) > size(shared) // ONE_IN:
                return other.part
    return None


def _crowds(scale: _Scale) -> Iterator[Crowd]:
    """Yield the fullest place of each row and of what rows leave."""
    units = [row for row in scale.rows if row.crossing is None]
    crossed = [Part(row.key, row.atoms) for row in scale.rows if row.crossing is not None]
    parts = parts_of(units)
    known = _counted(parts, scale.counted)
    for part in [*parts, *crossed]:
        merged = ScoreCounts.merged(scale.counts[atom] for atom in sorted(part.atoms) if atom in scale.counts)
        if merged.n:
            people = max(p for _, p in merged.pairs) if part.name in known else at_an_end(merged, scale.ends)
            if people:
                yield Crowd(part, people)


def _counted(parts: Sequence[Part], counted: frozenset[str]) -> set[str]:
    """Return the parts whose counts follow by sums and differences from those of the counted rows."""
    known, before = set(counted), -1
    while len(known) != before:
        before = len(known)
        for part in (part for part in parts if part.parts):
            unknown = {part.name, *part.parts} - known
            known |= unknown if len(unknown) == 1 else set()
    return known


def at_an_end(counts: ScoreCounts, ends: Ends) -> int:
    """Return how many must stand at an end of a scale, as n and the mean in whole points tell, at the fuller end.

    Who does not stand at an end is at least the nearest score away that anybody of the group has.
    """
    n, total = counts.n, sum(score * people for score, people in counts.pairs)
    shown = rounded_mean(n, total)
    away = {
        end: min((abs(score - end) for score, _ in counts.pairs if score != end), default=100 * TWELFTHS)
        for end in ends
    }
    most = {
        ends[0]: math.floor((shown.high - n * ends[0]) / away[ends[0]]),
        ends[1]: math.floor((n * ends[1] - shown.low) / away[ends[1]]),
    }
    return max(0, n - min(most.values()))


class _Sizes:
    """People in a set of atoms, remembered."""

    def __init__(self, sheets: Mapping[str, int]) -> None:
        self._sheets, self._known = sheets, dict[frozenset[str], int]()

    def __call__(self, atoms: frozenset[str]) -> int:
        if atoms not in self._known:
            self._known[atoms] = sum(self._sheets.get(atom, 0) for atom in atoms)
        return self._known[atoms]
