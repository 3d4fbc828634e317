"""Database reconstruction: which complete answers follow from everything that is published of a workplace.

The unknowns are how many people in each team gave each of the 125 vectors of three answers (options 0 to 4). Every
published number is a linear constraint on them, and a whole-number programme (HiGHS) looks for workplaces that fulfil
all. A vector is *certain* in a team if none can do without it: as many people are reconstructed as the fewest with
that vector in any consistent workplace. What the solver cannot decide in time counts as certain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from random import Random

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Vector = tuple[int, int, int]
VECTORS: tuple[Vector, ...] = tuple((a, b, c) for a, b, c in product(range(5), repeat=3))
Answers = Mapping[str, Sequence[Vector]]
"""Everybody's true answers, by team."""
TRIES = 12
SECONDS = 10.0


@dataclass(slots=True)
class Knowledge:
    """Linear facts about numbers of people by team and vector."""

    teams: tuple[str, ...]
    _lines: list[dict[int, float]] = field(default_factory=list)
    _low: list[float] = field(default_factory=list)
    _high: list[float] = field(default_factory=list)

    def place(self, team: str, vector: Vector) -> int:
        return self.teams.index(team) * len(VECTORS) + VECTORS.index(vector)

    def learn(self, teams: frozenset[str], weights: Mapping[Vector, float], low: float, high: float) -> None:
        """Learn between what the sum of weight × people lies in some teams together."""
        starts = [self.teams.index(team) * len(VECTORS) for team in sorted(teams)]
        inside = [(place, weights[vector]) for place, vector in enumerate(VECTORS) if weights.get(vector)]
        self._lines.append({start + place: weight for start in starts for place, weight in inside})
        self._low.append(low)
        self._high.append(high)

    def allows(self, numbers: Floats) -> bool:
        """Whether numbers of people fulfil everything that is known."""
        reached = [sum(weight * numbers[place] for place, weight in line.items()) for line in self._lines]
        return all(
            low - 1e-6 <= each <= high + 1e-6 for low, each, high in zip(self._low, reached, self._high, strict=True)
        )

    def constraint(self) -> LinearConstraint:
        entries = [(line, place, weight) for line, row in enumerate(self._lines) for place, weight in row.items()]
        lines, places, weights = zip(*entries, strict=True)
        matrix = csr_array((weights, (lines, places)), shape=(len(self._lines), len(self.teams) * len(VECTORS)))
        return LinearConstraint(matrix, np.array(self._low), np.array(self._high))


def consistent(known: Knowledge, cost: Floats, most: Floats) -> tuple[int, Floats | None]:
    """Return the solver's status and the cheapest workplace that fulfils what is known; `most` bounds each number."""
    found = milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=Bounds(0, most),
        constraints=[known.constraint()],
        options={"time_limit": SECONDS},
    )
    return int(found.status), None if found.x is None else np.round(found.x)


def certain(known: Knowledge, answers: Answers, draw: Random) -> int:
    """Return how many people's complete answers follow for certain: those that all consistent workplaces share."""
    fewest = counted(known, answers)
    assert known.allows(fewest)
    size = len(fewest)
    open_ended = np.full(size, np.inf)
    for found in _some(known, draw, size, open_ended):
        fewest = np.minimum(fewest, found)
    for place in np.flatnonzero(fewest):
        while fewest[place]:
            most = open_ended.copy()
            most[place] = fewest[place] - 1
            _status, found_without = consistent(known, np.zeros(size), most)
            if found_without is None:
                break
            fewest = np.minimum(fewest, found_without)
    return int(fewest.sum())


def _some(known: Knowledge, draw: Random, size: int, most: Floats) -> Iterator[Floats]:
    """Yield a few consistent workplaces that lie far apart."""
    for _ in range(TRIES):
        _status, found = consistent(known, np.array([draw.random() for _ in range(size)]), most)
        if found is not None:
            yield found


def matched(known: Knowledge, answers: Answers, draw: Random) -> int:
    """Return how many people one consistent workplace, any, gives the right vector: certainty and luck together."""
    true = counted(known, answers)
    found = next(_some(known, draw, len(true), np.full(len(true), np.inf)))
    return int(np.minimum(found, true).sum())


def counted(known: Knowledge, answers: Answers) -> Floats:
    """Return the true numbers of people by team and vector."""
    true = np.zeros(len(known.teams) * len(VECTORS))
    for team, vectors in answers.items():
        for vector in vectors:
            true[known.place(team, vector)] += 1
    return true
