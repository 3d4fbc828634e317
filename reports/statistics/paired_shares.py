"""Difference of two shares answered by the same people: McNemar's exact p and Newcombe's interval."""

import math
from dataclasses import dataclass

from scipy import stats

from reports.statistics.checks import CannotCompute, Why, whole
from reports.statistics.intervals import Interval
from reports.statistics.shares import wilson


@dataclass(frozen=True, slots=True)
class PairedShares:
    """Share after − share before (−1 to 1), its interval, and the exact two-sided p."""

    difference: float
    interval: Interval
    p: float


def paired_shares(
    *, both: int, only_before: int, only_after: int, neither: int, confidence: float = 0.95
) -> PairedShares:
    """Return the change of a share among people who answered twice.

    p: the number who moved up among those who moved is binomial(½). Interval: Newcombe's method 10 for pairs, from
    the two Wilson intervals [l, u] and the correlation φ of the two answers (0 when a margin is empty; its numerator
    less n/2, but not past 0, when it is positive): low = d − √[(p₂ − l₂)² − 2φ(p₂ − l₂)(u₁ − p₁) + (u₁ − p₁)²], high
    likewise.

    Source: McNemar 1947; Newcombe 1998, Statist. Med. 17:2635–2650, method 10.

    Raises: CannotCompute (TOO_FEW) without people; InvalidFigure for negative counts.

    >>> change = paired_shares(both=36, only_before=2, only_after=12, neither=0)
    >>> round(change.difference, 4), round(change.interval.low, 4), round(change.interval.high, 4), round(change.p, 4)
    (0.2, 0.0569, 0.3404, 0.0129)
    """
    a, b, c, d = (whole("people", count) for count in (both, only_before, only_after, neither))
    n = a + b + c + d
    if n < 1:
        raise CannotCompute(Why.TOO_FEW, "nobody answered twice")
    first, second = wilson(a + b, n, confidence=confidence), wilson(a + c, n, confidence=confidence)
    share1, share2 = (a + b) / n, (a + c) / n
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    product = a * d - b * c
    corrected = max(product - n / 2.0, 0.0) if product > 0 else float(product)
    phi = corrected / math.sqrt(margins) if margins else 0.0
    difference = (c - b) / n
    low = difference - _joint(share2 - second.low, first.high - share1, phi)
    high = difference + _joint(second.high - share2, share1 - first.low, phi)
    p = min(1.0, 2.0 * float(stats.binom.cdf(min(b, c), b + c, 0.5)))
    return PairedShares(difference, Interval(max(-1.0, low), min(1.0, high)), p)


def _joint(one: float, other: float, phi: float) -> float:
    """Return the length of two deviations whose correlation is phi."""
    return math.sqrt(max(0.0, one**2 - 2.0 * phi * one * other + other**2))
