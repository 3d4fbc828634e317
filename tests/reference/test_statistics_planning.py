"""What a survey of a given size can find: the figures that the plan page tells, against R and Cohen."""

import math

import pytest
from scipy import stats

from reports.statistics.power import (
    minimum_detectable_change,
    minimum_detectable_paired_change,
    people_for_the_same,
    people_to_detect,
    power_of_t,
)


def test_power_and_sample_size_of_the_two_sample_t_test() -> None:
    # R ?power.t.test (examples): n = 20, delta = 1 gives .8689528; power = .90, delta = 1 gives n = 22.02110.
    # Cohen 1988: 64 per group for d = .5 at 80 %; R: 63.76576.
    assert power_of_t(math.sqrt(20 / 2), 2 * 20 - 2) == pytest.approx(0.8689528, abs=1e-7)
    assert people_to_detect(1.0, sd=1.0, power=0.9) == pytest.approx(22.0211, abs=1e-4)
    assert people_to_detect(0.5, sd=1.0) == pytest.approx(63.76576, abs=1e-4)


@pytest.mark.parametrize(("n", "sd", "expected"), [(32, 18, 12.806655), (16, 20, 20.473299), (32, 22, 15.652578)])
def test_minimum_detectable_change(n: int, sd: float, expected: float) -> None:
    # R 4: power.t.test(n =, sd =, power = .8)$delta
    found = minimum_detectable_change(n_before=n, n_after=n, sd_before=sd, sd_after=sd)

    assert found == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("pairs", "sd_difference", "expected"), [(20, 16.0, 10.567055), (32, 20 * math.sqrt(2 * (1 - 0.4)), 11.201486)]
)
def test_minimum_detectable_paired_change(pairs: int, sd_difference: float, expected: float) -> None:
    # R 4: power.t.test(n =, sd =, power = .8, type = "paired")$delta; the second has SD 20 and r = .4.
    assert minimum_detectable_paired_change(pairs=pairs, sd_difference=sd_difference) == pytest.approx(
        expected, abs=1e-4
    )


@pytest.mark.parametrize(
    ("answering", "single", "paired"),
    [(10, 26.5, 17.8), (16, 20.5, 13.4), (32, 14.2, 9.1), (64, 10.0, 6.4), (240, 5.1, None), (880, 2.7, None)],
)
def test_the_table_of_the_plan_page(answering: int, single: float, paired: float | None) -> None:
    # SD 20, 80 % of 12, 20, 40, 80, 300 and 1100 people; paired with r = .6. The project's own table, one decimal.
    found = minimum_detectable_change(n_before=answering, n_after=answering, sd_before=20, sd_after=20)

    assert round(found, 1) == single
    if paired is not None:
        in_pairs = minimum_detectable_paired_change(pairs=answering, sd_difference=20 * math.sqrt(2 * (1 - 0.6)))
        assert round(in_pairs, 1) == paired


@pytest.mark.parametrize(("answering", "expected"), [(32, 17.1), (10, 32.8)])
def test_the_table_for_one_of_four_primary_scales(answering: int, expected: float) -> None:
    found = minimum_detectable_change(n_before=answering, n_after=answering, sd_before=20, sd_after=20, alpha=0.05 / 4)

    assert round(found, 1) == expected


def test_about_the_same_needs_275_answers_a_wave() -> None:
    assert math.ceil(people_for_the_same(5.0, sd=20.0)) == 275


@pytest.mark.parametrize(("answering", "per_cent"), [(32, 9), (100, 17), (240, 29), (880, 53)])
def test_without_tau_ordinary_variation_passes_for_a_policy_effect(answering: int, per_cent: int) -> None:
    # Two waves without any effect, SD 20, each with a deviation of its own of SD 2: how often the plain 95 % interval
    # misses zero. Closed form under the normal distribution.
    error = 20 * math.sqrt(2 / answering)
    missed = 2 * float(stats.norm.sf(1.959964 * error / math.hypot(error, 2 * math.sqrt(2))))

    assert missed == pytest.approx(per_cent / 100, abs=0.008)
