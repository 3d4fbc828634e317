"""Scales over the waves as small pictures side by side: Vega-Lite specifications as plain dicts.

Levels are filled dots with their intervals, joined by a line; a change at work is a dashed upright line with its mark.
Nothing hangs on colour.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.documents.drawing import COLOURS, Colours, Layer, Shape, Theme, layer, specification, svg, text_at
from reports.documents.model import Moment, Panel, TrendChart

LABELLED = 4
"""Waves up to which each is named and its figure written; with more, the first and the last alone."""
TICKS = (0, 50, 100)
CHARACTER = 0.56
"""The width of a letter, in its size: generous, for no text is measured."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of one shape in pixels: panels in `columns` of `width`, their plot, and the size of the letters."""

    columns: int
    width: int
    plot: int
    size: float

    @property
    def left(self) -> float:
        return self.size * 2.6

    @property
    def right(self) -> float:
        return self.size * 2.2

    @property
    def top(self) -> float:
        return self.size * 4.6

    @property
    def bottom(self) -> float:
        return self.size * 2.9

    @property
    def height(self) -> float:
        return self.top + self.plot + self.bottom


LAYOUTS = {
    Shape.WIDE: Layout(columns=2, width=405, plot=130, size=14),
    Shape.NARROW: Layout(columns=1, width=350, plot=120, size=13.5),
    Shape.PRINT: Layout(columns=2, width=360, plot=78, size=12.5),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one panel's plot lies, and how it is drawn."""

    x: float
    y: float
    layout: Layout
    colours: Colours

    def across(self, at: float) -> float:
        inset = self.layout.size
        return round(self.x + self.layout.left + inset + at * (self.span - 2 * inset), 2)

    def up(self, points: float) -> float:
        return round(self.y + self.layout.top + self.layout.plot * (1 - min(100.0, max(0.0, points)) / 100), 2)

    @property
    def span(self) -> float:
        return self.layout.width - self.layout.left - self.layout.right


def trend_svg(chart: TrendChart, *, shape: Shape, theme: Theme) -> str:
    """Return the SVG. The first drawing in a process takes about two seconds: keep it out of a request."""
    return svg(trend_spec(chart, shape=shape, theme=theme))


def trend_spec(chart: TrendChart, *, shape: Shape, theme: Theme) -> Layer:
    """Return the Vega-Lite specification: a panel for each scale, then what the marks stand for."""
    layout, colours = LAYOUTS[shape], COLOURS[theme]
    layers: list[Layer] = []
    for index, panel in enumerate(chart.panels):
        line, column = divmod(index, layout.columns)
        place = Place(column * layout.width, line * layout.height, layout, colours)
        layers += panel_layers(panel, place, waves=chart.waves, changes=chart.changes)
    bottom = -(-len(chart.panels) // layout.columns) * layout.height
    width = layout.columns * layout.width
    notes, height = note_layers(chart.notes, bottom, width, layout, colours)
    return specification([*layers, *notes], width=width, height=height, shape=shape, colours=colours)


def note_layers(
    notes: Sequence[str], top: float, width: float, layout: Layout, colours: Colours
) -> tuple[list[Layer], float]:
    """Return the notes as lines of text below `top`, and where they end (pixels)."""
    lines = [part for note in notes for part in textwrap.wrap(note, int(width / (layout.size * CHARACTER)))]
    layers = []
    for number, line in enumerate(lines):
        y = top + layout.size * (0.4 + 1.5 * number)
        layers.append(text_at(line, 0, y, fill=colours.ink, fontSize=layout.size - 0.5, align="left"))
    return layers, round(top + layout.size * 1.5 * len(lines), 2)


def panel_layers(
    panel: Panel,
    place: Place,
    *,
    waves: Sequence[tuple[float, str]],
    changes: Sequence[tuple[float, str]],
) -> Iterator[Layer]:
    """Yield one scale over the waves: its name, how to read it, the frame, the changes and the levels."""
    layout, colours = place.layout, place.colours
    yield text_at(
        panel.label,
        place.x,
        place.y + layout.size,
        fill=colours.ink,
        fontWeight=600,
        fontSize=layout.size,
        align="left",
    )
    if panel.reading:
        y = place.y + layout.size * 2.3
        yield text_at(panel.reading, place.x, y, fill=colours.quiet, fontSize=layout.size - 1.5, align="left")
    yield from _frame(place)
    yield from _changes(changes, place)
    yield from _times(waves, place)
    yield from _levels(panel, place)


def _frame(place: Place) -> Iterator[Layer]:
    start, end = place.x + place.layout.left, place.x + place.layout.left + place.span
    yield layer(
        {"type": "rule", "stroke": place.colours.line, "strokeWidth": 1},
        [{"x": start, "x2": end, "y": place.up(tick)} for tick in TICKS],
    )
    look = {"type": "text", "fill": place.colours.quiet, "fontSize": place.layout.size - 1.5, "align": "right"}
    yield layer(look, [{"text": str(tick), "x": start - 6, "y": place.up(tick)} for tick in TICKS])


def _changes(changes: Sequence[tuple[float, str]], place: Place) -> Iterator[Layer]:
    dashed = {"type": "rule", "stroke": place.colours.ink, "strokeWidth": 1.2, "strokeDash": [4, 3]}
    yield layer(dashed, [{"x": place.across(at), "y": place.up(100) - 4, "y2": place.up(0)} for at, _mark in changes])
    look = {"type": "text", "fill": place.colours.ink, "fontSize": place.layout.size - 1.5, "fontWeight": 600}
    yield layer(
        {**look, "align": "center"},
        [{"text": mark, "x": place.across(at), "y": place.up(100) - 13} for at, mark in changes],
    )


def _times(waves: Sequence[tuple[float, str]], place: Place) -> Iterator[Layer]:
    base = place.up(0)
    ticks = [{"x": place.across(at), "y": base, "y2": base + 5} for at, _label in waves]
    yield layer({"type": "rule", "stroke": place.colours.quiet, "strokeWidth": 1}, ticks)
    last = len(waves) - 1
    shown = [(0, "left"), (last, "right")] if last else [(0, "center")]
    for number, align in shown:
        at, label = waves[number]
        x = place.across(at) + {"left": -place.layout.size, "right": place.layout.size}.get(align, 0)
        look = {"fill": place.colours.quiet, "fontSize": place.layout.size - 1.5, "align": align}
        yield text_at(label, x, base + 5 + place.layout.size, **look)


def _levels(panel: Panel, place: Place) -> Iterator[Layer]:
    colour = place.colours.after
    dots = [(moment, place.across(moment.at), place.up(moment.dot.value)) for moment in panel.moments]
    for (_one, x, y), (_other, x2, y2) in pairwise(dots):
        yield layer({"type": "rule", "stroke": colour, "strokeWidth": 1.5}, [{"x": x, "y": y, "x2": x2, "y2": y2}])
    whiskers = [
        {"x": x, "y": place.up(moment.dot.low), "y2": place.up(moment.dot.high)}
        for moment, x, _y in dots
        if moment.dot.low is not None and moment.dot.high is not None and moment.dot.low != moment.dot.high
    ]
    yield layer({"type": "rule", "stroke": colour, "strokeWidth": 3}, whiskers)
    ring = {"type": "point", "shape": "circle", "size": 44, "opacity": 1, "filled": True, "fill": colour}
    yield layer({**ring, "stroke": place.colours.paper, "strokeWidth": 1}, [{"x": x, "y": y} for _, x, y in dots])
    ends = {0, len(dots) - 1}
    named = [dot for number, dot in enumerate(dots) if len(dots) <= LABELLED or number in ends]
    look = {"type": "text", "fill": place.colours.ink, "fontSize": place.layout.size - 1, "align": "center"}
    yield layer(look, [{"text": moment.label, "x": x, "y": _beside(moment, y, place)} for moment, x, y in named])


def _beside(moment: Moment, y: float, place: Place) -> float:
    """Return where the figure stands: above its interval, or below where there is no room above."""
    top = place.up(moment.dot.high if moment.dot.high is not None else moment.dot.value)
    above = min(y - 7, top) - place.layout.size * 0.75
    if above - place.layout.size * 0.5 >= place.up(100):
        return above
    return max(y + 7, place.up(moment.dot.low if moment.dot.low is not None else moment.dot.value)) + place.layout.size
