"""The tags of the PDF, read by two programs that share no code: they agree, and hold what the report holds."""

import io
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pdfplumber
import pikepdf
import pytest

from reports.documents.content import build
from reports.documents.files import Form, render
from reports.documents.model import Chart, Document, Table
from reports.documents.wording import word
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, questionnaire

MADE = datetime(2019, 10, 1, 12, tzinfo=UTC)
A4 = (595.276, 841.89)
LEAST_TYPE, HEADING = 8.9, 11
"""Points: no text is smaller than nine, and a heading is larger than what stands under it."""
FOOT = 38
"""Points at the foot of a page where its number stands."""


@cache
def made(language: str) -> tuple[Document, bytes]:
    content = build(after(), before(), questionnaire(), CONTEXT, seed=1)
    document = word(content, language)
    return document, render(content, document, Form.PDF, MADE)


def by_pikepdf(sheet: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(sheet)) as read:
        return list(_types(read.Root.StructTreeRoot.K))


def _types(node: Any) -> Any:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _types(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S).removeprefix("/")
        if "/K" in node:
            yield from _types(node.K)


@cache
def by_pdfplumber(sheet: bytes) -> list[dict[str, Any]]:
    with pdfplumber.open(io.BytesIO(sheet)) as read:
        return list(_elements(read.structure_tree))


@dataclass(frozen=True)
class Leaf:
    """One page: its size in points, and its letters."""

    size: tuple[float, float]
    letters: list[dict[str, Any]]


@cache
def leaves(sheet: bytes) -> list[Leaf]:
    with pdfplumber.open(io.BytesIO(sheet)) as read:
        return [Leaf((float(page.width), float(page.height)), page.chars) for page in read.pages]


def _elements(nodes: list[dict[str, Any]]) -> Any:
    for node in nodes:
        yield node
        yield from _elements(node.get("children", []))


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_readers_find_the_same_tags(language: str) -> None:
    document, sheet = made(language)
    first, second = by_pikepdf(sheet), by_pdfplumber(sheet)
    counted = {kind: first.count(kind) for kind in ("H1", "H2", "H3", "Table", "TH", "TR", "Figure")}
    assert counted == {kind: sum(one["type"] == kind for one in second) for kind in counted}
    tables = [block for part in document.sections for block in part.blocks if isinstance(block, Table | Chart)]
    assert counted["Table"] >= len(tables)
    assert counted["H1"] + counted["H2"] + counted["H3"] >= len(document.sections)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_have_their_text_and_header_cells_their_scope(language: str) -> None:
    document, sheet = made(language)
    found = by_pdfplumber(sheet)
    alternatives = {one.get("alt_text") for one in found if one["type"] == "Figure"}
    assert document.charts()[0].alternative in alternatives
    assert None not in alternatives
    headers = [one for one in found if one["type"] == "TH"]
    assert len(headers) > 200
    assert {one["attributes"]["Scope"] for one in headers} == {"Column", "Row"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_row_has_its_header(language: str) -> None:
    """The first cell of a row; of a question with two waves each wave's name too, and the question over both."""
    _document, sheet = made(language)
    rows = [one for one in by_pdfplumber(sheet) if one["type"] == "TR"]
    assert len(rows) > 100
    for row in rows:
        first, *others = row["children"]
        assert first["type"] == "TH"
        spans = first["attributes"].get("RowSpan", 1) > 1
        in_head = first["attributes"]["Scope"] == "Column"
        if not in_head:
            assert [one["type"] for one in others[:1]] == ["TH" if spans else "TD"]
            assert all(one["type"] == "TD" and "Headers" not in one.get("attributes", {}) for one in others[1:])
    assert sum(row["children"][0]["attributes"].get("RowSpan") == 2 for row in rows) == len(questionnaire().items)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdfinfo_names_title_and_tags_and_no_letter_leaves_the_paper(language: str) -> None:
    document, sheet = made(language)
    told = subprocess.run(["pdfinfo", "-"], input=sheet, capture_output=True, check=True)
    assert told.stderr == b""
    lines = dict(line.split(":", 1) for line in told.stdout.decode().splitlines() if ":" in line)
    assert lines["Title"].strip() == document.title
    assert lines["Tagged"].strip() == "yes"
    for leaf in leaves(sheet):
        assert leaf.size == pytest.approx(A4, abs=0.5)
        width, height = leaf.size
        assert all(sign["x0"] > 0 and sign["x1"] < width and sign["top"] > 0 for sign in leaf.letters)
        assert all(sign["bottom"] < height for sign in leaf.letters)
        assert min(sign["size"] for sign in leaf.letters if sign["text"].strip()) > LEAST_TYPE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_fits_in_eight_pages_and_none_ends_with_a_heading(language: str) -> None:
    _document, sheet = made(language)
    assert 4 <= len(leaves(sheet)) <= 8
    for leaf in leaves(sheet):
        body = [sign for sign in leaf.letters if sign["text"].strip() and sign["bottom"] < leaf.size[1] - FOOT]
        last = max(sign["bottom"] for sign in body)
        assert max(sign["size"] for sign in body if sign["bottom"] > last - 3) < HEADING
