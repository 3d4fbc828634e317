"""A group's scores on one scale as counts: distinct values and how many people have each."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite, whole

SMALLEST_GAP = 1e-12
"""Two values closer than this share of the largest one are the same number with rounding error."""

MOST_PEOPLE = 10**9 - 1
"""The hypergeometric draw of NumPy takes no more."""


class InvalidSample(InvalidFigure):
    """Values that are not finite, ascending and distinct, or counts that are not whole and positive."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Distinct scores in ascending order (any unit; the scales here use points, 0 to 100) and people at each.

    An empty sample is allowed; its mean and variance are not.

    Raises: InvalidSample.

    >>> sample = Sample((25.0, 50.0, 75.0), (2, 5, 3))
    >>> sample.n, sample.mean, round(sample.sd, 4)
    (10, 52.5, 18.4466)
    """

    values: tuple[float, ...]
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        try:
            values = tuple(finite("value", value) for value in self.values)
            counts = tuple(whole("count", count, low=1) for count in self.counts)
        except InvalidFigure as error:
            raise InvalidSample(str(error)) from error
        if len(values) != len(counts):
            raise InvalidSample(f"{len(values)} values but {len(counts)} counts")
        if sum(counts) > MOST_PEOPLE:
            raise InvalidSample(f"more than {MOST_PEOPLE} people")
        gap = SMALLEST_GAP * max((abs(value) for value in values), default=0.0)
        if any(later - earlier <= gap for earlier, later in itertools.pairwise(values)):
            raise InvalidSample("values must be ascending and distinct")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "counts", counts)

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[float, int]], unit: float = 1.0) -> "Sample":
        """Return the sample of pairs (score, people), in any order, a score possibly more than once.

        `unit` is the size of the score's unit in the sample's: 1/12 for scores in twelfths of a point.

        Raises: InvalidSample.

        >>> Sample.from_pairs([(600, 3), (300, 1), (600, 1)], unit=1 / 12)
        Sample(values=(25.0, 50.0), counts=(1, 4))
        """
        try:
            size = finite("unit", unit, low=0.0)
            if size == 0.0:
                raise InvalidSample("unit must be above 0")
            people: dict[float, int] = {}
            for score, count in pairs:
                key = finite("value", score)
                people[key] = people.get(key, 0) + whole("count", count, low=1)
        except InvalidFigure as error:
            raise InvalidSample(str(error)) from error
        # 1/12 has no exact float: dividing by 12 rounds once, multiplying by 1/12 twice.
        parts = round(1.0 / size) if size > 1e-9 else 0
        exact = parts > 1 and math.isclose(parts * size, 1.0, rel_tol=1e-12)
        ordered = sorted(people.items())
        values = tuple(score / parts if exact else score * size for score, _ in ordered)
        return cls(values, tuple(count for _, count in ordered))

    @property
    def n(self) -> int:
        """People in the sample."""
        return sum(self.counts)

    @property
    def mean(self) -> float:
        """Arithmetic mean, Σ cᵥv / n. Raises: CannotCompute when nobody answered."""
        if not self.counts:
            raise CannotCompute(Why.TOO_FEW, "nobody answered: there is no mean")
        if len(self.values) == 1:
            return self.values[0]
        return math.fsum(value * count for value, count in zip(self.values, self.counts, strict=True)) / self.n

    @property
    def variance(self) -> float:
        """Variance with n − 1, Σ cᵥ(v − mean)² / (n − 1). Raises: CannotCompute when n < 2."""
        if self.n < 2:
            raise CannotCompute(Why.TOO_FEW, f"a variance needs two people, there are {self.n}")
        mean = self.mean
        squares = (count * (value - mean) ** 2 for value, count in zip(self.values, self.counts, strict=True))
        return 0.0 if len(self.values) == 1 else math.fsum(squares) / (self.n - 1)

    @property
    def sd(self) -> float:
        """Standard deviation with n − 1. Raises: CannotCompute when n < 2."""
        return math.sqrt(self.variance)
