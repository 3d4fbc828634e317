"""The count on show moves by the threshold or not at all; spare slips are few, and never none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.credentials.rules import may_show, spares


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(5, 12))
def test_no_two_counts_on_show_differ_by_less_than_the_threshold(daily: list[int], threshold: int) -> None:
    counted = shown = 0
    history = [0]
    for answers in daily:
        counted += answers
        if may_show(counted=counted, shown=shown, threshold=threshold):
            shown = counted
            history.append(shown)
    assert all(later - earlier >= threshold for earlier, later in pairwise(history))


@pytest.mark.parametrize(
    ("counted", "shown", "allowed"),
    [(4, 0, False), (5, 0, True), (9, 5, False), (10, 5, True), (5, 5, False), (0, 0, False)],
)
def test_at_the_threshold_of_five(counted: int, shown: int, allowed: bool) -> None:
    assert may_show(counted=counted, shown=shown, threshold=5) is allowed


@pytest.mark.parametrize(("people", "extra"), [(1, 2), (5, 2), (20, 2), (21, 3), (40, 4), (41, 5), (1100, 110)])
def test_spare_slips(people: int, extra: int) -> None:
    assert spares(people) == extra
