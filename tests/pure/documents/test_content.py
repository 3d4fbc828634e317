"""What a report states, checked against the records that it is built from."""

import math
from dataclasses import replace

import pytest

from reports.documents.bands import same_detail
from reports.documents.content import WrongQuestionnaire, build
from reports.documents.facts import Content, NoChange, Shares, rounded
from reports.documents.group_facts import Side
from reports.releases.types import Reason, Record, ReleasedRow, ReleasedScale
from reports.statistics.verdicts import Verdict
from tests.documents_factory import CONTEXT, after, before, questionnaire, with_whole


def content(current: Record | None = None, previous: Record | None = None) -> Content:
    return build(current or after(), previous or before(), questionnaire(), CONTEXT, seed=1)


def with_scale(row: ReleasedRow, key: str, scale: ReleasedScale) -> ReleasedRow:
    return replace(row, scales={**row.scales, key: scale})


def test_primary_scales_come_first_and_keep_the_questionnaires_order() -> None:
    declared = questionnaire().scales
    expected = [scale.key for scale in declared if scale.primary] + [
        scale.key for scale in declared if not scale.primary
    ]
    assert [scale.key for scale in content().scales] == expected


def test_levels_and_change_equal_the_means_of_the_released_counts() -> None:
    def mean(record: Record, key: str) -> float:
        counts = record.rows[0].scales[key].counts
        assert counts is not None
        return sum(score * people for score, people in counts) / sum(people for _, people in counts) / 12

    for scale in content().scales:
        assert scale.before is not None
        assert scale.before.mean is not None
        assert scale.after.mean is not None
        assert scale.change is not None
        assert scale.before.mean == pytest.approx(mean(before(), scale.key))
        assert scale.after.mean == pytest.approx(mean(after(), scale.key))
        assert scale.change.difference == pytest.approx(scale.after.mean - scale.before.mean)
        sign = 1 if scale.direction.value == "more_is_better" else -1
        assert scale.change.gain == pytest.approx(sign * scale.change.difference)


def test_what_got_better_and_worse_is_told_apart_by_direction() -> None:
    found = content()
    assert "perceived_monitoring" in found.better
    assert {"workload", "watched_by_colleagues"} <= set(found.worse)
    assert set(found.cannot_tell) == {
        scale.key for scale in found.scales if scale.change and scale.change.verdict is Verdict.CANNOT_TELL
    }


def test_groups_are_shown_for_the_wave_in_which_they_were_there() -> None:
    groups = content().groups
    assert {(group.name, group.side, group.in_both) for group in groups} == {
        ("Team A", Side.BEFORE, False),
        ("Team B", Side.BEFORE, False),
    }
    assert [held.name for held in content().withheld_groups] == ["Team C"]


def test_a_first_wave_has_levels_and_no_change() -> None:
    found = build(before(), None, questionnaire(), CONTEXT, seed=1)
    assert found.not_compared is NoChange.FIRST_WAVE
    assert found.before is None
    assert all(scale.change is None and scale.before is None and scale.after.mean is not None for scale in found.scales)


def test_waves_of_different_wholes_are_not_compared() -> None:
    row = replace(before().rows[0], unit="other")
    found = content(previous=before(whole="other", rows=(row,)))
    assert found.not_compared is NoChange.OTHER_WHOLE
    assert all(scale.change is None for scale in found.scales)


def test_waves_of_different_questions_are_not_compared_or_shown_beside_each_other() -> None:
    found = content(previous=before(questionnaire_fingerprint="0" * 64))
    assert found.not_compared is NoChange.OTHER_QUESTIONNAIRE
    assert all(group.side is Side.AFTER for group in found.groups)


def test_a_wave_of_another_questionnaire_than_the_one_given_is_refused() -> None:
    with pytest.raises(WrongQuestionnaire):
        content(current=after(questionnaire_fingerprint="0" * 64))


