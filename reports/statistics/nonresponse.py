"""Those who did not answer: how different they must be to overturn a change, and what is certain without them."""

from dataclasses import dataclass

from reports.statistics.checks import InvalidFigure, finite, whole
from reports.statistics.intervals import Interval

FRAGILE_BELOW = 0.5
"""Standard deviations. A gap this small between those who answer and those who do not is common."""


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """`gap` in points, those missing in the after wave minus those who answered it; `fragile` when it is small."""

    gap: float
    fragile: bool


def tipping_point(interval: Interval, *, answered: int, invited: int, sd: float) -> TippingPoint | None:
    """Return how much lower (or higher) the missing must score for the change's interval to reach zero.

    g_tip = −L/(1 − f₂): L the end of the interval nearest zero, f₂ = answered/invited of the after wave. If those
    missing differed by g from those who answered, the whole group's change would differ from the observed by
    (1 − f₂)·g. Fragile when |g_tip| is under half a standard deviation `sd` of the after wave's scores. The before
    wave's own non-response is left aside; `worst_case` covers both.

    None when the interval holds zero (there is nothing to overturn) and when everyone answered (nobody can).

    Source: after Manski 2007, Identification for Prediction and Decision, ch. 2; the half standard deviation is
    the project's convention.

    Raises: InvalidFigure for more answers than people or a negative sd.

    >>> point = tipping_point(Interval(3.0, 15.0), answered=32, invited=40, sd=20.0)
    >>> round(point.gap, 6), point.fragile
    (-15.0, False)
    """
    people = whole("invited", invited, low=1)
    answers = whole("answered", answered)
    spread = finite("sd", sd, low=0.0)
    if answers > people:
        raise InvalidFigure(f"{answers} answers from {people} people")
    if interval.contains(0.0) or answers == people:
        return None
    nearest = interval.low if interval.low > 0.0 else interval.high
    gap = -nearest * people / (people - answers)
    return TippingPoint(gap, abs(gap) < FRAGILE_BELOW * spread)


def worst_case(mean: float, *, answered: int, invited: int, lowest: float = 0.0, highest: float = 100.0) -> Interval:
    """Return the bounds of the mean of all invited when those missing could have scored anything on the scale.

    [f·mean + (1 − f)·lowest, f·mean + (1 − f)·highest], f = answered/invited. No assumption on who is missing, and no
    sampling error: the invited are the population. With nobody answering, the whole scale.

    Source: Manski 2007, Identification for Prediction and Decision, ch. 2.

    Raises: InvalidFigure for a mean outside the scale or more answers than people.

    >>> bounds = worst_case(60.0, answered=32, invited=40)
    >>> round(bounds.low, 6), round(bounds.high, 6)
    (48.0, 68.0)
    """
    bottom, top = finite("lowest", lowest), finite("highest", highest)
    middle = finite("mean", mean, low=bottom, high=top)
    people = whole("invited", invited, low=1)
    answers = whole("answered", answered)
    if answers > people:
        raise InvalidFigure(f"{answers} answers from {people} people")
    missing = people - answers
    return Interval(
        (answers * middle + missing * bottom) / people,
        (answers * middle + missing * top) / people,
    )


def worst_case_change(before: Interval, after: Interval) -> Interval:
    """Return the bounds of after − before from the bounds of each wave.

    >>> worst_case_change(Interval(40.0, 60.0), Interval(48.0, 68.0))
    Interval(low=-12.0, high=28.0)
    """
    return Interval(after.low - before.high, after.high - before.low)
