"""What a wave of a given size can find, as the plan keeps it. Figures: power.t.test in R at sd = 20, power = .8."""

import pytest

from reports.releases.drafting import findable
from surveys.questionnaires.loading import load


@pytest.mark.parametrize(
    ("expected", "points"),
    # R 4.3: power.t.test(n = 32, sd = 20, power = .8, sig.level = .05/4)$delta, and so on.
    [(32, 17.1), (10, 32.8)],
)
def test_the_change_of_a_main_index_that_is_found_in_four_cases_of_five(expected: int, points: float) -> None:
    found = findable(expected, load("arbeidshverdag", 1))
    assert found.points == pytest.approx(points, abs=0.06)
    assert (found.same_needs, found.same_within) == (275, 5.0)


@pytest.mark.parametrize("expected", [1, 2, 5, 9])
def test_where_only_means_are_released_no_change_is_found(expected: int) -> None:
    assert findable(expected, load("arbeidshverdag", 1)).points is None
