"""Several waves: pooled changes, ordinary variation, steps, trends, and what may be claimed."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from reports.statistics.change import welch
from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.claims import Claim, Ground, policy_claim
from reports.statistics.interruption import Step, segments, step_and_trend
from reports.statistics.intervals import Interval
from reports.statistics.ordinary_variation import moment_tau, ordinary_variation
from reports.statistics.policy import policy_interval
from reports.statistics.samples import Sample
from reports.statistics.trend import mann_kendall
from reports.statistics.waves import pooled_change
from tests.pure.statistics.strategies import samples

UP, DOWN, BOTH = Interval(1.0, 9.0), Interval(-9.0, -1.0), Interval(-1.0, 9.0)


def step(size: float, *, vetoes: bool = False) -> Step:
    return Step(naive=6.0, step=size, standard_error=1.0, p=0.01, slope=0.5, vetoes=vetoes)


@given(samples(), samples(), st.floats(0, 5))
def test_one_wave_a_side_is_the_policy_interval(before: Sample, after: Sample, tau: float) -> None:
    assume(before.variance + after.variance > 0)
    found, expected = pooled_change([before], [after], tau=tau), policy_interval(welch(before, after), tau=tau)

    assert (found.standard_error, found.low, found.high) == pytest.approx(
        (expected.standard_error, expected.low, expected.high), rel=1e-9, abs=1e-9
    )
    assert found.df == pytest.approx(expected.df, rel=1e-9)
    assert found.plain_error == pytest.approx(welch(before, after).standard_error, rel=1e-12)


def test_waves_are_pooled_by_hand() -> None:
    before = [Sample((25.0, 50.0), (10, 10)), Sample((25.0, 75.0), (20, 20))]
    after = [Sample((50.0, 75.0), (15, 15)), Sample((50.0, 100.0), (5, 5)), Sample((75.0,), (8,))]
    found = pooled_change(before, after, tau=2.0, confidence=0.9)
    parts = [wave.variance / wave.n / len(side) ** 2 for side in (before, after) for wave in side]
    squared = sum(parts) + 4.0 * (1 / 2 + 1 / 3)
    df = squared**2 / sum(part**2 / (n - 1) for part, n in zip(parts, (20, 40, 30, 10, 8), strict=True))

    assert found.difference == pytest.approx((62.5 + 75 + 75) / 3 - (37.5 + 50) / 2)
    assert found.standard_error == pytest.approx(math.sqrt(squared), rel=1e-12)
    assert found.plain_error == pytest.approx(math.sqrt(sum(parts)), rel=1e-12)
    assert found.df == pytest.approx(df, rel=1e-12)
    assert found.interval.low == pytest.approx(found.difference - float(stats.t.ppf(0.95, df)) * math.sqrt(squared))
    assert found.p == pytest.approx(2 * float(stats.t.sf(found.difference / math.sqrt(squared), df)), rel=1e-9)
    assert (found.tau, found.waves_before, found.waves_after) == (2.0, 2, 3)


def test_pooling_says_why_it_cannot() -> None:
    some, alike, one = Sample((25.0, 50.0), (3, 3)), Sample((25.0,), (5,)), Sample((25.0,), (1,))
    for before, after, why in (
        ([], [some], Why.TOO_FEW),
        ([some], [], Why.TOO_FEW),
        ([some, one], [some], Why.TOO_FEW),
        ([alike], [alike, alike], Why.NO_VARIATION),
    ):
        with pytest.raises(CannotCompute) as caught:
            pooled_change(before, after)
        assert caught.value.why is why
    for tau in (-1.0, math.nan):
        with pytest.raises(InvalidFigure):
            pooled_change([some], [some], tau=tau)


def test_ordinary_variation_by_hand() -> None:
    means, errors = [50.0, 54.0, 49.0, 55.0, 52.0], [1.0, 2.0, 0.0, 2.0, 0.5]
    own = math.sqrt(float(np.var(means, ddof=1)) - float(np.mean(np.square(errors))))

    assert moment_tau(means, errors) == pytest.approx(own, rel=1e-12)
    assert ordinary_variation(means, errors) == pytest.approx(math.sqrt((6 * 4 + 4 * own**2) / 10), rel=1e-12)
    assert ordinary_variation(means, errors, default=0.0) == pytest.approx(own * math.sqrt(0.4), rel=1e-12)
    assert ordinary_variation(means, errors, default=3.0) == pytest.approx(
        math.sqrt((6 * 9 + 4 * own**2) / 10), rel=1e-12
    )
    assert moment_tau([50.0, 50.0, 50.0, 51.0], [3.0] * 4) == 0.0
    assert ordinary_variation([50.0] * 4, [3.0] * 4) == pytest.approx(math.sqrt(24 / 9), rel=1e-12)


def test_ordinary_variation_says_why_it_cannot() -> None:
    with pytest.raises(CannotCompute) as caught:
        moment_tau([50.0, 51.0, 52.0], [1.0, 1.0, 1.0])
    assert caught.value.why is Why.TOO_FEW
    for means, errors in (([50.0] * 4, [1.0] * 3), ([50.0] * 4, [1.0, 1.0, 1.0, -1.0]), ([math.nan] * 4, [1.0] * 4)):
        with pytest.raises(InvalidFigure):
            ordinary_variation(means, errors)
    with pytest.raises(InvalidFigure):
        ordinary_variation([50.0] * 4, [1.0] * 4, default=-1.0)


@pytest.mark.parametrize(
    ("with_tau", "beside", "claim", "grounds"),
    [
        (BOTH, {}, Claim.NOTHING, (Ground.ORDINARY_VARIATION,)),
        (BOTH, {"contrast": UP, "step": step(6.0)}, Claim.NOTHING, (Ground.ORDINARY_VARIATION,)),
        (Interval(0.0, 9.0), {}, Claim.NOTHING, (Ground.ORDINARY_VARIATION,)),
        (UP, {}, Claim.AFTER, (Ground.NO_COMPARISON,)),
        (UP, {"contrast": UP}, Claim.BECAUSE, (Ground.COMPARISON_AGREES,)),
        (DOWN, {"contrast": DOWN}, Claim.BECAUSE, (Ground.COMPARISON_AGREES,)),
        (UP, {"contrast": BOTH}, Claim.AFTER, (Ground.COMPARISON_DOES_NOT,)),
        (UP, {"contrast": DOWN}, Claim.AFTER, (Ground.COMPARISON_DOES_NOT,)),
        (DOWN, {"contrast": UP}, Claim.AFTER, (Ground.COMPARISON_DOES_NOT,)),
        (UP, {"step": step(6.0)}, Claim.BECAUSE, (Ground.STEP_HOLDS,)),
        (UP, {"step": step(2.0, vetoes=True)}, Claim.AFTER, (Ground.TREND_EXPLAINS,)),
        (UP, {"step": step(-6.0)}, Claim.AFTER, (Ground.TREND_EXPLAINS,)),
        (DOWN, {"step": step(-6.0)}, Claim.BECAUSE, (Ground.STEP_HOLDS,)),
        (UP, {"step": step(0.5)}, Claim.BECAUSE, (Ground.STEP_HOLDS,)),
        (DOWN, {"step": step(6.0)}, Claim.AFTER, (Ground.TREND_EXPLAINS,)),
        (UP, {"contrast": UP, "step": step(6.0)}, Claim.BECAUSE, (Ground.COMPARISON_AGREES, Ground.STEP_HOLDS)),
        (
            UP,
            {"contrast": UP, "step": step(6.0, vetoes=True)},
            Claim.AFTER,
            (Ground.COMPARISON_AGREES, Ground.TREND_EXPLAINS),
        ),
        (UP, {"contrast": BOTH, "step": step(6.0)}, Claim.AFTER, (Ground.COMPARISON_DOES_NOT, Ground.STEP_HOLDS)),
    ],
)
def test_what_may_be_claimed(
    with_tau: Interval, beside: dict[str, Any], claim: Claim, grounds: tuple[Ground, ...]
) -> None:
    found = policy_claim(with_tau, **beside)

    assert (found.claim, found.grounds) == (claim, grounds)


@given(st.lists(st.integers(40, 60), min_size=6, max_size=12), st.data())
def test_a_step_is_that_of_least_squares(means: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(3, len(means) - 3))
    when = np.arange(2010, 2010 + len(means), dtype=float)
    after = when >= 2010 + at
    design = np.column_stack([np.ones(len(when)), when - 2015, after])
    fitted, squares, _, _ = np.linalg.lstsq(design, np.array(means, dtype=float), rcond=None)
    assume(float(squares[0]) > 1e-6)
    found = step_and_trend(when.tolist(), means, change_at=2010 + at)
    error = math.sqrt(float(squares[0]) / (len(means) - 3) * np.linalg.inv(design.T @ design)[2, 2])

    assert (found.slope, found.step) == pytest.approx((fitted[1], fitted[2]), abs=1e-8)
    assert found.standard_error == pytest.approx(error, rel=1e-8)
    assert found.p == pytest.approx(2 * float(stats.t.sf(abs(fitted[2]) / error, len(means) - 3)), rel=1e-6, abs=1e-12)
    naive = np.mean(means[at:]) - np.mean(means[:at])
    assert found.naive == pytest.approx(naive)
    assert found.vetoes == (found.step * naive <= 0 or abs(found.step) < abs(naive) / 2)


@given(st.lists(st.integers(40, 60), min_size=12, max_size=16))
def test_segments_are_those_of_least_squares(means: list[int]) -> None:
    when = np.arange(len(means), dtype=float)
    after = when >= 6
    design = np.column_stack([np.ones(len(when)), when, after, np.where(after, when - 6, 0)])
    fitted, squares, _, _ = np.linalg.lstsq(design, np.array(means, dtype=float), rcond=None)
    assume(float(squares[0]) > 1e-6)
    found = segments(range(len(means)), means, change_at=6)
    errors = np.sqrt(float(squares[0]) / (len(means) - 4) * np.diag(np.linalg.inv(design.T @ design)))

    assert (found.slope, found.step, found.slope_change) == pytest.approx(fitted[1:], abs=1e-8)
    assert (found.step_error, found.slope_change_error) == pytest.approx((errors[2], errors[3]), rel=1e-8)
    for size, error, p in (
        (fitted[2], errors[2], found.step_p),
        (fitted[3], errors[3], found.slope_change_p),
    ):
        assert p == pytest.approx(2 * float(stats.t.sf(abs(size) / error, len(means) - 4)), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(("waves", "at", "why"), [(11, 6, Why.TOO_FEW), (11, 5, Why.TOO_FEW), (12, 7, Why.TOO_FEW)])
def test_a_change_of_slope_needs_six_waves_a_side(waves: int, at: int, why: Why) -> None:
    with pytest.raises(CannotCompute) as caught:
        segments(range(waves), [place % 3 for place in range(waves)], change_at=at)
    assert caught.value.why is why


def test_a_step_under_half_or_the_other_way_vetoes() -> None:
    # Without a trend the step is the naive difference; with one it is what is left of it.
    flat = step_and_trend(range(6), [50, 51, 50, 60, 61, 60], change_at=3)
    rising = step_and_trend(range(6), [50, 52, 54, 56.1, 58, 60], change_at=3)

    assert not flat.vetoes
    assert rising.vetoes
    assert rising.naive == pytest.approx(6.0333, abs=1e-4)


def test_a_small_step_against_a_small_difference_vetoes_by_its_half() -> None:
    # Naive 0.5 and step 0.5 multiply to less than 1 and are still the same sign.
    flat = step_and_trend(range(8), [50.0, 50.2, 50.2, 50.0, 50.5, 50.7, 50.7, 50.5], change_at=4)

    assert flat.naive == pytest.approx(0.5)
    assert 0.25 < flat.step < 1.0
    assert not flat.vetoes


def test_a_trend_is_told_with_its_interval() -> None:
    times, values = [0, 1, 2.5, 4, 5, 7], [50, 52, 51, 55, 54, 58]
    found = mann_kendall(times, values)
    expected = stats.theilslopes(values, times)

    assert (found.slope, found.slope_low, found.slope_high) == (
        expected.slope,
        expected.low_slope,
        expected.high_slope,
    )
    assert found.s == 11
    assert found.variance == pytest.approx(6 * 5 * 17 / 18)
    assert found.p == pytest.approx(2 * float(stats.norm.sf(10 / math.sqrt(6 * 5 * 17 / 18))), rel=1e-12)


def test_a_trend_with_ties_by_hand() -> None:
    # Values 1 1 2 2 2 3 in time order: S = 15 − 1 − 3 = 11, var = (6·5·17 − 2·1·9 − 3·2·11)/18.
    found = mann_kendall(range(6), [1, 1, 2, 2, 2, 3])

    assert found.s == 11
    assert found.variance == pytest.approx((510 - 18 - 66) / 18)
    assert found.tau == pytest.approx(11 / math.sqrt(15 * 11), rel=1e-12)
    no_trend = mann_kendall(range(5), [1, 2, 3, 2, 1])
    assert (no_trend.s, no_trend.p, no_trend.tau) == (0, 1.0, 0.0)
