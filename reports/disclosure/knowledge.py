"""What a reader knows, as a system of linear facts over unknown counts, brought to its smallest form.

Unknowns that no fact and no question tells apart are one *block*. A fact about a single block fixes it, and what is
fixed is taken out of the other facts, again and again. What is left falls apart into components that share no fact,
so that each can be bounded by itself. Exact: whole numbers and fractions only.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction
Row = dict[int, Number]
"""A sparse row over blocks: no zeros are kept."""


class BadKnowledge(ValueError):
    """A fact without unknowns, with a weight of 0 or less, or whose interval, like an atom's own, is empty."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A published number: the sum of weight × unknown lies in [low, high]. `high` None: no upper end."""

    weights: Mapping[str, Number]
    low: Number
    high: Number | None

    def __post_init__(self) -> None:
        if not self.weights or min(self.weights.values()) <= 0:
            raise BadKnowledge("a fact needs unknowns with weights above 0")
        if self.high is not None and self.high < self.low:
            raise BadKnowledge("a fact with an empty interval")


def total(atoms: Iterable[str], low: Number, high: Number | None = None) -> Fact:
    """Return the fact that the atoms' total is `low`, or lies in [low, high]."""
    return Fact(dict.fromkeys(atoms, 1), low, low if high is None else high)


@dataclass(frozen=True, slots=True)
class Line:
    """A fact over the blocks of one component, less what is fixed. `fact` is its place among the facts."""

    fact: int
    weights: Row
    low: Number
    high: Number | None


@dataclass(frozen=True, slots=True)
class Part:
    """A component: blocks and the facts about them, which share no block with another component."""

    blocks: tuple[int, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class System:
    """All that is known. `rows` are the facts and `targets` the questions over blocks; `fixed` blocks have a value.

    `fixed_by` lists, in the order of fixing, each fixed block with the fact that fixed it. `limits` are each block's
    own lowest and highest value; `capped` are the blocks that something bounds from above. `consistent` is false where
    what is fixed contradicts a fact or a limit; that the rest can hold at all is for the solver to see.
    """

    rows: tuple[Row, ...]
    targets: tuple[Row, ...]
    limits: tuple[tuple[Number, Number | None], ...]
    fixed: Mapping[int, Number]
    fixed_by: tuple[tuple[int, int], ...]
    parts: tuple[Part, ...]
    capped: frozenset[int]
    consistent: bool


def system(
    facts: Sequence[Fact],
    targets: Sequence[frozenset[str]],
    lower: Mapping[str, int],
    upper: Mapping[str, int] | None,
) -> System:
    """Return what follows for each target's total from the facts and from each atom's own limits.

    Atoms are at least 0, or `lower`; at most `upper` (None, or an atom that is not in it: no limit). Raises
    `BadKnowledge` for an empty interval of an atom.
    """
    member: dict[str, list[tuple[int, Number]]] = defaultdict(list)
    for index, fact in enumerate(facts):
        for atom, weight in fact.weights.items():
            member[atom].append((index, weight))
    for index, target in enumerate(targets):
        for atom in target:
            member[atom].append((-1 - index, 1))
    grouped: dict[tuple[tuple[int, Number], ...], list[str]] = defaultdict(list)
    for atom in sorted(member):
        grouped[tuple(member[atom])].append(atom)
    rows: list[Row] = [{} for _ in facts]
    asked: list[Row] = [{} for _ in targets]
    limits: list[tuple[Number, Number | None]] = []
    for block, (pattern, atoms) in enumerate(grouped.items()):
        limits.append(_limits(atoms, lower, upper))
        for index, weight in pattern:
            (rows[index] if index >= 0 else asked[-1 - index])[block] = weight
    fixed, fixed_by = _fix(facts, rows)
    parts = _parts(facts, rows, fixed, len(limits))
    capped = {block for block, (_, high) in enumerate(limits) if high is not None}
    capped.update(block for fact, row in zip(facts, rows, strict=True) if fact.high is not None for block in row)
    consistent = _consistent(facts, rows, limits, fixed)
    return System(
        tuple(rows), tuple(asked), tuple(limits), fixed, tuple(fixed_by), parts, frozenset(capped), consistent
    )


def within(value: Number, low: Number, high: Number | None) -> bool:
    """Whether a value lies in [low, high], ends included."""
    return low <= value and (high is None or value <= high)


def _consistent(
    facts: Sequence[Fact],
    rows: Sequence[Row],
    limits: Sequence[tuple[Number, Number | None]],
    fixed: Mapping[int, Number],
) -> bool:
    if not all(within(value, *limits[block]) for block, value in fixed.items()):
        return False
    return all(
        within(sum((weight * fixed[block] for block, weight in row.items()), start=Fraction(0)), fact.low, fact.high)
        for fact, row in zip(facts, rows, strict=True)
        if row.keys() <= fixed.keys()
    )


def _limits(
    atoms: Sequence[str], lower: Mapping[str, int], upper: Mapping[str, int] | None
) -> tuple[Number, Number | None]:
    least = sum(lower.get(atom, 0) for atom in atoms)
    if any(lower.get(atom, 0) < 0 for atom in atoms):
        raise BadKnowledge("a count is at least 0")
    if upper is None or any(atom not in upper for atom in atoms):
        return least, None
    if any(upper[atom] < lower.get(atom, 0) for atom in atoms):
        raise BadKnowledge("an atom with more people than it can have")
    return least, sum(upper[atom] for atom in atoms)


def _fix(facts: Sequence[Fact], rows: Sequence[Row]) -> tuple[dict[int, Number], list[tuple[int, int]]]:
    """Return the blocks that exact facts fix one after another, and which fact fixed each."""
    where: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        for block in row:
            where[block].append(index)
    left = [dict(row) for row in rows]
    exact = [fact.low if fact.low == fact.high else None for fact in facts]
    fixed: dict[int, Number] = {}
    fixed_by: list[tuple[int, int]] = []
    ready = [index for index, row in enumerate(left) if len(row) == 1]
    while ready:
        index = ready.pop()
        remaining = exact[index]
        if len(left[index]) != 1 or remaining is None:
            continue
        ((block, weight),) = left[index].items()
        value = Fraction(remaining) / weight
        fixed[block] = value
        fixed_by.append((block, index))
        for other in where[block]:
            times = left[other].pop(block)
            known = exact[other]
            if known is not None:
                exact[other] = known - times * value
            if len(left[other]) == 1:
                ready.append(other)
    return fixed, fixed_by


def _parts(facts: Sequence[Fact], rows: Sequence[Row], fixed: Mapping[int, Number], blocks: int) -> tuple[Part, ...]:
    parent = list(range(blocks))

    def root(block: int) -> int:
        while parent[block] != block:
            parent[block] = parent[parent[block]]
            block = parent[block]
        return block

    lines = []
    for index, (fact, row) in enumerate(zip(facts, rows, strict=True)):
        free = {block: weight for block, weight in row.items() if block not in fixed}
        if not free:
            continue
        gone = sum((weight * fixed[block] for block, weight in row.items() if block in fixed), start=Fraction(0))
        lines.append(Line(index, free, fact.low - gone, None if fact.high is None else fact.high - gone))
        first = min(free)
        for block in free:
            parent[root(block)] = root(first)
    members: dict[int, list[int]] = defaultdict(list)
    for block in range(blocks):
        if block not in fixed:
            members[root(block)].append(block)
    held: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        held[root(min(line.weights))].append(line)
    return tuple(Part(tuple(inside), tuple(held[top])) for top, inside in members.items())
