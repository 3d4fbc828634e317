"""Wilcoxon–Mann–Whitney with ties: exact by a dynamic programme over the counts, or by the normal distribution."""

import math
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.samples import Sample

MOST_PEOPLE = 120
"""The table grows with the fourth power of the number of people; beyond this use a permutation p or the normal one."""

Alternative = Literal["two-sided", "greater", "less"]
"""Which way the answers may have moved: "greater" asks whether those after lie above those before."""


def rank_sum_p(before: Sample, after: Sample, *, alternative: Alternative = "two-sided") -> float:
    """Return the exact p of the rank sum, mid-ranks for ties, given the pooled answers; values need an order only.

    Two-sided P(|W − E W| ≥ |w − E W|), one-sided P(W ≥ w) or P(W ≤ w), over all ways to deal the pooled people to the
    waves. `scipy.stats.mannwhitneyu(method="exact")` ignores ties and can be wrong by a factor of two; this does not.

    Source: Wilcoxon 1945; the recursion over tied groups as in Streitberg & Röhmel 1986.

    Raises: CannotCompute (TOO_FEW when a side is empty, NO_VARIATION when all are equal, OUT_OF_REACH beyond 120
    people in all); InvalidFigure for another alternative.

    >>> round(rank_sum_p(Sample((1, 2, 4), (11, 2, 1)), Sample((1, 2, 3, 4, 5), (3, 1, 4, 2, 1))), 9)
    0.006690223
    """
    pooled, chosen = _on_both_sides(before, after)
    if sum(pooled) > MOST_PEOPLE:
        raise CannotCompute(Why.OUT_OF_REACH, f"more than {MOST_PEOPLE} people: use a permutation p")
    return exact_sum_p(_doubled_ranks(pooled), pooled, chosen, alternative=alternative)


def rank_sum_normal_p(before: Sample, after: Sample, *, alternative: Alternative = "two-sided") -> float:
    """Return the p of the rank sum by the normal distribution, with tie and continuity correction, at any size.

    With W the rank sum after, N people, t people at each distinct answer: Var W = n₁n₂/12·[N + 1 − Σ(t³ − t)/(N(N −
    1))], z = (|W − E W| − ½)/√Var W. Equals `scipy.stats.mannwhitneyu(method="asymptotic")` on the rows. It tests
    whether the two distributions are the same; for a change of level with unequal spreads use `superiority`.

    Source: Mann & Whitney 1947; Lehmann 1975, Nonparametrics, § 1.4.

    Raises: CannotCompute (TOO_FEW when a side is empty, NO_VARIATION when all are equal); InvalidFigure.

    >>> round(rank_sum_normal_p(Sample((1, 2, 4), (11, 2, 1)), Sample((1, 2, 3, 4, 5), (3, 1, 4, 2, 1))), 6)
    0.007741
    """
    _check(alternative)
    pooled, chosen = _on_both_sides(before, after)
    n, n2 = sum(pooled), sum(chosen)
    doubled = sum(rank * count for rank, count in zip(_doubled_ranks(pooled), chosen, strict=True))
    above = (doubled - n2 * (n + 1)) / 2.0
    ties = sum(count**3 - count for count in pooled) / (n * (n - 1.0))
    error = math.sqrt((n - n2) * n2 / 12.0 * (n + 1.0 - ties))
    if alternative == "two-sided":
        return min(1.0, 2.0 * float(stats.norm.sf((abs(above) - 0.5) / error)))
    return float(stats.norm.sf(((above if alternative == "greater" else -above) - 0.5) / error))


def exact_sum_p(
    scores: Sequence[int], pooled: Sequence[int], chosen: Sequence[int], *, alternative: Alternative = "two-sided"
) -> float:
    """Return the exact p of Σ scores·chosen when `chosen` people are dealt from `pooled` people.

    Scores are whole numbers of at least 0, one for each distinct answer; the number dealt is fixed.

    Source: Streitberg & Röhmel 1986.

    Raises: InvalidFigure for another alternative than "two-sided", "greater" and "less".

    >>> round(exact_sum_p([0, 1], [3, 3], [0, 3]), 3), round(exact_sum_p([0, 1], [3, 3], [0, 3], alternative="less"), 3)
    (0.1, 1.0)
    """
    dealt = sum(chosen)
    largest = sum(sorted((s for s, n in zip(scores, pooled, strict=True) for _ in range(n)), reverse=True)[:dealt])
    ways = np.zeros((dealt + 1, largest + 1))
    ways[0, 0] = 1.0
    for score, count in zip(scores, pooled, strict=True):
        added = np.zeros_like(ways)
        for taken in range(min(count, dealt) + 1):
            shift = score * taken
            if shift <= largest:
                part = ways[: dealt + 1 - taken, : largest + 1 - shift]
                added[taken:, shift:] += math.comb(count, taken) * part
        ways = added
    # The whole numbers n·sum − dealt·total keep distances from the mean exact.
    n, total = sum(pooled), sum(s * c for s, c in zip(scores, pooled, strict=True))
    return tail_p(
        ways[dealt] / ways[dealt].sum(),
        n * np.arange(largest + 1) - dealt * total,
        n * sum(s * c for s, c in zip(scores, chosen, strict=True)) - dealt * total,
        alternative,
    )


def tail_p(
    probabilities: NDArray[np.float64],
    places: NDArray[np.int64],
    observed: int,
    alternative: Alternative,
) -> float:
    """Return the probability of the places at least as far from 0 as the observed one, on the side asked for.

    >>> tail_p(np.full(4, 0.25), np.array([-3, -1, 1, 3]), 1, "two-sided")
    1.0
    """
    _check(alternative)
    far = {
        "two-sided": np.abs(places) >= abs(observed),
        "greater": places >= observed,
        "less": places <= observed,
    }
    return min(1.0, float(probabilities[far[alternative]].sum()))


def _check(alternative: str) -> None:
    if alternative not in get_args(Alternative):
        raise InvalidFigure(f"no such alternative: {alternative!r}")


def _on_both_sides(before: Sample, after: Sample) -> tuple[list[int], list[int]]:
    """Return all people, and those after, at each distinct answer in rising order."""
    if min(before.n, after.n) < 1:
        raise CannotCompute(Why.TOO_FEW, "each side needs somebody")
    people: dict[float, list[int]] = {}
    for side, sample in enumerate((before, after)):
        for value, count in zip(sample.values, sample.counts, strict=True):
            people.setdefault(value, [0, 0])[side] += count
    if len(people) == 1:
        raise CannotCompute(Why.NO_VARIATION, "everybody gave the same answer before and after")
    ordered = [people[value] for value in sorted(people)]
    return [sum(pair) for pair in ordered], [pair[1] for pair in ordered]


def _doubled_ranks(pooled: Sequence[int]) -> list[int]:
    """Return twice the mid-rank of each distinct answer, a whole number."""
    ranks, below = [], 0
    for count in pooled:
        ranks.append(2 * below + count + 1)
        below += count
    return ranks
