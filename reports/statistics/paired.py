"""Change of people whose two answers are joined: from the counts of their differences."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from reports.statistics.checks import CannotCompute, Why, whole
from reports.statistics.permutation import CELLS_AT_A_TIME, DRAWS, TIE_SLACK
from reports.statistics.samples import Sample
from reports.statistics.student_t import margin, two_sided_p

ENUMERATE_UP_TO = 200_000


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Mean of after − before over people, in points."""

    difference: float
    standard_error: float
    df: int
    low: float
    high: float
    p: float
    n: int


def paired_t(differences: Sample, *, confidence: float = 0.95) -> PairedChange:
    """Return the paired t interval and two-sided p of a sample of differences (after − before).

    SE = s_d/√n, df = n − 1. Equals `scipy.stats.ttest_rel` on the rows.

    Source: Student 1908, Biometrika 6:1–25.

    Raises: CannotCompute (TOO_FEW under two pairs, NO_VARIATION when all differences are equal).

    >>> change = paired_t(Sample((-25.0, 0.0, 25.0, 50.0), (2, 5, 6, 2)))
    >>> round(change.difference, 3), round(change.low, 3), round(change.high, 3), round(change.p, 4)
    (13.333, 0.659, 26.008, 0.0406)
    """
    if differences.n < 2:
        raise CannotCompute(Why.TOO_FEW, f"a paired change needs two pairs, there are {differences.n}")
    if differences.variance == 0.0:
        raise CannotCompute(Why.NO_VARIATION, "everybody changed by the same: there is no error to measure")
    error, df = differences.sd / math.sqrt(differences.n), differences.n - 1
    mean, reach = differences.mean, margin(error, df, confidence=confidence)
    return PairedChange(mean, error, df, mean - reach, mean + reach, two_sided_p(mean, error, df), differences.n)


def sign_flip_p(differences: Sample, *, seed: int | tuple[int, ...], draws: int = DRAWS) -> float:
    """Return the two-sided p of the mean difference when each person's sign is equally likely either way.

    In counts, the number of plus signs among the people with the same absolute difference is binomial. Exact over all
    flips when there are at most 200,000 distinct outcomes, else Monte Carlo with p = (1 + b)/(draws + 1). For a fixed
    set of absolute differences |t| and |mean| order the flips alike, so there is no need to studentise. Zeros stay.

    Source: Fisher 1935, The Design of Experiments, § 21.

    Raises: CannotCompute (TOO_FEW without pairs, NO_VARIATION when nobody changed).

    >>> round(sign_flip_p(Sample((-25.0, 25.0), (1, 7)), seed=1), 9)
    0.0703125
    """
    entropy = [whole("seed", part) for part in (seed if isinstance(seed, tuple) else (seed,))]
    rounds = whole("draws", draws, low=1)
    if differences.n < 1:
        raise CannotCompute(Why.TOO_FEW, "there is no pair")
    people: dict[float, int] = {}
    total = 0.0
    for value, count in zip(differences.values, differences.counts, strict=True):
        if value != 0.0:
            people[abs(value)] = people.get(abs(value), 0) + count
            total += value * count
    if not people:
        raise CannotCompute(Why.NO_VARIATION, "nobody changed")
    largest = max(people)
    bar = abs(total) - TIE_SLACK * largest * differences.n
    if math.prod(count + 1 for count in people.values()) <= ENUMERATE_UP_TO:
        return _exact_flips(people, bar)
    sizes, counts = np.array(list(people)), np.array(list(people.values()))
    generator = np.random.default_rng(entropy)
    block, as_large = max(1, CELLS_AT_A_TIME // len(sizes)), 0
    for start in range(0, rounds, block):
        up = generator.binomial(counts, 0.5, size=(min(block, rounds - start), len(counts)))
        as_large += int(np.count_nonzero(np.abs((2 * up - counts) @ sizes) >= bar))
    return (1 + as_large) / (rounds + 1)


def _exact_flips(people: dict[float, int], bar: float) -> float:
    """Return the probability that the flipped sum is at least `bar` away from zero."""
    sums, chances = np.zeros(1), np.ones(1)
    for size, count in people.items():
        up = np.arange(count + 1)
        sums = np.add.outer(sums, size * (2 * up - count)).ravel()
        chances = np.multiply.outer(chances, stats.binom.pmf(up, count, 0.5)).ravel()
    return min(1.0, float(chances[np.abs(sums) >= bar].sum()))
