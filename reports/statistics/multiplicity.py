"""Several scales tested at once: adjusted p values."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from reports.statistics.checks import finite


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Return Holm's adjusted p values in the order given: compare with the family-wise error rate.

    Sorted ascending, adjusted₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎). Holds whatever the dependence
    between the scales. An empty family gives an empty tuple.

    Source: Holm 1979, Scand. J. Statist. 6:65–70.

    Raises: InvalidFigure when a p is not in [0, 1].

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    checked = [finite("p", p, low=0.0, high=1.0) for p in ps]
    adjusted = [0.0] * len(checked)
    running = 0.0
    for rank, index in enumerate(sorted(range(len(checked)), key=checked.__getitem__)):
        running = max(running, min(1.0, (len(checked) - rank) * checked[index]))
        adjusted[index] = running
    return tuple(adjusted)


def benjamini_hochberg(ps: Sequence[float]) -> tuple[float, ...]:
    """Return Benjamini and Hochberg's adjusted p values in the order given: compare with the false discovery rate.

    Sorted ascending, adjusted₍ᵢ₎ = min over j ≥ i of min(1, m p₍ⱼ₎/j). Controls the share of false findings when the
    tests are independent or positively dependent, as scales answered by the same people are.

    Source: Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57:289–300 (`scipy.stats.false_discovery_control`).

    Raises: InvalidFigure when a p is not in [0, 1].

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    (0.03, 0.04, 0.04)
    """
    checked = [finite("p", p, low=0.0, high=1.0) for p in ps]
    if not checked:
        return ()
    return tuple(float(p) for p in stats.false_discovery_control(np.array(checked), method="bh"))
