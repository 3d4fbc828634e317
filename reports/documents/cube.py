"""JSON-stat 2.0 as such: a table of many dimensions, and the check of its shape. Pure; see json-stat.org/full."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

HIDDEN, LACKING, IMPOSSIBLE = ":", "..", "."
"""Statistics Norway's own marks: not shown for confidentiality; no figure to be had; cannot occur."""
SIGNS = frozenset({HIDDEN, LACKING, IMPOSSIBLE})


class BrokenCube(ValueError):
    """A table that is not JSON-stat 2.0 as this module means it; the message says where."""


@dataclass(frozen=True, slots=True)
class Category:
    """One place on a dimension. `decimals` and `unit` are for measures alone."""

    key: str
    label: str
    decimals: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension with its categories in order."""

    key: str
    label: str
    categories: Sequence[Category]


@dataclass(frozen=True, slots=True)
class Cube:
    """One table. `cells` are by the keys of their categories; a Decimal or int is a value, a str one of SIGNS.

    A place without a cell cannot occur (IMPOSSIBLE). `time` and `metric` name dimensions of those roles.
    """

    key: str
    label: str
    dimensions: Sequence[Dimension]
    cells: Mapping[tuple[str, ...], Decimal | int | str]
    metric: str
    time: str | None = None
    notes: Sequence[str] = ()
    extension: Mapping[str, Any] = field(default_factory=dict)


def dataset(cube: Cube, *, source: str, updated: str) -> dict[str, Any]:
    """Return the table as a JSON-stat dataset. Raises BrokenCube."""
    places = list(product(*([category.key for category in dimension.categories] for dimension in cube.dimensions)))
    strangers = cube.cells.keys() - set(places)
    if strangers:
        raise BrokenCube(f"{cube.key}: no place for {sorted(strangers)[0]}")
    found = [cube.cells.get(place, IMPOSSIBLE) for place in places]
    roles = {"metric": [cube.metric]} | ({"time": [cube.time]} if cube.time else {})
    data: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": cube.label,
        "source": source,
        "updated": updated,
        "note": list(cube.notes),
        "id": [dimension.key for dimension in cube.dimensions],
        "size": [len(dimension.categories) for dimension in cube.dimensions],
        "role": roles,
        "dimension": {dimension.key: _dimension(dimension) for dimension in cube.dimensions},
        "value": [None if isinstance(cell, str) else _number(cell) for cell in found],
        "status": {str(place): cell for place, cell in enumerate(found) if isinstance(cell, str)},
        "extension": {"table": cube.key, **cube.extension},
    }
    wrong = faults(data)
    if wrong:
        raise BrokenCube(f"{cube.key}: {wrong[0]}")
    return data


def _number(value: Decimal | int) -> int | float:
    return value if isinstance(value, int) else float(value)


def _dimension(dimension: Dimension) -> dict[str, Any]:
    units = {
        category.key: {"decimals": category.decimals, "label": category.unit}
        for category in dimension.categories
        if category.decimals is not None
    }
    category: dict[str, Any] = {
        "index": {category.key: place for place, category in enumerate(dimension.categories)},
        "label": {category.key: category.label for category in dimension.categories},
    }
    return {"label": dimension.label, "category": category | ({"unit": units} if units else {})}


def faults(data: Mapping[str, Any]) -> list[str]:
    """Return what keeps a dataset from being JSON-stat 2.0 in the shape that Tillit writes; empty where it is."""
    wanted = {"version": str, "class": str, "label": str, "id": list, "size": list, "role": dict, "dimension": dict}
    wanted |= {"value": list, "status": dict, "source": str, "updated": str, "note": list}
    missing = [name for name, kind in wanted.items() if not isinstance(data.get(name), kind)]
    if missing:
        return [f"{name} is missing or of another kind" for name in missing]
    return [*_head_faults(data), *_dimension_faults(data), *_value_faults(data)]


def _head_faults(data: Mapping[str, Any]) -> list[str]:
    wrong = []
    if (data["version"], data["class"]) != ("2.0", "dataset"):
        wrong.append("it is no dataset of version 2.0")
    if len(set(data["id"])) != len(data["id"]) or set(data["id"]) != set(data["dimension"]):
        wrong.append("id and dimension do not name the same")
    if any(name not in data["id"] for names in data["role"].values() for name in names):
        wrong.append("a role names a dimension that is not there")
    return wrong


def _dimension_faults(data: Mapping[str, Any]) -> list[str]:
    wrong = []
    for name, size in zip(data["id"], data["size"], strict=False):
        category = data["dimension"].get(name, {}).get("category", {})
        index, labels = category.get("index", {}), category.get("label", {})
        if sorted(index.values()) != list(range(size)) or size == 0:
            wrong.append(f"the categories of {name} are not numbered from 0 to {size - 1}")
        if set(labels) != set(index) or not all(labels.values()):
            wrong.append(f"a category of {name} has no label")
    if len(data["id"]) != len(data["size"]):
        wrong.append("id and size are not of one length")
    return wrong


def _value_faults(data: Mapping[str, Any]) -> list[str]:
    values, status = data["value"], data["status"]
    wrong = []
    if len(values) != math.prod(data["size"]):
        wrong.append(f"{len(values)} values in a table of {math.prod(data['size'])}")
    empty = {str(place) for place, value in enumerate(values) if value is None}
    if set(status) != empty or not set(status.values()) <= SIGNS:
        wrong.append("a null has no mark, or a mark has a value")
    if any(isinstance(value, bool) or not isinstance(value, int | float | None) for value in values):
        wrong.append("a value is no number")
    return wrong
