"""Scores are whole twelfths, exact, and point where the scale's name points."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.questionnaires.loading import load
from surveys.questionnaires.rules import NotAnOption, oriented, scale_score_twelfths
from surveys.questionnaires.types import Item, Questionnaire, Scale

OURS = load("arbeidshverdag", 1)
SCALES = {scale.key: scale for scale in OURS.scales}
ITEMS = {item.key: item for item in OURS.items}

sheets = st.dictionaries(st.sampled_from(sorted(ITEMS)), st.integers(1, 5))
scales = st.sampled_from(OURS.scales)
divisors_and_one = st.sampled_from([2, 3, 5, 6, 11, 21, 26, 51, 101])


def _score_by_floats(scale: Scale, single: Mapping[str, int]) -> float | None:
    """Return the score in points from a table and a plain mean: none of the product's scoring."""
    upwards = {1: 0.0, 2: 25.0, 3: 50.0, 4: 75.0, 5: 100.0}
    downwards = {1: 100.0, 2: 75.0, 3: 50.0, 4: 25.0, 5: 0.0}
    answered = [key for key in scale.items if key in single]
    if len(answered) / len(scale.items) < 0.5:
        return None
    return sum((downwards if ITEMS[key].reversed else upwards)[single[key]] for key in answered) / len(answered)


@pytest.mark.parametrize(("value", "points"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100)])
def test_five_options(value: int, points: int) -> None:
    assert oriented(value, 5, False) == points
    assert oriented(value, 5, True) == 100 - points


@given(options=divisors_and_one, data=st.data())
def test_points_rise_with_the_value_and_a_reversed_item_mirrors_them(options: int, data: st.DataObject) -> None:
    value = data.draw(st.integers(1, options))
    points = oriented(value, options, False)
    assert points + oriented(value, options, True) == 100
    assert Fraction(points) == Fraction(100 * (value - 1), options - 1)


@pytest.mark.parametrize(("value", "options"), [(0, 5), (6, 5), (-1, 5), (1, 1), (1, 0), (2, 4), (3, 7)])
def test_what_is_no_option_is_refused(value: int, options: int) -> None:
    with pytest.raises(NotAnOption):
        oriented(value, options, False)


def test_a_sheet_scored_by_hand() -> None:
    # 4 → 75; 5, reversed → 0; 2 → 25; set_aside_time skipped. (75 + 0 + 25) / 3 points are 400 twelfths.
    single = {"switch_tasks": 4, "hour_by_hour": 5, "move_tasks": 2}
    assert scale_score_twelfths(OURS, SCALES["schedule_control"], single) == 400


def test_high_perceived_monitoring_is_much_monitoring() -> None:
    watched = {"monitoring_extent": 5, "monitoring_detail": 5, "monitoring_continuity": 1, "monitoring_intrusion": 5}
    assert scale_score_twelfths(OURS, SCALES["perceived_monitoring"], watched) == 1200


@pytest.mark.parametrize(
    ("scale", "answered", "scored"),
    [
        ("schedule_control", 1, False),
        ("schedule_control", 2, True),
        ("trust", 1, False),
        ("trust", 2, True),
        ("workload", 1, True),
        ("wish_to_stay", 0, False),
        ("wish_to_stay", 1, True),
    ],
)
def test_half_of_the_items_are_enough(scale: str, answered: int, scored: bool) -> None:
    single = dict.fromkeys(SCALES[scale].items[:answered], 3)
    assert scale_score_twelfths(OURS, SCALES[scale], single) == (600 if scored else None)


@given(scale=scales, single=sheets)
def test_equals_a_computation_in_floats(scale: Scale, single: dict[str, int]) -> None:
    score = scale_score_twelfths(OURS, scale, single)
    expected = _score_by_floats(scale, single)
    if expected is None:
        assert score is None
    else:
        assert type(score) is int
        assert 0 <= score <= 1200
        assert score / 12 == pytest.approx(expected, abs=1e-9)


@given(scale=scales, single=sheets)
def test_answers_to_other_scales_do_not_matter(scale: Scale, single: dict[str, int]) -> None:
    own = {key: value for key, value in single.items() if key in scale.items}
    assert scale_score_twelfths(OURS, scale, single) == scale_score_twelfths(OURS, scale, own)


@given(scale=scales, data=st.data())
def test_one_step_in_the_direction_of_the_name_raises_the_score(scale: Scale, data: st.DataObject) -> None:
    single = {key: data.draw(st.integers(1, 5)) for key in scale.items}
    moved = data.draw(st.sampled_from(scale.items))
    step = -1 if ITEMS[moved].reversed else 1
    assume(1 <= single[moved] + step <= 5)
    before = scale_score_twelfths(OURS, scale, single)
    after = scale_score_twelfths(OURS, scale, {**single, moved: single[moved] + step})
    assert before is not None
    assert after == before + 25 * 12 // len(scale.items)


@given(scale=scales, data=st.data())
def test_the_opposite_sheet_has_the_opposite_score(scale: Scale, data: st.DataObject) -> None:
    single = {key: data.draw(st.integers(1, 5)) for key in scale.items}
    score = scale_score_twelfths(OURS, scale, single)
    opposite = scale_score_twelfths(OURS, scale, {key: 6 - value for key, value in single.items()})
    assert score is not None
    assert opposite == 1200 - score


def test_a_value_outside_the_options_is_not_scored() -> None:
    with pytest.raises(NotAnOption):
        scale_score_twelfths(OURS, SCALES["wish_to_stay"], {"here_in_a_year": 6})


def test_a_mean_that_is_no_whole_number_of_twelfths_is_refused_not_rounded() -> None:
    questionnaire, scale = _of_seven_items(OURS)
    with pytest.raises(ValueError, match="twelfths"):
        scale_score_twelfths(questionnaire, scale, {"a": 2, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1})


def _of_seven_items(model: Questionnaire) -> tuple[Questionnaire, Scale]:
    scale = replace(model.scales[0], items=tuple("abcdefg"))
    items = tuple(Item(key, "day", {}, "frequency", scale.key) for key in scale.items)
    return replace(model, items=items, scales=(scale,)), scale
