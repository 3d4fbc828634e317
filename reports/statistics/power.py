"""Before the survey: how small a change can be found at this size."""

import math
from collections.abc import Callable

from scipy import optimize, stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite, open_share

FARTHEST = 8.0
"""Standard errors. The noncentral t of SciPy turns into NaN at large noncentrality, so no search goes beyond."""


def power_of_t(noncentrality: float, df: float, *, alpha: float = 0.05) -> float:
    """Return the power of a two-sided t test, 0 to 1, when the true change is `noncentrality` standard errors.

    P(T > t(1 − α/2; df)), T noncentral t. The other tail is left out, as in Cohen's tables and R's `power.t.test`;
    it is nothing at any power worth having.

    Source: Cohen 1988, Statistical Power Analysis, ch. 2.

    Raises: InvalidFigure for a noncentrality outside 0 to 8 or df not above 0.

    >>> round(power_of_t(math.sqrt(20 / 2), 38), 7)
    0.8689528
    """
    centre = finite("noncentrality", noncentrality, low=0.0, high=FARTHEST)
    freedom = finite("df", df, low=1e-6)
    critical = float(stats.t.ppf(1.0 - open_share("alpha", alpha) / 2.0, freedom))
    power = float(stats.nct.sf(critical, freedom, centre))
    if not math.isfinite(power):
        raise CannotCompute(Why.OUT_OF_REACH, f"no power at {centre} standard errors and {freedom} degrees of freedom")
    return min(1.0, max(0.0, power))


def minimum_detectable_change(
    *,
    n_before: float,
    n_after: float,
    sd_before: float,
    sd_after: float,
    alpha: float = 0.05,
    power: float = 0.8,
) -> float:
    """Return the smallest true change, in the unit of the SDs, that Welch's test finds with this power.

    Solves power_of_t(Δ/SE, df) = power with SE² = s₁²/n₁ + s₂²/n₂ and Welch's df; for equal n and SD that is
    R's `power.t.test`. The n may be expected ones (80 % of 12 people is 9.6). Divide α by the number of primary
    scales to know what a primary scale needs.

    Source: Cohen 1988; Welch 1947.

    Raises: CannotCompute (TOO_FEW under two a side; NO_VARIATION when both SDs are 0; OUT_OF_REACH when it lies beyond
    8 standard errors, as with two people a side); InvalidFigure.

    >>> round(minimum_detectable_change(n_before=32, n_after=32, sd_before=18, sd_after=18), 4)
    12.8067
    """
    people = [finite("n", n, low=0.0) for n in (n_before, n_after)]
    spreads = [finite("sd", sd, low=0.0) for sd in (sd_before, sd_after)]
    if min(people) < 2.0:
        raise CannotCompute(Why.TOO_FEW, f"a change needs two answers on each side: {n_before} and {n_after}")
    parts = [sd**2 / n for sd, n in zip(spreads, people, strict=True)]
    if sum(parts) == 0.0:
        raise CannotCompute(Why.NO_VARIATION, "without variation there is nothing to detect against")
    shares = [part / sum(parts) for part in parts]
    df = 1.0 / sum(share**2 / (n - 1.0) for share, n in zip(shares, people, strict=True))
    return math.sqrt(sum(parts)) * _noncentrality(df, alpha=alpha, power=power)


def minimum_detectable_paired_change(
    *, pairs: float, sd_difference: float, alpha: float = 0.05, power: float = 0.8
) -> float:
    """Return the smallest true mean change, in the SD's unit, that a paired t test finds with this power.

    SE = s_d/√n, df = n − 1. With equal SD s and correlation r between the waves, s_d = s √(2(1 − r)).

    Source: Cohen 1988.

    Raises: as `minimum_detectable_change`.

    >>> round(minimum_detectable_paired_change(pairs=20, sd_difference=16), 4)
    10.5671
    """
    number, spread = finite("pairs", pairs, low=0.0), finite("sd_difference", sd_difference, low=0.0)
    if number < 2.0:
        raise CannotCompute(Why.TOO_FEW, f"a paired change needs two pairs: {pairs}")
    if spread == 0.0:
        raise CannotCompute(Why.NO_VARIATION, "without variation there is nothing to detect against")
    return spread / math.sqrt(number) * _noncentrality(number - 1.0, alpha=alpha, power=power)


def people_to_detect(difference: float, *, sd: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """Return how many answers per wave find a true change of `difference` with this power; not rounded, at least 2.

    Source: Cohen 1988; R's `power.t.test(power =, delta =, sd =)`.

    Raises: CannotCompute (OUT_OF_REACH beyond 8 standard errors); InvalidFigure for a difference or sd not above 0.

    >>> round(people_to_detect(0.5, sd=1.0), 5)
    63.76576
    """
    target = open_share("power", power)
    return _people(difference, sd, lambda centre, df: power_of_t(centre, df, alpha=alpha) - target)


def people_for_the_same(margin: float, *, sd: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """Return how many answers per wave show "the same within ±margin" with this power when nothing changed.

    Each of the two one-sided tests at α must succeed: power = 2·P(T > t(1 − α)) − 1, a lower bound that is tight
    at such sizes. Not rounded, at least 2.

    Source: Lakens 2017, Soc. Psychol. Personal. Sci. 8:355–362.

    Raises: as `people_to_detect`.

    >>> math.ceil(people_for_the_same(5.0, sd=20.0))
    275
    """
    level, target = open_share("alpha", alpha), open_share("power", power)
    if level >= 0.5:
        raise InvalidFigure(f"alpha must be under one half: {alpha}")
    return _people(margin, sd, lambda centre, df: 2.0 * power_of_t(centre, df, alpha=2.0 * level) - 1.0 - target)


def _noncentrality(df: float, *, alpha: float, power: float) -> float:
    """Return the noncentrality in [0, 8] with this power."""
    target = open_share("power", power)
    if power_of_t(0.0, df, alpha=alpha) >= target:
        raise InvalidFigure(f"a power of {power} is reached without any change at alpha {alpha}")
    if power_of_t(FARTHEST, df, alpha=alpha) < target:
        raise CannotCompute(Why.OUT_OF_REACH, f"more than {FARTHEST} standard errors with {df:.3g} degrees of freedom")
    root = optimize.brentq(lambda centre: power_of_t(centre, df, alpha=alpha) - target, 0.0, FARTHEST, xtol=1e-10)
    return float(root)


def _people(effect: float, sd: float, excess: Callable[[float, float], float]) -> float:
    """Return the n per wave at which `excess(noncentrality, df)` is zero, at least 2."""
    size = finite("effect", effect, low=0.0) / finite("sd", sd, low=1e-9)
    if size < 1e-6:
        raise InvalidFigure("the difference must be above 0")

    def at(n: float) -> float:
        return excess(min(FARTHEST, size * math.sqrt(n / 2.0)), 2.0 * n - 2.0)

    most = max(2.0, 2.0 * (FARTHEST / size) ** 2)
    if at(2.0) >= 0.0:
        return 2.0
    if at(most) < 0.0:
        raise CannotCompute(Why.OUT_OF_REACH, f"more than {FARTHEST} standard errors would be needed")
    return float(optimize.brentq(at, 2.0, most, xtol=1e-8))
