"""What every chart is drawn with: shapes, colours, and Vega-Lite layers whose values carry pixel positions.

No text is measured while drawing, so a picture needs no font of the machine that draws it. Texts and numbers are data,
never part of the code.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import vl_convert

VEGA_LITE = "6.4"
SCREEN_FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif"
PRINT_FONT = "Libertinus Serif"


class Shape(StrEnum):
    """The layouts: beside each other on a wide page, stacked on a phone, and for paper."""

    WIDE = "wide"
    NARROW = "narrow"
    PRINT = "print"


class Theme(StrEnum):
    """The colours; CURRENT takes them from the style sheet of the page that the picture stands in."""

    LIGHT = "light"
    DARK = "dark"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of one theme, as CSS values."""

    paper: str
    ink: str
    quiet: str
    line: str
    before: str
    after: str


COLOURS = {
    Theme.LIGHT: Colours("#ffffff", "#1b2430", "#55606e", "#d9dee4", "#55606e", "#0062ba"),
    Theme.DARK: Colours("#14191f", "#eef2f6", "#aeb8c4", "#38424d", "#c3ccd6", "#4c91cf"),
    Theme.CURRENT: Colours(
        "var(--chart-paper)",
        "var(--chart-ink)",
        "var(--chart-quiet)",
        "var(--chart-line)",
        "var(--chart-before)",
        "var(--chart-after)",
    ),
}


Layer = dict[str, Any]


def layer(mark: dict[str, Any], values: list[dict[str, Any]]) -> Layer:
    """Return a layer whose values carry pixel positions; texts and numbers are data, never part of the code."""
    channels = {name for value in values for name in value if name != "text"}
    encoding: dict[str, Any] = {
        name: {"field": name, "type": "quantitative", "scale": None, "axis": None} for name in sorted(channels)
    }
    if mark["type"] == "text":
        encoding["text"] = {"field": "text", "type": "nominal"}
    return {"data": {"values": values}, "mark": {"tooltip": None, "aria": False, **mark}, "encoding": encoding}


def text_at(text: str, x: float, y: float, **mark: Any) -> Layer:
    return layer({"type": "text", "limit": 0, **mark}, [{"text": text, "x": x, "y": y}])


def specification(layers: Sequence[Layer], *, width: float, height: float, shape: Shape, colours: Colours) -> Layer:
    """Return the Vega-Lite specification of a picture of these layers, without those that hold nothing."""
    font = PRINT_FONT if shape is Shape.PRINT else SCREEN_FONT
    layers = _merged(layers)
    for each in layers:
        if each["mark"]["type"] == "text":
            each["mark"] |= {"font": font, "baseline": "middle"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "background": colours.paper,
        "config": {"view": {"stroke": None}},
        "data": {"values": [{}]},
        "layer": layers,
    }


def _merged(layers: Sequence[Layer]) -> list[Layer]:
    """Return the layers with all of one look as one, texts above the rest, without those that hold nothing.

    Drawing takes time by the layer. Nothing may lie in one place but a text on its ground and a dot on its line.
    """
    alike: dict[str, Layer] = {}
    for each in layers:
        if each["data"]["values"]:
            look = json.dumps([each["mark"], sorted(each["encoding"])], sort_keys=True)
            found = alike.setdefault(look, {**each, "mark": dict(each["mark"]), "data": {"values": []}})
            found["data"]["values"] += each["data"]["values"]
    return sorted(alike.values(), key=lambda each: each["mark"]["type"] == "text")


def svg(spec: Layer) -> str:
    """Return the picture. The first drawing in a process takes about two seconds: keep it out of a request."""
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))
