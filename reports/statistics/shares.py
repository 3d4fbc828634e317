"""A share of people who chose something, and the difference between two shares."""

import math

from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, open_share, whole
from reports.statistics.intervals import Interval


def wilson(chose: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval of the share chose/n, as shares from 0 to 1.

    Solves |p̂ − p| = z √(p(1 − p)/n) for p; no continuity correction. Stays inside [0, 1], also at 0 and at n.

    Source: Wilson 1927; Newcombe 1998, Statist. Med. 17:857–872, method 3.

    Raises: CannotCompute (TOO_FEW) when n = 0; InvalidFigure when more chose than answered.

    >>> interval = wilson(81, 263)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.2553, 0.3662)
    """
    people, yes = whole("n", n), whole("chose", chose)
    z = float(stats.norm.ppf(0.5 + open_share("confidence", confidence) / 2.0))
    if yes > people:
        raise InvalidFigure(f"{yes} of {people} is no share")
    if people == 0:
        raise CannotCompute(Why.TOO_FEW, "nobody answered: there is no share")
    middle = 2.0 * yes + z * z
    spread = z * math.sqrt(z * z + 4.0 * yes * (people - yes) / people)
    bottom = 2.0 * (people + z * z)
    # At 0 and at n one end is exactly 0 or 1, which rounding misses.
    low = 0.0 if yes == 0 else max(0.0, (middle - spread) / bottom)
    high = 1.0 if yes == people else min(1.0, (middle + spread) / bottom)
    return Interval(low, high)


def newcombe(chose_before: int, n_before: int, chose_after: int, n_after: int, *, confidence: float = 0.95) -> Interval:
    """Return the interval of the difference of two independent shares, after − before, from −1 to 1.

    From the two Wilson intervals [l, u]: low = d − √((p₂ − l₂)² + (u₁ − p₁)²), high = d + √((u₂ − p₂)² + (p₁ − l₁)²).

    Source: Newcombe 1998, Statist. Med. 17:873–890, method 10.

    Raises: as `wilson`.

    >>> interval = newcombe(48, 80, 56, 70)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.0524, 0.3339)
    """
    first = wilson(chose_before, n_before, confidence=confidence)
    second = wilson(chose_after, n_after, confidence=confidence)
    share_before, share_after = chose_before / n_before, chose_after / n_after
    difference = share_after - share_before
    return Interval(
        max(-1.0, difference - math.hypot(share_after - second.low, first.high - share_before)),
        min(1.0, difference + math.hypot(second.high - share_after, share_before - first.low)),
    )
