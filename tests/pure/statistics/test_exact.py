"""Exact p values: every way to deal people counted, against brute force over people."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.exact import absolute_difference, exact_permutation_p, exact_superiority_p
from reports.statistics.permutation import absolute_t, bar_of, entropy_of, grouped, permutation_p
from reports.statistics.rank_sum import Alternative, exact_sum_p, rank_sum_normal_p, rank_sum_p
from reports.statistics.samples import Sample
from reports.statistics.signed_rank import signed_rank
from reports.statistics.superiority import absolute_statistic, superiority_permutation_p
from tests.pure.statistics.strategies import rows

FEW = st.lists(st.integers(0, 4), min_size=2, max_size=5)


def of(values: list[int]) -> Sample:
    return Sample.from_pairs((value, 1) for value in values)


def over_all_deals(before: list[int], after: list[int], kind: str) -> float:
    """The p over every choice of people, by a statistic computed on rows."""
    people = before + after

    def statistic(first: list[int], second: list[int]) -> float:
        gap = abs(float(np.mean(second)) - float(np.mean(first)))
        if kind == "difference":
            return gap
        error = math.sqrt(float(np.var(first, ddof=1)) / len(first) + float(np.var(second, ddof=1)) / len(second))
        return gap / error if error > 1e-12 else math.inf

    observed = statistic(before, after)
    deals = list(itertools.combinations(range(len(people)), len(after)))
    hits = 0
    for chosen in deals:
        second = [people[place] for place in chosen]
        first = [people[place] for place in range(len(people)) if place not in chosen]
        hits += statistic(first, second) >= (observed if math.isinf(observed) else observed - 1e-9 * max(1, observed))
    return hits / len(deals)


@settings(max_examples=40, deadline=None)
@given(FEW, FEW)
def test_counting_splits_is_counting_people(before: list[int], after: list[int]) -> None:
    assume(len({*before, *after}) > 1)

    assert exact_permutation_p(of(before), of(after)) == pytest.approx(over_all_deals(before, after, "t"), rel=1e-9)
    found = exact_permutation_p(of(before), of(after), statistic=absolute_difference)
    assert found == pytest.approx(over_all_deals(before, after, "difference"), rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(FEW, FEW)
def test_drawing_comes_near_counting(before: list[int], after: list[int]) -> None:
    assume(len({*before, *after}) > 1)
    first, second = of(before), of(after)

    assert permutation_p(first, second, seed=1, draws=4000) == pytest.approx(
        exact_permutation_p(first, second), abs=0.04
    )
    assert superiority_permutation_p(first, second, seed=1, draws=4000) == pytest.approx(
        exact_superiority_p(first, second), abs=0.04
    )


def test_many_people_with_few_distinct_scores_can_be_counted_and_more_cannot() -> None:
    two = exact_permutation_p(Sample((0.0, 100.0), (600, 400)), Sample((0.0, 100.0), (550, 450)))
    assert two == pytest.approx(
        permutation_p(Sample((0.0, 100.0), (600, 400)), Sample((0.0, 100.0), (550, 450)), seed=1), abs=0.01
    )
    lone = exact_permutation_p(Sample((0.0, 100.0), (10**8, 1)), Sample((0.0,), (10**8,)))
    assert lone == pytest.approx(1.0)
    for before, after in (
        (Sample((0.0, 100.0), (10**8, 10**8)), Sample((0.0, 100.0), (10**8, 10**8))),
        (Sample(tuple(range(12)), (9,) * 12), Sample(tuple(range(12)), (9,) * 12)),
    ):
        with pytest.raises(CannotCompute) as caught:
            exact_permutation_p(before, after)
        assert caught.value.why is Why.OUT_OF_REACH


def test_a_few_dealt_among_many_scores_are_counted() -> None:
    # 20 scores of 3 people: the counts alone would allow 4^19 splits, but only two people are dealt.
    before, after = Sample(tuple(float(v) for v in range(1, 21)), (3,) * 20), Sample((0.0, 21.0), (1, 1))
    people = rows(before) + rows(after)
    middle = sum(people) / len(people)
    far = sum(
        abs((people[i] + people[j]) / 2 - middle) >= abs(10.5 - middle) - 1e-9
        for i, j in itertools.combinations(range(62), 2)
    )

    found = exact_permutation_p(before, after, statistic=absolute_difference)
    assert found == pytest.approx(far / math.comb(62, 2), rel=1e-9)


def test_the_limit_on_splits_is_on_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    # Splits of 3 + 3 people into 3: four. Of (2, 2, 2) into 3: seven.
    for values, counts, number in (((0.0, 1.0), (3, 3), 4), ((0.0, 1.0, 2.0), (2, 2, 2), 7)):
        before = Sample(values, tuple(count - 1 for count in counts)) if len(values) == 3 else Sample(values, (1, 2))
        after = Sample(values, (1,) * len(values)) if len(values) == 3 else Sample(values, (2, 1))
        monkeypatch.setattr("reports.statistics.exact.MOST_SPLITS", number)
        assert 0.0 < exact_permutation_p(before, after) <= 1.0
        monkeypatch.setattr("reports.statistics.exact.MOST_SPLITS", number - 1)
        with pytest.raises(CannotCompute):
            exact_permutation_p(before, after)


@given(FEW, FEW, st.sampled_from(("two-sided", "greater", "less")))
def test_the_exact_rank_sum_over_all_deals(before: list[int], after: list[int], alternative: Alternative) -> None:
    assume(len({*before, *after}) > 1)
    ranks = stats.rankdata(before + after)
    sums = np.array([sum(deal) for deal in itertools.combinations(ranks, len(after))])
    observed, centre = float(ranks[len(before) :].sum()), float(ranks.mean()) * len(after)
    far = {
        "two-sided": np.abs(sums - centre) >= abs(observed - centre) - 1e-9,
        "greater": sums >= observed - 1e-9,
        "less": sums <= observed + 1e-9,
    }

    assert rank_sum_p(of(before), of(after), alternative=alternative) == pytest.approx(float(far[alternative].mean()))


def test_one_answer_a_side_is_enough_for_the_ranks() -> None:
    assert rank_sum_p(Sample((1.0,), (1,)), Sample((2.0,), (1,))) == pytest.approx(1.0)
    assert rank_sum_p(Sample((1.0,), (60,)), Sample((1.0, 2.0), (59, 1)), alternative="greater") == pytest.approx(0.5)


def test_another_alternative_is_refused() -> None:
    before, after = Sample((1.0, 2.0), (4, 3)), Sample((2.0, 3.0), (4, 3))
    for method in (rank_sum_p, rank_sum_normal_p):
        with pytest.raises(InvalidFigure):
            method(before, after, alternative="up")  # type: ignore[arg-type]
    with pytest.raises(InvalidFigure):
        signed_rank(before, alternative="up")  # type: ignore[arg-type]


def test_sums_with_unequal_scores() -> None:
    # Three of five people with scores 0, 0, 2, 5, 5: ten deals; sums 2, 5, 5, 7, 7, 7, 7, 10, 10, 12, mean 7.2.
    assert exact_sum_p([0, 2, 5], [2, 1, 2], [0, 1, 2]) == pytest.approx(0.2)
    assert exact_sum_p([0, 2, 5], [2, 1, 2], [0, 1, 2], alternative="greater") == pytest.approx(0.1)
    assert exact_sum_p([0, 2, 5], [2, 1, 2], [2, 1, 0], alternative="less") == pytest.approx(0.1)


@pytest.mark.parametrize("differences", [Sample((1.0,), (300,)), Sample((0.0, 1.0, 2.0), (50, 150, 150))])
def test_the_signed_rank_up_to_its_limit(differences: Sample) -> None:
    found = signed_rank(differences)
    assert found.n == 300
    assert found.p == pytest.approx(0.5**299, rel=1e-9)


def test_the_signed_rank_says_why_it_cannot() -> None:
    for differences, why in (
        (Sample((), ()), Why.TOO_FEW),
        (Sample((0.0,), (4,)), Why.NO_VARIATION),
        (Sample((1.0,), (301,)), Why.OUT_OF_REACH),
    ):
        with pytest.raises(CannotCompute) as caught:
            signed_rank(differences)
        assert caught.value.why is why
    assert signed_rank(Sample((1.0,), (1,))).p == 1.0


def test_zeros_are_left_out_or_ranked_first() -> None:
    differences = Sample((-1.0, 0.0, 2.0, 3.0), (1, 2, 1, 1))

    assert signed_rank(differences).v == 5.0
    assert signed_rank(differences, pratt=True).v == 9.0
    assert signed_rank(differences).n == signed_rank(differences, pratt=True).n == 3


def test_what_a_permutation_compares_with() -> None:
    values, pooled, observed = grouped(Sample((0.0, 50.0), (2, 1)), Sample((50.0, 75.0), (1, 2)), absolute_t)

    assert (values.tolist(), pooled.tolist()) == ([0.0, 50.0, 75.0], [2, 2, 2])
    expected = stats.ttest_ind([50, 75, 75], [0, 0, 50], equal_var=False).statistic
    assert observed == pytest.approx(float(expected), rel=1e-12)
    assert bar_of(0.5) == 0.5 - 1e-9
    assert bar_of(10.0) == 10.0 - 1e-8
    assert entropy_of(7) == [7]
    with pytest.raises(InvalidFigure):
        entropy_of((1, -1))


def test_the_statistics_of_splits_are_the_librarys() -> None:
    values, pooled = np.array([0.0, 25.0, 50.0, 75.0]), np.array([3, 4, 5, 4])
    splits = np.array([[1, 1, 3, 3], [0, 2, 3, 3], [3, 3, 1, 1]])
    for row, t, bm in zip(
        splits, absolute_t(splits, pooled, values), absolute_statistic(splits, pooled, values), strict=True
    ):
        after, before = np.repeat(values, row), np.repeat(values, pooled - row)
        assert t == pytest.approx(abs(float(stats.ttest_ind(after, before, equal_var=False).statistic)), rel=1e-12)
        assert bm == pytest.approx(abs(float(stats.brunnermunzel(before, after).statistic)), rel=1e-12)
    assert absolute_difference(splits, pooled, values)[0] == pytest.approx(
        float(np.repeat(values, [1, 1, 3, 3]).mean() - np.repeat(values, [2, 3, 2, 1]).mean())
    )
