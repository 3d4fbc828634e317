"""Change between two waves whose answers cannot be paired: Welch's interval and test."""

import math
from dataclasses import dataclass, replace

from reports.statistics.checks import CannotCompute, Why, finite, whole
from reports.statistics.intervals import Interval
from reports.statistics.samples import Sample
from reports.statistics.student_t import margin, satterthwaite, two_sided_p


@dataclass(frozen=True, slots=True)
class Moments:
    """People, mean and variance (n − 1) of one side, in the scale's unit and its square."""

    n: int
    mean: float
    variance: float

    @staticmethod
    def of(sample: Sample) -> "Moments":
        """Return the moments of a sample. Raises: CannotCompute when n < 2."""
        return Moments(sample.n, sample.mean, sample.variance)


@dataclass(frozen=True, slots=True)
class Change:
    """After minus before, in the sample's unit: estimate, interval, 90 % interval and two-sided p."""

    difference: float
    standard_error: float
    df: float
    low: float
    high: float
    p: float
    low90: float
    high90: float
    n_before: int
    n_after: int

    @property
    def interval(self) -> Interval:
        """The interval of the confidence asked for."""
        return Interval(self.low, self.high)

    @property
    def interval90(self) -> Interval:
        """The 90 % interval, for the question whether two waves are the same within a margin."""
        return Interval(self.low90, self.high90)

    def mirrored(self) -> "Change":
        """Return the same change on the scale named the other way round."""
        return replace(
            self,
            difference=-self.difference,
            low=-self.high,
            high=-self.low,
            low90=-self.high90,
            high90=-self.low90,
        )


def welch(before: Sample, after: Sample, *, confidence: float = 0.95) -> Change:
    """Return after − before with Welch's standard error, degrees of freedom, interval and two-sided p.

    SE² = s₁²/n₁ + s₂²/n₂; df = SE⁴ / ((s₁²/n₁)²/(n₁ − 1) + (s₂²/n₂)²/(n₂ − 1)). There is no finite population
    correction: the question is whether the answers changed by more than chance, not what this list of people said.
    One side without variation is allowed (df is then the other side's n − 1). The two sides are treated as
    independent; where the same people answer twice the interval is too wide, never too narrow, unless they answer
    against themselves. Equals `scipy.stats.ttest_ind(after, before, equal_var=False)` on the rows.

    Source: Welch 1947, Biometrika 34:28–35.

    Raises: CannotCompute (TOO_FEW when a side has n < 2, NO_VARIATION when neither side varies); InvalidFigure.

    >>> change = welch(Sample((25.0, 50.0, 75.0), (6, 7, 2)), Sample((25.0, 50.0, 75.0), (2, 6, 8)))
    >>> round(change.difference, 3), round(change.low, 3), round(change.high, 3), round(change.p, 4)
    (16.042, 2.974, 29.109, 0.0179)
    """
    if min(before.n, after.n) < 2:
        raise CannotCompute(Why.TOO_FEW, f"a change needs two answers on each side: {before.n} and {after.n}")
    return welch_from_moments(Moments.of(before), Moments.of(after), confidence=confidence)


def welch_from_moments(before: Moments, after: Moments, *, confidence: float = 0.95) -> Change:
    """Return the same as `welch` from each side's n, mean and variance, as a paper prints them.

    Raises: CannotCompute and InvalidFigure as `welch`.

    >>> change = welch_from_moments(Moments(89, 5.22, 0.83**2), Moments(95, 5.25, 0.95**2))
    >>> round(change.low90, 3), round(change.high90, 3), round(change.df, 2)
    (-0.187, 0.247, 181.13)
    """
    checked_moments(before, after)
    part_before, part_after = before.variance / before.n, after.variance / after.n
    squared = part_before + part_after
    if squared == 0.0:
        raise CannotCompute(
            Why.NO_VARIATION, "nobody differs from anybody on either side: there is no error to measure"
        )
    df = satterthwaite([(part_before, before.n - 1), (part_after, after.n - 1)], squared)
    difference, standard_error = after.mean - before.mean, math.sqrt(squared)
    wide, narrow = margin(standard_error, df, confidence=confidence), margin(standard_error, df, confidence=0.90)
    return Change(
        difference=difference,
        standard_error=standard_error,
        df=df,
        low=difference - wide,
        high=difference + wide,
        p=two_sided_p(difference, standard_error, df),
        low90=difference - narrow,
        high90=difference + narrow,
        n_before=before.n,
        n_after=after.n,
    )


def checked_moments(before: Moments, after: Moments) -> None:
    """Raise CannotCompute when a side has n < 2, InvalidFigure when a mean or variance is not a finite one.

    >>> checked_moments(Moments(2, 50.0, 0.0), Moments(3, 60.0, 12.5))
    """
    for side in (before, after):
        if whole("n", side.n) < 2:
            raise CannotCompute(Why.TOO_FEW, f"a change needs two answers on each side, there are {side.n}")
        finite("mean", side.mean)
        finite("variance", side.variance, low=0.0, high=1e24)
