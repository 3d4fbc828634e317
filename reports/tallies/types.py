"""Frozen counts per atom: the people who share all memberships in a wave (see atoms.py). Pure data, in memory only.

A scale score is kept in twelfths of a point (0 … 1200), so that a mean of one to four items of five options is whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TWELFTHS = 12
"""Units of a kept score in one point of the 0–100 scale."""


@dataclass(frozen=True, slots=True)
class ScoreCounts:
    """How many people have each score: pairs (score in twelfths of a point, people), ascending, no zero counts."""

    pairs: tuple[tuple[int, int], ...] = ()

    @property
    def n(self) -> int:
        return sum(people for _, people in self.pairs)

    @staticmethod
    def merged(parts: Iterable["ScoreCounts"]) -> "ScoreCounts":
        """Return the counts of all parts together."""
        total: dict[int, int] = {}
        for part in parts:
            for score, people in part.pairs:
                total[score] = total.get(score, 0) + people
        return ScoreCounts(tuple(sorted(total.items())))


@dataclass(frozen=True, slots=True)
class OptionCounts:
    """How many people chose each option, in the options' order. For a multiple item `answered` is not the sum."""

    counts: tuple[int, ...]
    answered: int

    @staticmethod
    def merged(parts: Iterable["OptionCounts"]) -> "OptionCounts":
        """Return the counts of all parts together; the parts have the same options and there is at least one."""
        listed = list(parts)
        columns = zip(*(part.counts for part in listed), strict=True)
        return OptionCounts(tuple(sum(column) for column in columns), sum(part.answered for part in listed))


@dataclass(frozen=True, slots=True)
class AtomTally:
    """One atom's counts: `n` answer sheets, scores per scale, options per item (single and multiple)."""

    atom: str
    n: int
    scales: Mapping[str, ScoreCounts]
    items: Mapping[str, OptionCounts]


@dataclass(frozen=True, slots=True)
class ItemSums:
    """Of those who answered all k items of a scale: how many, Σ of each item's points (k), Σ of products (k × k)."""

    n: int
    sums: tuple[int, ...]
    products: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class WaveTally:
    """All atoms of a wave, and how many ballots were counted and how many could not be read.

    `joint` holds, for the whole wave and per scale of two items or more, how its items hang together.
    """

    atoms: tuple[AtomTally, ...]
    accepted: int
    undecryptable: int
    joint: Mapping[str, ItemSums] = field(default_factory=dict)
