"""From counts equals from rows: every method that SciPy or NumPy has, on data that hypothesis makes, to 1e-12."""

import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from reports.statistics.change import welch
from reports.statistics.equal_variances import student
from reports.statistics.equivalence import equivalence
from reports.statistics.intraclass import intraclass
from reports.statistics.level import level
from reports.statistics.paired import paired_t, sign_flip_p
from reports.statistics.paired_shares import paired_shares
from reports.statistics.part_paired import part_paired
from reports.statistics.rank_sum import Alternative, rank_sum_normal_p
from reports.statistics.samples import Sample
from reports.statistics.shares import wilson
from reports.statistics.signed_rank import signed_rank
from reports.statistics.superiority import superiority
from tests.pure.statistics.strategies import rows, samples

ALTERNATIVES: tuple[Alternative, ...] = ("two-sided", "greater", "less")
DIGITS = 1e-12


def same(found: float, expected: Any, scale: float = 1.0) -> bool:
    """Whether two figures agree to twelve digits of their size, or of the size of what they were computed from."""
    return math.isclose(found, float(expected), rel_tol=DIGITS, abs_tol=DIGITS * scale)


@given(samples(), samples(), st.sampled_from((0.8, 0.95, 0.99)))
def test_welch_and_student(before: Sample, after: Sample, confidence: float) -> None:
    assume(before.variance > 0 and after.variance > 0)
    for method, equal in ((welch, False), (student, True)):
        expected = stats.ttest_ind(rows(after), rows(before), equal_var=equal)
        interval, interval90 = expected.confidence_interval(confidence), expected.confidence_interval(0.9)
        found = method(before, after, confidence=confidence)

        size = abs(float(interval.low)) + abs(float(interval.high)) + 100.0
        t = float(expected.statistic)
        assert same(found.difference / found.standard_error, t, 1 + abs(t))
        assert same(found.df, expected.df, 10)
        assert same(found.p, expected.pvalue)
        assert same(found.low, interval.low, size)
        assert same(found.high, interval.high, size)
        assert same(found.low90, interval90.low, size)
        assert same(found.high90, interval90.high, size)


@given(samples(), samples(), st.floats(1.0, 20.0))
def test_the_two_one_sided_tests(before: Sample, after: Sample, margin: float) -> None:
    assume(before.variance > 0 and after.variance > 0)
    found = equivalence(welch(before, after), margin=margin)
    shifted_down, shifted_up = [v - margin for v in rows(before)], [v + margin for v in rows(before)]
    above = stats.ttest_ind(rows(after), shifted_down, equal_var=False, alternative="greater").pvalue
    below = stats.ttest_ind(rows(after), shifted_up, equal_var=False, alternative="less").pvalue

    assert same(found.p_above_lower, above)
    assert same(found.p_below_upper, below)
    assert found.p == max(found.p_above_lower, found.p_below_upper)


@given(samples())
def test_the_paired_t(differences: Sample) -> None:
    assume(differences.variance > 0)
    centred = Sample.from_pairs((v - 50.0, n) for v, n in zip(differences.values, differences.counts, strict=True))
    expected = stats.ttest_1samp(np.array(rows(centred)), 0.0)
    interval = expected.confidence_interval(0.95)
    found = paired_t(centred)

    assert found.df == expected.df
    assert same(found.p, expected.pvalue)
    assert same(found.low, interval.low, 100)
    assert same(found.high, interval.high, 100)


@given(samples(), samples())
def test_brunner_and_munzel(before: Sample, after: Sample) -> None:
    assume(before.values[0] <= after.values[-1] and after.values[0] <= before.values[-1])
    assume(len({*before.values, *after.values}) > 1)
    expected = stats.brunnermunzel(rows(before), rows(after))
    found = superiority(before, after)

    statistic = float(expected.statistic)
    assert same(found.statistic, statistic, 1 + statistic**2)
    # SciPy takes the p from sums of squares of ranks: a very large statistic keeps fewer digits there.
    assert same(found.p, expected.pvalue, 1 + statistic**2)


@given(samples(least=1), samples(least=1), st.sampled_from(ALTERNATIVES))
def test_the_rank_sum_by_the_normal_distribution(before: Sample, after: Sample, alternative: Alternative) -> None:
    assume(len({*before.values, *after.values}) > 1)
    expected = stats.mannwhitneyu(rows(after), rows(before), alternative=alternative, method="asymptotic")

    assert same(rank_sum_normal_p(before, after, alternative=alternative), min(1.0, float(expected.pvalue)))


