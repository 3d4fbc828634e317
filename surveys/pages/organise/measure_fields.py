"""How the value of a field is written on a page, and where two versions differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys import dates
from surveys.monitoring.fields import LABELS, LANGUAGE_NAMES, SECTIONS
from surveys.monitoring.types import CHOICES, DAYS, Contents
from surveys.monitoring.wording import CHOICE_WORDS
from surveys.pages.organise.wording import Words

LONG = frozenset({"purpose", "need", "alternatives", "data_types", "seen_by", "retention", "legal_basis", "minutes",
                  "groups"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What the workplace's own units and changes are called."""

    units: Mapping[str, str]
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says one thing here and another there."""

    label: Words
    first: str
    second: str


def said(contents: Contents, field: str, names: Names) -> str:
    """Return a field's value in words; "" where nothing is said."""
    value = getattr(contents, field)
    if field == "attachments":
        return "\n".join(f"{one.name} (SHA-256 {one.sha256})" for one in value)
    if field == "units":
        return ", ".join(names.units.get(code, code) for code in value)
    if field == "changes":
        return ", ".join(names.changes.get(key, key) for key in value)
    if field == "informed_in":
        return ", ".join(LANGUAGE_NAMES.get(code, code) for code in value)
    if value is None:
        return ""
    if field in DAYS:
        return dates.long_date(value, dates.active())
    if field in CHOICES:
        return str(CHOICE_WORDS[field][value.value])
    return str(value)


def told(contents: Contents, names: Names) -> list[tuple[Words, list[tuple[Words, str]]]]:
    """Return the sections with the fields of which something is said."""
    found = []
    for title, listed in SECTIONS:
        lines = [(LABELS[field], said(contents, field, names)) for field in listed]
        lines = [(label, text) for label, text in lines if text]
        if lines:
            found.append((title, lines))
    return found


def unsaid(contents: Contents, names: Names) -> list[Words]:
    """Return the names of the fields of which nothing is said."""
    return [LABELS[field] for _title, listed in SECTIONS for field in listed if not said(contents, field, names)]


def differences(first: Contents, second: Contents, names: Names) -> list[Difference]:
    """Return the fields in which two versions differ, in the order of the page."""
    return [
        Difference(LABELS[field], said(first, field, names), said(second, field, names))
        for _title, listed in SECTIONS
        for field in listed
        if getattr(first, field) != getattr(second, field)
    ]
