"""An interval of real numbers, closed at both ends."""

from dataclasses import dataclass

from reports.statistics.checks import InvalidFigure, finite


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from `low` to `high`, both finite and included.

    Raises: InvalidFigure when an end is not finite or the ends are in the wrong order.

    >>> Interval(-2.0, 5.0).contains(0.0), Interval(-2.0, 5.0).mirrored()
    (True, Interval(low=-5.0, high=2.0))
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if finite("low", self.low) > finite("high", self.high):
            raise InvalidFigure(f"an interval cannot go from {self.low} to {self.high}")

    def contains(self, value: float) -> bool:
        """Whether `value` lies in the interval, its ends included."""
        return self.low <= value <= self.high

    def mirrored(self) -> "Interval":
        """Return the interval of the numbers with the opposite sign."""
        return Interval(-self.high, -self.low)
