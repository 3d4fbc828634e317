"""Edges that planted errors showed to be untested: each is a figure by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import special, stats

from reports.statistics.assessment import ScaleInput
from reports.statistics.association import general_association, linear_association
from reports.statistics.equal_variances import student
from reports.statistics.intervals import Interval
from reports.statistics.level import level
from reports.statistics.nonresponse import worst_case
from reports.statistics.paired import paired_t, sign_flip_p
from reports.statistics.permutation import absolute_t
from reports.statistics.samples import Sample
from reports.statistics.shares import wilson
from reports.statistics.superiority import superiority
from reports.statistics.types import InvalidScale

SOME = Sample((25.0, 50.0, 75.0), (4, 6, 5))


def test_the_worst_case_of_a_scale_that_does_not_start_at_nothing() -> None:
    bounds = worst_case(3.0, answered=30, invited=40, lowest=1.0, highest=5.0)

    assert (bounds.low, bounds.high) == pytest.approx((2.5, 3.5))


def test_everybody_alike_and_everybody_answering_is_known() -> None:
    found = level(Sample((50.0,), (9,)), population=9, limits=Interval(0.0, 100.0))

    assert (found.low, found.high, found.population, found.known) == (50.0, 50.0, 9, True)
    assert level(SOME, population=20, limits=Interval(0.0, 100.0)).population == 20


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_logit_interval_by_hand(confidence: float) -> None:
    before, after = Sample((1, 2, 4), (11, 2, 1)), Sample((1, 2, 3, 4, 5), (3, 1, 4, 2, 1))
    found = superiority(before, after, confidence=confidence)
    reach = float(stats.t.ppf(0.5 + confidence / 2, found.df)) * found.standard_error
    centre, half = math.log(found.theta / (1 - found.theta)), reach / (found.theta * (1 - found.theta))

    assert found.logit.low == pytest.approx(float(special.expit(centre - half)), rel=1e-12)
    assert found.logit.high == pytest.approx(float(special.expit(centre + half)), rel=1e-12)
    assert found.plain.low == pytest.approx(found.theta - reach, rel=1e-12)
    assert found.plain.high == pytest.approx(min(1.0, found.theta + reach), rel=1e-12)


def test_a_side_that_is_not_shown_does_not_hide_what_is_wrong_with_the_other() -> None:
    scale = ScaleInput("trust", 1, True, 5.0, None, None, SOME, 20, 20)
    with pytest.raises(InvalidScale):
        replace(scale, invited_after=14)


@pytest.mark.parametrize(("unit", "expected"), [(25.0, 75.0), (0.4, 1.2), (1.5, 4.5), (1e-10, 3e-10)])
def test_a_unit_that_is_no_part_of_one_multiplies(unit: float, expected: float) -> None:
    assert Sample.from_pairs([(3, 2)], unit=unit).values[0] == pytest.approx(expected, rel=1e-15)


def test_sizes_are_told() -> None:
    found = student(SOME, Sample((25.0, 50.0), (3, 4)))

    assert (found.n_before, found.n_after) == (15, 7)
    assert paired_t(SOME).n == 15


@pytest.mark.parametrize("n", range(1, 60))
def test_all_and_nobody_have_an_exact_end(n: int) -> None:
    assert wilson(n, n).high == 1.0
    assert wilson(0, n).low == 0.0


def test_splits_in_which_nobody_differs_are_infinitely_far_apart() -> None:
    thirds = np.array([100 / 3, 200 / 3])
    found = absolute_t(np.array([[0, 4], [2, 2]]), np.array([4, 4]), thirds)

    assert found[0] == math.inf
    assert found[1] == pytest.approx(0.0, abs=1e-9)


def test_everybody_at_the_top_and_everybody_answering_is_known() -> None:
    found = level(Sample((100.0,), (9,)), population=9, limits=Interval(0.0, 100.0))

    assert (found.low, found.high) == (100.0, 100.0)


def test_every_flip_that_is_drawn_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.statistics.paired.ENUMERATE_UP_TO", 1)

    assert sign_flip_p(Sample((-25.0, 25.0), (4, 4)), seed=1, draws=99) == 1.0


def test_an_empty_column_is_left_out_where_no_row_is_empty() -> None:
    table = [[5, 0, 2], [1, 0, 6], [2, 0, 3]]

    assert general_association([table]).statistic == pytest.approx(
        general_association([[[5, 2], [1, 6], [2, 3]]]).statistic
    )
    assert general_association([table]).df == 2


def test_few_people_between_close_scores_of_a_long_range_still_vary() -> None:
    found = linear_association([[[2, 1], [1, 2], [0, 0]]], row_scores=(0, 1, 1000), column_scores=(0, 1))

    assert found.z == pytest.approx(math.sqrt(5) / 3, rel=1e-9)
    assert linear_association([[[2, 2], [2, 2]]], row_scores=(0, 1), column_scores=(0, 1)).p == 1.0
