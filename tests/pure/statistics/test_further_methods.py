"""The further methods at their edges: equal to rows, mirrored, and never NaN."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from reports.statistics.change import Moments, welch, welch_from_moments
from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.comparison import contrast, placebo_rank
from reports.statistics.dominance import cliffs_delta
from reports.statistics.interruption import step_and_trend
from reports.statistics.paired import paired_t, sign_flip_p
from reports.statistics.part_paired import part_paired
from reports.statistics.rank_sum import rank_sum_p
from reports.statistics.reliability import cronbach_alpha
from reports.statistics.samples import Sample
from reports.statistics.staggered import Cohort, average_effect, group_time_effects
from reports.statistics.superiority import superiority, superiority_permutation_p
from reports.statistics.trend import mann_kendall
from tests.pure.statistics.strategies import rows, samples

LOW, HIGH = Sample((1.0, 2.0), (4, 3)), Sample((3.0, 4.0), (5, 2))
ALIKE = Sample((3.0,), (6,))


@given(samples(), samples())
def test_superiority_equals_the_library_and_dominance_is_the_same_figure(before: Sample, after: Sample) -> None:
    assume(before.values[0] <= after.values[-1] and after.values[0] <= before.values[-1])
    assume(len({*before.values, *after.values}) > 1)
    found = superiority(before, after)
    expected = stats.brunnermunzel(rows(before), rows(after))

    assert found.statistic == pytest.approx(float(expected.statistic), rel=1e-9, abs=1e-9)
    assert found.p == pytest.approx(float(expected.pvalue), rel=1e-9, abs=1e-12)
    assert 0.0 <= found.logit.low <= found.theta <= found.logit.high <= 1.0
    assert cliffs_delta(before, after).delta == pytest.approx(2 * found.theta - 1, abs=1e-12)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (LOW, HIGH, Why.SEPARATED),
        (HIGH, LOW, Why.SEPARATED),
        (ALIKE, ALIKE, Why.NO_VARIATION),
        (Sample((1.0,), (1,)), HIGH, Why.TOO_FEW),
    ],
)
def test_ordinal_methods_say_why_they_cannot(before: Sample, after: Sample, why: Why) -> None:
    for method in (superiority, cliffs_delta):
        with pytest.raises(CannotCompute) as caught:
            method(before, after)
        assert caught.value.why is why


def test_superiority_of_very_many_people_is_that_of_few_with_a_smaller_error() -> None:
    found = superiority(Sample((1.0, 2.0, 3.0), (5000, 5000, 5000)), Sample((1.0, 2.0, 3.0), (4900, 5000, 5100)))
    small = superiority(Sample((1.0, 2.0, 3.0), (50, 50, 50)), Sample((1.0, 2.0, 3.0), (49, 50, 51)))

    assert found.theta == pytest.approx(small.theta, rel=1e-12)
    assert found.standard_error == pytest.approx(small.standard_error / 10, rel=0.01)
    huge = superiority(
        Sample((1.0, 2.0, 3.0), (10**8, 10**8, 10**8)), Sample((1.0, 2.0, 3.0), (98 * 10**6, 10**8, 102 * 10**6))
    )
    assert huge.theta == pytest.approx(small.theta, rel=1e-12)
    assert huge.standard_error == pytest.approx(found.standard_error * math.sqrt(5000 / 10**8), rel=1e-4)


def test_separated_sides_still_have_a_permutation_and_an_exact_p() -> None:
    expected = 2 / math.comb(14, 7)

    assert superiority_permutation_p(LOW, HIGH, seed=1) == pytest.approx(expected, abs=5e-4)
    assert rank_sum_p(LOW, HIGH) == pytest.approx(expected, rel=1e-9)


@given(st.permutations(range(12)), st.integers(2, 10))
def test_the_exact_rank_sum_without_ties_is_the_librarys(order: list[int], size: int) -> None:
    first, second = order[:size], order[size:]
    expected = stats.mannwhitneyu(second, first, method="exact").pvalue
    found = rank_sum_p(Sample.from_pairs((v, 1) for v in first), Sample.from_pairs((v, 1) for v in second))

    assert found == pytest.approx(float(expected), rel=1e-9)


def test_the_exact_rank_sum_has_its_limits() -> None:
    for before, after, why in (
        (Sample((1.0, 2.0), (60, 1)), Sample((1.0, 2.0), (59, 1)), Why.OUT_OF_REACH),
        (Sample((), ()), HIGH, Why.TOO_FEW),
        (ALIKE, ALIKE, Why.NO_VARIATION),
    ):
        with pytest.raises(CannotCompute) as caught:
            rank_sum_p(before, after)
        assert caught.value.why is why


@given(samples())
def test_the_paired_t_equals_the_library(differences: Sample) -> None:
    assume(differences.variance > 0)
    expected = stats.ttest_1samp(np.array(rows(differences)), 0.0)
    change = paired_t(differences)

    assert change.p == pytest.approx(float(expected.pvalue), rel=1e-9, abs=1e-12)


def test_flips_drawn_come_near_flips_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    differences = Sample((-50.0, -25.0, 0.0, 25.0, 50.0), (2, 3, 4, 6, 4))
    exact = sign_flip_p(differences, seed=1)
    monkeypatch.setattr("reports.statistics.paired.ENUMERATE_UP_TO", 1)

    assert sign_flip_p(differences, seed=1, draws=20_000) == pytest.approx(exact, abs=0.01)


def test_pairs_say_why_they_cannot() -> None:
    for differences, why in ((Sample((5.0,), (1,)), Why.TOO_FEW), (Sample((5.0,), (4,)), Why.NO_VARIATION)):
        with pytest.raises(CannotCompute) as caught:
            paired_t(differences)
        assert caught.value.why is why
    with pytest.raises(CannotCompute):
        sign_flip_p(Sample((0.0,), (9,)), seed=1)
    assert sign_flip_p(Sample((5.0,), (4,)), seed=1) == pytest.approx(0.125)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 4)), min_size=5, max_size=9))
def test_all_paired_is_the_paired_t(pairs: list[tuple[int, int, int]]) -> None:
    differences = Sample.from_pairs((after - before, people) for before, after, people in pairs)
    assume(len({b for b, _, _ in pairs}) > 1 and len({a for _, a, _ in pairs}) > 1 and differences.variance > 1e-9)
    nobody = Sample((), ())
    whole, expected = part_paired(pairs, nobody, nobody), paired_t(differences)

    assert (whole.difference, whole.standard_error, whole.df, whole.p) == pytest.approx(
        (expected.difference, expected.standard_error, expected.df, expected.p), rel=1e-6, abs=1e-9
    )


def test_part_pairs_say_why_they_cannot() -> None:
    nobody = Sample((), ())
    for pairs, why in (
        ([(1, 2, 4)], Why.TOO_FEW),
        ([(1, 2, 3), (1, 3, 3)], Why.NO_VARIATION),
        ([(1, 2, 3), (2, 3, 3)], Why.NO_VARIATION),
    ):
        with pytest.raises(CannotCompute) as caught:
            part_paired(pairs, nobody, nobody)
        assert caught.value.why is why


def test_reliability_refuses_what_is_no_covariance_and_stays_finite() -> None:
    for matrix in (
        [[1.0]],
        [[1.0, 0.5]],
        [[1.0, 0.2], [0.3, 1.0]],
        [[-1.0, 0.0], [0.0, 1.0]],
        [[math.nan, 0.0], [0.0, 1.0]],
    ):
        with pytest.raises(InvalidFigure):
            cronbach_alpha(matrix, n=50)
    for matrix in ([[1.0, -1.0], [-1.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]):
        with pytest.raises(CannotCompute):
            cronbach_alpha(matrix, n=50)
    assert cronbach_alpha([[1.0, -0.5], [-0.5, 1.0]], n=50).alpha == pytest.approx(-2.0)
    assert cronbach_alpha([[1.0, 1.0], [1.0, 1.0]], n=50).interval.low == 1.0


@given(st.lists(st.integers(0, 20), min_size=5, max_size=15))
def test_a_trend_turned_round_is_its_mirror(values: list[int]) -> None:
    assume(len(set(values)) > 1)
    up, down = mann_kendall(range(len(values)), values), mann_kendall(range(len(values)), [-v for v in values])

    assert (up.s, up.p) == (-down.s, down.p)
    assert up.slope == pytest.approx(-down.slope)
    assert up.tau == pytest.approx(float(stats.kendalltau(range(len(values)), values).statistic), abs=1e-12)
    assert all(math.isfinite(part) for part in astuple(up))


def test_waves_say_why_they_cannot() -> None:
    for times, values, why in (
        (range(4), range(4), Why.TOO_FEW),
        (range(5), [1, 1, 1, 1, 1], Why.NO_VARIATION),
    ):
        with pytest.raises(CannotCompute) as caught:
            mann_kendall(times, values)
        assert caught.value.why is why
    with pytest.raises(CannotCompute) as caught:
        step_and_trend(range(5), [1, 2, 4, 3, 5], change_at=3)
    assert caught.value.why is Why.TOO_FEW
    with pytest.raises(CannotCompute) as caught:
        step_and_trend(range(6), range(6), change_at=3)
    assert caught.value.why is Why.NO_VARIATION
    for wrong in ([0, 1, 1, 2, 3, 4], [0, 1, 2, 3, 4]):
        with pytest.raises(InvalidFigure):
            mann_kendall(wrong, range(6))
        with pytest.raises(InvalidFigure):
            step_and_trend(wrong, range(6), change_at=3)


def test_a_true_step_is_not_vetoed() -> None:
    result = step_and_trend(range(8), [50, 51, 50, 51, 60, 61, 60, 61], change_at=4)

    assert result.step > 8
    assert not result.vetoes


def test_a_contrast_with_itself_is_nothing_and_tau_widens_it() -> None:
    change = welch_from_moments(Moments(30, 50.0, 400.0), Moments(30, 60.0, 400.0))
    plain, wide = contrast(change, change, tau=0.0), contrast(change, change, tau=2.0)

    assert (plain.difference, plain.p) == (0.0, 1.0)
    assert plain.df == pytest.approx(2 * change.df)
    assert wide.standard_error**2 - plain.standard_error**2 == pytest.approx(16.0)


def test_a_rank_counts_ties_against_the_treated_unit() -> None:
    assert placebo_rank(-5.0, [5.0, 1.0]).rank == 2
    assert placebo_rank(9.0, [1.0] * 19).p == 0.05
    assert placebo_rank(9.0, [1.0] * 19).p_can_be_small
    with pytest.raises(CannotCompute):
        placebo_rank(9.0, [])


def test_without_a_never_treated_cohort_the_later_starters_compare() -> None:
    early, late = Cohort(2, 10.0, {1: 50.0, 2: 60.0, 3: 62.0}), Cohort(3, 20.0, {1: 40.0, 2: 41.0, 3: 50.0})
    found = {(one.start, one.wave): one.effect for one in group_time_effects((early, late))}

    assert found == {(2, 2): 9.0}
    assert average_effect((early, late)) == 9.0


def test_cohorts_that_cannot_be_compared_say_so() -> None:
    alone = Cohort(2, 10.0, {1: 50.0, 2: 60.0})
    for cohorts in ((), (alone,), (Cohort(1, 10.0, {1: 5.0, 2: 6.0}), Cohort(None, 9.0, {1: 5.0, 2: 6.0}))):
        with pytest.raises(CannotCompute):
            group_time_effects(cohorts)
    for other in (alone, Cohort(None, 9.0, {1: 5.0}), Cohort(None, 0.0, {1: 5.0, 2: 5.0})):
        with pytest.raises(InvalidFigure):
            group_time_effects((alone, other))


def test_welch_and_superiority_agree_on_direction() -> None:
    before, after = Sample((1.0, 2.0, 3.0), (8, 4, 2)), Sample((1.0, 2.0, 3.0), (2, 4, 8))

    assert welch(before, after).difference > 0
    assert superiority(before, after).theta > 0.5
