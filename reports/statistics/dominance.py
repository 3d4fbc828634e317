"""Cliff's δ: how much more often an answer after is above one before than below it."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from reports.statistics.checks import CannotCompute, Why, open_share
from reports.statistics.intervals import Interval
from reports.statistics.samples import Sample


@dataclass(frozen=True, slots=True)
class Dominance:
    """δ = P(after > before) − P(after < before), −1 to 1, and its interval."""

    delta: float
    interval: Interval


def cliffs_delta(before: Sample, after: Sample, *, confidence: float = 0.95, normal: bool = False) -> Dominance:
    """Return Cliff's δ from counts with his asymmetric interval; δ = 2θ − 1 of `superiority`.

    With dᵢⱼ = sign(afterᵢ − beforeⱼ), d̄ its means over one wave, n = n₁n₂:
    S² = [n₁² Σ(d̄ᵢ − δ)² + n₂² Σ(d̄ⱼ − δ)² − Σ(dᵢⱼ − δ)²]/(n(n₁ − 1)(n₂ − 1)), at least (1 − δ²)/(n − 1); ends
    (δ − δ³ ± q S √((1 − δ²)² + q²S²))/(1 − δ² + q²S²), q from t with n₁ + n₂ − 2 degrees of freedom, or normal.

    Source: Cliff 1996, Ordinal Methods for Behavioral Data Analysis; Hogarty & Kromrey 1999.

    Raises: CannotCompute (TOO_FEW when a side has n < 2; SEPARATED when δ is 1 or −1; NO_VARIATION when all are equal).

    >>> before, after = Sample((10, 20, 30, 40, 50), (1, 1, 1, 2, 1)), Sample((10, 20, 30, 40, 50), (2, 3, 3, 1, 1))
    >>> result = cliffs_delta(before, after)
    >>> round(result.delta, 6), round(result.interval.low, 6), round(result.interval.high, 6)
    (-0.25, -0.726585, 0.389006)
    """
    share = 0.5 + open_share("confidence", confidence) / 2.0
    n1, n2 = before.n, after.n
    if min(n1, n2) < 2:
        raise CannotCompute(Why.TOO_FEW, f"two answers are needed on each side: {n1} and {n2}")
    if len({*before.values, *after.values}) == 1:
        raise CannotCompute(Why.NO_VARIATION, "everybody gave the same answer before and after")
    sign = np.sign(np.subtract.outer(np.array(after.values), np.array(before.values)))
    people1, people2 = np.array(before.counts, dtype=np.float64), np.array(after.counts, dtype=np.float64)
    delta = float(people2 @ sign @ people1) / (n1 * n2)
    if abs(delta) == 1.0:
        raise CannotCompute(Why.SEPARATED, "everybody on one side lies above everybody on the other")
    rows, columns = sign @ people1 / n1, people2 @ sign / n2
    within = float(people2 @ (sign - delta) ** 2 @ people1)
    over_after = n1**2 * float(people2 @ (rows - delta) ** 2)
    over_before = n2**2 * float(people1 @ (columns - delta) ** 2)
    unbiased = (over_after + over_before - within) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    squared = max(unbiased, (1 - delta**2) / (n1 * n2 - 1))
    quantile = float(stats.norm.ppf(share) if normal else stats.t.ppf(share, n1 + n2 - 2))
    reach = quantile * math.sqrt(squared) * math.sqrt((1 - delta**2) ** 2 + quantile**2 * squared)
    bottom = 1 - delta**2 + quantile**2 * squared
    middle = delta - delta**3
    return Dominance(delta, Interval(max(-1.0, (middle - reach) / bottom), min(1.0, (middle + reach) / bottom)))
