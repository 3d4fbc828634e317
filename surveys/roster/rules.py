"""Reading a roster from CSV: every bad line is named with its reason."""

import csv
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

COLUMNS = ("name", "email", "unit", "language")
HEADINGS = {
    "name": "name", "navn": "name", "namn": "name",
    "email": "email", "e-mail": "email", "e-post": "email", "epost": "email",
    "unit": "unit", "enhet": "unit", "eining": "unit",
    "language": "language", "språk": "language", "sprak": "language",
}  # fmt: skip
LANGUAGES = frozenset({"nb", "nn", "sv", "en"})
LONGEST_FIELD = 200
LONGEST_QUOTE = 80
MOST_ROWS = 20_000
MOST_BAD_LINES = 50
"""So many bad lines are named; after them the rest of the file is not read."""

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")


class Problem(StrEnum):
    """What is wrong with a file or a line."""

    EMPTY_FILE = "empty_file"
    UNREADABLE = "unreadable"
    TOO_MANY = "too_many"
    COLUMNS = "columns"
    FIELD_COUNT = "field_count"
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    BAD_EMAIL = "bad_email"
    TWICE = "twice"
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_LANGUAGE = "unknown_language"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line (1 is the heading) with what is wrong and the text that is; line 0 means the whole file."""

    line: int
    problem: Problem
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person as listed; the e-mail address in lower case."""

    name: str
    email: str
    unit: str
    language: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a file, and the lines that could not be read. Nothing may be imported where `bad` is not empty.

    `more` tells that there are further bad lines than the `MOST_BAD_LINES` in `bad`.
    """

    rows: tuple[Row, ...]
    bad: tuple[BadLine, ...]
    more: bool = False


def decoded(raw: bytes) -> str | None:
    """Return the text of a file in UTF-8 (with or without byte-order mark), UTF-16 with one, or else Windows-1252.

    Returns None where the bytes are no text at all.
    """
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def read_roster(raw: bytes, units: Collection[str]) -> Roster:
    """Read a CSV file with the columns name, email, unit and language, in any order, comma, semicolon or tab between.

    `units` are the codes of the units that people can be placed in. Headings may be in Norwegian or Swedish.
    """
    text = decoded(raw)
    if text is None:
        return Roster((), (BadLine(0, Problem.UNREADABLE, ""),))
    if not text.strip():
        return Roster((), (BadLine(0, Problem.EMPTY_FILE, ""),))
    heading = text.lstrip().splitlines()[0]
    delimiter = max(";,\t", key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _read_lines(((lines.line_num, fields) for fields in lines), set(units))
    except csv.Error:
        return Roster((), (BadLine(lines.line_num, Problem.UNREADABLE, ""),))


def _read_lines(lines: Iterable[tuple[int, list[str]]], units: set[str]) -> Roster:
    columns: list[str] | None = None
    rows: list[Row] = []
    bad: list[BadLine] = []
    seen: set[str] = set()
    for number, fields in lines:
        if not any(field.strip() for field in fields):
            continue
        if columns is None:
            columns = [HEADINGS.get(field.strip().lower(), "") for field in fields]
            if sorted(columns) != sorted(COLUMNS):
                return Roster((), (BadLine(number, Problem.COLUMNS, _quoted(fields)),))
            continue
        if len(rows) == MOST_ROWS:
            return Roster((), (BadLine(0, Problem.TOO_MANY, ""),))
        if len(bad) > MOST_BAD_LINES:
            break
        if len(fields) != len(columns):
            bad.append(BadLine(number, Problem.FIELD_COUNT, _quoted(fields)))
            continue
        values = dict(zip(columns, (" ".join(field.split()) for field in fields), strict=True))
        row = Row(values["name"], values["email"].lower(), values["unit"], values["language"].lower())
        problem = _problem(row, units, seen)
        if problem is None:
            rows.append(row)
        else:
            bad.append(BadLine(number, problem[0], problem[1][:LONGEST_QUOTE]))
        seen.add(row.email)
    if not rows and not bad:
        bad.append(BadLine(0, Problem.EMPTY_FILE, ""))
    return Roster(tuple(rows), tuple(bad[:MOST_BAD_LINES]), more=len(bad) > MOST_BAD_LINES)


def _quoted(fields: list[str]) -> str:
    # A quotation mark that is never closed swallows the rest of the file: no more of it is shown than is of use.
    return ", ".join(fields)[:LONGEST_QUOTE]


def _problem(row: Row, units: set[str], seen: set[str]) -> tuple[Problem, str] | None:
    if not row.name:
        return Problem.NO_NAME, row.email
    if max(map(len, (row.name, row.email, row.unit))) > LONGEST_FIELD:
        return Problem.TOO_LONG, row.name[:40]
    if not _EMAIL.fullmatch(row.email):
        return Problem.BAD_EMAIL, row.email
    if row.email in seen:
        return Problem.TWICE, row.email
    if row.unit not in units:
        return Problem.UNKNOWN_UNIT, row.unit
    if row.language not in LANGUAGES:
        return Problem.UNKNOWN_LANGUAGE, row.language
    return None
