"""Exact Wilcoxon–Mann–Whitney p with ties, by a dynamic programme over the counts."""

import math
from collections.abc import Sequence

import numpy as np

from reports.statistics.checks import CannotCompute, Why
from reports.statistics.samples import Sample

MOST_PEOPLE = 120
"""The table grows with the fourth power of the number of people; beyond this use a permutation p."""


def rank_sum_p(before: Sample, after: Sample) -> float:
    """Return the exact two-sided p of the rank sum, mid-ranks for ties, given the pooled answers.

    P(|W − E W| ≥ |w − E W|) over all ways to deal the pooled people to the waves. `scipy.stats.mannwhitneyu(method=
    "exact")` ignores ties and can be wrong by a factor of two; this does not.

    Source: Wilcoxon 1945; the recursion over tied groups as in Streitberg & Röhmel 1986.

    Raises: CannotCompute (TOO_FEW when a side is empty, NO_VARIATION when all are equal, OUT_OF_REACH beyond 120
    people in all).

    >>> round(rank_sum_p(Sample((1, 2, 4), (11, 2, 1)), Sample((1, 2, 3, 4, 5), (3, 1, 4, 2, 1))), 9)
    0.006690223
    """
    if min(before.n, after.n) < 1:
        raise CannotCompute(Why.TOO_FEW, "each side needs somebody")
    if before.n + after.n > MOST_PEOPLE:
        raise CannotCompute(Why.OUT_OF_REACH, f"more than {MOST_PEOPLE} people: use a permutation p")
    people: dict[float, list[int]] = {}
    for side, sample in enumerate((before, after)):
        for value, count in zip(sample.values, sample.counts, strict=True):
            people.setdefault(value, [0, 0])[side] += count
    if len(people) == 1:
        raise CannotCompute(Why.NO_VARIATION, "everybody gave the same answer before and after")
    ordered = [people[value] for value in sorted(people)]
    pooled, chosen = [sum(pair) for pair in ordered], [pair[1] for pair in ordered]
    # Twice the mid-rank is a whole number.
    below = np.concatenate(([0], np.cumsum(pooled)[:-1]))
    scores = [int(2 * start + count + 1) for start, count in zip(below, pooled, strict=True)]
    return exact_sum_p(scores, pooled, chosen)


def exact_sum_p(scores: Sequence[int], pooled: Sequence[int], chosen: Sequence[int]) -> float:
    """Return the exact two-sided p of Σ scores·chosen when `chosen` people are dealt from `pooled` people.

    Scores are whole numbers of at least 0, one for each distinct answer; the number dealt is fixed.

    Source: Streitberg & Röhmel 1986.

    >>> round(exact_sum_p([0, 1], [3, 3], [0, 3]), 3)
    0.1
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
    probabilities = ways[dealt] / ways[dealt].sum()
    # The whole numbers n·sum − dealt·total keep distances from the mean exact.
    n, total = sum(pooled), sum(s * c for s, c in zip(scores, pooled, strict=True))
    distances = np.abs(n * np.arange(largest + 1) - dealt * total)
    observed = abs(n * sum(s * c for s, c in zip(scores, chosen, strict=True)) - dealt * total)
    return min(1.0, float(probabilities[distances >= observed].sum()))
