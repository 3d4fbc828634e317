"""Wilcoxon's signed-rank test of joined answers, exact with ties and zeros, from the counts of the differences."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.checks import CannotCompute, Why
from reports.statistics.rank_sum import Alternative, tail_p
from reports.statistics.samples import Sample

MOST_PAIRS = 300
"""The table grows with the fourth power of the number of pairs; beyond this use `sign_flip_p`."""


@dataclass(frozen=True, slots=True)
class SignedRank:
    """`v` is the sum of the mid-ranks of the positive differences, `n` the people whose answer changed."""

    v: float
    p: float
    n: int


def signed_rank(differences: Sample, *, alternative: Alternative = "two-sided", pratt: bool = False) -> SignedRank:
    """Return V and its exact p when each person's sign is equally likely either way; differences are after − before.

    Differences of 0 are left out (Wilcoxon), or ranked first and then left out (`pratt`). |differences| get mid-ranks;
    two-sided P(|V − E V| ≥ |v − E V|), "greater" P(V ≥ v), "less" P(V ≤ v). Equal to R's `wilcox.test(paired = TRUE,
    exact = TRUE)` without ties or zeros, to `coin::wilcoxsign_test(distribution = "exact")` with them.

    Source: Wilcoxon 1945; Pratt 1959, J. Am. Statist. Assoc. 54:655–667; Hollander & Wolfe 1973, ch. 3.

    Raises: CannotCompute (TOO_FEW without pairs, NO_VARIATION when nobody changed, OUT_OF_REACH beyond 300 who did);
    InvalidFigure for another alternative.

    >>> signed_rank(Sample((-2.0, 1.0, 3.0, 4.0), (1, 1, 1, 1)), alternative="greater")
    SignedRank(v=8.0, p=0.1875, n=4)
    """
    if differences.n < 1:
        raise CannotCompute(Why.TOO_FEW, "there is no pair")
    people: dict[float, list[int]] = {}
    zeros = 0
    for value, count in zip(differences.values, differences.counts, strict=True):
        if value == 0.0:
            zeros = count
        else:
            people.setdefault(abs(value), [0, 0])[value > 0.0] += count
    n = differences.n - zeros
    if n == 0:
        raise CannotCompute(Why.NO_VARIATION, "nobody changed")
    if n > MOST_PAIRS:
        raise CannotCompute(Why.OUT_OF_REACH, f"more than {MOST_PAIRS} people changed: use sign_flip_p")
    below, doubled_v, total = (zeros if pratt else 0), 0, 0
    chances = np.ones(1)
    for size in sorted(people):
        down, up = people[size]
        rank = 2 * below + down + up + 1
        below += down + up
        doubled_v += rank * up
        total += rank * (down + up)
        chances = _with_flips(chances, rank, down + up)
    # 2·(2V) − total keeps distances from the mean whole.
    p = tail_p(chances, 2 * np.arange(total + 1) - total, 2 * doubled_v - total, alternative)
    return SignedRank(doubled_v / 2.0, p, n)


def _with_flips(chances: NDArray[np.float64], rank: int, people: int) -> NDArray[np.float64]:
    """Return the distribution of the sum when `people` more of one rank each count with probability ½."""
    added = np.zeros(len(chances) + rank * people)
    for up in range(people + 1):
        added[rank * up : rank * up + len(chances)] += math.comb(people, up) / 2.0**people * chances
    return added
