"""Which rounds are before a change and which are after it, and who is outside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from surveys.changes.rules import Side, side_of
from surveys.monitoring.access import Organisation
from surveys.organisations.selectors import every_unit, local_day, parent_codes
from surveys.waves.selectors import waves_of


@dataclass(frozen=True, slots=True)
class Sides:
    """The rounds before and after, and the units outside, by name."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    outside: tuple[str, ...]


def sides_of(day: date, scope: Sequence[str], organisation: Organisation) -> Sides:
    """Return what is before and after a change, by the opening day of each round in the workplace's own time zone."""
    units = every_unit(organisation)
    parents, covered = parent_codes(units), frozenset(scope)
    inside = scope[0] if scope else ""
    rounds: dict[Side, list[str]] = {Side.BEFORE: [], Side.AFTER: []}
    for wave in waves_of(organisation):
        opened = local_day(organisation, wave.opens_at)
        side = side_of(day=day, scope=covered, unit=inside, parents=parents, opened=opened)
        rounds[side].append(wave.label)
    outside = [
        unit.name
        for unit in units
        if unit.parent_id is not None
        and side_of(day=day, scope=covered, unit=unit.code, parents=parents, opened=day) is Side.COMPARISON
    ]
    return Sides(tuple(rounds[Side.BEFORE]), tuple(rounds[Side.AFTER]), tuple(outside))
