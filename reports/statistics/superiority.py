"""Did answers to one ordinal item move up? P(after > before) + ½P(tie), without treating options as distances."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.statistics.checks import CannotCompute, Why
from reports.statistics.intervals import Interval
from reports.statistics.permutation import DRAWS, on_grid, permuted
from reports.statistics.samples import Sample
from reports.statistics.student_t import margin, satterthwaite, two_sided_p


@dataclass(frozen=True, slots=True)
class Superiority:
    """θ = P(after > before) + ½P(equal), 0 to 1; the test of θ = ½ and two intervals.

    `logit` stays within 0 and 1 and is the one to show; `plain` is the symmetric one of the paper, cut to 0 and 1.
    """

    theta: float
    standard_error: float
    statistic: float
    df: float
    p: float
    logit: Interval
    plain: Interval


def superiority(before: Sample, after: Sample, *, confidence: float = 0.95) -> Superiority:
    """Return Brunner and Munzel's test and interval from counts; values need an order only.

    A person's placement is the share of the other wave below her, ties half. θ is the mean placement of the after
    wave; SE² = v₁/n₁ + v₂/n₂, v the variance (n − 1) of each wave's placements; statistic (θ − ½)/SE, t with
    Welch's df. Logit interval: logit θ ± t·SE/(θ(1 − θ)), turned back. With n < 15 a side use
    `superiority_permutation_p`.

    Source: Brunner & Munzel 2000, Biom. J. 42:17–25.

    Raises: CannotCompute (TOO_FEW when a side has n < 2; SEPARATED when θ is 0 or 1; NO_VARIATION when all are equal).

    >>> result = superiority(Sample((1, 2, 4), (11, 2, 1)), Sample((1, 2, 3, 4, 5), (3, 1, 4, 2, 1)))
    >>> round(result.theta, 6), round(result.statistic, 4), round(result.df, 3), round(result.p, 6)
    (0.788961, 3.1375, 17.683, 0.005786)
    """
    if min(before.n, after.n) < 2:
        raise CannotCompute(Why.TOO_FEW, f"two answers are needed on each side: {before.n} and {after.n}")
    values = np.array(sorted({*before.values, *after.values}), dtype=np.float64)
    first, second = on_grid(values, before), on_grid(values, after)
    thetas, parts_before, parts_after = _placements(second[np.newaxis, :], first + second)
    theta, part_before, part_after = float(thetas[0]), float(parts_before[0]), float(parts_after[0])
    squared = part_before + part_after
    if squared == 0.0:
        why = Why.NO_VARIATION if len(values) == 1 else Why.SEPARATED
        raise CannotCompute(why, "no person's place among the others varies: there is no error to measure")
    df = satterthwaite([(part_before, before.n - 1), (part_after, after.n - 1)], squared)
    error = math.sqrt(squared)
    statistic = (theta - 0.5) / error
    half = margin(error, df, confidence=confidence)
    centre, reach = math.log(theta / (1.0 - theta)), half / (theta * (1.0 - theta))
    return Superiority(
        theta=theta,
        standard_error=error,
        statistic=statistic,
        df=df,
        p=two_sided_p(theta - 0.5, error, df),
        logit=Interval(_share(centre - reach), _share(centre + reach)),
        plain=Interval(max(0.0, theta - half), min(1.0, theta + half)),
    )


def superiority_permutation_p(
    before: Sample, after: Sample, *, seed: int | tuple[int, ...], draws: int = DRAWS
) -> float:
    """Return the permutation p of Brunner and Munzel's |statistic|, also where everybody has moved past everybody.

    Source: Neubert & Brunner 2007, Comput. Stat. Data Anal. 51:5192–5204.

    Raises: as `permutation_p`.

    >>> superiority_permutation_p(Sample((1, 2), (5, 4)), Sample((3, 4), (5, 4)), seed=1, draws=999)
    0.001
    """
    return permuted(before, after, absolute_statistic, seed=seed, draws=draws)


def absolute_statistic(
    after: NDArray[np.int64], pooled: NDArray[np.int64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return Brunner and Munzel's |statistic| of each split; infinite where the two sides are separated.

    >>> absolute_statistic(np.array([[1, 1, 2], [0, 2, 2]]), np.array([2, 2, 2]), np.zeros(3)).round(4).tolist()
    [1.1547, inf]
    """
    theta, part_before, part_after = _placements(after, pooled)
    with np.errstate(divide="ignore"):
        result: NDArray[np.float64] = np.abs(theta - 0.5) / np.sqrt(part_before + part_after)
    return result


def _placements(
    after: NDArray[np.int64], pooled: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return θ and each side's part of SE² for every split; `after` has shape (splits, values)."""
    before = pooled - after
    n_before, n_after = float(before[0].sum()), float(after[0].sum())
    # Twice the number of people below, ties once: whole numbers, exact up to 10⁹ people.
    below_before = 2 * np.cumsum(before, axis=1) - before
    below_after = 2 * np.cumsum(after, axis=1) - after
    theta = (after * below_before).sum(axis=1) / (2.0 * n_before * n_after)
    return theta, _part(before, below_after, n_before, n_after), _part(after, below_before, n_after, n_before)


def _part(counts: NDArray[np.int64], below: NDArray[np.int64], n: float, others: float) -> NDArray[np.float64]:
    """Return the variance of the mean placement of one side, shape (splits,)."""
    places = below / (2.0 * others)
    means = (counts * places).sum(axis=1, keepdims=True) / n
    result: NDArray[np.float64] = (counts * (places - means) ** 2).sum(axis=1) / (n * (n - 1.0))
    # Rounding leaves a trace of variance where all places are one and the same: there it is exactly nothing.
    there = counts > 0
    result[np.where(there, below, -1).max(axis=1) == np.where(there, below, np.iinfo(np.int64).max).min(axis=1)] = 0.0
    return result


def _share(logit: float) -> float:
    """Return the share of a logit without overflow."""
    return 0.5 * (1.0 + math.tanh(logit / 2.0))
