"""Was it the policy? A change beside the ordinary variation of an organisation from wave to wave."""

import math
from dataclasses import dataclass

from reports.statistics.change import Change
from reports.statistics.checks import finite
from reports.statistics.intervals import Interval
from reports.statistics.student_t import margin, satterthwaite

DEFAULT_TAU = 2.0
"""Points. The yearly standard deviation of real organisations' scores is 2.2 to 3.2 (Civil Service People Survey,
2009 to 2019, Cabinet Office); 2 is the project's convention for a workplace's own, until four prior waves tell."""


@dataclass(frozen=True, slots=True)
class PolicyInterval:
    """The change's interval when each wave also carries ordinary variation of standard deviation `tau`."""

    standard_error: float
    df: float
    low: float
    high: float
    tau: float

    @property
    def interval(self) -> Interval:
        """The interval alone."""
        return Interval(self.low, self.high)


def policy_interval(change: Change, *, tau: float = DEFAULT_TAU, confidence: float = 0.95) -> PolicyInterval:
    """Return the interval of a change with SE² = SE_diff² + 2τ², τ in the scale's unit (points).

    Two waves each differ from the organisation's long-run level by a deviation of their own, so τ² enters twice.
    τ is taken as known: df = df_diff · SE⁴/SE_diff⁴ (Satterthwaite, with no contribution from τ). With τ = 0 the plain
    interval comes back. It says how large the change is against ordinary variation; it cannot say what caused it.

    Source: Satterthwaite 1946, Biometrics Bull. 2:110–114; the size of τ: see `DEFAULT_TAU`.

    Raises: InvalidFigure for a negative or infinite τ.

    >>> from reports.statistics.samples import Sample
    >>> from reports.statistics.change import welch
    >>> change = welch(Sample((25.0, 50.0, 75.0), (12, 14, 6)), Sample((25.0, 50.0, 75.0), (6, 12, 14)))
    >>> interval = policy_interval(change)
    >>> round(change.low, 3), round(interval.low, 3), round(interval.high, 3)
    (1.567, 0.093, 21.782)
    """
    spread = finite("tau", tau, low=0.0)
    squared = change.standard_error**2 + 2.0 * spread**2
    df = satterthwaite([(change.standard_error**2, change.df)], squared)
    standard_error = math.sqrt(squared)
    reach = margin(standard_error, df, confidence=confidence)
    return PolicyInterval(standard_error, df, change.difference - reach, change.difference + reach, spread)
