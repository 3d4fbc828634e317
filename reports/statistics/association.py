"""Two categorical answers within strata: Cochran–Mantel–Haenszel, in general and by scores (linear by linear)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite, whole

Table = Sequence[Sequence[int]]
"""People in each row and column of one stratum."""


@dataclass(frozen=True, slots=True)
class GeneralAssociation:
    """A chi-square over all strata and its p."""

    statistic: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class LinearAssociation:
    """z, positive when high goes with high (z² is the chi-square with one degree of freedom), and its two-sided p."""

    z: float
    p: float


def general_association(strata: Sequence[Table]) -> GeneralAssociation:
    """Return the test that rows and columns have nothing to do with each other within any stratum.

    G = Σ(n − E n) over all but the last row and column, V = Σ Cov under fixed margins, statistic G′V⁻¹G, chi-square
    with (rows − 1)(columns − 1) degrees of freedom. Rows and columns without anybody are left out. For one stratum it
    is Pearson's chi-square times (N − 1)/N. No order is used; where there is one, `linear_association` finds more.

    Source: Mantel & Haenszel 1959; Agresti 2002, Categorical Data Analysis, § 7.5.3 (R's `mantelhaen.test`).

    Raises: CannotCompute (TOO_FEW without a stratum of two people, NO_VARIATION when everybody is in one row or
    column, or strata leave nothing to compare); InvalidFigure for tables of unequal shape or negative counts.

    >>> result = general_association([[[12, 5], [4, 9]], [[8, 6], [5, 9]]])
    >>> round(result.statistic, 4), result.df, round(result.p, 4)
    (5.3088, 1, 0.0212)
    """
    tables = _checked(strata)
    kept = np.sum(tables, axis=0)
    tables = [table[kept.sum(axis=1) > 0][:, kept.sum(axis=0) > 0] for table in tables]
    rows, columns = tables[0].shape
    if min(rows, columns) < 2:
        raise CannotCompute(Why.NO_VARIATION, "everybody is in one row, or in one column")
    size = (rows - 1) * (columns - 1)
    excess, spread = np.zeros(size), np.zeros((size, size))
    for table in tables:
        n, row, column = float(table.sum()), table.sum(axis=1), table.sum(axis=0)
        excess += (table - np.outer(row, column) / n)[:-1, :-1].ravel()
        by_row = (n * np.diag(row) - np.outer(row, row))[:-1, :-1]
        by_column = (n * np.diag(column) - np.outer(column, column))[:-1, :-1]
        spread += np.kron(by_row, by_column) / (n**2 * (n - 1.0))
    if float(np.linalg.cond(spread)) > 1e12:
        raise CannotCompute(Why.NO_VARIATION, "the strata leave a row or a column without anything to compare")
    statistic = float(excess @ np.linalg.solve(spread, excess))
    return GeneralAssociation(statistic, size, float(stats.chi2.sf(statistic, size)))


def linear_association(
    strata: Sequence[Table], *, row_scores: Sequence[float], column_scores: Sequence[float]
) -> LinearAssociation:
    """Return the test for a trend: do high rows go with high columns, within strata?

    T = Σ uᵢvⱼnᵢⱼ; z = Σ(T − E T)/√Σ Var T with fixed margins, Var T = [Σ rᵢuᵢ² − (Σ rᵢuᵢ)²/n][Σ cⱼvⱼ² − (Σ
    cⱼvⱼ)²/n]/(n − 1). With two rows (waves) and strata (units) it tests an ordered answer's change within units.

    Source: Mantel 1963, J. Am. Statist. Assoc. 58:690–700; Agresti 2002, §§ 3.4 and 7.5 (coin's `lbl_test`).

    Raises: CannotCompute (TOO_FEW without a stratum of two people, NO_VARIATION when no stratum varies in both);
    InvalidFigure for scores that do not fit the tables.

    >>> result = linear_association([[[12, 5], [4, 9]], [[8, 6], [5, 9]]], row_scores=(0, 1), column_scores=(0, 1))
    >>> round(result.z, 4), round(result.z**2, 4)
    (2.3041, 5.3088)
    """
    tables = _checked(strata)
    first = np.array([finite("row score", score) for score in row_scores])
    second = np.array([finite("column score", score) for score in column_scores])
    if tables[0].shape != (len(first), len(second)):
        raise InvalidFigure("each row and each column needs its own score")
    first, second = first - first.mean(), second - second.mean()
    excess = squared = 0.0
    for table in tables:
        n, row, column = float(table.sum()), table.sum(axis=1), table.sum(axis=0)
        mean1, mean2 = float(row @ first) / n, float(column @ second) / n
        centred1, centred2 = first - mean1, second - mean2
        excess += float(centred1 @ table @ centred2)
        squared += float(row @ centred1**2) * float(column @ centred2**2) / (n - 1.0)
    largest = float(np.abs(first).max() * np.abs(second).max())
    if squared <= 1e-18 * largest**2:
        raise CannotCompute(Why.NO_VARIATION, "no stratum varies in both rows and columns")
    z = excess / squared**0.5
    return LinearAssociation(z, min(1.0, 2.0 * float(stats.norm.sf(abs(z)))))


def _checked(strata: Sequence[Table]) -> list[NDArray[np.float64]]:
    """Return the strata of two people or more as arrays; one person alone compares nothing."""
    tables = []
    for stratum in strata:
        if not stratum or not stratum[0] or any(len(row) != len(stratum[0]) for row in stratum):
            raise InvalidFigure("a table has rows of equal length")
        tables.append(np.array([[whole("people", cell) for cell in row] for row in stratum], dtype=np.float64))
    if len({table.shape for table in tables}) > 1:
        raise InvalidFigure("all strata have the same rows and columns")
    tables = [table for table in tables if table.sum() > 1]
    if not tables:
        raise CannotCompute(Why.TOO_FEW, "no stratum has two people")
    return tables
