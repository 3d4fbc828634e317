"""What a wave's rows give away beside those of earlier waves, where people can be followed from list to list.

If few have joined or left a group since it was shown, what changed in its mean is theirs, blurred by the change in
everybody else's answers; the smaller the group, the less blurred. So a group that can be computed in this wave, row
or not, needs more answers where one that could be computed in an earlier wave has nearly the same people.

Units nest, so all that can be computed about units are unions of *blocks*: a published row without the published rows
inside it. Each block has at least k answers, or none, so a group of fewer than 2k is a single block. The nearest
earlier group is the union of those earlier blocks of which more than half lies in it, and any other is at least k
people further. Rows that cross a unit are not followed: who stands in them is an answer, and they are never shown below
`CHANGED_FROM`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.disclosure.attacks import SAFE, Attack, Cut
from reports.disclosure.isolation import Outcome
from reports.disclosure.plan import PlannedRow
from reports.tallies.atoms import group_of

AGAIN_FROM = 8
"""Fewest people in a group that could be computed in an earlier wave."""
CHANGED_FROM = 10
"""The same where some, but fewer than k, have joined or left since."""

Passages = Mapping[tuple[str | None, str | None], int]
"""People by (their group in this wave, their group in the earlier one); None: not in that wave."""


class BadPassages(ValueError):
    """People without a group in either wave, or fewer than none."""


@dataclass(frozen=True, slots=True)
class EarlierWave:
    """A wave that has been released, or may still be: its rows' groups by unit, and where its people are now.

    `passages` is None where the two lists were never compared. Then nearly the same people are taken to be in every
    group. A wave that is not `released` yet has all the rows that it may come to have.
    """

    rows: Mapping[str, frozenset[str]]
    passages: Passages | None
    released: bool = True

    def __post_init__(self) -> None:
        if self.passages and any(people < 0 or pair == (None, None) for pair, people in self.passages.items()):
            raise BadPassages("a passage needs a group in one of the waves and at least nobody")

    def changed(self, now: frozenset[str], then: frozenset[str]) -> int | None:
        """Return how many people are in one of two sets of groups, this wave's and the earlier's, and not in both."""
        if self.passages is None:
            return None
        return sum(people for (a, b), people in self.passages.items() if (a in now) != (b in then))


def floors(units: Mapping[str, frozenset[str]], earlier: Sequence[EarlierWave], threshold: int) -> dict[str, int]:
    """Return the fewest answers of each unit that had a row in an earlier wave; `units` are its groups in this one."""
    found: dict[str, int] = {}
    for wave in earlier:
        for unit, then in wave.rows.items():
            if unit in units:
                changed = wave.changed(units[unit], then)
                found[unit] = max(found.get(unit, 0), _floor(changed, threshold))
    return found


def changed_units(units: Mapping[str, frozenset[str]], earlier: Sequence[EarlierWave], threshold: int) -> set[str]:
    """Return the units that some, but fewer than k, may have joined or left since they were shown."""
    return {unit for unit, floor in floors(units, earlier, threshold).items() if floor == CHANGED_FROM}


def _floor(changed: int | None, threshold: int) -> int:
    return CHANGED_FROM if changed is None or 1 <= changed < threshold else AGAIN_FROM


@dataclass(frozen=True, slots=True)
class Block:
    """A published row without the published rows inside it: its groups, and the keys of the rows that give it."""

    groups: frozenset[str]
    made_of: Cut


def blocks(rows: Mapping[str, frozenset[str]]) -> list[Block]:
    """Return the blocks of rows that nest, given as groups by key; rows of the same groups count once."""
    distinct = {groups: key for key, groups in sorted(rows.items(), reverse=True)}
    found = []
    for groups, key in distinct.items():
        inside = [other for other in distinct if other < groups]
        nearest = [other for other in inside if not any(other < further for further in inside)]
        left = groups.difference(*nearest)
        if left:
            found.append(Block(left, frozenset({key, *(distinct[other] for other in nearest)})))
    return sorted(found, key=lambda block: sorted(block.groups))


def followed(
    rows: Sequence[PlannedRow], sizes: Mapping[str, int], earlier: Sequence[EarlierWave], threshold: int
) -> Attack:
    """Attack: is there a computable group of units, too small for how near it is to one of an earlier wave?

    `sizes` are answers per atom: those of the whole sheet, or of one figure.
    """
    people: dict[str, int] = {}
    for atom, n in sizes.items():
        people[group_of(atom)] = people.get(group_of(atom), 0) + n
    shown = blocks({row.key: frozenset(map(group_of, row.atoms)) for row in rows if row.crossing is None})
    answers = {block: sum(people.get(group, 0) for group in block.groups) for block in shown}
    silent = frozenset[str]().union(*(block.groups for block, n in answers.items() if not n))
    before = [(wave, blocks(wave.rows)) for wave in earlier]
    cuts = tuple(
        block.made_of
        for block, n in answers.items()
        if 0 < n < max((_needed(block.groups, silent, wave, then, threshold) for wave, then in before), default=0)
    )
    return Attack(Outcome.FOUND, cuts) if cuts else SAFE


def _needed(
    groups: frozenset[str], silent: frozenset[str], wave: EarlierWave, before: Sequence[Block], threshold: int
) -> int:
    """Return the fewest answers that a computable group needs for what could be computed in the earlier wave.

    Groups of which nobody answered may be counted in or not: they are let be, and the floor is then the higher one.
    """
    if not before:
        return 0
    if wave.passages is None:
        return CHANGED_FROM
    moved = {pair: people for pair, people in wave.passages.items() if pair[0] not in silent}
    chosen: set[str] = set()
    for block in before:
        inside = sum(n for (now, then), n in moved.items() if now in groups and then in block.groups)
        outside = sum(n for (now, then), n in moved.items() if now not in groups and then in block.groups)
        if inside > outside:
            chosen |= block.groups
    if not chosen:
        return 0
    changed = sum(people for (now, then), people in moved.items() if (now in groups) != (then in chosen))
    if changed >= threshold:
        return 0
    # Of rows that are still to be shown some will not be, and then the nearest group may be another.
    certain = wave.released and len(moved) == len(wave.passages)
    return _floor(changed, threshold) if certain else CHANGED_FROM
