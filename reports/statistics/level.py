"""The level of a scale in a group of known size of whom most have answered."""

import math
from dataclasses import dataclass

from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, open_share, whole
from reports.statistics.intervals import Interval
from reports.statistics.samples import Sample


@dataclass(frozen=True, slots=True)
class Level:
    """Mean of those who answered and what it says about all invited; in the sample's unit."""

    mean: float
    standard_error: float
    low: float
    high: float
    n: int
    population: int

    @property
    def known(self) -> bool:
        """Whether everybody answered: the mean is then a fact of this group, and the interval has no width."""
        return self.n == self.population


def level(sample: Sample, *, population: int, confidence: float = 0.95, limits: Interval | None = None) -> Level:
    """Return the mean of the `population` people of whom `sample` holds the n who answered, with a t interval.

    SE = s √((1 − f)/n), f = n/population; interval mean ± t(n − 1)·SE. When everybody answered SE is 0: the level
    is then known, not estimated. Treats those who did not answer as missing at random; the tipping point and the
    worst-case bounds (nonresponse.py) say what if not. Never use it for a change: two near-complete waves still
    differ by each person's passing variation, and with the correction a third of them look changed when nothing is
    (35 of 40 answering twice, half of a deviation lasting; benchmarks/statistics_simulation.py).

    `limits` cuts the interval to where a mean can lie (0 to 100 for a scale). Cutting away what is impossible
    leaves the coverage as it was. Without limits nothing is cut.

    Source: Lohr, Sampling: Design and Analysis, ch. 2 (simple random sample without replacement).

    Raises: CannotCompute (TOO_FEW under two answers, also in a group of one; NO_VARIATION when all who answered gave
    the same and somebody did not answer: SE 0 would claim certainty); InvalidFigure for fewer people than answers,
    or a mean outside `limits`.

    >>> result = level(Sample((40.0, 60.0), (4, 5)), population=12, limits=Interval(0.0, 100.0))
    >>> round(result.mean, 2), round(result.standard_error, 3), round(result.low, 2), round(result.high, 2)
    (51.11, 1.757, 47.06, 55.16)
    """
    people = whole("population", population, low=1)
    quantile = 0.5 + open_share("confidence", confidence) / 2.0
    n = sample.n
    if n > people:
        raise InvalidFigure(f"{n} answers from {people} people")
    if n < 2:
        raise CannotCompute(Why.TOO_FEW, f"an interval for a level needs two answers, there are {n}")
    variance = sample.variance
    if variance == 0.0 and n < people:
        raise CannotCompute(Why.NO_VARIATION, "all who answered gave the same: the spread of the others is unknown")
    mean = sample.mean
    standard_error = math.sqrt(variance * (1.0 - n / people) / n)
    margin = float(stats.t.ppf(quantile, n - 1)) * standard_error
    low, high = mean - margin, mean + margin
    if limits is not None:
        if not limits.contains(mean):
            raise InvalidFigure(f"a mean of {mean} lies outside {limits.low} to {limits.high}")
        low, high = max(low, limits.low), min(high, limits.high)
    return Level(mean, standard_error, low, high, n, people)
