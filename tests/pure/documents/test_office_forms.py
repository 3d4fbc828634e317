"""What Word and a spreadsheet need beside the figures: structure, language, looks, and no formula out of a name."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from reports.documents import word as word_form
from reports.documents import xlsx
from reports.documents.content import build
from reports.documents.facts import Content
from reports.documents.model import BandsChart, Picture, Table
from reports.documents.wording import word
from reports.releases.types import Reason, Record
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, few, nothing_shown, questionnaire, two_shifts, with_whole

MADE = datetime(2019, 10, 1, 12, tzinfo=UTC)
CODES = {"nb": "nb-NO", "nn": "nn-NO", "sv": "sv-SE", "en": "en-GB"}
HOSTILE = (
    "=1+1",
    "+47 22 00 00 00",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("https://example.org")',
    "{=1}",
    "https://example.org",
)


def content() -> Content:
    return build(after(), before(), questionnaire(), CONTEXT, seed=1)


def book(facts: Content, language: str = "nb") -> openpyxl.Workbook:
    data = xlsx.render(facts, word(facts, language), questionnaire(), MADE)
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_document_has_the_reports_structure(language: str) -> None:
    document = word(content(), language)
    read = docx.Document(io.BytesIO(word_form.render(document, MADE)))
    headings = [
        (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text)
        for paragraph in read.paragraphs
        if paragraph.style is not None and (paragraph.style.name or "").startswith("Heading ")
    ]
    front = [(1, document.summary_title), (1, document.facts_title)]
    assert headings == front + [(section.level, section.title) for section in document.sections]
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table | Picture)]
    assert len(read.tables) == 1 + len(tables)
    for grid, block in zip(read.tables[1:], tables, strict=True):
        table = block if isinstance(block, Table) else block.table
        assert [cell.text for cell in grid.rows[0].cells] == list(table.header)
        assert grid.rows[0]._tr.trPr is not None
        assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in grid.rows[1:] if row._tr.trPr is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_document_says_its_language_title_and_what_its_picture_shows(language: str) -> None:
    document = word(content(), language)
    data = word_form.render(document, MADE)
    read = docx.Document(io.BytesIO(data))
    assert (read.core_properties.title, read.core_properties.language) == (document.title, CODES[language])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("word/styles.xml").decode()
        pictures = [name for name in archive.namelist() if name.endswith(".png")]
        picture = archive.read(pictures[0])
    assert f'w:val="{CODES[language]}"' in styles
    assert 'w:val="en-US"' not in styles
    drawn = [chart for chart in document.charts() if not isinstance(chart, BandsChart) or chart.drawn]
    assert 1 < len(drawn) < len(document.charts())
    told = [shape._inline.docPr.get("descr") for shape in read.inline_shapes]
    assert told == [chart.alternative for chart in drawn]
    assert picture.startswith(b"\x89PNG")
    # A drawing without its letters has less than a third of these bytes.
    assert len(picture) > 60_000


def test_the_synthetic_notice_stands_on_every_page_and_sheet() -> None:
    facts = content()
    document = word(facts, "en")
    read = docx.Document(io.BytesIO(word_form.render(document, MADE)))
    assert document.notice in read.sections[0].footer.paragraphs[0].text
    for sheet in book(facts, "en").worksheets:
        assert document.notice in str(sheet["A1"].value)
        assert sheet.oddHeader is not None
        assert document.notice in (sheet.oddHeader.left.text or "")
    real = build(after(synthetic=False), before(synthetic=False), questionnaire(), CONTEXT, seed=1)
    assert all("yntet" not in str(sheet["A1"].value) for sheet in book(real, "en").worksheets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_can_be_read_on_a_screen_and_printed(language: str) -> None:
    sheets = book(content(), language).worksheets
    assert len(sheets) == 11
    assert len({sheet.title for sheet in sheets}) == 11
    for sheet in sheets:
        assert sheet.freeze_panes == "B3"
        assert sheet.print_title_rows == "$1:$2"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(cell.value for cell in sheet[2])


def test_dates_and_figures_are_written_as_the_language_writes_them() -> None:
    for language, form in (("nb", "[$-414]d. mmmm yyyy"), ("sv", "[$-41D]d mmmm yyyy"), ("en", "[$-809]d mmmm yyyy")):
        cells = [cell for sheet in book(content(), language) for row in sheet.iter_rows() for cell in row]
        dates = [cell for cell in cells if isinstance(cell.value, datetime)]
        assert {cell.number_format for cell in dates} == {form}
        assert sorted({cell.value.date().isoformat() for cell in dates if isinstance(cell.value, datetime)}) == [
            "2018-09-03",
            "2018-09-21",
            "2019-09-02",
            "2019-09-20",
        ]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_begins_as_a_formula_stays_a_name(name: str) -> None:
    record = before(unit_names={"whole": name, "a": name, "b": "Team B", "c": name})
    facts = build(record, None, questionnaire(), replace(CONTEXT, organisation=name), seed=1)
    found = 0
    for sheet in book(facts).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if cell.value == name:
                    found += 1
                    assert cell.data_type == "s"
                    assert cell.quotePrefix is (name[0] in "=+-@")
    assert found > 10


def test_a_hidden_figure_is_no_number_and_says_why() -> None:
    hidden = with_whole(
        before(),
        lambda row: replace(
            row,
            scales={
                **row.scales,
                "autonomy": replace(row.scales["autonomy"], n=None, mean=None, counts=None, withheld=Reason.TOO_FEW),
            },
        ),
    )
    facts = build(hidden, None, questionnaire(), CONTEXT, seed=1)
    (scale,) = [scale for scale in facts.scales if scale.key == "autonomy"]
    rows = list(book(facts).worksheets[1].iter_rows(min_row=3, values_only=True))
    (row,) = [row for row in rows if row[2] == scale.name["nb"]]
    assert row[5:9] == ("ikke vist",) * 4
    assert "for få svar" in str(row[9])


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_answers_and_none_shown_are_written_too(language: str) -> None:
    for record in (two_shifts(), nothing_shown()):
        facts = build(record, None, questionnaire(), CONTEXT, seed=1)
        document = word(facts, language)
        assert word_form.render(document, MADE)
        xlsx.render(facts, document, questionnaire(), MADE)
    nothing = build(nothing_shown(), None, questionnaire(), CONTEXT, seed=1)
    for sheet in book(nothing, language).worksheets[1:-3]:
        numbers = [cell for row in sheet.iter_rows(min_row=3) for cell in row if isinstance(cell.value, int | float)]
        assert numbers == [], sheet.title


def test_the_codebook_gives_every_answer_its_points() -> None:
    asked = questionnaire()
    facts = content()
    rows = list(book(facts).worksheets[-2].iter_rows(min_row=3, values_only=True))
    single = [row for row in rows if isinstance(row[4], int)]
    assert len(single) == sum(len(asked.answer_lists[item.answers]) for item in asked.items)
    for item in asked.items:
        points = [row[5] for row in single if row[0] == item.key]
        expected = [0, 25, 50, 75, 100] if item.scale else [None] * len(points)
        assert points == (expected[::-1] if item.reversed else expected)


def test_few_is_kept_apart_from_whole_points() -> None:
    facts = build(few_alone(), None, questionnaire(), CONTEXT, seed=1)
    sheet = book(facts).worksheets[1]
    formats = {row[6].number_format for row in sheet.iter_rows(min_row=3)}
    assert formats <= {"0", "0.0", "General"}


def few_alone() -> Record:
    return with_whole(before(), few)
