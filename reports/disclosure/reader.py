"""What a reader works out of a figure from all rows that show it together, beside what each says by itself.

Rows that are harmless one by one can undo each other's blunting: 22 people of whom 6 stand in the upper band, 12 of
them in team A with 6 there, and of the other ten nobody does, which a row of theirs would print as "<=10". So whatever
follows for a group by sums and differences is held to what would be printed of it, were it a row: no share up to a
tenth is left with one possible number of people, and a mean beside the counts of a row above must not tell how many
stand at an end.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.disclosure.plan import PlannedRow
from reports.disclosure.ranges import Ranges
from reports.disclosure.shares import half_up
from reports.tallies.types import TWELFTHS

LEFT = "\0left"
"""Ends the name of what a row leaves; no unit's code holds it."""
SUM, LOW, MIDDLE, TOP = "sum", "low", "middle", "top"


@dataclass(frozen=True, slots=True)
class Part:
    """A shown row, or what is left of one without the shown rows inside it: its atoms and the parts that make it."""

    name: str
    atoms: frozenset[str]
    parts: tuple[str, ...] = ()


def parts_of(rows: Sequence[PlannedRow]) -> list[Part]:
    """Return the rows (units, which nest) and what each leaves; rows over the same atoms count once."""
    distinct: dict[frozenset[str], str] = {}
    for row in rows:
        distinct.setdefault(row.atoms, row.key)
    found = []
    for atoms, key in distinct.items():
        inside = [other for other in distinct if other < atoms]
        nearest = [other for other in inside if not any(other < further for further in inside)]
        left = atoms.difference(*nearest)
        below = tuple(distinct[other] for other in nearest)
        if below and left:
            found.append(Part(key + LEFT, left))
            below = (*below, key + LEFT)
        found.append(Part(key, atoms, below))
    return found


Options = tuple[int, ...]
"""A set of options whose share is printed as one."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed share: its options, and the fewest and most people that it stands for."""

    options: Options
    low: int
    high: int


def undone_share(
    parts: Sequence[Part],
    printed: Mapping[str, Sequence[Printed]],
    counts: Mapping[str, Sequence[int]],
    groups: Sequence[Options],
) -> Part | None:
    """Return a part of which the rows together tell the number behind a share up to a tenth; None: there is none.

    `counts` are the people at each option, per atom, each at one of them; `printed` what stands in each row; `groups`
    the sets of options that anything is printed of: a partition of the options, and sets made of its members.
    """
    cells = [group for group in groups if not any(set(other) < set(group) for other in groups)]
    ranges = Ranges()
    people: dict[str, dict[Options, int]] = {}
    for part in parts:
        held = people[part.name] = {
            group: sum(counts[atom][option] for atom in part.atoms for option in group) for group in groups
        }
        n = sum(held[cell] for cell in cells)
        ranges.know({(part.name, _cell(cell)): 1 for cell in cells}, n, n)
        for group in groups:
            name = (part.name, _cell(group))
            if group not in cells:
                ranges.adds_up(name, [(part.name, _cell(cell)) for cell in cells if set(cell) <= set(group)])
            if part.parts:
                ranges.adds_up(name, [(below, _cell(group)) for below in part.parts])
        for share in printed.get(part.name, ()):
            ranges.know({(part.name, _cell(share.options)): 1}, share.low, share.high)
    ranges.settle()
    for part in parts:
        few = sum(people[part.name][cell] for cell in cells) // 10
        if few and any(n <= few and ranges.exact((part.name, _cell(group))) for group, n in people[part.name].items()):
            return part
    return None


def _cell(options: Options) -> str:
    return ",".join(map(str, options))


@dataclass(frozen=True, slots=True)
class Shown:
    """A scale's figure in one row: the sum of scores lies between two values; people at the two ends, if counted."""

    low: int
    high: int
    ends: tuple[int, int] | None


