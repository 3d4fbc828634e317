"""The series over all rounds is the same in every form and language, and what is hidden in it is marked."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from reports.documents.content import build
from reports.documents.cube import faults
from reports.documents.facts import Content, rounded
from reports.documents.files import Form, render
from reports.documents.trends.content import trends_of
from reports.documents.trends.facts import Trends
from reports.documents.wording import word
from reports.releases.types import Reason, Record, WithheldRow
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, questionnaire, record
from tests.pure.documents.reading import TABLES, cell, number, place_of, sheet_of, squeezed

MADE = datetime(2023, 10, 1, 12, tzinfo=UTC)
HIDDEN = {"nb": "ikke vist", "nn": "ikkje vist", "sv": "visas inte", "en": "not shown"}
YEARS = (2017, 2018, 2019, 2020, 2021)
UNSEEN = 2018
Figures = tuple[float, float, float] | None


def wave(year: int, *, hidden: bool) -> Record:
    made = record(moved=year > 2019, seed=year)
    made = replace(made, wave=str(year), opened=f"{year}-02-01", closed=f"{year}-02-28")
    held = WithheldRow("whole", Reason.TOO_FEW, None)
    return replace(made, rows=(), withheld=(held,)) if hidden else made


@cache
def content(gap: bool = True) -> Content:
    """Return a report of five rounds; with a gap, nothing is shown of the second."""
    records = [wave(year, hidden=gap and year == UNSEEN) for year in YEARS]
    made = build(records[-1], records[-2], questionnaire(), CONTEXT, seed=1, prior_waves=3)
    told = [(change, frozenset({"whole"})) for change in CONTEXT.changes]
    return replace(made, trends=trends_of(records, questionnaire(), CONTEXT.organisation, told))


@cache
def file(language: str, form: Form, *, gap: bool = True) -> bytes:
    return render(content(gap), word(content(gap), language), form, MADE)


def trends(*, gap: bool = True) -> Trends:
    found = content(gap).trends
    assert found is not None
    return found


def expected(language: str) -> dict[str, list[Figures]]:
    """Return the level with its interval in each wave, by the name of the scale."""
    found: dict[str, list[Figures]] = {}
    for scale in trends().scales:
        found[scale.name[language]] = [
            None
            if level.mean is None or level.low is None or level.high is None
            else (float(rounded(level.mean)), float(rounded(level.low)), float(rounded(level.high)))
            for level in scale.levels
        ]
    assert all(levels[1] is None and None not in levels[2:] for levels in found.values())
    return found


def read(said: str, language: str) -> Figures:
    if said == HIDDEN[language]:
        return None
    mean, low, high = re.split(r" \(|\u2013", said.removesuffix(")"))
    return number(mean, language), number(low, language), number(high, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", TABLES)
def test_the_main_scales_series_is_the_same_in_what_is_read(form: Form, language: str) -> None:
    main = {scale.name[language] for scale in trends().scales if scale.primary}
    wanted = {squeezed(name): levels for name, levels in expected(language).items() if name in main}
    tables = [table for table in TABLES[form](file(language, form)) if len(table[0]) == 1 + len(YEARS)]
    rows = [row for table in tables for row in table[1:] if squeezed(row[0]) in wanted]
    assert {squeezed(row[0]): [read(said, language) for said in row[1:]] for row in rows} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scales_series_is_the_same_in_the_spreadsheet(language: str) -> None:
    found: dict[str, list[Figures]] = {}
    for row in sheet_of(file(language, Form.XLSX), 11):
        hidden = row[7] == HIDDEN[language]
        found.setdefault(row[0], []).append(None if hidden else (float(row[7]), float(row[8]), float(row[9])))
        assert bool(row[10]) is hidden
        assert (row[4] == HIDDEN[language]) is hidden
    assert found == expected(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scales_series_is_the_same_in_json_stat_and_what_is_hidden_is_marked(language: str) -> None:
    item = series(language)
    assert faults(item) == []
    keys = {scale.name[language]: scale.key for scale in trends().scales}
    for name, levels in expected(language).items():
        for year, wanted in zip(YEARS, levels, strict=True):
            places = [(keys[name], measure, f"{year}-02-01") for measure in ("mean", "low", "high")]
            found = tuple(cell(item, *place) for place in places)
            assert found == (wanted or (None, None, None))
            signs = [item["status"].get(str(place_of(item, *place))) for place in places]
            assert signs == ([None] * 3 if wanted else [":"] * 3)
    assert cell(item, "trust", "answered", "2018-02-01") is None
    assert f"trust|{UNSEEN}-02-01" in item["extension"]["reasons"]


def series(language: str, key: str = "series", *, gap: bool = True) -> dict[str, Any]:
    items = json.loads(file(language, Form.JSON_STAT, gap=gap))["link"]["item"]
    found: dict[str, Any] = next(item for item in items if item["extension"]["table"] == key)
    return found


def test_what_the_rounds_say_together_is_the_same_in_spreadsheet_and_json_stat() -> None:
    item = series("nb", "series-together", gap=False)
    rows = {row[0]: row for row in sheet_of(file("nb", Form.XLSX, gap=False), 13)}
    told = [scale for scale in trends(gap=False).scales if scale.pooled is not None]
    assert len(told) == sum(scale.primary for scale in questionnaire().scales) == len(rows)
    for scale in told:
        pooled, slope, row = scale.pooled, scale.slope, rows[scale.name["nb"]]
        assert pooled is not None
        assert slope is not None
        figures = [pooled.before, pooled.after, pooled.difference, pooled.low, pooled.high]
        figures += [slope.per_year, slope.low, slope.high]
        measures = ("before", "after", "difference", "low", "high", "per_year", "low_per_year", "high_per_year")
        wanted = [float(rounded(value)) for value in figures]
        assert [float(value) for value in row[3:11]] == wanted
        assert [cell(item, scale.key, measure) for measure in measures] == wanted
        assert row[1:3] == (3, 2)
        assert row[12].startswith(scale.name["nb"])


def test_two_rounds_are_no_series() -> None:
    facts = build(wave(2020, hidden=False), wave(2018, hidden=False), questionnaire(), CONTEXT, seed=1)
    two = trends_of([wave(2018, hidden=False), wave(2020, hidden=False)], questionnaire(), "", [])
    facts = replace(facts, trends=two)
    items = json.loads(render(facts, word(facts, "nb"), Form.JSON_STAT, MADE))["link"]["item"]
    assert not {"series", "series-together"} & {item["extension"]["table"] for item in items}
