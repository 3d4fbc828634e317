"""The profile of scales before and after as a picture: Vega-Lite specifications as plain dicts, drawn to SVG.

Before is a hollow ring with a thin line, after a filled dot with a thick one, one above the other: the two can be told
apart without colour. No text is measured while drawing, so the picture needs no font of the machine that draws it.
"""

import textwrap
from dataclasses import dataclass
from typing import Any

from reports.documents.drawing import COLOURS, Colours, Shape, Theme, layer, specification, svg, text_at
from reports.documents.model import Chart, ChartRow, Dot


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of one shape in pixels. Texts are wrapped at a number of characters, never measured.

    On paper 640 pixels are 493 points: `minor`, the smallest text, is 9 points there.
    """

    left: int
    plot: int
    right: int
    step: int
    size: float
    minor: float
    wrap: int
    top: int
    stacked: bool


LAYOUTS = {
    Shape.WIDE: Layout(left=250, plot=380, right=190, step=54, size=14, minor=12.5, wrap=27, top=58, stacked=False),
    Shape.NARROW: Layout(left=14, plot=322, right=14, step=86, size=13.5, minor=12.5, wrap=44, top=84, stacked=True),
    Shape.PRINT: Layout(left=224, plot=258, right=158, step=26, size=12.5, minor=11.8, wrap=46, top=50, stacked=False),
}
BOTTOM = 46
OFFSET = 8
FINDING_WRAP = 25
"""Characters: the longest finding with its figure must fit in two lines, since a third would be lost."""


def profile_svg(chart: Chart, *, shape: Shape, theme: Theme) -> str:
    """Return the SVG of a profile. The first drawing in a process takes about two seconds: keep it out of a request."""
    return svg(profile_spec(chart, shape=shape, theme=theme))


def profile_spec(chart: Chart, *, shape: Shape, theme: Theme) -> dict[str, Any]:
    """Return the Vega-Lite specification of a profile."""
    layout, colours = LAYOUTS[shape], COLOURS[theme]
    two_waves = any(row.before for row in chart.rows)
    layers = [*_axis(chart, layout, colours), *_legend(chart, layout, colours, two_waves)]
    for index, row in enumerate(chart.rows):
        layers += _row(row, layout.top + layout.step * (index + 0.5), layout, colours, two_waves)
    width, height = layout.left + layout.plot + layout.right, layout.top + layout.step * len(chart.rows) + BOTTOM
    return specification(layers, width=width, height=height, shape=shape, colours=colours)


def _x(layout: Layout, points: float) -> float:
    return round(layout.left + layout.plot * points / 100, 2)


def _axis(chart: Chart, layout: Layout, colours: Colours) -> list[dict[str, Any]]:
    bottom = layout.top + layout.step * len(chart.rows)
    ticks = [0, 25, 50, 75, 100]
    # On a phone the names stand in the field: the lines are drawn beside the dots alone, never through a text.
    spans = [
        (layout.top + layout.step * (index + (0.5 if layout.stacked else 0)), layout.top + layout.step * (index + 1.0))
        for index in range(len(chart.rows))
    ]
    lines = [{"x": _x(layout, tick), "y": start, "y2": end} for tick in ticks for start, end in spans]
    numbers = [{"text": str(tick), "x": _x(layout, tick), "y": bottom + 13.0} for tick in ticks]
    return [
        layer({"type": "rule", "stroke": colours.line, "strokeWidth": 1}, lines),
        layer({"type": "text", "fill": colours.quiet, "fontSize": layout.minor, "align": "center"}, numbers),
        text_at(chart.axis, _x(layout, 50), bottom + 33, fill=colours.quiet, fontSize=layout.minor, align="center"),
    ]


def _legend(chart: Chart, layout: Layout, colours: Colours, two_waves: bool) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = []
    entries = [(chart.before_label, True)] if two_waves else []
    entries.append((chart.after_label, False))
    for index, (label, is_before) in enumerate(entries):
        start = layout.left + (0 if layout.stacked else index * layout.plot * 0.6)
        y = 13.0 + (24 * index if layout.stacked else 0)
        layers += _dot(start, start + 17, start + 34, y, is_before, colours)
        layers.append(text_at(label, start + 42, y, fill=colours.ink, fontSize=layout.size, align="left"))
    look: dict[str, Any] = {"fill": colours.quiet, "fontSize": layout.minor, "align": "left"}
    return [*layers, text_at(chart.interval_label, layout.left, layout.top - 22.0, **look)]


def _row(row: ChartRow, middle: float, layout: Layout, colours: Colours, two_waves: bool) -> list[dict[str, Any]]:
    layers = (
        _stacked_texts(row, middle, layout, colours) if layout.stacked else _side_texts(row, middle, layout, colours)
    )
    centre = middle + 20 if layout.stacked else middle
    offset = min(OFFSET, layout.step * 0.23) if two_waves else 0
    edge = {"x": 0.0, "x2": float(layout.left + layout.plot + layout.right), "y": middle + layout.step / 2}
    layers.append(layer({"type": "rule", "stroke": colours.line, "strokeWidth": 0.6}, [edge]))
    for dot, is_before in ((row.before, True), (row.after, False)):
        if dot is not None:
            y = centre - offset if is_before else centre + offset
            layers += _whiskered(dot, y, is_before, layout, colours)
    return layers


def _side_texts(row: ChartRow, middle: float, layout: Layout, colours: Colours) -> list[dict[str, Any]]:
    label = textwrap.wrap(row.label, layout.wrap) or [""]
    lines = [(line, colours.ink, 600, layout.size) for line in label[:2]]
    if row.reading:
        lines.append((row.reading, colours.quiet, 400, layout.minor))
    pitch = min(layout.size + 2.5, layout.step / 2 - 0.5)
    top = middle - pitch * (len(lines) - 1) / 2
    layers = [
        text_at(text, 0, top + pitch * index, fill=colour, fontWeight=weight, fontSize=size, align="left")
        for index, (text, colour, weight, size) in enumerate(lines)
    ]
    x = layout.left + layout.plot + 22.0
    finding = textwrap.wrap(row.finding, FINDING_WRAP)[:2]
    top = middle - pitch * (len(finding) - 1) / 2
    layers += [
        text_at(text, x, top + pitch * index, fill=colours.ink, fontSize=layout.size - 0.5, align="left")
        for index, text in enumerate(finding)
    ]
    return layers


def _stacked_texts(row: ChartRow, middle: float, layout: Layout, colours: Colours) -> list[dict[str, Any]]:
    top = middle - layout.step / 2 + 16
    under = " · ".join(text for text in (row.reading, row.finding) if text)
    name = textwrap.shorten(row.label, layout.wrap, placeholder="…")
    return [
        text_at(name, 2, top, fill=colours.ink, fontWeight=600, fontSize=layout.size, align="left"),
        text_at(under, 2, top + layout.size + 4, fill=colours.quiet, fontSize=layout.size - 1, align="left"),
    ]


def _whiskered(dot: Dot, y: float, is_before: bool, layout: Layout, colours: Colours) -> list[dict[str, Any]]:
    middle = _x(layout, dot.value)
    low = middle if dot.low is None else _x(layout, max(0.0, dot.low))
    high = middle if dot.high is None else _x(layout, min(100.0, dot.high))
    return _dot(low, middle, high, y, is_before, colours)


def _dot(low: float, middle: float, high: float, y: float, is_before: bool, colours: Colours) -> list[dict[str, Any]]:
    colour = colours.before if is_before else colours.after
    rule = {"type": "rule", "stroke": colour, "strokeWidth": 1.5 if is_before else 3}
    ring = {"type": "point", "shape": "circle", "size": 78, "opacity": 1, "filled": False, "stroke": colour}
    fill = {"fill": colours.paper, "strokeWidth": 2} if is_before else {"fill": colour, "strokeWidth": 1}
    line = [{"x": low, "x2": high, "y": y}] if low != high else []
    return [layer(rule, line), layer({**ring, **fill}, [{"x": middle, "y": y}])]
