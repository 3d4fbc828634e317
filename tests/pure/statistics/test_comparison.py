"""A change beside another unit's: every figure by hand, and the rank among units."""

import math

import pytest
from scipy import stats

from reports.statistics.change import Moments, welch_from_moments
from reports.statistics.comparison import PlaceboRank, contrast, placebo_rank
from reports.statistics.policy import policy_interval
from reports.statistics.student_t import MOST_FREEDOM, margin, satterthwaite, two_sided_p

TREATED = welch_from_moments(Moments(40, 50.0, 400.0), Moments(35, 62.0, 300.0))
OTHER = welch_from_moments(Moments(90, 52.0, 450.0), Moments(80, 54.0, 380.0))


@pytest.mark.parametrize(("tau", "confidence"), [(0.0, 0.95), (3.0, 0.95), (3.0, 0.8)])
def test_a_contrast_by_hand(tau: float, confidence: float) -> None:
    found = contrast(TREATED, OTHER, tau=tau, confidence=confidence)
    parts = 400 / 40 + 300 / 35, 450 / 90 + 380 / 80
    squared = sum(parts) + 4 * tau**2
    df = squared**2 / (parts[0] ** 2 / TREATED.df + parts[1] ** 2 / OTHER.df)
    reach = float(stats.t.ppf(0.5 + confidence / 2, df)) * math.sqrt(squared)

    assert (found.difference, found.tau) == (10.0, tau)
    assert (found.standard_error, found.df) == pytest.approx((math.sqrt(squared), df), rel=1e-12)
    assert (found.low, found.high) == pytest.approx((10 - reach, 10 + reach), rel=1e-12)
    assert found.p == pytest.approx(2 * float(stats.t.sf(10 / math.sqrt(squared), df)), rel=1e-9)


@pytest.mark.parametrize(("tau", "confidence"), [(3.0, 0.95), (3.0, 0.8)])
def test_a_policy_interval_by_hand(tau: float, confidence: float) -> None:
    found = policy_interval(TREATED, tau=tau, confidence=confidence)
    squared = TREATED.standard_error**2 + 2 * tau**2
    df = TREATED.df * squared**2 / TREATED.standard_error**4
    reach = float(stats.t.ppf(0.5 + confidence / 2, df)) * math.sqrt(squared)

    assert (found.standard_error, found.df) == pytest.approx((math.sqrt(squared), df), rel=1e-12)
    assert (found.interval.low, found.interval.high) == pytest.approx((12 - reach, 12 + reach), rel=1e-12)
    assert found.tau == tau


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (5.0, [5.0, 1.0], PlaceboRank(2, 3, 2 / 3, False)),
        (5.0, [5.0 - 1e-10, 4.5], PlaceboRank(2, 3, 2 / 3, False)),
        (5.0, [5.0 - 1e-8], PlaceboRank(1, 2, 0.5, False)),
        (-5.0, [-6.0, 7.0, 0.0], PlaceboRank(3, 4, 0.75, False)),
        (9.0, [1.0] * 18, PlaceboRank(1, 19, 1 / 19, False)),
        (9.0, [1.0] * 19, PlaceboRank(1, 20, 0.05, True)),
    ],
)
def test_the_rank_among_units(own: float, others: list[float], expected: PlaceboRank) -> None:
    assert placebo_rank(own, others) == expected


def test_the_t_distributions_figures() -> None:
    assert margin(2.0, 7.5, confidence=0.9) == pytest.approx(2 * float(stats.t.ppf(0.95, 7.5)), rel=1e-12)
    assert margin(0.0, 7.5) == 0.0
    assert two_sided_p(-3.0, 2.0, 7.5) == pytest.approx(2 * float(stats.t.cdf(-1.5, 7.5)), rel=1e-12)
    assert two_sided_p(0.0, 2.0, 7.5) == 1.0
    assert satterthwaite([(1.0, 4), (3.0, 9)], 4.0) == pytest.approx(16 / (1 / 4 + 9 / 9), rel=1e-12)
    assert satterthwaite([(1e-200, 4)], 1.0) == pytest.approx(MOST_FREEDOM)
    assert margin(1.0, MOST_FREEDOM) == pytest.approx(1.959963984540054, rel=1e-9)
