"""The same, or no worse, within a margin that was declared beforehand."""

from dataclasses import dataclass
from typing import Protocol

from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite
from reports.statistics.student_t import margin as half_width


class Estimate(Protocol):
    """Any change with a standard error and degrees of freedom: unpaired, paired, part-paired or by a comparison."""

    @property
    def difference(self) -> float:
        """After − before, in the scale's unit."""

    @property
    def standard_error(self) -> float:
        """Its standard error, above 0."""

    @property
    def df(self) -> float:
        """Degrees of freedom of the standard error."""


@dataclass(frozen=True, slots=True)
class Equivalence:
    """The two one-sided tests against −margin and +margin, and what the 90 % interval says of them.

    `p_above_lower` is the p of non-inferiority (the change is above −margin), `p_below_upper` that of non-superiority.
    """

    p_above_lower: float
    p_below_upper: float
    same: bool
    not_lower: bool
    not_higher: bool

    @property
    def p(self) -> float:
        """The larger of the two: the p of "the same within the margin"."""
        return max(self.p_above_lower, self.p_below_upper)


def equivalence(change: Estimate, *, margin: float, alpha: float = 0.05) -> Equivalence:
    """Return whether the change lies within ±margin (in the scale's unit), each side tested at `alpha`.

    t_lower = (d + margin)/SE, t_upper = (d − margin)/SE with the change's df. The answer is read off the 1 − 2α
    interval (90 %), which is the same thing: `same` when it lies inside (−margin, margin), `not_lower` when it starts
    above −margin, `not_higher` when it ends below margin. Not significant is not the same as "the same".

    Source: Lakens 2017, Soc. Psychol. Personal. Sci. 8:355–362; Schuirmann 1987.

    Raises: InvalidFigure when the margin is not above 0 or alpha not under one half; CannotCompute (NO_VARIATION) for
    an estimate without error.

    >>> from reports.statistics.change import Moments, welch_from_moments
    >>> change = welch_from_moments(Moments(89, 5.22, 0.83**2), Moments(95, 5.25, 0.95**2))
    >>> result = equivalence(change, margin=0.3836)
    >>> round(result.p, 4), result.same
    (0.0039, True)
    """
    bound = finite("margin", margin, low=0.0)
    if bound == 0.0:
        raise InvalidFigure("margin must be above 0")
    if finite("standard_error", change.standard_error, low=0.0) == 0.0:
        raise CannotCompute(Why.NO_VARIATION, "there is no error to measure against")
    reach = half_width(change.standard_error, change.df, confidence=1.0 - 2.0 * finite("alpha", alpha))
    not_lower, not_higher = change.difference - reach > -bound, change.difference + reach < bound
    return Equivalence(
        p_above_lower=float(stats.t.sf((change.difference + bound) / change.standard_error, change.df)),
        p_below_upper=float(stats.t.cdf((change.difference - bound) / change.standard_error, change.df)),
        same=not_lower and not_higher,
        not_lower=not_lower,
        not_higher=not_higher,
    )