def test_a_change_counts_only_between_the_waves() -> None:
    late = replace(CONTEXT.changes[0], date="2019-10-01")
    context = replace(CONTEXT, changes=(late, *CONTEXT.changes))
    found = build(after(), before(), questionnaire(), context, seed=1)
    assert found.changes_between == CONTEXT.changes
    assert [change.date for change in found.changes] == ["2019-05-06", "2019-10-01"]


@pytest.mark.parametrize(
    ("released", "reason"),
    [
        (ReleasedScale(n=34, mean=50.0, counts=((600, 34),)), NoChange.NO_SPREAD),
        (ReleasedScale(n=8, mean=50.0, counts=None), NoChange.ONLY_MEANS),
        (ReleasedScale(n=None, mean=None, counts=None, withheld=Reason.NOT_SHOWN), NoChange.NOT_SHOWN),
    ],
)
def test_what_cannot_be_computed_has_a_reason(released: ReleasedScale, reason: NoChange) -> None:
    current = with_whole(after(), lambda row: with_scale(row, "trust", released))
    same = replace(released, n=33, counts=((600, 33),)) if released.counts else released
    previous = with_whole(before(), lambda row: with_scale(row, "trust", same))
    scale = next(scale for scale in content(current, previous).scales if scale.key == "trust")
    assert scale.change is None
    assert scale.no_change is reason
    figures = (scale.after.mean, scale.after.low, scale.after.high)
    assert all(figure is None or math.isfinite(figure) for figure in figures)


def test_a_whole_that_is_not_released_tells_no_numbers_of_it() -> None:
    found = content(current=after(rows=()))
    assert found.after.answered is None
    assert found.after.invited is None
    assert found.size is None
    assert all(scale.after.mean is None and scale.change is None for scale in found.scales)


def test_size_is_told_as_planned() -> None:
    # 32 of 40 answering, SD 20, four primary scales: 17.1 points; ±5 needs 275 (docs/statistics.md).
    def of(row: ReleasedRow) -> ReleasedRow:
        return replace(row, n=32)

    found = content(with_whole(after(), of), with_whole(before(), of)).size
    assert found is not None
    assert found.mdc_primary is not None
    assert round(found.mdc_primary, 1) == 17.1
    assert found.same_needs == 275


def test_shares_of_different_detail_are_brought_to_bands() -> None:
    options = Shares(n=34, detail="options", shares=("<=10", "12", "30", "40", "15"))
    bands = Shares(n=20, detail="bands", shares=("20", "35", "45"))
    old, new = same_detail(bands, options)
    assert old == bands
    assert new is not None
    assert (new.detail, new.shares) == ("bands", ("12-22", "30", "55"))
    assert same_detail(options, options) == (options, options)
    assert same_detail(None, options) == (None, options)


@pytest.mark.parametrize(("value", "text"), [(82.5, "83"), (-0.04, "0"), (2.5, "3"), (-2.5, "-3")])
def test_rounding_is_away_from_zero_and_has_no_negative_zero(value: float, text: str) -> None:
    assert str(rounded(value, 0)) == text


def test_ranges_are_added_as_ranges_when_options_are_brought_to_bands() -> None:
    bands = Shares(n=20, detail="bands", shares=("20", "35", "45"))
    options = Shares(n=34, detail="options", shares=("<=10", "12-15", "30", "40", "15"))
    assert same_detail(bands, options)[1] == Shares(n=34, detail="bands", shares=("12-25", "30", "55"))
    high = Shares(n=34, detail="options", shares=("<=10", "<=10", "<=10", "<=10", "65-71"))
    assert same_detail(bands, high)[1] == Shares(n=34, detail="bands", shares=("0-20", "<=10", "65-81"))
    top = Shares(n=34, detail="options", shares=("<=10", "<=10", "<=10", "<=10", ">=90"))
    assert same_detail(bands, top)[1] == Shares(n=34, detail="bands", shares=("0-20", "<=10", ">=90"))
