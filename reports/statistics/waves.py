"""Before and after over several waves: the mean of the waves on each side, with ordinary variation."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports.statistics.change import Moments
from reports.statistics.checks import CannotCompute, Why, finite
from reports.statistics.intervals import Interval
from reports.statistics.policy import DEFAULT_TAU
from reports.statistics.samples import Sample
from reports.statistics.student_t import margin, satterthwaite, two_sided_p


@dataclass(frozen=True, slots=True)
class PooledChange:
    """Mean of the waves after minus mean of the waves before, in points; `plain_error` is the SE without τ."""

    difference: float
    standard_error: float
    df: float
    low: float
    high: float
    p: float
    plain_error: float
    tau: float
    waves_before: int
    waves_after: int

    @property
    def interval(self) -> Interval:
        """The interval, ordinary variation allowed for."""
        return Interval(self.low, self.high)


def pooled_change(
    before: Sequence[Sample], after: Sequence[Sample], *, tau: float = DEFAULT_TAU, confidence: float = 0.95
) -> PooledChange:
    """Return the change between the waves before and those after a date, each wave counting the same.

    d = mean of the k₂ wave means after − mean of the k₁ before; SE² = Σ(SEᵢ² + τ²)/k₁² + Σ(SEⱼ² + τ²)/k₂², SEᵢ² =
    sᵢ²/nᵢ; df = SE⁴/Σ[(SEᵢ²/k²)²/(nᵢ − 1)] (Satterthwaite, τ known). Waves count alike, whatever their n: each is one
    draw of the ordinary variation. One wave a side is `policy_interval`. A trend that was there anyway passes for a
    change; from 3 + 3 waves `step_and_trend` looks for it.

    Source: Welch 1947; Satterthwaite 1946, Biometrics Bull. 2:110–114.

    Raises: CannotCompute (TOO_FEW when a side has no wave or a wave under two answers; NO_VARIATION when nobody
    differs in any wave); InvalidFigure.

    >>> low, high = Sample((25.0, 50.0, 75.0), (12, 14, 6)), Sample((25.0, 50.0, 75.0), (6, 12, 14))
    >>> result = pooled_change([low, low], [high])
    >>> round(result.difference, 4), round(result.standard_error, 4), round(result.df, 1)
    (10.9375, 4.7599, 111.5)
    """
    spread = finite("tau", tau, low=0.0)
    if not before or not after:
        raise CannotCompute(Why.TOO_FEW, "a wave is needed on each side")
    sides = [[Moments.of(sample) for sample in side] for side in (before, after)]
    parts = [(wave.variance / wave.n / len(side) ** 2, wave.n) for side in sides for wave in side]
    plain = sum(part for part, _ in parts)
    if plain == 0.0:
        raise CannotCompute(Why.NO_VARIATION, "nobody differs in any wave: there is no error to measure")
    squared = plain + spread**2 * (1.0 / len(before) + 1.0 / len(after))
    df = satterthwaite(((part, n - 1) for part, n in parts), squared)
    first, second = (math.fsum(wave.mean for wave in side) / len(side) for side in sides)
    difference, error = second - first, math.sqrt(squared)
    reach = margin(error, df, confidence=confidence)
    return PooledChange(
        difference=difference,
        standard_error=error,
        df=df,
        low=difference - reach,
        high=difference + reach,
        p=two_sided_p(difference, error, df),
        plain_error=math.sqrt(plain),
        tau=spread,
        waves_before=len(before),
        waves_after=len(after),
    )
