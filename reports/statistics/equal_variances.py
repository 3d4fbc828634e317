"""Student's t for two independent waves: only to compare with papers that assume equal spreads."""

import math

from reports.statistics.change import Change, Moments, checked_moments
from reports.statistics.checks import CannotCompute, Why
from reports.statistics.samples import Sample
from reports.statistics.student_t import margin, two_sided_p


def student(before: Sample, after: Sample, *, confidence: float = 0.95) -> Change:
    """Return after − before, in points, with the pooled variance: `scipy.stats.ttest_ind` on the rows.

    s² = [(n₁ − 1)s₁² + (n₂ − 1)s₂²]/(n₁ + n₂ − 2), SE² = s²(1/n₁ + 1/n₂), df = n₁ + n₂ − 2. Wrong where the spreads and
    the sizes differ, so no report uses it: `welch` is right in both cases.

    Source: Student 1908, Biometrika 6:1–25.

    Raises: CannotCompute (TOO_FEW when a side has n < 2, NO_VARIATION when neither side varies).

    >>> change = student(Sample((25.0, 50.0, 75.0), (6, 7, 2)), Sample((25.0, 50.0, 75.0), (2, 6, 8)))
    >>> change.df, round(change.p, 4)
    (29.0, 0.0179)
    """
    return student_from_moments(Moments.of(before), Moments.of(after), confidence=confidence)


def student_from_moments(before: Moments, after: Moments, *, confidence: float = 0.95) -> Change:
    """Return the same as `student` from each side's n, mean and variance, as a paper prints them.

    Source and errors: as `student`.

    >>> change = student_from_moments(Moments(89, 5.22, 0.83**2), Moments(95, 5.25, 0.95**2))
    >>> change.df, round(change.standard_error, 4)
    (182.0, 0.1319)
    """
    checked_moments(before, after)
    df = float(before.n + after.n - 2)
    pooled = ((before.n - 1) * before.variance + (after.n - 1) * after.variance) / df
    if pooled == 0.0:
        raise CannotCompute(Why.NO_VARIATION, "nobody differs from anybody on either side")
    error, difference = math.sqrt(pooled * (1.0 / before.n + 1.0 / after.n)), after.mean - before.mean
    wide, narrow = margin(error, df, confidence=confidence), margin(error, df, confidence=0.90)
    return Change(
        difference=difference,
        standard_error=error,
        df=df,
        low=difference - wide,
        high=difference + wide,
        p=two_sided_p(difference, error, df),
        low90=difference - narrow,
        high90=difference + narrow,
        n_before=before.n,
        n_after=after.n,
    )
