"""The tags of the PDF, read by two programs that share no code: they agree, and hold what the report holds."""

import io
import subprocess
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


def by_pdfplumber(sheet: bytes) -> list[dict[str, Any]]:
    with pdfplumber.open(io.BytesIO(sheet)) as read:
        return list(_elements(read.structure_tree))


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
    assert len(headers) > 50
    assert {one["attributes"]["Scope"] for one in headers} == {"Column"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdfinfo_names_title_and_tags_and_no_letter_leaves_the_paper(language: str) -> None:
    document, sheet = made(language)
    told = subprocess.run(["pdfinfo", "-"], input=sheet, capture_output=True, check=True).stdout.decode()
    lines = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    assert lines["Title"].strip() == document.title
    assert lines["Tagged"].strip() == "yes"
    with pdfplumber.open(io.BytesIO(sheet)) as read:
        for page in read.pages:
            assert (page.width, page.height) == pytest.approx(A4, abs=0.5)
            inside = [sign["x0"] > 0 and sign["x1"] < page.width and sign["top"] > 0 for sign in page.chars]
            assert all(inside)
            assert all(sign["bottom"] < page.height for sign in page.chars)
