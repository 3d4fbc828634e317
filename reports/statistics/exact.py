"""Exact permutation p: every way to deal the pooled answers to the waves, counted instead of drawn."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from reports.statistics.checks import CannotCompute, Why
from reports.statistics.permutation import Statistic, absolute_t, bar_of, grouped
from reports.statistics.samples import Sample
from reports.statistics.superiority import absolute_statistic

MOST_SPLITS = 500_000
"""Distinct splits that are gone through. Five options and up to about 30 people lie within it."""


def exact_permutation_p(before: Sample, after: Sample, *, statistic: Statistic = absolute_t) -> float:
    """Return the exact two-sided p of |t|, t = Welch's statistic, over all reassignments of people to waves.

    The sum of Π C(poolᵥ, kᵥ)/C(N, n₂) over the splits k whose |t| is at least the observed one: what `permutation_p`
    comes near by drawing. Domain, unit of the scores and ties as there. A report draws, so that its method does not
    change with the number of distinct scores.

    Source: Fisher 1935, The Design of Experiments; Janssen 1997 and Chung & Romano 2013 for the studentised statistic.

    Raises: CannotCompute (TOO_FEW and NO_VARIATION as `permutation_p`; OUT_OF_REACH with more than 500,000 splits).

    >>> round(exact_permutation_p(Sample((0.0, 25.0), (2, 2)), Sample((75.0, 100.0), (2, 2))), 12)
    0.028571428571
    """
    values, pooled, observed = grouped(before, after, statistic)
    splits = _splits(pooled.tolist(), after.n)
    chances = _chances(splits, pooled)
    return min(1.0, float(chances[statistic(splits, pooled, values) >= bar_of(observed)].sum()))


def exact_superiority_p(before: Sample, after: Sample) -> float:
    """Return the exact permutation p of Brunner and Munzel's |statistic|.

    Source: Neubert & Brunner 2007, Comput. Stat. Data Anal. 51:5192–5204.

    Raises: as `exact_permutation_p`.

    >>> round(exact_superiority_p(Sample((1, 2, 4), (11, 2, 1)), Sample((1, 2, 3, 4, 5), (3, 1, 4, 2, 1))), 6)
    0.008038
    """
    return exact_permutation_p(before, after, statistic=absolute_statistic)


def absolute_difference(
    after: NDArray[np.int64], pooled: NDArray[np.int64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return |mean after − mean before| of each split, for Pitman's test: exact only where the spreads are equal.

    Source: Pitman 1937, Suppl. J. R. Statist. Soc. 4:119–130.

    >>> absolute_difference(np.array([[0, 2, 2]]), np.array([2, 4, 2]), np.array([25.0, 50.0, 75.0])).tolist()
    [25.0]
    """
    before = pooled - after
    result: NDArray[np.float64] = np.abs(after @ values / after[0].sum() - before @ values / before[0].sum())
    return result


def _splits(pooled: list[int], dealt: int) -> NDArray[np.int64]:
    """Return every way to take `dealt` people from the pooled counts, shape (splits, values)."""
    if _number(pooled, dealt) > MOST_SPLITS:
        raise CannotCompute(Why.OUT_OF_REACH, f"more than {MOST_SPLITS} splits: use the drawn permutation p")
    rows = np.zeros((1, 0), dtype=np.int64)
    taken, left = np.zeros(1, dtype=np.int64), sum(pooled)
    for count in pooled:
        left -= count
        low, high = np.maximum(0, dealt - taken - left), np.minimum(count, dealt - taken)
        choices = high - low + 1
        parent = np.repeat(np.arange(len(rows)), choices)
        first = np.repeat(np.cumsum(choices) - choices, choices)
        chosen = low[parent] + np.arange(len(parent)) - first
        rows, taken = np.column_stack([rows[parent], chosen]), taken[parent] + chosen
    return rows


def _number(pooled: list[int], dealt: int) -> int:
    """Return how many distinct splits there are; a number above the limit when there are more."""
    fewer = min(dealt, sum(pooled) - dealt)
    at_most = math.prod(min(count, fewer) + 1 for count in sorted(pooled)[:-1])
    if at_most <= MOST_SPLITS or fewer > MOST_SPLITS:
        return at_most
    ways = np.zeros(fewer + 1)
    ways[0] = 1.0
    for count in pooled:
        running = np.cumsum(ways)
        running[count + 1 :] -= running[: max(0, fewer - count)].copy()
        ways = running
    return int(min(ways[fewer], MOST_SPLITS + 1.0))


def _chances(splits: NDArray[np.int64], pooled: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the multivariate hypergeometric probability of each split."""
    logs = special.gammaln(splits + 1.0) + special.gammaln(pooled - splits + 1.0)
    weights = np.exp(logs.sum(axis=1).min() - logs.sum(axis=1))
    result: NDArray[np.float64] = weights / weights.sum()
    return result
