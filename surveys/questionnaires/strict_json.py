"""Read JSON written by people, and accept nothing that a slip of the pen could have meant otherwise."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

KEY = re.compile(r"[a-z][a-z0-9_]*")


class BadQuestionnaire(ValueError):
    """A questionnaire's files do not make a questionnaire. The message names the file, the place and the fault."""


def read_object(path: Path) -> dict[str, object]:
    """Return the JSON object in `path` (UTF-8), or raise `BadQuestionnaire`; a key given twice is an error."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        unique(tuple(key for key, _ in pairs), path.name)
        return dict(pairs)

    def no_constant(text: str) -> NoReturn:
        raise BadQuestionnaire(f"{path.name}: {text} is not a number")

    try:
        found = json.loads(path.read_bytes().decode(), object_pairs_hook=once, parse_constant=no_constant)
    except OSError as error:
        raise BadQuestionnaire(f"{path.name}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadQuestionnaire(f"{path.name}: is not JSON in UTF-8: {error}") from error
    return an_object(found, path.name)


def an_object(value: object, where: str) -> dict[str, object]:
    """Return `value` when it is a JSON object."""
    if not isinstance(value, dict):
        raise BadQuestionnaire(f"{where}: expected an object")
    return value


def fields(value: object, names: Collection[str], where: str) -> dict[str, object]:
    """Return `value` when it is an object with exactly the fields `names`."""
    found = an_object(value, where)
    for name in names:
        if name not in found:
            raise BadQuestionnaire(f"{where}: lacks {name!r}")
    for name in found:
        if name not in names:
            raise BadQuestionnaire(f"{where}: unknown field {name!r}")
    return found


def a_list(value: object, where: str) -> list[object]:
    """Return `value` when it is a JSON array."""
    if not isinstance(value, list):
        raise BadQuestionnaire(f"{where}: expected a list")
    return value


def key(value: object, where: str) -> str:
    """Return `value` when it is a key: small ASCII letters, digits and underscores, a letter first."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise BadQuestionnaire(f"{where}: {value!r} is not a key")
    return value


def keys(value: object, where: str) -> tuple[str, ...]:
    """Return `value` when it is a list of different keys."""
    found = tuple(key(one, where) for one in a_list(value, where))
    unique(found, where)
    return found


def text(value: object, where: str) -> str:
    """Return `value` when it is text on one line with no space around it."""
    if not isinstance(value, str) or not value or value != value.strip() or not value.isprintable():
        raise BadQuestionnaire(f"{where}: expected text on one line without space around it")
    return value


def flag(value: object, where: str) -> bool:
    """Return `value` when it is true or false."""
    if not isinstance(value, bool):
        raise BadQuestionnaire(f"{where}: expected true or false")
    return value


def number(value: object, where: str) -> float:
    """Return `value` as a float when it is a number; JSON's true is 1 to Python, but not here."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadQuestionnaire(f"{where}: expected a number")
    return float(value)


def one_of(value: str, known: Collection[str] | Mapping[str, object], what: str, where: str) -> str:
    """Return `value` when it is among `known`."""
    if value not in known:
        raise BadQuestionnaire(f"{where}: unknown {what} {value!r}")
    return value


def unique(found: Sequence[str], where: str) -> None:
    """Raise `BadQuestionnaire` when a key is given twice."""
    for position, one in enumerate(found):
        if one in found[:position]:
            raise BadQuestionnaire(f"{where}: {one!r} is given twice")
