"""The signed publication plan, met with a wave's frozen groups."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.disclosure.plan import Plan, PlannedRow
from surveys.organisations.rules import path_to_root
from surveys.organisations.selectors import parent_codes, units_on
from surveys.waves.models import Overlap, Wave
from surveys.waves.selectors import groups_of, members_of_units


def plan_for(wave: Wave) -> Plan:
    """Return the rows that the agreement plans for this wave. The whole workplace is always one.

    A unit that holds the very same people as one above it in the plan is no row of its own: it is read there.
    A unit whose people have all been merged into its parent is no row either; `merged_units` names it.
    """
    organisation = wave.agreement.organisation
    parents = parent_codes(units_on(organisation, wave.opens_at.date()))
    whole = next(code for code, parent in parents.items() if parent is None)
    people = {str(group.id): group.headcount for group in groups_of(wave)}
    atoms = {unit: members for unit, members in members_of_units(wave).items() if members}
    kept: dict[str, PlannedRow] = {}
    wanted = ({whole} | set(wave.agreement.units)) & set(atoms)
    for unit in sorted(wanted, key=lambda code: (len(path_to_root(code, parents)), code)):
        above = next((code for code in path_to_root(unit, parents)[1:] if code in kept), None)
        if above is not None and kept[above].atoms == atoms[unit]:
            continue
        headcount = sum(people[atom] for atom in atoms[unit])
        kept[unit] = PlannedRow(unit, atoms[unit], headcount, float(headcount), above)
    return Plan(rows=tuple(kept.values()), whole=whole, threshold=wave.agreement.threshold, people=people)


def merged_units(wave: Wave) -> dict[str, str]:
    """Return the planned units whose people were merged upwards before anything was issued, each with where to."""
    parents = parent_codes(units_on(wave.agreement.organisation, wave.opens_at.date()))
    atoms = members_of_units(wave)
    merged = {unit for unit in wave.agreement.units if unit in atoms and not atoms[unit]}
    return {unit: next(code for code in path_to_root(unit, parents) if atoms[code]) for unit in sorted(merged)}


def membership_change(wave: Wave) -> dict[str, int] | None:
    """Return, per unit that was in the previous wave too, how many people joined or left it since.

    Returns None for an organisation's first wave.
    """
    overlaps = Overlap.objects.filter(wave=wave).select_related("unit")
    return {overlap.unit.code: overlap.changed for overlap in overlaps} or None


def unit_names(wave: Wave) -> dict[str, str]:
    """Return the names of the units that exist when the wave opens."""
    return {unit.code: unit.name for unit in units_on(wave.agreement.organisation, wave.opens_at.date())}


def local_day(wave: Wave, moment: datetime) -> date:
    """Return the day of a moment in the workplace's own time zone."""
    return moment.astimezone(ZoneInfo(wave.agreement.organisation.timezone)).date()
