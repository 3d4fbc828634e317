"""The forms of a report read back by programs that had no part in writing them: tables as rows of cells."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import docx
import openpyxl
import pdfplumber

from reports.documents.files import Form

MINUS = "\u2212"
Table = list[list[str]]


class _Tables(HTMLParser):
    """The rows of every table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.tables[-1][-1][-1] += data


def html_tables(data: bytes) -> list[Table]:
    reader = _Tables()
    reader.feed(data.decode())
    return [[[cell.strip() for cell in row] for row in table] for table in reader.tables]


def docx_tables(data: bytes) -> list[Table]:
    read = docx.Document(io.BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in read.tables]


def pdf_tables(data: bytes) -> list[Table]:
    """Read the tables by their tags: rows of the cells that hold text, a word that was hyphenated made whole."""
    with pdfplumber.open(io.BytesIO(data)) as read:
        texts: dict[tuple[int, int], str] = defaultdict(str)
        for number, page in enumerate(read.pages, start=1):
            for sign in page.chars:
                texts[number, sign["mcid"]] += sign["text"]
        return [
            [[_said(cell, texts) for cell in row["children"]] for row in _of(table, "TR")]
            for root in read.structure_tree
            for table in _of(root, "Table")
        ]


def _of(node: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    if node["type"] == kind:
        yield node
        return
    for one in node.get("children", []):
        yield from _of(one, kind)


def _said(node: dict[str, Any], texts: Mapping[tuple[int, int], str]) -> str:
    page = node.get("page_number", 0)
    own = [texts.get((page, mark), "") for mark in node.get("mcids", [])]
    below = [_said({"page_number": page, **one}, texts) for one in node.get("children", [])]
    return re.sub(r"\s+", " ", " ".join([*own, *below])).strip()


TABLES = {Form.HTML: html_tables, Form.WORD: docx_tables, Form.PDF: pdf_tables}
"""The forms for reading, whose tables are the same."""


def squeezed(text: str) -> str:
    """Return a text without spaces and hyphens, for a name that may be broken over lines."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def number(text: str, language: str) -> float:
    """Read a figure as a person of that language does."""
    point = "." if language == "en" else ","
    assert re.fullmatch(rf"[+{MINUS}]?\d+(\{point}\d+)?", text), text
    return float(text.replace(MINUS, "-").replace(point, "."))


def sheet_of(data: bytes, columns: int, *, first: int = 0) -> list[tuple[Any, ...]]:
    """Return the rows of the sheet with so many columns, the `first` of those alike."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    alike = [sheet for sheet in book.worksheets if sheet.max_column == columns]
    return list(alike[first].iter_rows(min_row=3, values_only=True))


def place_of(dataset: Mapping[str, Any], *keys: str) -> int:
    """Return where a cell stands in a table of JSON-stat."""
    place = 0
    for name, size, key in zip(dataset["id"], dataset["size"], keys, strict=True):
        place = place * size + dataset["dimension"][name]["category"]["index"][key]
    return place


def cell(dataset: Mapping[str, Any], *keys: str) -> Any:
    return dataset["value"][place_of(dataset, *keys)]
