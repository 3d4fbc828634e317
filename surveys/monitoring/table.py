"""The register as a table: a row for each entry, a column for each field. Cells are words, whole days or numbers.

A column and a choice are known by their code, and by their words in every language: a file that was made in Swedish
can be taken in by somebody who reads bokmål.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from surveys.changes.rules import LANGUAGES
from surveys.monitoring.fields import LABELS, LANGUAGE_NAMES, ORDER
from surveys.monitoring.rules import MOST_LETTERS, MOST_NAME
from surveys.monitoring.types import CHOICES, DAYS, LISTS, Contents
from surveys.monitoring.wording import CHOICE_WORDS, Words

NUMBER, VERSION, OWNER = "number", "version", "owner"
HEADINGS: Mapping[str, Words] = {
    NUMBER: _("Nummer"),
    VERSION: _("Versjon"),
    OWNER: _("Hvem oppføringen tilhører"),
    **LABELS,
}
COLUMNS: tuple[str, ...] = (NUMBER, VERSION, OWNER, *ORDER)
ATTACHED = re.compile(r"(?P<name>.+) \(SHA-256 (?P<sha256>[0-9a-fA-F]{64})\)")
SEPARATOR = "; "
MOST_NUMBER = 2_147_483_647

Cell = str | int | date
"""What a cell holds; an empty one holds ""."""


class Problem(StrEnum):
    """What can be wrong with one cell."""

    NOT_TEXT = "not_text"
    TOO_LONG = "too_long"
    BAD_DAY = "bad_day"
    BAD_CHOICE = "bad_choice"
    BAD_NUMBER = "bad_number"
    BAD_LIST = "bad_list"
    BAD_ATTACHMENT = "bad_attachment"


class BadCell(ValueError):
    """A cell that cannot be read; `text` is what stands there."""

    def __init__(self, problem: Problem, text: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.text = str(text)


def cell_of(contents: Contents, field: str) -> Cell:
    """Return what stands in a field's cell, a choice in the active language."""
    value = getattr(contents, field)
    if field == "attachments":
        return "\n".join(f"{one.name} (SHA-256 {one.sha256})" for one in value)
    if field in LISTS:
        return SEPARATOR.join(value)
    if value is None:
        return ""
    if field in CHOICES:
        return str(CHOICE_WORDS[field][value.value])
    return value if field in DAYS else plain_lines(str(value))


def value_of(field: str, cell: object) -> Any:
    """Return the value in its plain form (see types.to_plain) that a cell stands for. Raises BadCell."""
    if field in DAYS:
        return _day(cell)
    text = words_of(cell)
    if field == "attachments":
        return [_attachment(line) for line in text.split("\n") if line.strip()]
    if field in LISTS:
        parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
        return [_language(part) for part in parts] if field == "informed_in" else parts
    if field in CHOICES:
        return _choice(field, text) if text else None
    return text


def whole_number(cell: object) -> int | None:
    """Return a number from 1; None for an empty cell. Raises BadCell."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    digits = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if isinstance(cell, bool) or not re.fullmatch(r"[0-9]{1,10}", digits) or not 1 <= int(digits) <= MOST_NUMBER:
        raise BadCell(Problem.BAD_NUMBER, cell)
    return int(digits)


def words_of(cell: object) -> str:
    """Return a cell's text; a number as it is read aloud, without a point and a nought. Raises BadCell."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool | datetime | date) or not isinstance(cell, str | int | float):
        raise BadCell(Problem.NOT_TEXT, cell)
    return plain_lines(str(cell)).strip()


def plain_lines(text: str) -> str:
    """Return a text with its lines broken in one way: a browser sends CR and LF, a spreadsheet keeps LF alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unfit(field: str, value: Any) -> BadCell | None:
    """Return what is wrong with a new value as text: too long, or signs that no keyboard writes."""
    if field == "attachments":
        texts = [(text, MOST_NAME) for one in value for text in one.values()]
    elif field in LISTS:
        texts = [(text, MOST_NAME) for text in value]
    else:
        texts = [(value, MOST_NAME if field == "name" else MOST_LETTERS)] if isinstance(value, str) else []
    for text, most in texts:
        if len(text) > most:
            return BadCell(Problem.TOO_LONG, text)
        if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t" for sign in text):
            return BadCell(Problem.NOT_TEXT, text.encode(errors="replace").decode())
    return None


def same(field: str, first: Any, second: Any) -> bool:
    """Tell whether two plain values say the same, however their lines are broken."""
    if field == "attachments":
        return [_written(one) for one in first] == [_written(one) for one in second]
    if isinstance(first, str) and isinstance(second, str):
        return plain_lines(first).strip() == plain_lines(second).strip()
    return bool((first or None) == (second or None))


def _written(attached: Mapping[str, str]) -> tuple[str, str]:
    return attached["name"].strip(), attached["sha256"]


@cache
def columns_by_words() -> Mapping[str, str]:
    """Return the code of each column by its code and its heading in every language, in small letters."""
    found = {column.casefold(): column for column in COLUMNS}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {str(words).casefold(): column for column, words in HEADINGS.items()}
    return found


@cache
def choices_by_words(field: str) -> Mapping[str, str]:
    """Return the code of each choice of a field by its code and its words in every language, in small letters."""
    found = {code.casefold(): code for code in CHOICE_WORDS[field]}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {str(words).casefold(): code for code, words in CHOICE_WORDS[field].items()}
    return found


def _choice(field: str, text: str) -> str:
    found = choices_by_words(field).get(text.casefold())
    if found is None:
        raise BadCell(Problem.BAD_CHOICE, text)
    return found


def _language(text: str) -> str:
    named = {code.casefold(): code for code in LANGUAGES} | {
        name.casefold(): code for code, name in LANGUAGE_NAMES.items()
    }
    if text.casefold() not in named:
        raise BadCell(Problem.BAD_LIST, text)
    return named[text.casefold()]


def _attachment(line: str) -> dict[str, str]:
    found = ATTACHED.fullmatch(line.strip())
    if found is None:
        raise BadCell(Problem.BAD_ATTACHMENT, line)
    return {"name": found["name"], "sha256": found["sha256"].lower()}


def _day(cell: object) -> str | None:
    if isinstance(cell, datetime):
        # A spreadsheet counts days from midnight; an hour in a day is something else than a day.
        if cell.time() != time():
            raise BadCell(Problem.BAD_DAY, cell)
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell or "").strip()
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise BadCell(Problem.BAD_DAY, text) from None
