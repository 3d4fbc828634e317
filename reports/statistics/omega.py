"""McDonald's ω from an item covariance matrix: one factor by maximum likelihood."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, whole
from reports.statistics.reliability import covariance_matrix

FEWEST_PEOPLE = 100
"""Below this a report does not quote ω; the function itself computes from more people than items."""

FEWEST_ITEMS = 3
SMALLEST_UNIQUENESS = 1e-4
"""Share of an item's variance. A fit that ends here is improper (a Heywood case): it has no ω to quote."""


@dataclass(frozen=True, slots=True)
class Omega:
    """ω, 0 to 1; each item's loading and unique variance, in the items' unit and its square."""

    omega: float
    loadings: tuple[float, ...]
    uniquenesses: tuple[float, ...]
    n: int


def omega_total(covariance: Sequence[Sequence[float]], *, n: int) -> Omega:
    """Return ω = (Σλ)²/[(Σλ)² + Σψ] of n people's k items, λ and ψ of the one-factor model fitted by ML.

    Minimises F = log|Σ| + tr(SΣ⁻¹) − log|S| − k over Σ = λλ′ + diag(ψ). For given ψ the best λ is known (the first
    eigenvector of Ψ^−½ S Ψ^−½), so that only log ψ is searched, with F's own gradient. ω is α without the demand that
    loadings be equal, and at least α where the model fits. Errors taken as uncorrelated. The loadings' sign is chosen
    so that their sum is positive.

    Source: McDonald 1999, Test Theory, ch. 6; Jöreskog 1967, Psychometrika 32:443–482 for the fit.

    Raises: CannotCompute (TOO_FEW without more people than items; NO_VARIATION when an item, or a sum of items, does
    not vary; NO_FIT when the best fit is improper or the items have no common factor); InvalidFigure for a matrix
    that is not square, symmetric and of three items or more.

    >>> result = omega_total([[2.0, 1.0, 1.2], [1.0, 2.0, 0.9], [1.2, 0.9, 2.0]], n=200)
    >>> round(result.omega, 4), [round(loading, 4) for loading in result.loadings]
    (0.7675, [1.1547, 0.866, 1.0392])
    """
    people, matrix = whole("n", n), covariance_matrix(covariance)
    items = len(matrix)
    if items < FEWEST_ITEMS:
        raise InvalidFigure(f"one factor needs at least {FEWEST_ITEMS} items, there are {items}")
    if people <= items:
        raise CannotCompute(Why.TOO_FEW, f"more people than items are needed, there are {people} and {items}")
    scale = np.sqrt(np.diag(matrix))
    if bool((scale == 0.0).any()):
        raise CannotCompute(Why.NO_VARIATION, "an item does not vary")
    correlation = matrix / np.outer(scale, scale)
    if float(np.linalg.eigvalsh(correlation)[0]) <= 1e-10:
        raise CannotCompute(Why.NO_VARIATION, "one item is a sum of others")
    unique = _fitted(correlation)
    loadings = _loadings(correlation, unique)
    loadings *= scale * (1.0 if float(loadings @ scale) >= 0.0 else -1.0)
    common, own = float(loadings.sum()) ** 2, unique * scale**2
    omega = common / (common + float(own.sum()))
    return Omega(omega, tuple(loadings.tolist()), tuple(own.tolist()), people)


def _fitted(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the unique variances with the greatest likelihood, as shares of each item's variance."""
    start = np.log(np.clip(0.5 / np.diag(np.linalg.inv(correlation)) * 1.5, 0.05, 0.95))
    found = optimize.minimize(
        _misfit,
        start,
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(math.log(SMALLEST_UNIQUENESS), 0.0)] * len(start),
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000, "maxfun": 20_000},
    )
    unique: NDArray[np.float64] = np.exp(found.x)
    if (
        bool((unique <= 1.01 * SMALLEST_UNIQUENESS).any())
        or float(np.abs(found.jac[unique < 1.0]).max(initial=0)) > 1e-5
    ):
        raise CannotCompute(Why.NO_FIT, "the best one-factor fit leaves an item without error of its own")
    # Without a factor F is −log|R|; a factor of one item alone is none, though it has a loading.
    if -float(np.linalg.slogdet(correlation)[1]) - float(found.fun) < 1e-9:
        raise CannotCompute(Why.NO_FIT, "the items have no common factor")
    return unique


def _misfit(logs: NDArray[np.float64], correlation: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return F, less what does not vary, at the best loadings, and its gradient in log ψ."""
    unique = np.exp(logs)
    root = np.sqrt(unique)
    roots, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    rest = roots[:-1]
    # The factor takes the largest root only as far as it exceeds 1.
    top = min(float(roots[-1]), 1.0)
    value = float((rest - np.log(rest) - 1.0).sum()) + top - math.log(top) - 1.0
    slopes = np.append(1.0 - rest, 1.0 - top)
    return value, vectors**2 @ slopes


def _loadings(correlation: NDArray[np.float64], unique: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the loadings that go with these unique variances."""
    root = np.sqrt(unique)
    roots, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    result: NDArray[np.float64] = root * vectors[:, -1] * math.sqrt(max(float(roots[-1]) - 1.0, 0.0))
    return result
