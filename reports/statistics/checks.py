"""The stated errors of this package, and the checks that keep NaN and infinity out of it."""

import math
import operator
from enum import StrEnum


class Why(StrEnum):
    """Why a figure cannot be computed. A report says it in words instead of showing a number.

    `MEAN_ONLY`: a group of which only means are kept has no interval at its size. `OUT_OF_REACH`: no change that the
    search covers (8 standard errors) would be found. `SEPARATED`: everybody on one side lies above everybody on the
    other, so that there is no error to measure. `NO_FIT`: the model has no proper solution for these answers.
    """

    TOO_FEW = "too_few"
    NO_VARIATION = "no_variation"
    OUT_OF_REACH = "out_of_reach"
    SEPARATED = "separated"
    NO_FIT = "no_fit"
    MEAN_ONLY = "mean_only"
    NOT_SHOWN = "not_shown"


class CannotCompute(ValueError):
    """The input is sound, but the figure does not exist for it; `why` says why."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why = why


class InvalidFigure(ValueError):
    """An argument outside its stated domain: not finite, negative, not a whole number, more answers than people."""


LARGEST_NUMBER = 1e12
"""No score, time or spread is larger; squares and fourth powers of what is allowed stay finite."""


def finite(name: str, value: float, *, low: float = -LARGEST_NUMBER, high: float = LARGEST_NUMBER) -> float:
    """Return `value` as a float when it is a finite number in [low, high].

    Raises: InvalidFigure otherwise, also for a bool.

    >>> finite("mid", 5)
    5.0
    """
    if isinstance(value, bool):
        raise InvalidFigure(f"{name} must be a number, not a truth value")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidFigure(f"{name} must be a number: {value!r}") from error
    if not math.isfinite(number) or not low <= number <= high:
        raise InvalidFigure(f"{name} must be finite and within [{low}, {high}]: {value!r}")
    return number


def whole(name: str, value: int, *, low: int = 0) -> int:
    """Return `value` as an int when it is a whole number of at least `low`.

    Raises: InvalidFigure otherwise, also for a bool and for a float such as 3.0.

    >>> whole("people", 40)
    40
    """
    if isinstance(value, bool):
        raise InvalidFigure(f"{name} must be a whole number, not a truth value")
    try:
        number = operator.index(value)
    except TypeError as error:
        raise InvalidFigure(f"{name} must be a whole number: {value!r}") from error
    if number < low:
        raise InvalidFigure(f"{name} must be at least {low}: {number}")
    return number


def open_share(name: str, value: float) -> float:
    """Return `value` when it lies strictly between 0 and 1 (a confidence, a power, an error rate).

    Raises: InvalidFigure otherwise.

    >>> open_share("confidence", 0.95)
    0.95
    """
    number = finite(name, value)
    if not 0.0 < number < 1.0:
        raise InvalidFigure(f"{name} must lie strictly between 0 and 1: {value!r}")
    return number
