"""A sample refuses what is not counts, and equals the rows it stands for."""

import math

import numpy as np
import pytest
from hypothesis import given

from reports.statistics.checks import CannotCompute, Why
from reports.statistics.samples import InvalidSample, Sample
from tests.pure.statistics.strategies import rows, samples


@given(samples())
def test_moments_equal_those_of_the_rows(sample: Sample) -> None:
    people = np.array(rows(sample))

    assert sample.n == len(people)
    assert sample.mean == pytest.approx(float(people.mean()), rel=1e-12, abs=1e-12)
    assert sample.variance == pytest.approx(float(people.var(ddof=1)), rel=1e-12, abs=1e-12)
    assert sample.sd == pytest.approx(float(people.std(ddof=1)), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ((math.nan,), (1,)),
        ((math.inf,), (1,)),
        ((1e300,), (1,)),
        ((True,), (1,)),
        (("many",), (1,)),
        ((50.0, 25.0), (1, 1)),
        ((25.0, 25.0), (1, 1)),
        ((33.333333333333336, 33.33333333333334), (1, 1)),
        ((25.0, 50.0), (1,)),
        ((25.0,), (0,)),
        ((25.0,), (-1,)),
        ((25.0,), (1.0,)),
        ((25.0,), (True,)),
        ((25.0,), (10**9,)),
    ],
)
def test_what_is_not_a_sample_is_refused(values: tuple[float, ...], counts: tuple[int, ...]) -> None:
    with pytest.raises(InvalidSample):
        Sample(values, counts)


@pytest.mark.parametrize(
    ("pairs", "unit"),
    [([(math.nan, 1)], 1.0), ([(1, 0)], 1.0), ([(1, 1)], 0.0), ([(1, 1)], -1.0), ([(1, 1)], math.nan)],
)
def test_pairs_that_are_not_counts_are_refused(pairs: list[tuple[float, int]], unit: float) -> None:
    with pytest.raises(InvalidSample):
        Sample.from_pairs(pairs, unit=unit)


def test_pairs_come_in_any_order_and_repeat() -> None:
    assert Sample.from_pairs([(75, 2), (25, 1), (75, 3)]) == Sample((25.0, 75.0), (1, 5))


def test_twelfths_become_points_with_a_single_rounding() -> None:
    sample = Sample.from_pairs([(score, 1) for score in range(1201)], unit=1 / 12)

    assert sample.values == tuple(score / 12 for score in range(1201))


def test_numpy_numbers_become_plain_ones() -> None:
    sample = Sample(tuple(np.array([25.0, 50.0])), tuple(np.array([1, 2])))

    assert [type(part) for part in (*sample.values, *sample.counts)] == [float, float, int, int]


def test_nobody_has_no_mean_and_one_person_no_variance() -> None:
    nobody, one = Sample((), ()), Sample((50.0,), (1,))

    assert (nobody.n, one.mean) == (0, 50.0)
    for sample, name in ((nobody, "mean"), (nobody, "variance"), (one, "variance"), (one, "sd")):
        with pytest.raises(CannotCompute) as caught:
            getattr(sample, name)
        assert caught.value.why is Why.TOO_FEW


def test_people_who_all_say_the_same_have_exactly_no_variance() -> None:
    assert Sample((100 / 3,), (7,)).variance == 0.0
    assert Sample((100 / 3,), (7,)).mean == 100 / 3
