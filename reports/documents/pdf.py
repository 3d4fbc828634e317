"""The report as a tagged PDF (PDF/UA-1), set by Typst from the worded document."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from reports.documents.charts import Shape, Theme, profile_svg
from reports.documents.model import Block, Chart, Document
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
    data = asdict(block) | {"kind": block.kind}
    if isinstance(block, Chart):
        data["svg"] = profile_svg(block, shape=Shape.PRINT, theme=Theme.LIGHT)
    return data