@given(
    st.lists(st.integers(-6, 6), min_size=1, max_size=12).filter(any),
    st.sampled_from(ALTERNATIVES),
    st.booleans(),
)
def test_the_signed_rank_over_all_flips(differences: list[int], alternative: Alternative, pratt: bool) -> None:
    found = signed_rank(Sample.from_pairs((d, 1) for d in differences), alternative=alternative, pratt=pratt)
    kept = [d for d in differences if d != 0] if not pratt else differences
    ranks = [float(rank) for rank, d in zip(stats.rankdata(np.abs(kept)), kept, strict=True) if d != 0]
    v = sum(rank for rank, d in zip(ranks, [d for d in kept if d], strict=True) if d > 0)
    flips = ((np.arange(2 ** len(ranks))[:, np.newaxis] >> np.arange(len(ranks))) & 1) @ np.array(ranks)
    centre = sum(ranks) / 2
    far = {
        "two-sided": np.abs(flips - centre) >= abs(v - centre),
        "greater": flips >= v,
        "less": flips <= v,
    }

    assert (found.v, found.n) == (v, len(ranks))
    assert same(found.p, float(far[alternative].mean()))


@given(st.lists(st.integers(1, 400), min_size=3, max_size=9, unique=True), st.data())
def test_the_signed_rank_without_ties_is_the_librarys(sizes: list[int], data: st.DataObject) -> None:
    differences = [size * data.draw(st.sampled_from((-1, 1))) for size in sizes]
    expected = stats.wilcoxon(differences, method="exact")

    assert same(signed_rank(Sample.from_pairs((d, 1) for d in differences)).p, expected.pvalue)


@given(st.lists(st.integers(-4, 4), min_size=1, max_size=10).filter(any))
def test_the_sign_flips_are_the_librarys(differences: list[int]) -> None:
    found = sign_flip_p(Sample.from_pairs((d, 1) for d in differences), seed=1)
    flips = 2 * ((np.arange(2 ** len(differences))[:, np.newaxis] >> np.arange(len(differences))) & 1) - 1
    sums = np.abs(flips @ np.array(differences))

    assert same(found, float((sums >= abs(sum(differences))).mean()))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_paired_shares(both: int, only_before: int, only_after: int, neither: int) -> None:
    assume(both + only_before + only_after + neither > 0)
    found = paired_shares(both=both, only_before=only_before, only_after=only_after, neither=neither)
    moved = only_before + only_after

    assert same(found.p, stats.binomtest(only_after, moved).pvalue if moved else 1.0)
    assert found.interval.low - 1e-12 <= found.difference <= found.interval.high + 1e-12


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson(share: tuple[int, int]) -> None:
    chose, n = share
    expected = stats.binomtest(chose, n).proportion_ci(method="wilson")
    found = wilson(chose, n)

    assert same(found.low, expected.low)
    assert same(found.high, expected.high)


@given(samples(), st.integers(1, 50))
def test_a_level(sample: Sample, missing: int) -> None:
    assume(sample.variance > 0)
    people = sample.n + missing
    found = level(sample, population=people)
    error = float(stats.sem(rows(sample))) * math.sqrt(missing / people)
    low, high = stats.t.interval(0.95, sample.n - 1, loc=float(np.mean(rows(sample))), scale=error)

    assert same(found.standard_error, error)
    assert same(found.low, low, 100)
    assert same(found.high, high, 100)


@given(st.lists(samples(), min_size=2, max_size=6))
def test_the_mean_squares_of_units(units: list[Sample]) -> None:
    assume(any(unit.variance > 0 for unit in units) and len({unit.mean for unit in units}) > 1)
    found = intraclass(units)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = float(stats.f_oneway(*(rows(unit) for unit in units)).statistic)
    assume(math.isfinite(expected))

    assert same(found.between / found.within, expected, 100 * (1 + expected))
    assert found.icc2 == pytest.approx(1 - 1 / (found.between / found.within), rel=1e-12, abs=1e-12)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=5, max_size=30),
    st.lists(st.integers(0, 4), max_size=12),
    st.lists(st.integers(0, 4), max_size=12),
)
def test_part_pairs(pairs: list[tuple[int, int]], before: list[int], after: list[int]) -> None:
    b, a = np.array(pairs, dtype=float).T
    assume(b.std() > 0 and a.std() > 0 and (b - a).std() > 0)
    first, second = np.append(b, before), np.append(a, after)
    r = float(np.corrcoef(b, a)[0, 1])
    v1, v2 = first.var(ddof=1) / len(first), second.var(ddof=1) / len(second)
    squared = v1 + v2 - 2 * r * len(pairs) * math.sqrt(v1 * v2 / len(first) / len(second))
    assume(squared > 1e-6)
    found = part_paired(
        [(x, y, 1) for x, y in pairs],
        Sample.from_pairs((v, 1) for v in before),
        Sample.from_pairs((v, 1) for v in after),
    )

    assert found.r == pytest.approx(r, rel=1e-12, abs=1e-12)
    assert found.standard_error == pytest.approx(math.sqrt(squared), rel=1e-10)
    assert found.difference == pytest.approx(second.mean() - first.mean(), rel=1e-12, abs=1e-12)
