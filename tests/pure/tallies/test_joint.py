"""The sums of items equal numpy's covariance of the same people's points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.disclosure.reliability import covariances
from reports.tallies.counting import count
from reports.tallies.joint import joint_sums
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load

OURS = load("arbeidshverdag", 1)
SEVERAL = [scale for scale in OURS.scales if len(scale.items) > 1]
REVERSED = {item.key for item in OURS.items if item.reversed}

people = st.lists(
    st.dictionaries(st.sampled_from([item.key for item in OURS.items]), st.integers(1, 5), min_size=20), max_size=12
)


@given(people)
def test_covariances_are_those_of_the_people_who_answered_all_items(answers: list[dict[str, int]]) -> None:
    found = joint_sums(OURS, [Answers(single, {}) for single in answers])
    assert found.keys() == {scale.key for scale in SEVERAL}
    for scale in SEVERAL:
        items = [item.key for item in OURS.items if item.key in scale.items]
        points = [
            [25.0 * (5 - each[key] if key in REVERSED else each[key] - 1) for key in items]
            for each in answers
            if set(items) <= each.keys()
        ]
        assert found[scale.key].n == len(points)
        if len(points) > 1:
            assert np.array(covariances(found[scale.key])) == pytest.approx(np.cov(np.array(points).T), abs=1e-9)


def test_all_groups_of_a_wave_are_summed_together_and_what_could_not_be_read_is_not() -> None:
    one = Answers({item.key: 2 for item in OURS.items}, {})
    tally = count(OURS, [("a", one), ("b", one), ("b", None)], ["a", "b"])
    assert {sums.n for sums in tally.joint.values()} == {2}
