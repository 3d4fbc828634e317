"""One scale over the waves, with bars below it that begin and end: a Vega-Lite specification as plain dicts.

Bars stand on the same axis of days as the levels. An upright stroke ends a bar where what it stands for began or ended;
without one it goes on outside the picture. Nothing hangs on colour.
"""

import textwrap
from collections.abc import Iterator

from reports.documents.drawing import COLOURS, Layer, Shape, Theme, layer, specification, svg, text_at
from reports.documents.model import Lane, TimelineChart
from reports.documents.trends.chart import CHARACTER, Layout, Place, note_layers, panel_layers

LAYOUTS = {
    Shape.WIDE: Layout(columns=1, width=820, plot=140, size=14),
    Shape.NARROW: Layout(columns=1, width=350, plot=120, size=13.5),
    Shape.PRINT: Layout(columns=1, width=720, plot=84, size=12.5),
}
MOST_LINES = 3
"""Lines of a bar's words."""


def timeline_svg(chart: TimelineChart, *, shape: Shape, theme: Theme) -> str:
    """Return the SVG. The first drawing in a process takes about two seconds: keep it out of a request."""
    return svg(timeline_spec(chart, shape=shape, theme=theme))


def timeline_spec(chart: TimelineChart, *, shape: Shape, theme: Theme) -> Layer:
    """Return the Vega-Lite specification: the scale, the bars in their order, then what the marks stand for."""
    layout, colours = LAYOUTS[shape], COLOURS[theme]
    place = Place(0, 0, layout, colours)
    layers = list(panel_layers(chart.panel, place, waves=chart.waves, changes=chart.changes))
    y = layout.height
    for lane in chart.lanes:
        lines = textwrap.wrap(lane.label, int(place.span / (layout.size * CHARACTER)))[:MOST_LINES]
        for number, line in enumerate(lines):
            at = y + layout.size * (0.5 + 1.3 * number)
            layers.append(text_at(line, layout.left, at, fill=colours.ink, fontSize=layout.size - 0.5, align="left"))
        y += layout.size * (1.3 * len(lines) + 0.4)
        layers += _bar(lane, chart, y, place)
        y += layout.size * 1.3
    notes, height = note_layers(chart.notes, y + layout.size * 0.3, layout.width, layout, colours)
    return specification([*layers, *notes], width=layout.width, height=height, shape=shape, colours=colours)


def _bar(lane: Lane, chart: TimelineChart, y: float, place: Place) -> Iterator[Layer]:
    """Yield the bar, the strokes where it begins and ends, and the changes that cross it."""
    edges = place.x + place.layout.left, place.x + place.layout.left + place.span
    start = edges[0] if lane.start is None else place.across(lane.start)
    end = edges[1] if lane.end is None else place.across(lane.end)
    yield layer({"type": "rule", "stroke": place.colours.after, "strokeWidth": 5}, [{"x": start, "x2": end, "y": y}])
    ends = [place.across(at) for at in (lane.start, lane.end) if at is not None]
    stroke = {"type": "rule", "stroke": place.colours.after, "strokeWidth": 2.5}
    reach = place.layout.size * 0.6
    yield layer(stroke, [{"x": x, "y": y - reach, "y2": y + reach} for x in ends])
    dashed = {"type": "rule", "stroke": place.colours.ink, "strokeWidth": 1.2, "strokeDash": [4, 3]}
    crossing = [place.across(at) for at, _mark in chart.changes]
    yield layer(dashed, [{"x": x, "y": y - reach, "y2": y + reach} for x in crossing if x not in ends])
