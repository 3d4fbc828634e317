"""What a workbook consists of: sheets, columns and cells. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from reports.documents.facts import rounded


class Kind(StrEnum):
    """What a cell holds, which decides how its number is written."""

    TEXT = "text"
    COUNT = "count"
    AMOUNT = "amount"
    POINTS = "points"
    WHOLE_POINTS = "whole_points"
    SIGNED = "signed"
    COEFFICIENT = "coefficient"
    PROBABILITY = "probability"
    DATE = "date"


DECIMALS = {Kind.POINTS: 1, Kind.WHOLE_POINTS: 0, Kind.SIGNED: 1, Kind.COEFFICIENT: 2, Kind.PROBABILITY: 3}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `hidden` stands in the place of a figure that is not shown; the row says why in another cell."""

    value: str | int | Decimal | datetime | None
    kind: Kind = Kind.TEXT
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `columns` are pairs (title, width in signs), and every row has a cell for each."""

    title: str
    caption: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]


def text(value: str) -> Cell:
    """Return a cell of words."""
    return Cell(value)


def count(value: int | None, hidden: str = "") -> Cell:
    """Return a cell with a whole number, or what stands where there is none."""
    return Cell(value, Kind.COUNT, hidden)


def figure(value: float | None, kind: Kind, hidden: str = "") -> Cell:
    """Return a figure rounded as the report writes it, or what stands where there is none."""
    return Cell(None if value is None else rounded(value, DECIMALS[kind]), kind, hidden)


def day(iso: str) -> Cell:
    """Return a date, which a spreadsheet counts from midnight and without a zone."""
    return Cell(datetime.fromisoformat(iso), Kind.DATE)
