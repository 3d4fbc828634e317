"""Levels, shares, non-response and adjusted p values at their edges."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.intervals import Interval
from reports.statistics.level import level
from reports.statistics.multiplicity import benjamini_hochberg, holm
from reports.statistics.nonresponse import tipping_point, worst_case, worst_case_change
from reports.statistics.samples import Sample
from reports.statistics.shares import newcombe, wilson
from tests.pure.statistics.strategies import rows, samples

SCALE = Interval(0.0, 100.0)


@given(samples(), st.integers(0, 50))
def test_a_level_stays_on_the_scale_and_is_sharper_the_more_have_answered(sample: Sample, missing: int) -> None:
    if sample.variance == 0.0:
        return
    near = level(sample, population=sample.n + missing, limits=SCALE)
    far = level(sample, population=sample.n + missing + 1, limits=SCALE)

    assert 0.0 <= near.low <= near.mean <= near.high <= 100.0
    assert near.standard_error < far.standard_error < float(stats.sem(rows(sample))) * (1 + 1e-12)


def test_a_level_of_everybody_is_known() -> None:
    result = level(Sample((25.0, 50.0), (3, 3)), population=6)

    assert (result.standard_error, result.low, result.high) == (0.0, 37.5, 37.5)
    assert result.known
    assert not level(Sample((25.0, 50.0), (3, 3)), population=7).known


def test_a_level_keeps_within_limits_only_where_they_are_given() -> None:
    sample = Sample((0.0, 75.0), (9, 1))

    assert level(sample, population=100).low < 0.0
    assert 0.0 < level(sample, population=100, limits=SCALE).low < 7.5


@given(samples(), st.integers(1, 50), st.sampled_from((0.8, 0.95)))
def test_a_level_within_limits_solves_the_score_equation(sample: Sample, missing: int, confidence: float) -> None:
    # At its ends |mean − end| = t·SE·√(end(100 − end)/(mean(100 − mean))).
    if sample.variance == 0.0:
        return
    found = level(sample, population=sample.n + missing, confidence=confidence, limits=SCALE)
    t = float(stats.t.ppf(0.5 + confidence / 2, sample.n - 1))
    for end in (found.low, found.high):
        spread = math.sqrt(end * (100 - end) / (found.mean * (100 - found.mean)))
        assert abs(found.mean - end) == pytest.approx(t * found.standard_error * spread, rel=1e-6, abs=1e-9)


def test_a_level_within_other_limits_is_the_same_turned_round_and_stretched() -> None:
    sample, turned = Sample((1.0, 2.0, 5.0), (3, 4, 2)), Sample((0.0, 75.0, 100.0), (2, 4, 3))
    one, other = level(sample, population=12, limits=Interval(1.0, 5.0)), level(turned, population=12, limits=SCALE)

    assert (5.0 - one.high, 5.0 - one.low) == pytest.approx((other.low / 25, other.high / 25))
    everybody = level(sample, population=9, limits=Interval(1.0, 5.0))
    assert (everybody.low, everybody.high) == (everybody.mean, everybody.mean)


@pytest.mark.parametrize(
    ("sample", "population", "why"),
    [
        (Sample((), ()), 5, Why.TOO_FEW),
        (Sample((50.0,), (1,)), 1, Why.TOO_FEW),
        (Sample((50.0,), (6,)), 8, Why.NO_VARIATION),
    ],
)
def test_a_level_that_cannot_be_computed_says_why(sample: Sample, population: int, why: Why) -> None:
    with pytest.raises(CannotCompute) as caught:
        level(sample, population=population)
    assert caught.value.why is why


def test_more_answers_than_people_or_a_mean_off_the_scale_are_refused() -> None:
    sample = Sample((50.0, 75.0), (3, 3))
    with pytest.raises(InvalidFigure):
        level(sample, population=5)
    with pytest.raises(InvalidFigure):
        level(sample, population=8, limits=Interval(0.0, 10.0))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_the_library(share: tuple[int, int]) -> None:
    chose, n = share
    expected = stats.binomtest(chose, n).proportion_ci(method="wilson")
    interval = wilson(chose, n)

    assert (interval.low, interval.high) == pytest.approx((float(expected.low), float(expected.high)), abs=1e-9)
    assert 0.0 <= interval.low <= chose / n <= interval.high <= 1.0


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_a_difference_of_shares_mirrors_and_stays_in_range(first: int, second: int, data: st.DataObject) -> None:
    one, other = data.draw(st.integers(0, first)), data.draw(st.integers(0, second))
    interval, mirror = newcombe(one, first, other, second), newcombe(other, second, one, first).mirrored()

    assert (interval.low, interval.high) == pytest.approx((mirror.low, mirror.high), abs=1e-12)
    assert -1.0 <= interval.low <= interval.high <= 1.0


def test_another_confidence_is_another_interval_of_shares() -> None:
    one, other = wilson(8, 33, confidence=0.8), wilson(17, 34, confidence=0.8)
    found = newcombe(8, 33, 17, 34, confidence=0.8)

    assert found.low == pytest.approx(17 / 34 - 8 / 33 - math.hypot(17 / 34 - other.low, one.high - 8 / 33), rel=1e-12)
    assert found.high == pytest.approx(17 / 34 - 8 / 33 + math.hypot(other.high - 17 / 34, 8 / 33 - one.low), rel=1e-12)


def test_a_share_needs_people_and_no_more_than_there_are() -> None:
    with pytest.raises(CannotCompute):
        wilson(0, 0)
    with pytest.raises(InvalidFigure):
        wilson(4, 3)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_adjusted_ps_never_shrink_and_keep_the_order(ps: list[float]) -> None:
    adjusted, discovery = holm(ps), benjamini_hochberg(ps)

    for raw, by_discovery, by_family in zip(ps, discovery, adjusted, strict=True):
        assert raw - 1e-15 <= by_discovery <= by_family + 1e-15 <= 1.0 + 1e-12
    for (one, first), (other, second) in itertools.combinations(zip(ps, adjusted, strict=True), 2):
        assert first <= second if one < other else second <= first if other < one else first == second
    if ps:
        assert list(discovery) == pytest.approx(list(stats.false_discovery_control(np.array(ps))), abs=1e-15)


@pytest.mark.parametrize("p", [math.nan, -0.1, 1.1])
def test_a_p_is_a_probability(p: float) -> None:
    for adjust in (holm, benjamini_hochberg):
        with pytest.raises(InvalidFigure):
            adjust([0.5, p])


@given(st.floats(-60, 60), st.floats(0.1, 40), st.integers(0, 40))
def test_the_tipping_point_brings_the_interval_to_zero(middle: float, width: float, answered: int) -> None:
    interval = Interval(middle - width, middle + width)
    point = tipping_point(interval, answered=answered, invited=40, sd=20.0)

    if point is None:
        assert interval.contains(0.0) or answered == 40
    else:
        shift = (40 - answered) / 40 * point.gap
        nearest = interval.low if interval.low > 0 else interval.high
        assert nearest + shift == pytest.approx(0.0, abs=1e-9)
        assert point.fragile == (abs(point.gap) < 10.0)


def test_the_tipping_point_mirrors() -> None:
    up = tipping_point(Interval(1.0, 9.0), answered=30, invited=40, sd=20.0)
    down = tipping_point(Interval(-9.0, -1.0), answered=30, invited=40, sd=20.0)

    assert up is not None
    assert down is not None
    assert (up.gap, up.fragile) == (-4.0, True)
    assert (down.gap, down.fragile) == (4.0, True)


@given(st.lists(st.sampled_from((0.0, 25.0, 50.0, 75.0, 100.0)), min_size=1, max_size=30), st.data())
def test_no_answer_of_the_missing_leaves_the_worst_case(people: list[float], data: st.DataObject) -> None:
    answered = data.draw(st.integers(1, len(people)))
    bounds = worst_case(sum(people[:answered]) / answered, answered=answered, invited=len(people))

    assert bounds.low - 1e-9 <= sum(people) / len(people) <= bounds.high + 1e-9


def test_the_worst_case_of_a_change_takes_both_waves() -> None:
    before, after = worst_case(40.0, answered=30, invited=40), worst_case(60.0, answered=40, invited=40)
    change = worst_case_change(before, after)

    assert (change.low, change.high) == (5.0, 30.0)


def test_more_answers_than_people_are_refused() -> None:
    with pytest.raises(InvalidFigure):
        worst_case(50.0, answered=41, invited=40)
    with pytest.raises(InvalidFigure):
        tipping_point(Interval(1.0, 2.0), answered=41, invited=40, sd=1.0)
    with pytest.raises(InvalidFigure):
        worst_case(101.0, answered=4, invited=40)


@pytest.mark.parametrize(("low", "high"), [(1.0, 0.0), (math.nan, 1.0), (0.0, math.inf)])
def test_an_interval_has_finite_ends_in_order(low: float, high: float) -> None:
    with pytest.raises(InvalidFigure):
        Interval(low, high)
