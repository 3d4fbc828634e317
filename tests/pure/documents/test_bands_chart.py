"""The answers as stacked bars: what is drawn is what is released."""

from dataclasses import replace

import pytest

from reports.documents.bands_chart import bands_spec, bands_svg
from reports.documents.content import build
from reports.documents.drawing import Shape, Theme
from reports.documents.model import BandsChart, Document
from reports.documents.wording import word
from reports.releases.types import Reason, ReleasedRow, ReleasedShares
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, questionnaire, with_whole


def report(language: str = "nb", *, hidden: bool = False) -> Document:
    now = with_whole(after(), hide) if hidden else after()
    return word(build(now, before(), questionnaire(), CONTEXT, seed=1), language)


def hide(row: ReleasedRow) -> ReleasedRow:
    # The shares are left in the record on purpose: what it withholds is not to be drawn.
    held = ReleasedShares(n=31, detail="options", shares=("71", "7", "7", "7", "8"), withheld=Reason.NOT_SHOWN)
    return replace(row, items={**row.items, "own_words": held})


def bands(document: Document) -> list[BandsChart]:
    return [chart for chart in document.charts() if isinstance(chart, BandsChart)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bars_hold_the_figures_of_their_table(language: str) -> None:
    charts = bands(report(language))
    assert len(charts) >= len(questionnaire().scales)
    for chart in charts:
        for row, cells in zip(chart.rows, chart.table.rows, strict=True):
            assert row.label == cells[0]
            drawn = zip(*([segment.figure for segment in bar.segments] for bar in row.bars), strict=True)
            assert tuple("\u00a0→\u00a0".join(pair) for pair in drawn) == cells[1:]
            assert row.label.rstrip(".") in chart.alternative


def test_what_is_withheld_is_not_drawn() -> None:
    chart = next(chart for chart in bands(report(hidden=True)) if "autonomy" in chart.key)
    row = next(row for row in chart.rows if row.label.startswith("Jeg kan bruke mine egne ord"))
    assert row.bars[0].segments
    assert row.bars[1].segments == ()
    assert "71" not in [value["text"] for value in texts(chart)]
    assert "ikke vist" in [value["text"] for value in texts(chart)]


def texts(chart: BandsChart) -> list[dict[str, str]]:
    layers = bands_spec(chart, shape=Shape.WIDE, theme=Theme.LIGHT)["layer"]
    return [value for layer in layers if layer["mark"]["type"] == "text" for value in layer["data"]["values"]]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("theme", Theme)
def test_three_bands_have_three_fills_and_fill_the_bar(shape: Shape, theme: Theme) -> None:
    spec = bands_spec(bands(report())[0], shape=shape, theme=theme)
    rects = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    assert len({layer["mark"]["fill"] for layer in rects}) == 3
    ends = [value["x2"] for layer in rects for value in layer["data"]["values"]]
    assert max(ends) <= spec["width"]
    assert ends.count(max(ends)) == 2 * len(bands(report())[0].rows)


def test_a_hostile_question_stays_text_in_the_drawing() -> None:
    chart = bands(report())[0]
    row = replace(chart.rows[0], label="<script>x</script>")
    drawn = bands_svg(replace(chart, rows=(row,)), shape=Shape.WIDE, theme=Theme.CURRENT)
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_on_paper_the_primary_scales_alone_are_drawn() -> None:
    assert sum(chart.drawn for chart in bands(report())) == sum(scale.primary for scale in questionnaire().scales)
