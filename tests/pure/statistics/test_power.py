"""Power at its edges: beyond reach is said, never NaN."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.power import (
    minimum_detectable_change,
    minimum_detectable_paired_change,
    people_for_the_same,
    people_to_detect,
    power_of_t,
)


@given(st.floats(0, 8), st.floats(1, 5000), st.sampled_from((0.05, 0.0125, 0.001)))
def test_power_is_a_probability_everywhere(centre: float, df: float, alpha: float) -> None:
    assert 0.0 <= power_of_t(centre, df, alpha=alpha) <= 1.0


@given(st.floats(5, 2000), st.floats(5, 2000), st.floats(1, 50), st.floats(0, 50))
def test_the_change_found_has_the_power_asked_for(first: float, second: float, one: float, other: float) -> None:
    found = minimum_detectable_change(n_before=first, n_after=second, sd_before=one, sd_after=other)
    parts = one**2 / first, other**2 / second
    df = sum(parts) ** 2 / (parts[0] ** 2 / (first - 1) + parts[1] ** 2 / (second - 1))

    assert power_of_t(found / math.sqrt(sum(parts)), df) == pytest.approx(0.8, abs=1e-7)


def test_simulated_samples_find_it_four_times_in_five() -> None:
    found = minimum_detectable_change(n_before=16, n_after=24, sd_before=20, sd_after=15)
    generator = np.random.default_rng(20190501)
    before = generator.normal(50, 20, (20_000, 16))
    after = generator.normal(50 + found, 15, (20_000, 24))
    ps = stats.ttest_ind(after, before, axis=1, equal_var=False).pvalue

    assert float((ps < 0.05).mean()) == pytest.approx(0.8, abs=0.012)


def test_two_a_side_are_out_of_reach() -> None:
    with pytest.raises(CannotCompute) as caught:
        minimum_detectable_change(n_before=2, n_after=2, sd_before=20, sd_after=20, alpha=0.0125)
    assert caught.value.why is Why.OUT_OF_REACH


@pytest.mark.parametrize(("n", "sd", "why"), [(1.0, 20.0, Why.TOO_FEW), (10.0, 0.0, Why.NO_VARIATION)])
def test_what_cannot_be_planned_says_why(n: float, sd: float, why: Why) -> None:
    with pytest.raises(CannotCompute) as caught:
        minimum_detectable_change(n_before=n, n_after=n, sd_before=sd, sd_after=sd)
    assert caught.value.why is why
    with pytest.raises(CannotCompute) as caught:
        minimum_detectable_paired_change(pairs=n, sd_difference=sd)
    assert caught.value.why is why


def test_people_and_change_agree() -> None:
    n = people_to_detect(7.0, sd=20.0, alpha=0.0125)

    assert minimum_detectable_change(n_before=n, n_after=n, sd_before=20, sd_after=20, alpha=0.0125) == pytest.approx(
        7.0, abs=1e-6
    )


def test_a_huge_difference_needs_the_least_number_of_people() -> None:
    assert people_to_detect(1000.0, sd=1.0) == 2.0


@pytest.mark.parametrize("difference", [0.0, -1.0, math.nan, math.inf])
def test_a_difference_is_above_zero(difference: float) -> None:
    with pytest.raises(InvalidFigure):
        people_to_detect(difference, sd=20.0)
    with pytest.raises(InvalidFigure):
        people_for_the_same(difference, sd=20.0)


@pytest.mark.parametrize(
    ("centre", "df", "alpha"), [(8.1, 10, 0.05), (-1, 10, 0.05), (1, 0, 0.05), (1, 10, 0), (1, 10, math.nan)]
)
def test_power_refuses_what_it_cannot_answer(centre: float, df: float, alpha: float) -> None:
    with pytest.raises(InvalidFigure):
        power_of_t(centre, df, alpha=alpha)
