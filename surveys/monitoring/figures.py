"""Operational figures per unit and period, read from CSV. Pure. A figure of a person or of a few is never taken in."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from surveys.organisations.rules import descendants

MOST_BYTES, MOST_LINES = 1_000_000, 5_000


class Key(StrEnum):
    """What is counted: calls a day, hours on the phone a day, seconds in the queue, absence in per cent."""

    CALLS = "calls_per_day"
    PHONE_HOURS = "phone_hours_per_day"
    QUEUE = "queue_seconds"
    ABSENCE = "absence_percent"


MOST = {Key.CALLS: 1_000_000, Key.PHONE_HOURS: 100_000, Key.QUEUE: 86_400, Key.ABSENCE: 100}
"""The greatest value that each can have for a unit."""
COLUMNS: Mapping[str, frozenset[str]] = {
    "unit": frozenset({"unit", "enhet", "eining"}),
    "first": frozenset({"from", "fra", "frå", "från"}),
    "last": frozenset({"to", "til", "till"}),
    "key": frozenset({"figure", "tall", "tal", "siffra"}),
    "value": frozenset({"value", "verdi", "värde"}),
}
PERSONS = ("navn", "namn", "name", "person", "ansatt", "tilsett", "anstäl", "employee", "agent", "mail", "epost",
           "e-post", "initial", "fødsel", "født", "personnummer", "bruker", "user", "medarbeid", "id")  # fmt: skip
"""What the name of a column that points at a person holds; "id" only as the whole name or its end."""


class Problem(StrEnum):
    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"
    PERSON_COLUMN = "person_column"
    OTHER_COLUMN = "other_column"
    NO_COLUMN = "no_column"
    MORE_CELLS = "more_cells"
    BAD_UNIT = "bad_unit"
    BAD_DAY = "bad_day"
    BAD_KEY = "bad_key"
    BAD_VALUE = "bad_value"
    TWICE = "twice"
    TOO_FEW = "too_few"
    REST_TOO_FEW = "rest_too_few"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one unit in one period, both days included."""

    unit: str
    first: date
    last: date
    key: Key
    value: Decimal


@dataclass(frozen=True, slots=True)
class Refused:
    """What is wrong, in which line of the file (0: the file as a whole), and what stands there."""

    line: int
    problem: Problem
    text: str


def read(raw: bytes, *, units: frozenset[str]) -> tuple[list[Line], list[Refused]]:
    """Return the figures, or what is wrong; a file with anything wrong gives no figure at all."""
    if len(raw) > MOST_BYTES:
        return [], [Refused(0, Problem.TOO_LARGE, "")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Refused(0, Problem.NOT_TEXT, "")]
    head = text.partition("\n")[0]
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in head else ",") if any(row)]
    if len(rows) < 2:
        return [], [Refused(0, Problem.EMPTY, "")]
    if len(rows) > MOST_LINES:
        return [], [Refused(0, Problem.TOO_LARGE, "")]
    places, wrong = _places(rows[0])
    if wrong:
        return [], wrong
    found: list[Line] = []
    seen: set[tuple[str, date, date, Key]] = set()
    for number, row in enumerate(rows[1:], start=2):
        beyond = " ".join(row[len(rows[0]) :]).strip()
        line = Refused(number, Problem.MORE_CELLS, beyond) if beyond else _line(number, row, places, units)
        if isinstance(line, Refused):
            wrong.append(line)
        elif (line.unit, line.first, line.last, line.key) in seen:
            wrong.append(Refused(number, Problem.TWICE, line.unit))
        else:
            seen.add((line.unit, line.first, line.last, line.key))
            found.append(line)
    return ([], wrong) if wrong else (found, [])


def _places(header: list[str]) -> tuple[dict[str, int], list[Refused]]:
    places, wrong = {}, []
    for place, cell in enumerate(header):
        name = cell.strip().lower()
        known = next((key for key, names in COLUMNS.items() if name in names), None)
        if known is not None:
            places[known] = place
        else:
            wrong.append(Refused(1, Problem.PERSON_COLUMN if _points_at_a_person(name) else Problem.OTHER_COLUMN, cell))
    missing = [Refused(1, Problem.NO_COLUMN, key) for key in COLUMNS if key not in places]
    return places, wrong or missing


def _points_at_a_person(name: str) -> bool:
    return any(word in name for word in PERSONS if word != "id") or name == "id" or name.endswith(("_id", " id", "-id"))


def _line(number: int, row: list[str], places: Mapping[str, int], units: frozenset[str]) -> Line | Refused:
    cells = {key: row[place].strip() if place < len(row) else "" for key, place in places.items()}
    if cells["unit"] not in units:
        return Refused(number, Problem.BAD_UNIT, cells["unit"])
    try:
        first, last = date.fromisoformat(cells["first"]), date.fromisoformat(cells["last"])
    except ValueError:
        return Refused(number, Problem.BAD_DAY, f"{cells['first']} {cells['last']}")
    if last < first:
        return Refused(number, Problem.BAD_DAY, f"{cells['first']} {cells['last']}")
    if cells["key"] not in list(Key):
        return Refused(number, Problem.BAD_KEY, cells["key"])
    key = Key(cells["key"])
    try:
        value = Decimal(cells["value"].replace(",", "."))
    except InvalidOperation:
        return Refused(number, Problem.BAD_VALUE, cells["value"])
    if not value.is_finite() or not 0 <= value <= MOST[key]:
        return Refused(number, Problem.BAD_VALUE, cells["value"])
    return Line(cells["unit"], first, last, key, value)


def few(
    lines: Iterable[Line], *, sizes: Mapping[str, int], parents: Mapping[str, str | None], threshold: int
) -> list[Refused]:
    """Return the figures of fewer than `threshold` people: a unit's own, or what is left of a unit above it.

    `sizes`: people directly in each unit. The rest of a unit is its people without those of the units below it that
    have the same figure for an overlapping period: who knows both numbers can work the rest out.
    """
    held, tree = list(lines), dict(parents)
    whole = {unit: sum(sizes.get(code, 0) for code in descendants(unit, tree)) for unit in tree}
    found = [Refused(0, Problem.TOO_FEW, line.unit) for line in held if whole[line.unit] < threshold]
    for line in held:
        below = {
            other.unit
            for other in held
            if other.key is line.key
            and other.unit != line.unit
            and other.unit in descendants(line.unit, tree)
            and other.first <= line.last
            and line.first <= other.last
        }
        told = {code for unit in below for code in descendants(unit, tree)}
        rest = whole[line.unit] - sum(sizes.get(code, 0) for code in told)
        if below and 0 < rest < threshold:
            found.append(Refused(0, Problem.REST_TOO_FEW, line.unit))
    return list(dict.fromkeys(found))
