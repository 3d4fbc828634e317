"""How well a scale's items hang together, as far as it is kept of a wave: two figures of two decimals for the whole.

The items' covariances would give more: their variances, beside shares that are blunted, tell how many stand at an
option. So they are forgotten with the counts, and what is kept is made of them while the box is open.
"""

from collections.abc import Mapping

from reports.releases.types import ReleasedReliability, ReleasedScale
from reports.statistics import omega
from reports.statistics.checks import CannotCompute
from reports.statistics.reliability import FEWEST_PEOPLE, cronbach_alpha
from reports.tallies.types import ItemSums

DECIMALS = 2


def choose_reliability(
    joint: Mapping[str, ItemSums], shown: Mapping[str, ReleasedScale]
) -> dict[str, ReleasedReliability]:
    """Return the reliability of each scale that may be told. `shown` are the scales of the whole's row.

    Told where the scale's score counts are kept for the whole, and at least `FEWEST_PEOPLE` answered all its items; ω
    from three items and `omega.FEWEST_PEOPLE`.
    """
    found = {}
    for scale, sums in joint.items():
        figure = shown.get(scale)
        if figure is None or figure.counts is None or sums.n < FEWEST_PEOPLE:
            continue
        covariance = covariances(sums)
        try:
            alpha = cronbach_alpha(covariance, n=sums.n).alpha
        except CannotCompute:
            continue
        found[scale] = ReleasedReliability(len(sums.sums), kept(alpha), _omega(covariance, sums.n))
    return found


def kept(value: float) -> float:
    """Return the figure as it is kept. A nought has no sign: PostgreSQL drops it, and the fingerprint would change."""
    return round(value, DECIMALS) + 0.0


def _omega(covariance: list[list[float]], n: int) -> float | None:
    if len(covariance) < omega.FEWEST_ITEMS or n < omega.FEWEST_PEOPLE:
        return None
    try:
        return kept(omega.omega_total(covariance, n=n).omega)
    except CannotCompute:
        return None


def covariances(sums: ItemSums) -> list[list[float]]:
    """Return the items' covariances (divided by n − 1), in points squared. n is at least 2."""
    n = sums.n
    return [
        [(n * product - one * other) / (n * (n - 1)) for other, product in zip(sums.sums, line, strict=True)]
        for one, line in zip(sums.sums, sums.products, strict=True)
    ]
