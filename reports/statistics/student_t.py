"""What every estimate with a standard error needs of the t distribution: degrees of freedom, a margin and a p."""

from collections.abc import Iterable

from scipy import stats

from reports.statistics.checks import finite, open_share

MOST_FREEDOM = 1e15
"""Beyond this t is the normal distribution to every digit, and the sum below would underflow."""


def satterthwaite(parts: Iterable[tuple[float, float]], total: float) -> float:
    """Return the degrees of freedom of a sum of independent variances: total²/Σ(partᵢ²/dfᵢ), at most 10¹⁵.

    Domain: parts (variance, df) of at least 0, df above 0, `total` above 0 and at least their sum: what of it is known
    for certain adds no part. Works with shares of the total, so that fourth powers neither overflow nor vanish.

    Source: Satterthwaite 1946, Biometrics Bull. 2:110–114; with two means Welch 1947, Biometrika 34:28–35.

    >>> satterthwaite([(2.0, 9), (2.0, 9)], 4.0), satterthwaite([(2.0, 9)], 4.0)
    (18.0, 36.0)
    """
    return 1.0 / max(sum((part / total) ** 2 / df for part, df in parts), 1.0 / MOST_FREEDOM)


def margin(standard_error: float, df: float, *, confidence: float = 0.95) -> float:
    """Return t(½ + confidence/2; df)·SE, in the standard error's unit: half the width of the interval.

    Domain: SE at least 0, df above 0.

    Source: Student 1908, Biometrika 6:1–25.

    Raises: InvalidFigure.

    >>> round(margin(2.0, 20), 4)
    4.1719
    """
    quantile = 0.5 + open_share("confidence", confidence) / 2.0
    freedom = finite("df", df, low=1e-9, high=MOST_FREEDOM)
    return float(stats.t.ppf(quantile, freedom)) * finite("standard_error", standard_error, low=0.0)


def two_sided_p(estimate: float, standard_error: float, df: float) -> float:
    """Return P(|T| ≥ |estimate|/SE), T with `df` degrees of freedom: a probability.

    Domain: SE above 0 (an estimate without error has no test; the caller says why), df above 0.

    Source: Student 1908, Biometrika 6:1–25.

    >>> round(two_sided_p(-4.1719, 2.0, 20), 4)
    0.05
    """
    return min(1.0, 2.0 * float(stats.t.sf(abs(estimate) / standard_error, df)))
