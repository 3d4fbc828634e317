"""A change beside that of a comparison unit, and among many."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports.statistics.change import Change
from reports.statistics.checks import CannotCompute, Why, finite
from reports.statistics.policy import DEFAULT_TAU
from reports.statistics.student_t import margin, satterthwaite, two_sided_p

FEWEST_FOR_FIVE_PER_CENT = 19


@dataclass(frozen=True, slots=True)
class Contrast:
    """Change of the treated unit minus that of the comparison unit, in points."""

    difference: float
    standard_error: float
    df: float
    low: float
    high: float
    p: float
    tau: float


@dataclass(frozen=True, slots=True)
class PlaceboRank:
    """`rank` 1 is the largest absolute change of `units`; `p` = rank/units, which can be .05 from 19 others on."""

    rank: int
    units: int
    p: float
    p_can_be_small: bool


def contrast(treated: Change, comparison: Change, *, tau: float = DEFAULT_TAU, confidence: float = 0.95) -> Contrast:
    """Return the difference in differences, each unit with its own ordinary variation τ per wave.

    SE² = SE_t² + SE_c² + 4τ²; df by Satterthwaite from the two changes, τ known. What moves both units alike cancels;
    the comparison must be a unit that would have moved the same way without the policy, which no figure here can show.

    Source: Card & Krueger 1994, Am. Econ. Rev. 84:772 (design); Satterthwaite 1946.

    Raises: InvalidFigure for a negative τ.

    >>> from reports.statistics.change import Moments, welch_from_moments
    >>> treated = welch_from_moments(Moments(40, 50.0, 400.0), Moments(40, 62.0, 400.0))
    >>> comparison = welch_from_moments(Moments(90, 52.0, 400.0), Moments(90, 54.0, 400.0))
    >>> result = contrast(treated, comparison)
    >>> result.difference, round(result.standard_error, 4)
    (10.0, 6.6999)
    """
    spread = finite("tau", tau, low=0.0)
    parts = treated.standard_error**2, comparison.standard_error**2
    squared = sum(parts) + 4.0 * spread**2
    df = satterthwaite(zip(parts, (treated.df, comparison.df), strict=True), squared)
    difference, error = treated.difference - comparison.difference, math.sqrt(squared)
    reach = margin(error, df, confidence=confidence)
    p = two_sided_p(difference, error, df)
    return Contrast(difference, error, df, difference - reach, difference + reach, p, spread)


def placebo_rank(treated: float, others: Sequence[float]) -> PlaceboRank:
    """Return where the treated unit's change stands among those of G untreated units, by absolute size.

    p = (1 + units at least as large)/(G + 1), never below 1/(G + 1): under 19 comparison units say "largest change of
    7 units", not a p.

    Source: MacKinnon & Webb 2020, J. Econometrics 218:435–450.

    Raises: CannotCompute (TOO_FEW without a comparison unit); InvalidFigure.

    >>> placebo_rank(9.0, [1.0, -2.0, 3.0, 0.5, -4.0, 2.0])
    PlaceboRank(rank=1, units=7, p=0.14285714285714285, p_can_be_small=False)
    """
    own = abs(finite("change", treated))
    sizes = [abs(finite("change", other)) for other in others]
    if not sizes:
        raise CannotCompute(Why.TOO_FEW, "there is no comparison unit")
    rank, units = 1 + sum(size >= own - 1e-9 for size in sizes), len(sizes) + 1
    return PlaceboRank(rank, units, rank / units, len(sizes) >= FEWEST_FOR_FIVE_PER_CENT)
