"""What the plan page tells, and that it tells nothing where nothing can be found."""

import math

import pytest

from reports.statistics.checks import InvalidFigure
from reports.statistics.planning import plan
from reports.statistics.power import minimum_detectable_change, minimum_detectable_paired_change


@pytest.mark.parametrize(
    ("people", "answers", "primary", "single", "paired"),
    [
        (12, 10, 32.8, 26.5, 17.8),
        (20, 16, 24.9, 20.5, 13.4),
        (40, 32, 17.1, 14.2, 9.1),
        (80, 64, 12.0, 10.0, 6.4),
        (300, 240, 6.1, 5.1, 3.2),
        (1100, 880, 3.2, 2.7, 1.7),
    ],
)
def test_the_table_of_the_documentation(
    people: int, answers: int, primary: float, single: float, paired: float
) -> None:
    told = plan(people)

    assert (told.people, told.answers) == (people, answers)
    assert told.primary is not None
    assert told.single is not None
    assert told.paired is not None
    assert (round(told.primary, 1), round(told.single, 1), round(told.paired, 1)) == (primary, single, paired)
    assert (told.same_needs, told.same_within, told.same_in_reach) == (275, 5.0, answers >= 275)


def test_every_assumption_can_be_changed() -> None:
    told = plan(50, answering=0.5, sd=18.0, primary_scales=2, correlation=0.4, same_within=10.0)

    assert told.answers == 25
    assert told.primary == minimum_detectable_change(
        n_before=25, n_after=25, sd_before=18.0, sd_after=18.0, alpha=0.025
    )
    assert told.single == minimum_detectable_change(n_before=25, n_after=25, sd_before=18.0, sd_after=18.0)
    assert told.paired == minimum_detectable_paired_change(pairs=25, sd_difference=18.0 * math.sqrt(1.2))
    assert (told.same_within, told.same_needs) == (10.0, 57)
    assert not told.same_in_reach
    assert plan(114, answering=0.5, sd=18.0, same_within=10.0).same_in_reach


def test_half_an_answer_is_rounded_up() -> None:
    assert plan(5, answering=0.5).answers == 3
    assert plan(40, answering=1.0).answers == 40


@pytest.mark.parametrize("people", [0, 1, 2, 3])
def test_the_smallest_groups_are_told_nothing_that_they_cannot_find(people: int) -> None:
    told = plan(people, answering=1.0)

    assert told.primary is None or told.primary <= 100.0
    assert (told.primary is None) == (people < 3)
    assert plan(4, answering=1.0, sd=60.0).single is None
    assert plan(3, answering=1.0, sd=50.0, correlation=0.0).paired is None


def test_one_answer_cannot_be_planned_with() -> None:
    told = plan(1, answering=1.0)

    assert (told.primary, told.single, told.paired) == (None, None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"answering": 1.1},
        {"answering": -0.1},
        {"sd": 0.0},
        {"primary_scales": 0},
        {"correlation": 1.0},
        {"sd": math.nan},
    ],
)
def test_assumptions_that_cannot_hold_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidFigure):
        plan(40, **wrong)  # type: ignore[arg-type]
