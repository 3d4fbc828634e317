"""α and ω: what is known of their size, what they refuse, and that the fit is the best there is."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.omega import omega_total
from reports.statistics.reliability import covariance_matrix, cronbach_alpha

Matrix = list[list[float]]


def of_one_factor(loadings: list[float], own: list[float]) -> Matrix:
    """The covariances that one factor with these loadings implies."""
    return (np.outer(loadings, loadings) + np.diag(own)).tolist()  # type: ignore[no-any-return]


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.4, 3.0), st.floats(0.3, 3.0)), min_size=3, max_size=8))
def test_omega_finds_the_factor_that_made_the_covariances(items: list[tuple[float, float]]) -> None:
    loadings, own = [loading for loading, _ in items], [rest for _, rest in items]
    matrix = of_one_factor(loadings, own)
    found = omega_total(matrix, n=200)

    assert found.omega == pytest.approx(sum(loadings) ** 2 / (sum(loadings) ** 2 + sum(own)), abs=1e-4)
    assert found.loadings == pytest.approx(loadings, rel=2e-2)
    assert found.uniquenesses == pytest.approx(own, rel=5e-2)
    assert found.n == 200
    assert cronbach_alpha(matrix, n=200).alpha <= found.omega + 1e-4


def test_equal_loadings_make_omega_alpha() -> None:
    matrix = of_one_factor([1.0] * 4, [0.5, 1.0, 1.5, 2.0])

    assert omega_total(matrix, n=100).omega == pytest.approx(cronbach_alpha(matrix, n=100).alpha, abs=1e-7)


def test_the_fit_is_the_maximum_of_the_likelihood() -> None:
    matrix = [[1.0, 0.5, 0.3, 0.2], [0.5, 1.2, 0.4, 0.3], [0.3, 0.4, 0.9, 0.5], [0.2, 0.3, 0.5, 1.1]]
    observed = np.array(matrix)

    def misfit(figures: "np.typing.NDArray[np.float64]") -> float:
        model = np.outer(figures[:4], figures[:4]) + np.diag(np.exp(figures[4:]))
        return float(np.linalg.slogdet(model)[1] + np.trace(np.linalg.solve(model, observed)))

    found = omega_total(matrix, n=100)
    best = optimize.minimize(misfit, np.concatenate([np.full(4, 0.6), np.full(4, -0.5)]), method="BFGS", tol=1e-12)

    assert found.loadings == pytest.approx(np.abs(best.x[:4]), abs=1e-4)
    assert found.uniquenesses == pytest.approx(np.exp(best.x[4:]), abs=1e-4)


def test_an_item_turned_round_loads_the_other_way() -> None:
    matrix = of_one_factor([1.0, 0.8, 1.2, -0.9], [1.0] * 4)
    found = omega_total(matrix, n=100)

    assert found.loadings == pytest.approx([1.0, 0.8, 1.2, -0.9], abs=1e-3)
    assert omega_total(of_one_factor([-1.0, -0.8, -1.2], [1.0] * 3), n=100).loadings[0] == pytest.approx(1.0, abs=1e-3)


def test_omega_does_not_depend_on_the_items_unit() -> None:
    matrix = np.array([[1.0, 0.5, 0.3, 0.2], [0.5, 1.2, 0.4, 0.3], [0.3, 0.4, 0.9, 0.5], [0.2, 0.3, 0.5, 1.1]])

    assert omega_total((625.0 * matrix).tolist(), n=50).omega == pytest.approx(
        omega_total(matrix.tolist(), n=50).omega, abs=1e-9
    )


@pytest.mark.parametrize(
    ("matrix", "n", "why"),
    [
        (of_one_factor([1.0] * 3, [1.0] * 3), 3, Why.TOO_FEW),
        ([[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 0.0]], 50, Why.NO_VARIATION),
        ([[1.0, 0.5, 1.5], [0.5, 1.0, 1.5], [1.5, 1.5, 3.0]], 50, Why.NO_VARIATION),
        ([[1.0, 0.8, 0.8], [0.8, 1.0, 0.6], [0.8, 0.6, 1.0]], 50, Why.NO_FIT),
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], 50, Why.NO_FIT),
    ],
)
def test_omega_says_why_it_cannot(matrix: Matrix, n: int, why: Why) -> None:
    with pytest.raises(CannotCompute) as caught:
        omega_total(matrix, n=n)
    assert caught.value.why is why


def test_omega_needs_three_items_and_more_people_than_items() -> None:
    with pytest.raises(InvalidFigure):
        omega_total([[1.0, 0.5], [0.5, 1.0]], n=50)
    assert omega_total(of_one_factor([1.0] * 3, [1.0] * 3), n=4).omega == pytest.approx(0.75, abs=1e-6)


def test_alpha_and_feldts_interval_by_hand() -> None:
    found = cronbach_alpha([[4.0, 2.0, 1.0], [2.0, 4.0, 1.0], [1.0, 1.0, 4.0]], n=30, confidence=0.9)
    alpha = 1.5 * (1 - 12 / 20)

    assert (found.items, found.n) == (3, 30)
    assert found.alpha == pytest.approx(alpha)
    assert found.interval.low == pytest.approx(1 - (1 - alpha) * float(stats.f.ppf(0.95, 29, 58)), rel=1e-12)
    assert found.interval.high == pytest.approx(1 - (1 - alpha) * float(stats.f.ppf(0.05, 29, 58)), rel=1e-12)


def test_two_people_are_enough_for_alpha_and_one_is_not() -> None:
    matrix = [[2.0, 1.0], [1.0, 2.0]]

    assert cronbach_alpha(matrix, n=2).alpha == pytest.approx(2 / 3)
    with pytest.raises(CannotCompute) as caught:
        cronbach_alpha(matrix, n=1)
    assert caught.value.why is Why.TOO_FEW
    with pytest.raises(CannotCompute) as caught:
        cronbach_alpha([[1.0, -1.0], [-1.0, 1.0]], n=9)
    assert caught.value.why is Why.NO_VARIATION


@pytest.mark.parametrize(
    "matrix",
    [
        [[1.0]],
        [[1.0, 0.5]],
        [[1.0, 0.5], [0.5]],
        [[1.0, 0.2], [0.3, 1.0]],
        [[-1.0, 0.0], [0.0, 1.0]],
        [[math.nan, 0.0], [0.0, 1.0]],
        [[1.0, 1.1], [1.1, 1.0]],
        [[0.0, 0.1], [0.1, 1.0]],
        [[1.0, 0.9, 0.9], [0.9, 1.0, 0.5], [0.9, 0.5, 1.0]],
    ],
)
def test_what_is_no_covariance_matrix_is_refused(matrix: Matrix) -> None:
    with pytest.raises(InvalidFigure):
        covariance_matrix(matrix)


def test_perfect_correlation_is_a_covariance() -> None:
    assert covariance_matrix([[1.0, 2.0], [2.0, 4.0]]).tolist() == [[1.0, 2.0], [2.0, 4.0]]
