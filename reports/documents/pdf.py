"""The report as a tagged PDF (PDF/UA-1), set by Typst from the worded document."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from reports.documents.bands import band_of
from reports.documents.drawing import Shape, Theme
from reports.documents.model import BandsChart, Block, Document, Picture
from reports.documents.pictures import picture_svg
from reports.documents.row_headers import with_row_headers
from surveys.papers.typesetting import pdf

BANDS = "bands"
TEMPLATE = Path(__file__).parent / "report.typ"


def render(document: Document) -> bytes:
    """Return the PDF. Every text goes in as data, never as markup. Raises typst.TypstError if it breaks PDF/UA-1."""
    return with_row_headers(pdf(TEMPLATE, _data(document), name="report"))


def _data(document: Document) -> dict[str, Any]:
    data = asdict(document)
    data["sections"] = [{**asdict(section), "blocks": _blocks(section.blocks)} for section in document.sections]
    explained = False
    for section in data["sections"]:
        for block in section["blocks"]:
            if block["kind"] == BANDS:
                block["explained"], explained = not explained, True
    return data


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return the blocks, charts of one set of answers that follow each other as one table."""
    found: list[dict[str, Any]] = []
    for _alike, run in groupby(blocks, key=lambda block: block.options if isinstance(block, BandsChart) else None):
        listed = list(run)
        charts = [block for block in listed if isinstance(block, BandsChart)]
        found += [_bands(charts)] if charts else [_block(block) for block in listed]
    return found


def _block(block: Block) -> dict[str, Any]:
    data = asdict(block) | {"kind": block.kind}
    if isinstance(block, Picture):
        data["svg"] = picture_svg(block, shape=Shape.PRINT, theme=Theme.LIGHT)
    return data


def _bands(charts: Sequence[BandsChart]) -> dict[str, Any]:
    """Return a table with a bar beside each row of figures: on paper charts and tables are one.

    Where a question is told in three bands among others told in full, its figures span the answers that they are of.
    """
    first = charts[0]
    rows = [row for chart in charts for row in chart.rows]
    bars = [bar for row in rows for bar in row.bars if bar.segments]
    full = any(len(bar.segments) > len(first.bands) for bar in bars)
    names = first.options if full else first.bands
    return {
        "kind": BANDS,
        "caption": f"{first.caption} {first.spanning}",
        "unit": first.unit,
        "header": names,
        "bands": [band_of(place, len(names)) for place in range(len(names))],
        "spans": [2, len(names) - 4, 2] if full else [1, 1, 1],
        "rows": [asdict(row) for row in rows],
    }
