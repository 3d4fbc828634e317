"""The report as a page of the site and as one file that needs nothing else."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from reports.documents.drawing import Shape, Theme
from reports.documents.model import Document, Picture, Section, Table
from reports.documents.pictures import picture_svg

STYLES = Path(__file__).parent / "static" / "documents" / "report.css"

ChartAddress = Callable[[str, Shape, Theme], str]
"""From a chart's key, its shape and its colours to the address where its SVG is served."""


def context(document: Document, *, chart_address: ChartAddress) -> dict[str, Any]:
    """Return the context of documents/body.html; each chart is at an address of its own, for no style is inline."""
    return {"document": document, "sections": sections(document.sections, chart_address=chart_address)}


def sections(parts: Sequence[Section], *, chart_address: ChartAddress) -> list[dict[str, Any]]:
    """Return parts for documents/parts.html, each chart at an address of its own."""
    return _sections(parts, lambda chart: _addresses(chart, chart_address))


def standalone(document: Document) -> str:
    """Return the report as one HTML file with its styles and pictures inside, which asks nothing of any network."""
    styles = STYLES.read_text(encoding="utf-8")
    return render_to_string(
        "documents/standalone.html",
        {
            "document": document,
            "sections": _sections(document.sections, _drawings),
            "styles": mark_safe(styles),  # noqa: S308 - our own style sheet
        },
    )


def _sections(parts: Sequence[Section], pictures: Callable[[Picture], dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sections with what a template cannot work out: a cell's own header, a chart's pictures."""
    found = []
    for section in parts:
        blocks: list[dict[str, Any]] = []
        for block in section.blocks:
            entry: dict[str, Any] = {"block": block}
            if isinstance(block, Table):
                entry["table"] = _table(block)
            elif isinstance(block, Picture):
                entry |= {"table": _table(block.table), **pictures(block)}
            blocks.append(entry)
        found.append({"section": section, "blocks": blocks})
    return found


def _table(table: Table) -> dict[str, Any]:
    looks = ["words" if column in table.words else "figures" for column in range(len(table.header))]
    return {
        "key": table.key,
        "caption": table.caption,
        "header": list(zip(table.header, looks, strict=True)),
        "rows": [(row[0], list(zip(table.header[1:], row[1:], looks[1:], strict=True))) for row in table.rows],
    }


def _addresses(chart: Picture, address: ChartAddress) -> dict[str, Any]:
    return {
        f"{shape}_{theme}": address(chart.key, shape, theme)
        for shape in (Shape.WIDE, Shape.NARROW)
        for theme in (Theme.LIGHT, Theme.DARK)
    }


def _drawings(chart: Picture) -> dict[str, Any]:
    # Vega escapes the texts; the colours are custom properties of the style sheet, so one drawing serves both themes.
    return {
        f"{shape}_drawing": mark_safe(picture_svg(chart, shape=shape, theme=Theme.CURRENT))  # noqa: S308
        for shape in (Shape.WIDE, Shape.NARROW)
    }
