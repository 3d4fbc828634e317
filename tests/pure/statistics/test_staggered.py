"""A policy that starts at different waves: effects by hand, who compares, and the errors of their cells."""

import math

import pytest

from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.staggered import (
    Cohort,
    average_effect,
    effects_by_age,
    effects_by_start,
    group_time_effects,
)

EARLY = Cohort(2, 10.0, {1: 50.0, 2: 60.0, 3: 62.0, 4: 64.0})
LATE = Cohort(3, 30.0, {1: 40.0, 2: 41.0, 3: 50.0, 4: 52.0})
NEVER = Cohort(None, 60.0, {1: 45.0, 2: 46.0, 3: 48.0, 4: 49.0})


def test_group_time_effects_by_hand() -> None:
    found = {(one.start, one.wave): one.effect for one in group_time_effects((EARLY, LATE, NEVER))}

    assert found == {(2, 2): 9.0, (2, 3): 9.0, (2, 4): 10.0, (3, 2): 0.0, (3, 3): 7.0, (3, 4): 8.0}
    assert average_effect((EARLY, LATE, NEVER)) == pytest.approx((10 * 28 + 30 * 15) / (10 * 3 + 30 * 2))
    assert effects_by_age((EARLY, LATE, NEVER)) == {
        -1: 0.0,
        0: pytest.approx((90 + 210) / 40),
        1: pytest.approx((90 + 240) / 40),
        2: 10.0,
    }
    assert effects_by_start((EARLY, LATE, NEVER)) == {2: pytest.approx(28 / 3), 3: 7.5}


def test_those_not_yet_treated_compare_besides_when_asked_for() -> None:
    cohorts = (EARLY, LATE, NEVER)
    found = {(one.start, one.wave): one.effect for one in group_time_effects(cohorts, comparison="not_yet")}

    assert found[2, 2] == pytest.approx(10 - (30 * 1 + 60 * 1) / 90)
    assert found[2, 3] == 9.0
    assert average_effect(cohorts, comparison="not_yet") == pytest.approx((10 * 28 + 30 * 15) / 90)
    assert effects_by_age(cohorts, comparison="not_yet")[2] == 10.0
    assert effects_by_start(cohorts, comparison="not_yet")[3] == 7.5
    with pytest.raises(InvalidFigure):
        group_time_effects(cohorts, comparison="all")  # type: ignore[arg-type]


def test_the_comparison_asked_for_is_used_in_every_average() -> None:
    never = Cohort(None, 60.0, {1: 45.0, 2: 48.0, 3: 48.0, 4: 49.0})
    # The order of the cohorts does not matter, nor that weights are shares.
    cohorts = (never, EARLY, LATE)
    shares = tuple(Cohort(one.start, one.weight / 100, one.means) for one in cohorts)
    first = 10 - (30 * 1 + 60 * 3) / 90
    effects = [first, 12 - 3, 14 - 4], [10 - 1, 12 - 2]

    for given_cohorts in (cohorts, shares, cohorts[::-1]):
        by_age = effects_by_age(given_cohorts, comparison="not_yet")
        by_start = effects_by_start(given_cohorts, comparison="not_yet")
        average = average_effect(given_cohorts, comparison="not_yet")
        found = {(one.start, one.wave): one.effect for one in group_time_effects(given_cohorts, comparison="not_yet")}
        assert found[2, 2] == pytest.approx(first)
        assert by_age[0] == pytest.approx((10 * first + 30 * 9) / 40)
        assert by_start == pytest.approx({2: sum(effects[0]) / 3, 3: sum(effects[1]) / 2})
        assert average == pytest.approx((10 * sum(effects[0]) + 30 * sum(effects[1])) / 90)
    assert group_time_effects(cohorts)[0].effect == 7.0


def test_a_cohort_treated_from_the_first_wave_has_no_effect_and_hides_no_other() -> None:
    always = Cohort(1, 10.0, {1: 50.0, 2: 60.0, 3: 62.0, 4: 64.0})
    found = group_time_effects((always, LATE, NEVER))

    assert {one.start for one in found} == {3}


def test_an_effects_error_comes_from_its_four_cells() -> None:
    first = Cohort(2, 10.0, {1: 50.0, 2: 60.0}, {1: 3.0, 2: 4.0})
    later = Cohort(3, 30.0, {1: 40.0, 2: 41.0}, {1: 1.0, 2: 2.0})
    never = Cohort(None, 10.0, {1: 45.0, 2: 46.0}, {1: 1.0, 2: 1.0})
    found = group_time_effects((first, later, never), comparison="not_yet", tau=3.0)[0]
    shares = 0.75**2, 0.25**2

    assert found.standard_error == pytest.approx(
        math.sqrt(9 + 16 + 18 + shares[0] * (1 + 4 + 18) + shares[1] * (1 + 1 + 18)), rel=1e-12
    )
    half = Cohort(None, 10.0, {1: 45.0, 2: 46.0}, {1: 0.5, 2: 0.0})
    assert group_time_effects((first, half))[0].standard_error == pytest.approx(math.sqrt(25.25), rel=1e-12)
    bare = Cohort(None, 10.0, {1: 45.0, 2: 46.0})
    assert group_time_effects((first, bare))[0].standard_error is None


def test_cohorts_with_half_of_their_errors_are_refused() -> None:
    for errors in ({1: 3.0}, {1: 3.0, 2: -1.0}, {1: 3.0, 2: math.nan}):
        with pytest.raises(InvalidFigure):
            group_time_effects((Cohort(2, 10.0, {1: 50.0, 2: 60.0}, errors), NEVER_TWO))
    with pytest.raises(InvalidFigure):
        group_time_effects((Cohort(2, 10.0, {1: math.nan, 2: 60.0}), NEVER_TWO))
    with pytest.raises(CannotCompute) as caught:
        group_time_effects((Cohort(2, 10.0, {1: 50.0}), Cohort(None, 10.0, {1: 50.0})))
    assert caught.value.why is Why.TOO_FEW
    with pytest.raises(CannotCompute) as caught:
        average_effect((Cohort(5, 10.0, {1: 50.0, 2: 60.0}), NEVER_TWO))
    assert caught.value.why is Why.TOO_FEW


NEVER_TWO = Cohort(None, 10.0, {1: 45.0, 2: 46.0})
