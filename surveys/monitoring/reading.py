"""Reading a file that the register is to be changed from: a workbook or JSON, as they are handed out, edited or not.

Nothing is believed of the file: sizes are checked before it is unpacked, no formula is reckoned, and every cell that
cannot be read is told with its line.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from surveys.monitoring import table
from surveys.monitoring.exchange import FORMAT, FORMAT_VERSION
from surveys.monitoring.fields import ORDER
from surveys.monitoring.table import NUMBER, OWNER, VERSION, BadCell, Problem
from surveys.monitoring.types import LISTS
from surveys.monitoring.workbook import PLACE

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 1_000_000, 20_000_000, 200
"""Bytes of a file, bytes of what a workbook holds once unpacked, and files in it."""
MOST_LINES, MOST_LINE, MOST_COLUMNS = 1_000, 20_000, 100
"""Rows with something in them, the last line that is looked at, and columns."""
Line = tuple[int, list[tuple[object, bool]]]


class Fault(StrEnum):
    """What can be wrong with a file as a whole, or with a row."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    NO_COLUMN = "no_column"
    OTHER_COLUMN = "other_column"
    TWICE_COLUMN = "twice_column"
    OTHER_PLACE = "other_place"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Refused:
    """What is wrong, in which line (0: the file as a whole) and column ("": the row as a whole), what stands there."""

    line: int
    column: str
    problem: Fault | Problem
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `fields` are plain values (see types.to_plain) of the columns that are there; the others say nothing."""

    line: int
    number: int | None
    version: int | None
    owner: str
    fields: Mapping[str, Any]


@dataclass(slots=True)
class Reading:
    """What a file holds: its rows, and everything that is wrong with it."""

    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read(raw: bytes, *, organisation: UUID) -> Reading:
    """Return the rows of a file of this very workplace, and what is wrong with it."""
    found = Reading()
    if len(raw) > MOST_BYTES:
        found.refused.append(Refused(0, "", Fault.TOO_LARGE))
    elif raw[:2] == b"PK":
        _read_workbook(raw, found, str(organisation))
    else:
        _read_json(raw, found, str(organisation))
    if not found.rows and not found.refused:
        found.refused.append(Refused(0, "", Fault.EMPTY))
    return found


def _read_workbook(raw: bytes, found: Reading, organisation: str) -> None:
    fault = _unsafe(raw)
    if fault is not None:
        found.refused.append(Refused(0, "", fault))
        return
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        place = _place_of(book)
        lines = list(_lines(book))
    except Exception:  # noqa: BLE001 - the library raises whatever a broken file leads it to
        found.refused.append(Refused(0, "", Fault.UNREADABLE))
        return
    if place and place != organisation:
        found.refused.append(Refused(0, "", Fault.OTHER_PLACE))
    elif not lines:
        found.refused.append(Refused(0, "", Fault.EMPTY))
    elif len(lines) > MOST_LINES + 1 or lines[-1][0] > MOST_LINE:
        found.refused.append(Refused(0, "", Fault.TOO_LARGE))
    else:
        _read_lines(lines, found)


def _unsafe(raw: bytes) -> Fault | None:
    """Tell whether a workbook unpacks into too much, or holds what no workbook needs: a document type of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            # The library that unpacks never gives more of a part than its stated size: the sum of them is the limit.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                return Fault.TOO_LARGE
            # Without the noughts of UTF-16, in which it could hide.
            if any(b"<!DOCTYPE" in packed.read(part).replace(b"\0", b"").upper() for part in parts):
                return Fault.UNREADABLE
    except Exception:  # noqa: BLE001 - a damaged, enciphered or unknown packing raises one of many
        return Fault.UNREADABLE
    return None


def _lines(book: Workbook) -> Iterator[Line]:
    """Yield (line, cells) of the first sheet, blank rows left out; a cell is its value and whether it is a formula.

    What comes after the last line that is looked at is not read: one line more than `MOST_LINE` tells of it.
    """
    for line, row in enumerate(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS), start=1):
        cells: list[tuple[object, bool]] = [(cell.value, cell.data_type == "f") for cell in row]
        if line > MOST_LINE or any(value is not None and value != "" for value, _formula in cells):
            yield line, cells
        if line > MOST_LINE:
            return


def _place_of(book: Workbook) -> str:
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(max_row=2, max_col=3, values_only=True):
            if len(row) == 3 and row[1] == PLACE:
                return str(row[2])
    return ""


