"""Units and tables: intraclass correlations, association within strata, and joined shares."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from reports.statistics.association import general_association, linear_association
from reports.statistics.change import Moments
from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.intraclass import intraclass, intraclass_from_moments
from reports.statistics.paired_shares import paired_shares
from reports.statistics.part_paired_shares import part_paired_shares
from reports.statistics.samples import Sample
from reports.statistics.shares import wilson

CELLS = st.integers(0, 12)
SQUARE = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=3)


def test_units_of_unequal_size_by_hand() -> None:
    # Three units: N = 9, k = 3, grand mean 50; MS_b = (2·225 + 3·0 + 4·112.5)/2, MS_w = (1·50 + 2·75 + 3·20)/6.
    units = [Moments(2, 35.0, 50.0), Moments(3, 50.0, 75.0), Moments(4, 57.5, 20.0)]
    found = intraclass_from_moments(units)
    between, within = (2 * 225 + 4 * 56.25) / 2, (50 + 150 + 60) / 6

    assert (found.between, found.within) == pytest.approx((between, within))
    assert (found.size, found.units) == (3.0, 3)
    assert found.icc1 == pytest.approx((between - within) / (between + 2 * within))
    assert found.icc2 == pytest.approx((between - within) / between)


def test_a_unit_of_one_person_counts_between_and_not_within() -> None:
    found = intraclass([Sample((25.0,), (1,)), Sample((50.0, 75.0), (1, 1))])

    assert found.within == pytest.approx(312.5)
    assert found.size == 1.5


def test_units_say_why_they_cannot() -> None:
    for units, why in (
        ([Moments(5, 50.0, 4.0)], Why.TOO_FEW),
        ([Moments(1, 50.0, 0.0), Moments(1, 60.0, 0.0)], Why.TOO_FEW),
        ([Moments(5, 50.0, 4.0), Moments(5, 50.0, 4.0)], Why.NO_VARIATION),
    ):
        with pytest.raises(CannotCompute) as caught:
            intraclass_from_moments(units)
        assert caught.value.why is why
    for wrong in (Moments(0, 50.0, 4.0), Moments(5, math.nan, 4.0), Moments(5, 50.0, -1.0)):
        with pytest.raises(InvalidFigure):
            intraclass_from_moments([wrong, Moments(5, 50.0, 4.0)])


def test_nobody_differs_within_units_that_do() -> None:
    found = intraclass([Sample((25.0,), (4,)), Sample((50.0,), (4,))])

    assert (found.icc1, found.icc2) == (1.0, 1.0)


@given(SQUARE)
def test_one_stratum_is_pearsons_chi_square(table: list[list[int]]) -> None:
    cells = np.array(table)
    assume(bool((cells.sum(axis=0) > 0).all()) and bool((cells.sum(axis=1) > 0).all()))
    n = int(cells.sum())
    found = general_association([table])
    expected = stats.chi2_contingency(cells, correction=False)

    assert found.df == 4
    assert found.statistic == pytest.approx(float(expected.statistic) * (n - 1) / n, rel=1e-9, abs=1e-9)
    assert found.p == pytest.approx(float(stats.chi2.sf(found.statistic, 4)), rel=1e-12)


@given(SQUARE)
def test_the_linear_test_of_one_stratum_is_the_correlation(table: list[list[int]]) -> None:
    cells = np.array(table)
    assume(min((cells.sum(axis=0) > 0).sum(), (cells.sum(axis=1) > 0).sum()) > 1)
    first = np.repeat(np.repeat([0.0, 1.0, 3.0], 3), cells.ravel())
    second = np.repeat(np.tile([1.0, 2.0, 5.0], 3), cells.ravel())
    found = linear_association([table], row_scores=(0, 1, 3), column_scores=(1, 2, 5))
    r = float(np.corrcoef(first, second)[0, 1])

    assert found.z == pytest.approx(r * math.sqrt(len(first) - 1), abs=1e-9)
    assert found.p == pytest.approx(2 * float(stats.norm.sf(abs(found.z))), rel=1e-9)


@settings(max_examples=40)
@given(st.lists(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=2, max_size=2), min_size=1, max_size=3))
def test_two_by_two_strata_are_mantel_and_haenszels(strata: list[list[list[int]]]) -> None:
    excess = squared = 0.0
    for (a, b), (c, d) in strata:
        n = a + b + c + d
        if n > 1:
            excess += a - (a + b) * (a + c) / n
            squared += (a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))
    assume(squared > 0)
    general = general_association(strata)
    linear = linear_association(strata, row_scores=(0, 1), column_scores=(0, 1))

    assert general.df == 1
    assert general.statistic == pytest.approx(excess**2 / squared, rel=1e-9, abs=1e-9)
    assert linear.z == pytest.approx(excess / math.sqrt(squared), rel=1e-9, abs=1e-9)


def test_empty_rows_and_columns_are_left_out() -> None:
    small = general_association([[[5, 2], [1, 6]]])
    padded = general_association([[[5, 0, 2], [0, 0, 0], [1, 0, 6]]])

    assert padded.df == 1
    assert padded.statistic == pytest.approx(small.statistic)


def test_tables_say_why_they_cannot() -> None:
    for tables, why in (
        ([], Why.TOO_FEW),
        ([[[1, 0], [0, 0]]], Why.TOO_FEW),
        ([[[5, 4], [0, 0]]], Why.NO_VARIATION),
        ([[[5, 0], [4, 0]]], Why.NO_VARIATION),
        ([[[5, 0], [4, 0]], [[0, 3], [0, 2]]], Why.NO_VARIATION),
    ):
        for method in (
            general_association,
            lambda strata: linear_association(strata, row_scores=(0, 1), column_scores=(0, 1)),
        ):
            with pytest.raises(CannotCompute) as caught:
                method(tables)
            assert caught.value.why is why
    refused: list[list[list[list[int]]]] = [
        [[[1, 2], [3]]],
        [[[1, -2], [3, 4]]],
        [[]],
        [[[]]],
        [[[1, 2], [3, 4]], [[1, 2, 3], [4, 5, 6]]],
    ]
    for wrong in refused:
        with pytest.raises(InvalidFigure):
            general_association(wrong)
    for rows, columns in (((0, 1, 2), (0, 1)), ((0, 1), (0,)), ((0, math.nan), (0, 1))):
        with pytest.raises(InvalidFigure):
            linear_association([[[5, 2], [1, 6]]], row_scores=rows, column_scores=columns)


def test_two_people_make_a_stratum() -> None:
    assert general_association([[[1, 0], [0, 1]]]).statistic == pytest.approx(1.0)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_joined_shares_turned_round_are_the_mirror(both: int, fell: int, rose: int, neither: int) -> None:
    assume(fell + rose > 0)
    one = paired_shares(both=both, only_before=fell, only_after=rose, neither=neither)
    other = paired_shares(both=both, only_before=rose, only_after=fell, neither=neither)

    assert one.difference == -other.difference
    assert one.p == other.p
    assert one.interval.low == pytest.approx(-other.interval.high, abs=1e-12)
    assert -1.0 <= one.interval.low <= one.interval.high <= 1.0


def test_joined_shares_by_hand() -> None:
    # Positive association: its numerator 20·15 − 3·7 = 279 less n/2; margins 23, 22, 27, 18.
    found = paired_shares(both=20, only_before=3, only_after=7, neither=15)
    phi = (279 - 22.5) / math.sqrt(23 * 22 * 27 * 18)
    first, second = wilson(23, 45), wilson(27, 45)
    down, up = 27 / 45 - second.low, first.high - 23 / 45
    low = 4 / 45 - math.sqrt(down**2 - 2 * phi * down * up + up**2)

    assert found.interval.low == pytest.approx(low, rel=1e-12)
    negative = paired_shares(both=3, only_before=20, only_after=15, neither=7)
    phi = (21 - 300) / math.sqrt(23 * 22 * 18 * 27)
    first, second = wilson(23, 45), wilson(18, 45)
    up, down = second.high - 18 / 45, 23 / 45 - first.low
    high = -5 / 45 + math.sqrt(up**2 - 2 * phi * up * down + down**2)
    assert negative.interval.high == pytest.approx(high, rel=1e-12)
    slight = paired_shares(both=5, only_before=4, only_after=5, neither=5)
    first, second = wilson(9, 19), wilson(10, 19)
    assert slight.interval.low == pytest.approx(
        1 / 19 - math.hypot(10 / 19 - second.low, first.high - 9 / 19), rel=1e-12
    )


def test_nobody_joined_has_no_share_and_one_person_has() -> None:
    with pytest.raises(CannotCompute) as caught:
        paired_shares(both=0, only_before=0, only_after=0, neither=0)
    assert caught.value.why is Why.TOO_FEW
    assert paired_shares(both=0, only_before=0, only_after=1, neither=0).p == 1.0
    with pytest.raises(InvalidFigure):
        paired_shares(both=-1, only_before=0, only_after=1, neither=0)


def test_unpaired_shares_are_the_pooled_z() -> None:
    found = part_paired_shares(
        both=0, only_before=0, only_after=0, neither=0, unpaired_before=(8, 33), unpaired_after=(17, 34)
    )
    share = 25 / 67
    error = math.sqrt(share * (1 - share) * (1 / 33 + 1 / 34))

    assert found.difference == pytest.approx(17 / 34 - 8 / 33)
    assert found.standard_error == pytest.approx(error, rel=1e-12)
    assert found.high == pytest.approx(found.difference + 1.959963984540054 * error, rel=1e-12)
    assert found.p == pytest.approx(2 * float(stats.norm.sf(found.difference / error)), rel=1e-12)


def test_part_paired_shares_by_hand_and_at_another_confidence() -> None:
    found = part_paired_shares(
        both=9, only_before=2, only_after=6, neither=8, unpaired_before=(3, 8), unpaired_after=(5, 7), confidence=0.9
    )
    n1, n2, p = 33, 32, (14 + 20) / 65
    phi = (72 - 12) / math.sqrt(11 * 14 * 15 * 10)
    error = math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2 - 2 * phi * 25 / (n1 * n2)))

    assert found.difference == pytest.approx(20 / 32 - 14 / 33)
    assert found.standard_error == pytest.approx(error, rel=1e-12)
    assert found.low == pytest.approx(found.difference - 1.6448536269514722 * error, rel=1e-12)


def test_part_paired_shares_say_why_they_cannot_and_keep_within_bounds() -> None:
    for counts, why in (
        ({"both": 0, "only_before": 0, "only_after": 0, "neither": 0}, Why.TOO_FEW),
        ({"both": 5, "only_before": 0, "only_after": 0, "neither": 0}, Why.NO_VARIATION),
        ({"both": 5, "only_before": 0, "only_after": 0, "neither": 5}, Why.NO_VARIATION),
    ):
        with pytest.raises(CannotCompute) as caught:
            part_paired_shares(**counts)  # type: ignore[arg-type]
        assert caught.value.why is why
    with pytest.raises(InvalidFigure):
        part_paired_shares(both=1, only_before=1, only_after=1, neither=1, unpaired_after=(3, 2))
    wide = part_paired_shares(both=0, only_before=0, only_after=1, neither=0, unpaired_before=(0, 1))
    assert (wide.low, wide.high) == pytest.approx((1.0 - 1.959964 * wide.standard_error, 1.0), abs=1e-5)
    down = part_paired_shares(both=0, only_before=1, only_after=0, neither=0, unpaired_before=(1, 1))
    assert down.low == -1.0
    one_sided = part_paired_shares(both=0, only_before=0, only_after=3, neither=2, unpaired_before=(1, 4))
    assert one_sided.standard_error == pytest.approx(math.sqrt(4 / 14 * 10 / 14 * (1 / 9 + 1 / 5)), rel=1e-12)
