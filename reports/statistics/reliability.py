"""Cronbach's α from an item covariance matrix, with Feldt's interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite, open_share, whole
from reports.statistics.intervals import Interval

FEWEST_PEOPLE = 50
"""Below this a report quotes the reference α only; the function itself computes from 2."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """α (at most 1, may be negative), its interval, people and items."""

    alpha: float
    interval: Interval
    n: int
    items: int


def cronbach_alpha(covariance: Sequence[Sequence[float]], *, n: int, confidence: float = 0.95) -> Reliability:
    """Return α = k/(k − 1)·(1 − trace/sum) of the k×k covariance matrix of n people's items, and Feldt's interval.

    Ends 1 − (1 − α)·F(½ ± confidence/2; n − 1, (n − 1)(k − 1)). Assumes equal loadings and independent errors; it is a
    lower bound of reliability otherwise.

    Source: Cronbach 1951; Feldt 1965, Psychometrika 30:357–370.

    Raises: CannotCompute (TOO_FEW under two people, NO_VARIATION when the sum score does not vary); InvalidFigure for a
    matrix that is not square, symmetric and of two items or more.

    >>> result = cronbach_alpha([[2.0, 1.0], [1.0, 2.0]], n=60)
    >>> round(result.alpha, 4), round(result.interval.low, 4), round(result.interval.high, 4)
    (0.6667, 0.442, 0.8009)
    """
    people = whole("n", n)
    open_share("confidence", confidence)
    matrix = covariance_matrix(covariance)
    items = len(matrix)
    if people < 2:
        raise CannotCompute(Why.TOO_FEW, f"two people are needed, there are {people}")
    total, own = float(matrix.sum()), float(np.trace(matrix))
    if total <= 1e-12 * own or own == 0.0:
        raise CannotCompute(Why.NO_VARIATION, "the sum of the items does not vary")
    alpha = items / (items - 1) * (1.0 - own / total)
    return Reliability(alpha, feldt_interval(alpha, n=people, items=items, confidence=confidence), people, items)


def feldt_interval(alpha: float, *, n: int, items: int, confidence: float = 0.95) -> Interval:
    """Return Feldt's interval of an α of n people and two items or more.

    Source: Feldt 1965, Psychometrika 30:357–370.

    Raises: InvalidFigure for an α above 1, under two people, or under two items.

    >>> told = feldt_interval(0.8, n=60, items=4)
    >>> round(told.low, 4), round(told.high, 4)
    (0.7023, 0.8715)
    """
    value = finite("alpha", alpha, high=1.0)
    people, number = whole("n", n, low=2), whole("items", items, low=2)
    half = open_share("confidence", confidence) / 2.0
    freedom = (people - 1, (people - 1) * (number - 1))
    low = 1.0 - (1.0 - value) * float(stats.f.ppf(0.5 + half, *freedom))
    high = 1.0 - (1.0 - value) * float(stats.f.ppf(0.5 - half, *freedom))
    return Interval(low, high)


def covariance_matrix(covariance: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Return the matrix as an array when it is square, symmetric and of two items or more, in the items' unit squared.

    Raises: InvalidFigure otherwise, also where the covariances are larger than the variances allow (a negative
    eigenvalue).

    >>> covariance_matrix([[2.0, 1.0], [1.0, 2.0]]).tolist()
    [[2.0, 1.0], [1.0, 2.0]]
    """
    items = len(covariance)
    if items < 2 or any(len(row) != items for row in covariance):
        raise InvalidFigure("the covariance matrix must be square, of at least two items")
    matrix = np.array([[finite("covariance", value) for value in row] for row in covariance])
    own = np.diag(matrix)
    if not np.allclose(matrix, matrix.T) or bool((own < 0.0).any()):
        raise InvalidFigure("a covariance matrix is symmetric with variances of at least 0")
    if float(np.linalg.eigvalsh(matrix)[0]) < -1e-9 * float(own.max()):
        raise InvalidFigure("the covariances are larger than the variances allow")
    return matrix
