"""A trend over five waves or more: Mann–Kendall and Theil–Sen."""

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite

FEWEST_WAVES = 5
SHORTEST_STEP = 1e-6


@dataclass(frozen=True, slots=True)
class Trend:
    """Kendall's S, its variance under no trend, τ_b, two-sided p, and Sen's slope in points per unit of time."""

    s: int
    variance: float
    tau: float
    p: float
    slope: float
    slope_low: float
    slope_high: float


def mann_kendall(times: Sequence[float], values: Sequence[float]) -> Trend:
    """Return the test for a monotone trend of wave means, in time order, and Sen's slope.

    S = Σ sign(xⱼ − xᵢ), i < j; var S = [n(n − 1)(2n + 5) − Σ t(t − 1)(2t + 5)]/18 over tied groups t; z = (S ∓
    1)/√var S; slope the median of (xⱼ − xᵢ)/(tⱼ − tᵢ), its 95 % interval the slopes of rank (N ∓ 1.96√var S)/2 among
    all N of them (the extreme ones where that lies outside). Waves are taken as independent: a series that drifts by
    itself gives too small a p.

    Source: Mann 1945; Kendall 1975; Hipel & McLeod 1994; Sen 1968 (`scipy.stats.theilslopes`).

    Raises: CannotCompute (TOO_FEW under five waves, NO_VARIATION when all means are equal); InvalidFigure for times
    that do not rise by 0.000001 or more.

    >>> trend = mann_kendall(range(2009, 2020), (72, 70, 71, 72, 72, 74, 73, 74, 75, 77, 78))
    >>> trend.s, round(trend.variance, 4), round(trend.p, 6), trend.slope, trend.slope_low
    (45, 160.3333, 0.000511, 0.75, 0.5)
    """
    when = [finite("time", time) for time in times]
    points = [finite("value", value) for value in values]
    if len(when) != len(points) or any(b - a < SHORTEST_STEP for a, b in itertools.pairwise(when)):
        raise InvalidFigure("each value needs its own time, in rising order")
    n = len(points)
    if n < FEWEST_WAVES:
        raise CannotCompute(Why.TOO_FEW, f"a trend needs {FEWEST_WAVES} waves, there are {n}")
    ties = [count for count in Counter(points).values() if count > 1]
    if len(set(points)) == 1:
        raise CannotCompute(Why.NO_VARIATION, "all waves have the same mean")
    s = int(sum(np.sign(points[j] - points[i]) for i in range(n) for j in range(i + 1, n)))
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18.0
    pairs = n * (n - 1) / 2
    untied = pairs - sum(t * (t - 1) / 2 for t in ties)
    z = max(0, abs(s) - 1) / math.sqrt(variance)
    sen = stats.theilslopes(points, when)
    return Trend(
        s=s,
        variance=variance,
        tau=s / math.sqrt(pairs * untied),
        p=min(1.0, 2.0 * float(stats.norm.sf(z))),
        slope=float(sen.slope),
        slope_low=float(sen.low_slope),
        slope_high=float(sen.high_slope),
    )
