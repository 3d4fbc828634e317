"""The interval of a mean whose group shows no spread of its own: that of the whole workplace in its place. Pure."""

import math

from scipy import stats

from reports.statistics.samples import Sample
from reports.statistics.types import SCALE

QUANTILE = 0.975


def borrowed(mean: float, *, n: int, whole: Sample, population: int | None) -> tuple[float, float] | None:
    """Return the 95 % interval mean ± t·s·√((1 − n/population)/n), with s and its degrees of freedom from `whole`.

    It holds nothing that is not printed already: the group's mean and size, and the figures of the whole. Without a
    `population` (nobody knows how many would have chosen an option) there is no correction. None where the whole has
    no spread.
    """
    if whole.n < 2 or whole.variance == 0.0:
        return None
    unanswered = 1.0 if population is None else max(0.0, 1.0 - n / population)
    margin = float(stats.t.ppf(QUANTILE, whole.n - 1)) * whole.sd * math.sqrt(unanswered / n)
    return max(SCALE.low, mean - margin), min(SCALE.high, mean + margin)
