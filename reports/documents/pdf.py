"""The report as a tagged PDF (PDF/UA-1), set by Typst from the worded document."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst

from reports.documents.charts import Shape, Theme, profile_svg
from reports.documents.model import Block, Chart, Document

TEMPLATE = Path(__file__).parent / "report.typ"


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Return Typst's own fonts alone, so that the same report looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def render(document: Document) -> bytes:
    """Return the PDF. Every text goes in as data, never as markup. Raises typst.TypstError if it breaks PDF/UA-1."""
    data = json.dumps(_data(document), ensure_ascii=False)
    return typst.compile(
        _template(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"report": data},
        pdf_standards="ua-1",
    )


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
