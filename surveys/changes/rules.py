"""Kinds of policy change, and what is before one and what is after."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from surveys.organisations.rules import path_to_root


class Kind(StrEnum):
    SCHEDULE = "schedule"
    BREAKS = "breaks"
    TARGETS = "targets"
    REMOTE_WORK = "remote_work"
    MONITORING_INTRODUCED = "monitoring_introduced"
    MONITORING_CHANGED = "monitoring_changed"
    MONITORING_REMOVED = "monitoring_removed"
    STAFFING = "staffing"
    HOURS = "hours"


class Side(StrEnum):
    """Where a unit in a wave stands beside a change."""

    BEFORE = "before"
    AFTER = "after"
    COMPARISON = "comparison"


LANGUAGES = ("nb", "nn", "sv", "en")


def side_of(*, day: date, scope: frozenset[str], unit: str, parents: Mapping[str, str | None], opened: date) -> Side:
    """Return where a unit stands in a wave that opened on `opened` (a day in the workplace's own time zone).

    A change of `day` holds for the units of `scope` and what lies below them; everybody else is a comparison group, in
    waves before it and after it alike. A wave that opens on the very day is after: people answer with it in force.
    """
    if not scope & set(path_to_root(unit, dict(parents))):
        return Side.COMPARISON
    return Side.AFTER if opened >= day else Side.BEFORE


def in_every_language(texts: Mapping[str, str]) -> dict[str, str]:
    """Return a text for each language: what was not written stands in the first language that was.

    Raises ValueError where nothing was written.
    """
    written = {language: texts.get(language, "").strip() for language in LANGUAGES}
    first = next((text for text in written.values() if text), None)
    if first is None:
        raise ValueError("a text in no language")
    return {language: text or first for language, text in written.items()}
