"""The report as a tagged PDF (PDF/UA-1), set by Typst from the worded document."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from reports.documents.drawing import Shape, Theme
from reports.documents.model import BandsChart, Block, Document, Picture
from reports.documents.pictures import picture_svg
from surveys.papers.typesetting import pdf

TEMPLATE = Path(__file__).parent / "report.typ"


def render(document: Document) -> bytes:
    """Return the PDF. Every text goes in as data, never as markup. Raises typst.TypstError if it breaks PDF/UA-1."""
    return pdf(TEMPLATE, _data(document), name="report")


def _data(document: Document) -> dict[str, Any]:
    data = asdict(document)
    data["sections"] = [
        {**asdict(section), "blocks": [_block(block) for block in section.blocks]} for section in document.sections
    ]
    return data


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, BandsChart) and not block.printed:
        return _block(block.table)
    data = asdict(block) | {"kind": block.kind}
    if isinstance(block, Picture):
        data["svg"] = picture_svg(block, shape=Shape.PRINT, theme=Theme.LIGHT)
    return data
