"""The level of a scale in a group of known size of whom most have answered."""

import math
from dataclasses import dataclass

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, whole
from reports.statistics.intervals import Interval
from reports.statistics.samples import Sample
from reports.statistics.student_t import margin


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
    """Return the mean of the `population` people of whom `sample` holds the n who answered, with its interval.

    SE = s √((1 − f)/n), f = n/population. Without `limits` the interval is mean ± t·SE, t with n − 1 degrees of
    freedom. With limits a and b (0 and 100 for a scale) it is the score interval: with q = (mean − a)/(b − a) and
    m = q(1 − q)(b − a)²/SE², the number of answers from which a share would be as precise,
    [q + t²/2m ± t√(q(1 − q)/m + t²/4m²)]/(1 + t²/m), turned back to the scale. It stays within the limits, leans
    towards the middle, and keeps its coverage where most answers are at the top, which mean ± t·SE does not.

    When everybody answered SE is 0: the level is then known, not estimated. Treats those who did not answer as missing
    at random; the tipping point and the worst-case bounds (nonresponse.py) say what if not. Never use it for a change:
    two near-complete waves still differ by each person's passing variation, and with the correction a third of them
    look changed when nothing is (35 of 40 answering twice, half of a deviation lasting;
    benchmarks/statistics_simulation.py).

    Source: Lohr, Sampling: Design and Analysis, ch. 2 (simple random sample without replacement); Wilson 1927, J. Am.
    Statist. Assoc. 22:209–212, with the effective sample size of Kott & Carr 1997, J. Off. Statist. 13:81–91.

    Raises: CannotCompute (TOO_FEW under two answers, also in a group of one; NO_VARIATION when all who answered gave
    the same and somebody did not answer: SE 0 would claim certainty); InvalidFigure for fewer people than answers,
    or a score outside `limits`.

    >>> result = level(Sample((40.0, 60.0), (4, 5)), population=12, limits=Interval(0.0, 100.0))
    >>> round(result.mean, 2), round(result.standard_error, 3), round(result.low, 2), round(result.high, 2)
    (51.11, 1.757, 47.07, 55.14)
    """
    people = whole("population", population, low=1)
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
    reach = margin(standard_error, n - 1, confidence=confidence)
    if limits is None:
        return Level(mean, standard_error, mean - reach, mean + reach, n, people)
    if not all(limits.contains(value) for value in sample.values):
        raise InvalidFigure(f"scores lie outside {limits.low} to {limits.high}")
    found = _score_interval(mean, reach, limits)
    return Level(mean, standard_error, found.low, found.high, n, people)


def _score_interval(mean: float, reach: float, limits: Interval) -> Interval:
    """Return the score interval of a mean whose t·SE is `reach`."""
    if reach == 0.0:
        return Interval(mean, mean)
    width = limits.high - limits.low
    place = (mean - limits.low) / width
    # t²/m of the formula; a spread without room on one side (place 0 or 1) cannot be.
    ratio = (reach / width) ** 2 / (place * (1.0 - place))
    middle, half = place + ratio / 2.0, math.sqrt(place * (1.0 - place) * ratio + ratio**2 / 4.0)
    low, high = ((middle + side * half) / (1.0 + ratio) * width + limits.low for side in (-1.0, 1.0))
    return Interval(max(low, limits.low), min(high, limits.high))
