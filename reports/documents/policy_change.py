"""A change at work, as a report names it. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.releases.types import Record
from surveys.questionnaires.types import Texts


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A dated change that "before" and "after" are before and after.

    `date` is an ISO date, `name` short enough to stand within a sentence, `description` says what it was. `exempt` says
    in words who in the units it does not hold for.
    """

    date: str
    name: Texts
    description: Texts
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class ScopedChange:
    """A change with the codes of the units that it covers, themselves and what lies below them."""

    change: PolicyChange
    units: frozenset[str]


def changes_of(record: Record) -> tuple[ScopedChange, ...]:
    """Return the changes that a release knows, oldest first; one of some units alone is named with them."""
    found = (
        ScopedChange(
            PolicyChange(one.date, _scoped(one.name, one.units, record), one.description, one.exempt),
            frozenset(one.units),
        )
        for one in record.surroundings.changes
    )
    return tuple(sorted(found, key=lambda one: one.change.date))


def _scoped(name: Mapping[str, str], units: tuple[str, ...], record: Record) -> dict[str, str]:
    if record.whole in units:
        return dict(name)
    covered = ", ".join(record.unit_names.get(unit, unit) for unit in units)
    return {language: f"{text} ({covered})" for language, text in name.items()}
