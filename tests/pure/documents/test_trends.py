"""All waves of a workplace together: what is computed, what may be said of it, and in which words."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import pytest
from django.utils.translation import override

from reports.documents.drawing import Shape, Theme
from reports.documents.figures import sample_of
from reports.documents.formats import Formats
from reports.documents.group_facts import Level
from reports.documents.model import Table, TrendChart, pictures_in
from reports.documents.pictures import picture_svg
from reports.documents.policy_change import ScopedChange
from reports.documents.trends.content import OutOfOrder, trends_of
from reports.documents.trends.facts import Trends, TrendScale
from reports.documents.trends.sentences import scale_sentences
from reports.documents.trends.wording import page_sections, report_sections, trend_chart
from reports.releases.types import Reason, Record, WithheldRow
from reports.statistics.claims import Claim, Ground
from reports.statistics.waves import pooled_change
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, questionnaire, record

CHANGE = CONTEXT.changes[0]
WHOLE = [ScopedChange(CHANGE, frozenset({"whole"}))]
PARENTS = {"whole": None, "a": "whole", "b": "whole", "c": "whole", "a1": "a"}


def wave(day: str, *, moved: bool, seed: int, answered: int = 34) -> Record:
    """Return a synthetic wave that opened on a day."""
    made = record(moved=moved, seed=seed, answered=answered)
    return replace(made, wave=f"runde {day[:4]}", opened=day, closed=f"{day[:8]}28")


def series(before: int, after: int) -> list[Record]:
    """Return yearly waves before and after the change of May 2019."""
    early = [wave(f"{2019 - before + n}-02-01", moved=False, seed=n + 1) for n in range(before)]
    return early + [wave(f"{2020 + n}-02-01", moved=True, seed=n + 20) for n in range(after)]


def told(records: Sequence[Record], changes: Sequence[ScopedChange] = WHOLE) -> Trends:
    found = trends_of(records, questionnaire(), "Fjordby kommune (syntetisk)", changes, PARENTS)
    assert found is not None
    return found


def scale(found: Trends, key: str = "schedule_control") -> TrendScale:
    return next(scale for scale in found.scales if scale.key == key)


def test_levels_are_those_of_each_waves_own_record() -> None:
    records = series(2, 2)
    found = told(records)
    for scale_facts in found.scales:
        means = [row.rows[0].scales[scale_facts.key].mean for row in records]
        assert [level.mean for level in scale_facts.levels] == pytest.approx(means)
    assert [wave.answered for wave in found.waves] == [34] * 4
    assert [scale.primary for scale in found.scales] == sorted((s.primary for s in found.scales), reverse=True)


def test_two_waves_are_compared_in_their_report_and_only_drawn_here() -> None:
    found = told(series(1, 1))
    assert found.policy is None
    assert {scale.pooled for scale in found.scales} == {None}
    with override("nb"):
        assert report_sections(found, Formats("nb")) == []
        assert page_sections(found, Formats("nb"))[0].key == "trend"


def test_from_three_waves_those_on_either_side_are_taken_together() -> None:
    records = series(2, 2)
    found = told(records)
    assert found.policy is not None
    assert found.policy.first_after == 2
    samples = [sample_of(row.rows[0].scales["schedule_control"]) for row in records]
    known = [sample for sample in samples if sample is not None]
    expected = pooled_change(known[:2], known[2:])
    pooled = scale(found).pooled
    assert pooled is not None
    assert (pooled.difference, pooled.low, pooled.high) == (expected.difference, expected.low, expected.high)
    assert pooled.before == pytest.approx(fmean(sample.mean for sample in known[:2]))
    assert (pooled.claim, pooled.grounds) == (Claim.AFTER, (Ground.NO_COMPARISON,))
    assert {one.key for one in found.scales if one.pooled} == {one.key for one in found.scales if one.primary}


def test_from_three_on_either_side_a_jump_may_be_because_of_the_change() -> None:
    pooled = scale(told(series(3, 3))).pooled
    assert pooled is not None
    assert (pooled.claim, pooled.grounds) == (Claim.BECAUSE, (Ground.STEP_HOLDS,))


def test_nothing_is_claimed_where_nothing_happened() -> None:
    records = [wave(f"{year}-02-01", moved=False, seed=year) for year in range(2016, 2022)]
    found = told(records)
    for one in found.scales:
        if one.pooled is not None:
            assert one.pooled.claim is Claim.NOTHING


def test_five_waves_have_a_slope_and_four_have_none() -> None:
    assert scale(told(series(2, 2))).slope is None
    slope = scale(told(series(2, 3))).slope
    assert slope is not None
    assert slope.low <= slope.per_year <= slope.high


def test_other_questions_another_whole_and_another_wave_of_one_day_are_left_out() -> None:
    first, second, third = series(1, 2)
    other = replace(first, questionnaire_fingerprint="00")
    assert told([other, second, third]).left_out == 1
    assert told([replace(first, whole="other"), second, third]).left_out == 1
    assert told([first, second, replace(third, opened=second.opened)]).left_out == 1
    assert trends_of([replace(first, whole="other"), second], questionnaire(), "A", WHOLE, PARENTS) is None
    with pytest.raises(OutOfOrder):
        told([second, first])


def test_a_change_of_one_unit_alone_is_drawn_and_not_held_against_the_whole() -> None:
    found = told(series(2, 2), [ScopedChange(CHANGE, frozenset({"a"}))])
    assert found.policy is None
    with override("nb"):
        assert len(trend_chart(found, Formats("nb"), primary=True).changes) == 1


def test_a_wave_without_the_whole_has_no_level_and_nothing_is_pooled() -> None:
    first, second, third = series(2, 1)
    hidden = replace(second, rows=second.rows[1:], withheld=(WithheldRow("whole", Reason.TOO_FEW, None),))
    found = told([first, hidden, third])
    assert scale(found).levels[1] == Level(None, None, None, None, Reason.NOT_SHOWN)
    assert scale(found).pooled is None
    with override("nb"):
        chart = trend_chart(found, Formats("nb"), primary=True)
    assert len(chart.panels[0].moments) == 2
    assert chart.table.rows[0][2] == "ikke vist"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_has_its_words(language: str) -> None:
    found, formats = told(series(3, 3)), Formats(language)
    one = scale(found)
    assert one.pooled is not None
    cases = [
        (Claim.NOTHING, (Ground.ORDINARY_VARIATION,)),
        (Claim.AFTER, (Ground.NO_COMPARISON,)),
        (Claim.AFTER, (Ground.TREND_EXPLAINS,)),
        (Claim.BECAUSE, (Ground.STEP_HOLDS,)),
    ]
    with override(language):
        said = [
            scale_sentences(replace(one, slope=None, pooled=replace(one.pooled, claim=c, grounds=g)), found, formats)
            for c, g in cases
        ]
    assert len(set(said)) == len(cases)
    assert all("%(" not in text and formats.signed(one.pooled.difference) in text for text in said)
    assert [CHANGE.name[language] in text for text in said] == [False, True, True, True]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", Shape)
def test_the_picture_names_every_scale_wave_and_change_and_its_table_has_its_figures(
    language: str, shape: Shape
) -> None:
    found, formats = told(series(2, 2)), Formats(language)
    with override(language):
        chart = trend_chart(found, formats, primary=True)
        svg = picture_svg(chart, shape=shape, theme=Theme.LIGHT)
    for panel, row in zip(chart.panels, chart.table.rows, strict=True):
        assert panel.label == row[0]
        assert panel.label in svg
        for moment, cell in zip(panel.moments, row[1:], strict=True):
            assert cell.startswith(moment.label)
            assert moment.label in svg
        assert row[0] in chart.alternative
    assert CHANGE.name[language].split()[0] in svg
    assert chart.waves[0][1] in svg


def test_a_report_of_many_waves_has_the_part_once_and_its_chart_is_found() -> None:
    with override("nb"):
        parts = report_sections(told(series(3, 3)), Formats("nb"))
    assert [part.key for part in parts] == ["trend"]
    assert [picture.key for picture in pictures_in(tuple(parts)) if isinstance(picture, TrendChart)] == ["trend"]


def test_each_round_says_which_changes_it_opened_after() -> None:
    """By the opening day alone; a round that opens on the very day is after."""
    records = series(1, 1)
    same_day = ScopedChange(replace(CHANGE, date=records[1].opened), frozenset({"whole"}))
    never = ScopedChange(replace(CHANGE, date="2030-01-01"), frozenset({"whole"}))
    with override("nb"):
        parts = page_sections(told(records, [same_day, never]), Formats("nb"))
    table = parts[-1].blocks[0]
    assert isinstance(table, Table)
    assert [row[4] for row in table.rows] == ["–", CHANGE.name["nb"]]