def undone_mean(
    parts: Sequence[Part],
    shown: Mapping[str, Shown],
    scores: Mapping[str, Mapping[int, int]],
    ends: tuple[int, int],
    detailed_from: int,
) -> Part | None:
    """Return a part of fewer than `detailed_from` people of which the rows together tell how many stand at an end.

    `scores` are people by score, per atom; `ends` the lowest and highest possible score. What n and mean of the part
    tell by themselves, or would if it were a row, is let be.
    """
    if not any(0 < _people(part, scores) < detailed_from for part in parts):
        return None
    everything = {score for atom in scores.values() for score in atom}
    between = sorted(score for score in everything if ends[0] < score < ends[1]) or list(ends)
    span = (between[0] - ends[0], between[-1] - ends[0], ends[1] - ends[0])
    together, alone, small = Ranges(), Ranges(), []
    for part in parts:
        people = {atom: scores.get(atom, {}) for atom in part.atoms}
        n = sum(sum(atom.values()) for atom in people.values())
        total = sum(score * count for atom in people.values() for score, count in atom.items())
        by_itself = shown.get(part.name) or (rounded_mean(n, total) if n else None)
        _counted(together, part.name, n, shown.get(part.name), ends[0], span)
        _counted(alone, part.name, n, by_itself, ends[0], span)
        if part.parts:
            for what in (SUM, LOW, MIDDLE, TOP):
                together.adds_up((part.name, what), [(below, what) for below in part.parts])
        small += [part] if 0 < n < detailed_from else []
    together.settle()
    told = [part for part in small if any(together.exact((part.name, end)) for end in (LOW, TOP))]
    if not told:
        return None
    alone.settle()
    return next(
        (
            part
            for part in told
            if any(together.exact((part.name, end)) and not alone.exact((part.name, end)) for end in (LOW, TOP))
        ),
        None,
    )


def _people(part: Part, scores: Mapping[str, Mapping[int, int]]) -> int:
    return sum(sum(scores.get(atom, {}).values()) for atom in part.atoms)


def rounded_mean(n: int, total: int) -> Shown:
    """Return what n and a mean in whole points say of a sum of scores in twelfths of a point."""
    mean = half_up(Fraction(total, n * TWELFTHS))
    half = Fraction(1, 2)
    return Shown(math.ceil(n * TWELFTHS * (mean - half)), math.floor(n * TWELFTHS * (mean + half)), None)


def _counted(ranges: Ranges, name: str, n: int, shown: Shown | None, lowest: int, span: tuple[int, int, int]) -> None:
    """Know a part's people, and how its sum (above the lowest score) hangs together with those at the ends."""
    low, middle, top, total = (name, LOW), (name, MIDDLE), (name, TOP), (name, SUM)
    ranges.know({low: 1, middle: 1, top: 1}, n, n)
    ranges.know({total: 1}, 0, n * span[2])
    ranges.know({total: 1, top: -span[2], middle: -span[0]}, 0, n * span[2])
    ranges.know({top: span[2], middle: span[1], total: -1}, 0, n * span[2])
    if shown is not None:
        ranges.know({total: 1}, shown.low - n * lowest, shown.high - n * lowest)
        if shown.ends is not None:
            ranges.know({low: 1}, shown.ends[0], shown.ends[0])
            ranges.know({top: 1}, shown.ends[1], shown.ends[1])


def shares_of(text: str, n: int) -> tuple[int, int]:
    """Return the fewest and the most of n people that a printed share can stand for."""
    if text.startswith("<="):
        return 0, int(text[2:]) * n // 100
    if text.startswith(">="):
        return -(-int(text[2:]) * n // 100), n
    low, _, high = text.partition("-")
    fits = [people for people in range(n + 1) if int(low) <= (200 * people + n) // (2 * n) <= int(high or low)]
    return min(fits), max(fits)


def least_involved(part: Part, rows: Sequence[PlannedRow]) -> PlannedRow:
    """Return the least valuable row by which a part is told: one that lies in it or was taken away from it, or it.

    `rows` in the order of their value, the most valuable first.
    """
    outer = part.name.removesuffix(LEFT)
    inside = {row.key for row in rows if row.atoms < next(one.atoms for one in rows if one.key == outer)}
    return next(row for row in reversed(rows) if row.key in (inside or {outer}))
