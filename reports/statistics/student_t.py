"""The t distribution's two figures that every estimate with a standard error needs: a margin and a p."""

from scipy import stats

from reports.statistics.checks import finite, open_share


def margin(standard_error: float, df: float, *, confidence: float = 0.95) -> float:
    """Return t(½ + confidence/2; df)·SE, in the standard error's unit: half the width of the interval.

    Domain: SE at least 0, df above 0.

    Source: Student 1908, Biometrika 6:1–25.

    Raises: InvalidFigure.

    >>> round(margin(2.0, 20), 4)
    4.1719
    """
    quantile = 0.5 + open_share("confidence", confidence) / 2.0
    freedom = finite("df", df, low=1e-9, high=float("1e300"))
    return float(stats.t.ppf(quantile, freedom)) * finite("standard_error", standard_error, low=0.0)


def two_sided_p(estimate: float, standard_error: float, df: float) -> float:
    """Return P(|T| ≥ |estimate|/SE), T with `df` degrees of freedom: a probability.

    Domain: SE above 0 (an estimate without error has no test; the caller says why), df above 0.

    Source: Student 1908, Biometrika 6:1–25.

    >>> round(two_sided_p(-4.1719, 2.0, 20), 4)
    0.05
    """
    return min(1.0, 2.0 * float(stats.t.sf(abs(estimate) / standard_error, df)))