def _read_lines(lines: Sequence[Line], found: Reading) -> None:
    head, *rest = lines
    places = _places(head, found)
    if found.refused:
        return
    for line, cells in rest:
        said: dict[str, Any] = {}
        for column, place in places.items():
            value, formula = cells[place] if place < len(cells) else (None, False)
            if formula:
                found.refused.append(Refused(line, column, Fault.FORMULA, str(value)))
                continue
            try:
                said[column] = _value(column, value)
            except BadCell as bad:
                found.refused.append(Refused(line, column, bad.problem, bad.text))
        found.rows.append(_row(line, said))


def _places(head: Line, found: Reading) -> dict[str, int]:
    line, cells = head
    places: dict[str, int] = {}
    for place, (value, _formula) in enumerate(cells):
        text = str(value or "").strip()
        column = table.columns_by_words().get(text.casefold())
        if column is None and text:
            found.refused.append(Refused(line, "", Fault.OTHER_COLUMN, text))
        elif column in places:
            found.refused.append(Refused(line, column or "", Fault.TWICE_COLUMN, text))
        elif column is not None:
            places[column] = place
    missing = [column for column in (NUMBER, VERSION, "name", "kind", "units") if column not in places]
    found.refused += [Refused(line, column, Fault.NO_COLUMN) for column in missing]
    return places


def _value(column: str, cell: object) -> Any:
    if column in {NUMBER, VERSION}:
        return table.whole_number(cell)
    return table.words_of(cell) if column == OWNER else table.value_of(column, cell)


def _row(line: int, said: Mapping[str, Any]) -> Row:
    fields = {column: value for column, value in said.items() if column in ORDER}
    return Row(line, said.get(NUMBER), said.get(VERSION), said.get(OWNER) or "", fields)


def _read_json(raw: bytes, found: Reading, organisation: str) -> None:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or (data.get("format"), data.get("format_version")) != (FORMAT, FORMAT_VERSION):
        found.refused.append(Refused(0, "", Fault.UNREADABLE))
        return
    measures = data.get("measures")
    if data.get("organisation") != organisation:
        found.refused.append(Refused(0, "", Fault.OTHER_PLACE))
    elif not isinstance(measures, list):
        found.refused.append(Refused(0, "", Fault.UNREADABLE))
    elif len(measures) > MOST_LINES:
        found.refused.append(Refused(0, "", Fault.TOO_LARGE))
    else:
        for place, measure in enumerate(measures, start=1):
            _read_measure(place, measure, found)


def _read_measure(place: int, measure: object, found: Reading) -> None:
    """Read one entry of JSON: its last version is what it is to say, those before it are history and not taken in."""
    try:
        if not isinstance(measure, dict):
            raise TypeError
        latest = measure["versions"][-1]
        contents = latest["contents"]
        line = table.whole_number(measure.get("line")) or place
        said: dict[str, Any] = {
            NUMBER: table.whole_number(measure.get("number")),
            VERSION: table.whole_number(latest.get("number")),
            OWNER: table.words_of(latest.get("owner")),
        }
        items = list(contents.items())
    except (LookupError, TypeError, AttributeError, BadCell):
        found.refused.append(Refused(place, "", Fault.UNREADABLE))
        return
    for name, value in items:
        if name not in ORDER:
            found.refused.append(Refused(line, "", Fault.OTHER_COLUMN, str(name)))
            continue
        try:
            said[name] = _plain(name, value)
        except BadCell as bad:
            found.refused.append(Refused(line, name, bad.problem, bad.text))
    found.rows.append(_row(line, said))


def _plain(name: str, value: object) -> Any:
    """Return a value of JSON in the plain form. Raises BadCell."""
    if name == "attachments":
        return [_attached(one) for one in _list(value)]
    if name in LISTS:
        parts = [part for part in _list(value) if isinstance(part, str)]
        if len(parts) != len(_list(value)):
            raise BadCell(Problem.BAD_LIST, value)
        return [part for one in parts for part in table.value_of(name, one)] if name == "informed_in" else parts
    if value is not None and not isinstance(value, str):
        raise BadCell(Problem.NOT_TEXT, value)
    return table.value_of(name, value)


def _list(value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadCell(Problem.BAD_LIST, value)
    return value


def _attached(one: object) -> dict[str, str]:
    if not isinstance(one, dict) or not all(isinstance(one.get(key), str) for key in ("name", "sha256")):
        raise BadCell(Problem.BAD_ATTACHMENT, one)
    return {"name": one["name"], "sha256": one["sha256"]}
