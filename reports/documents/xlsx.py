"""The report as a workbook: every figure a number, rounded as the report writes it, one sheet for each kind."""

import io
import textwrap
from collections.abc import Sequence
from datetime import datetime

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.documents.facts import Content
from reports.documents.formats import HARD_SPACE, Formats
from reports.documents.model import Document
from reports.documents.sheets import Cell, Kind, Sheet
from reports.documents.workbook import sheets
from surveys.questionnaires.types import Questionnaire

PLACES = {"nb": "[$-414]", "nn": "[$-814]", "sv": "[$-41D]", "en": "[$-809]"}
"""Microsoft's codes for Norwegian (both forms), Swedish and British English: in which words a date is written."""
DATES = {"nb": "d. mmmm yyyy", "nn": "d. mmmm yyyy", "sv": "d mmmm yyyy", "en": "d mmmm yyyy"}
NUMBERS = {
    Kind.COUNT: "#,##0",
    Kind.AMOUNT: "General",
    Kind.POINTS: "0.0",
    Kind.WHOLE_POINTS: "0",
    Kind.SIGNED: "+0.0;\u22120.0;0.0",
    Kind.COEFFICIENT: "0.00;\u22120.00",
}
AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet could take for the beginning of a formula when a cell is edited or pasted elsewhere."""
A4, HEADER_ROW, LINE = 9, 1, 15.0


def render(content: Content, document: Document, questionnaire: Questionnaire, made: datetime) -> bytes:
    """Return the workbook in the document's language; `made` stands as its date."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    workbook = Workbook(file, options)
    workbook.set_properties(
        {
            "title": document.title,
            "subject": document.subtitle,
            "author": document.organisation,
            "comments": document.notice_text,
            "created": made.replace(tzinfo=None, microsecond=0),
        }
    )
    looks = _Looks(workbook, document.language)
    for sheet in sheets(content, document, questionnaire, Formats(document.language)):
        _write(workbook.add_worksheet(sheet.title), sheet, document, looks)
    workbook.close()
    return file.getvalue()


class _Looks:
    """The formats of cells, one for each kind of figure."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        top = {"valign": "top"}
        self.title: Format = workbook.add_format({"bold": True, "font_size": 12, "font_color": "#0062ba"})
        self.header: Format = workbook.add_format(
            {"bold": True, "bg_color": "#e6f0f1", "bottom": 1, "text_wrap": True, **top}
        )
        self.text: Format = workbook.add_format({"text_wrap": True, "num_format": "@", **top})
        self.quoted: Format = workbook.add_format({"text_wrap": True, "num_format": "@", "quote_prefix": True, **top})
        self.hidden: Format = workbook.add_format({"italic": True, "font_color": "#55606e", "align": "right", **top})
        self.kinds: dict[Kind, Format] = {
            kind: workbook.add_format({"num_format": number, **top}) for kind, number in NUMBERS.items()
        }
        # A p below this is rounded to nothing, and is never nothing.
        least = Formats(language).probability(0.0).removeprefix(f"p{HARD_SPACE}")
        self.kinds[Kind.PROBABILITY] = workbook.add_format({"num_format": f'[<0.001]"{least}";0.000', **top})
        date = f"{PLACES[language]}{DATES[language]}"
        self.kinds[Kind.DATE] = workbook.add_format({"num_format": date, "align": "left", **top})


def _write(written: Worksheet, sheet: Sheet, document: Document, looks: _Looks) -> None:
    """Write one sheet: its title, the header row, the rows, and how it is printed."""
    notice = f" ({document.notice})" if document.notice else ""
    written.write_string(0, 0, f"{sheet.caption}{notice}", looks.title)
    for column, (title, width) in enumerate(sheet.columns):
        written.write_string(HEADER_ROW, column, title, looks.header)
        written.set_column(column, column, width)
    written.set_row(HEADER_ROW, _height([title for title, _width in sheet.columns], sheet))
    for number, row in enumerate(sheet.rows, start=HEADER_ROW + 1):
        written.set_row(number, _height([cell.value for cell in row], sheet))
        for column, cell in enumerate(row):
            _cell(written, number, column, cell, looks)
    last = HEADER_ROW + max(len(sheet.rows), 1)
    if sheet.rows:
        written.autofilter(HEADER_ROW, 0, last, len(sheet.columns) - 1)
    written.freeze_panes(HEADER_ROW + 1, 1)
    written.set_landscape()
    written.set_paper(A4)
    written.fit_to_pages(1, 0)
    written.repeat_rows(0, HEADER_ROW)
    written.print_area(0, 0, last, len(sheet.columns) - 1)
    # An ampersand begins a code in what stands at the head and the foot of a sheet.
    head = f"{document.title}{notice}".replace("&", "&&")[:200]
    written.set_header(f"&L{head}")
    label = document.page_label.replace("&", "&&").replace("{page}", "&P").replace("{pages}", "&N")
    written.set_footer(f"&R{label}")


def _height(values: Sequence[object], sheet: Sheet) -> float:
    """Return the height in points in which every text of a row is seen; not every program reckons it by itself."""
    pairs = zip(values, sheet.columns, strict=True)
    lines = [len(textwrap.wrap(value, width)) for value, (_title, width) in pairs if isinstance(value, str)]
    return LINE * max([1, *lines])


def _cell(written: Worksheet, row: int, column: int, cell: Cell, looks: _Looks) -> None:
    value = cell.value
    if value is None:
        if cell.hidden:
            written.write_string(row, column, cell.hidden, looks.hidden)
    elif isinstance(value, str):
        # Never write(): it would make a formula of a name that begins with an equals sign.
        look = looks.quoted if value.startswith(AS_FORMULA) else looks.text
        written.write_string(row, column, value, look)
    elif isinstance(value, datetime):
        written.write_datetime(row, column, value, looks.kinds[Kind.DATE])
    else:
        written.write_number(row, column, float(value), looks.kinds[cell.kind])
