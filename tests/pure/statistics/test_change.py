"""Welch from counts equals Welch on rows, and never gives NaN."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import assume, given
from scipy import stats

from reports.statistics.change import Moments, welch, welch_from_moments
from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.equivalence import equivalence
from reports.statistics.policy import policy_interval
from reports.statistics.samples import Sample
from tests.pure.statistics.strategies import rows, samples

CONSTANT = Sample((50.0,), (6,))


@pytest.mark.filterwarnings("ignore:Precision loss occurred")
@given(samples(), samples())
def test_counts_equal_rows(before: Sample, after: Sample) -> None:
    assume(before.variance + after.variance > 0)
    change = welch(before, after)
    with np.errstate(all="ignore"):
        expected = stats.ttest_ind(rows(after), rows(before), equal_var=False)
        interval, interval90 = expected.confidence_interval(0.95), expected.confidence_interval(0.90)

    assert change.difference == pytest.approx(after.mean - before.mean, rel=1e-12, abs=1e-12)
    assert change.df == pytest.approx(float(expected.df), rel=1e-9)
    assert change.p == pytest.approx(float(expected.pvalue), rel=1e-9, abs=1e-12)
    assert (change.low, change.high) == pytest.approx((float(interval.low), float(interval.high)), rel=1e-9, abs=1e-9)
    assert (change.low90, change.high90) == pytest.approx(
        (float(interval90.low), float(interval90.high)), rel=1e-9, abs=1e-9
    )
    assert all(math.isfinite(figure) for figure in astuple(change))


def test_counts_equal_rows_to_the_twelfth_digit() -> None:
    before, after = Sample((0.0, 25.0, 75.0), (4, 9, 2)), Sample((25.0, 100.0), (5, 8))
    expected = stats.ttest_ind(rows(after), rows(before), equal_var=False)
    change = welch(before, after)

    assert change.difference / change.standard_error == pytest.approx(float(expected.statistic), rel=1e-12)
    assert (change.df, change.p) == pytest.approx((float(expected.df), float(expected.pvalue)), rel=1e-12)


@given(samples(), samples())
def test_the_other_way_round_is_the_mirror(before: Sample, after: Sample) -> None:
    assume(before.variance + after.variance > 0)
    one, other = welch(before, after), welch(after, before).mirrored()

    assert (one.difference, one.low, one.high, one.p) == pytest.approx(
        (other.difference, other.low, other.high, other.p), rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (Sample((), ()), CONSTANT, Why.TOO_FEW),
        (Sample((25.0,), (1,)), Sample((25.0, 50.0), (3, 3)), Why.TOO_FEW),
        (Sample((25.0, 50.0), (3, 3)), Sample((25.0,), (1,)), Why.TOO_FEW),
        (CONSTANT, CONSTANT, Why.NO_VARIATION),
        (CONSTANT, Sample((75.0,), (4,)), Why.NO_VARIATION),
    ],
)
def test_what_cannot_be_computed_says_why(before: Sample, after: Sample, why: Why) -> None:
    with pytest.raises(CannotCompute) as caught:
        welch(before, after)
    assert caught.value.why is why


def test_two_people_a_side_are_enough_and_give_a_wide_interval() -> None:
    change = welch(Sample((25.0, 50.0), (1, 1)), Sample((50.0, 75.0), (1, 1)))

    assert change.df == pytest.approx(2.0)
    assert change.low < 0.0 < change.high


def test_one_constant_side_leaves_the_other_sides_degrees_of_freedom() -> None:
    assert welch(CONSTANT, Sample((25.0, 75.0), (4, 5))).df == pytest.approx(8.0)


def test_very_small_scores_do_not_underflow() -> None:
    change = welch(Sample((1e-100, 2e-100), (5, 5)), Sample((1e-100, 2e-100), (2, 8)))

    assert math.isfinite(change.df)
    assert change.p == pytest.approx(welch(Sample((1.0, 2.0), (5, 5)), Sample((1.0, 2.0), (2, 8))).p, rel=1e-9)


@pytest.mark.parametrize("confidence", [0.0, 1.0, math.nan, 95.0])
def test_a_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(InvalidFigure):
        welch(CONSTANT, Sample((25.0, 75.0), (4, 5)), confidence=confidence)


@pytest.mark.parametrize("side", [Moments(5, math.nan, 1.0), Moments(5, 1.0, -1.0), Moments(5, 1.0, math.inf)])
def test_moments_are_finite(side: Moments) -> None:
    with pytest.raises(InvalidFigure):
        welch_from_moments(side, Moments(5, 1.0, 1.0))


@given(samples(), samples())
def test_tau_only_widens_and_none_is_the_plain_interval(before: Sample, after: Sample) -> None:
    assume(before.variance + after.variance > 0)
    change = welch(before, after)
    plain = policy_interval(change, tau=0.0)

    assert (plain.low, plain.high) == pytest.approx((change.low, change.high), rel=1e-9, abs=1e-9)
    assert policy_interval(change, tau=2.0).standard_error == pytest.approx(
        math.sqrt(change.standard_error**2 + 8.0), rel=1e-12
    )


@pytest.mark.parametrize("tau", [-1.0, math.nan, math.inf])
def test_tau_is_a_standard_deviation(tau: float) -> None:
    with pytest.raises(InvalidFigure):
        policy_interval(welch(CONSTANT, Sample((25.0, 75.0), (4, 5))), tau=tau)


@given(samples(), samples())
def test_the_two_one_sided_tests_say_what_the_ninety_per_cent_interval_says(before: Sample, after: Sample) -> None:
    assume(before.variance + after.variance > 0)
    change = welch(before, after)
    assume(min(abs(abs(end) - 5.0) for end in (change.low90, change.high90)) > 1e-6)
    result = equivalence(change, margin=5.0)

    assert result.same == (result.p < 0.05)
    assert result.not_lower == (result.p_above_lower < 0.05)
    assert result.not_higher == (result.p_below_upper < 0.05)


@pytest.mark.parametrize("margin", [0.0, -5.0, math.nan])
def test_a_margin_is_above_zero(margin: float) -> None:
    with pytest.raises(InvalidFigure):
        equivalence(welch(CONSTANT, Sample((25.0, 75.0), (4, 5))), margin=margin)
