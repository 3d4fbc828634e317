"""The answers to some questions as stacked bars, before over after: Vega-Lite specifications as plain dicts.

Three bands, hollow, grey and filled, always in the order of the answers: they can be told apart in black and white. A
hairline parts the options within a band. A bar's length is the middle of what is released (a range, "at most 10"), and
the figures in the table are those that count. No text is measured while drawing.
"""

import textwrap
from dataclasses import dataclass
from typing import Any

from reports.documents.drawing import COLOURS, Colours, Layer, Shape, Theme, layer, specification, svg, text_at
from reports.documents.model import BandRow, BandsChart, Bar, Segment


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of one shape in pixels. Texts are wrapped at a number of characters, never measured."""

    names: int
    times: int
    plot: int
    bar: float
    size: float
    wrap: int
    stacked: bool


LAYOUTS = {
    Shape.WIDE: Layout(names=300, times=54, plot=464, bar=21, size=14, wrap=36, stacked=False),
    Shape.NARROW: Layout(names=2, times=48, plot=298, bar=21, size=13.5, wrap=47, stacked=True),
    Shape.PRINT: Layout(names=318, times=42, plot=408, bar=12.5, size=12, wrap=54, stacked=False),
}
EDGE = 2
"""Pixels on the right, so that the last bar's outline is whole."""
GAP = 3.0
ROOM = 9.0
"""Per cent of the bar: a figure is written in a part that is at least so long; the table has them all."""


def bands_svg(chart: BandsChart, *, shape: Shape, theme: Theme) -> str:
    """Return the SVG of some questions' answers. The first drawing in a process takes about two seconds."""
    return svg(bands_spec(chart, shape=shape, theme=theme))


def bands_spec(chart: BandsChart, *, shape: Shape, theme: Theme) -> dict[str, Any]:
    """Return the Vega-Lite specification of some questions' answers."""
    layout, colours = LAYOUTS[shape], COLOURS[theme]
    width = layout.names + layout.times + layout.plot + EDGE
    layers, y = _legend(chart, layout, colours)
    for row in chart.rows:
        drawn, height = _row(row, y, layout, colours)
        edge = {"x": 0.0, "x2": float(width), "y": y + height}
        layers += [*drawn, layer({"type": "rule", "stroke": colours.line, "strokeWidth": 0.6}, [edge])]
        y += height
    return specification(layers, width=width, height=y + 2, shape=shape, colours=colours)


def _legend(chart: BandsChart, layout: Layout, colours: Colours) -> tuple[list[Layer], float]:
    """Return the key to the bands and where it ends: three lines on a phone, else beside each other."""
    layers: list[Layer] = []
    pitch = layout.size + 10
    for index, name in enumerate(chart.bands):
        if layout.stacked:
            x, y = 2.0, 10 + pitch * index
        else:
            x, y = index * (layout.names + layout.times + layout.plot) / len(chart.bands), 10.0
        layers.append(_block(x + 1, x + 21, y - 7, y + 7, index, colours))
        layers.append(text_at(name, x + 29, y, fill=colours.ink, fontSize=layout.size - 0.5, align="left"))
    return layers, 10 + pitch * (len(chart.bands) - 1 if layout.stacked else 0) + 18


def _row(row: BandRow, top: float, layout: Layout, colours: Colours) -> tuple[list[Layer], float]:
    """Return a question with its bars, and the height that they take."""
    pitch, pad = layout.size + 3, layout.bar * 0.4
    lines = textwrap.wrap(row.label, layout.wrap)
    texts = len(lines) * pitch
    bars = len(row.bars) * (layout.bar + GAP) - GAP
    inner = texts + 4 + bars if layout.stacked else max(texts, bars)
    first = top + pad + (0 if layout.stacked else (inner - texts) / 2) + pitch / 2
    layers = [
        text_at(line, 2 if layout.stacked else 0, first + pitch * at, fill=colours.ink, fontSize=layout.size)
        for at, line in enumerate(lines)
    ]
    for each in layers:
        each["mark"]["align"] = "left"
    y = top + pad + (texts + 4 if layout.stacked else (inner - bars) / 2)
    for at, bar in enumerate(row.bars):
        layers += _bar(bar, y + at * (layout.bar + GAP), layout, colours)
    return layers, inner + 2 * pad


def _bar(bar: Bar, top: float, layout: Layout, colours: Colours) -> list[Layer]:
    start, middle = float(layout.names + layout.times), top + layout.bar / 2
    quiet: dict[str, Any] = {"fill": colours.quiet, "fontSize": layout.size - 1.5, "align": "left"}
    layers = [text_at(bar.label, layout.names, middle, **quiet)] if bar.label else []
    total = sum(segment.length for segment in bar.segments)
    if not total:
        return [*layers, text_at(bar.missing, start, middle, **quiet)]
    for segment in bar.segments:
        end = start + layout.plot * segment.length / total
        layers.append(_block(start, end, top, top + layout.bar, segment.band, colours))
        layers += _figure(segment, (start + end) / 2, middle, segment.length / total, layout, colours)
        start = end
    return layers


def _block(left: float, right: float, top: float, bottom: float, band: int, colours: Colours) -> Layer:
    fill = (colours.paper, colours.line, colours.after)[band]
    look = {"type": "rect", "fill": fill, "stroke": colours.quiet, "strokeWidth": 0.8, "opacity": 1}
    where = {"x": round(left, 2), "x2": round(right, 2), "y": round(top, 2), "y2": round(bottom, 2)}
    return layer(look, [where])


def _figure(segment: Segment, x: float, y: float, share: float, layout: Layout, colours: Colours) -> list[Layer]:
    if 100 * share < ROOM or len(segment.figure) * layout.size * 0.62 > share * layout.plot:
        return []
    colour = colours.paper if segment.band == 2 else colours.ink
    return [text_at(segment.figure, x, y, fill=colour, fontSize=layout.size - 1.5, align="center")]
