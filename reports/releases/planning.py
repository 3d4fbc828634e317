"""The signed publication plan, met with a wave's frozen groups."""

from collections.abc import Collection
from datetime import date, datetime

from reports.disclosure.plan import Plan, PlannedRow
from reports.disclosure.waves import EarlierWave
from reports.releases.models import LedgerRow, Release
from reports.releases.selectors import comparable_before
from reports.releases.types import Reason, Record, ReleasedChange, Surroundings, WithheldRow
from surveys.changes.selectors import changes_up_to
from surveys.organisations import selectors as organisations
from surveys.organisations.rules import path_to_root
from surveys.organisations.selectors import parent_codes
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import groups_of, members_of_units, opened_before, passages, units_of


def plan_for(wave: Wave) -> Plan:
    """Return the rows that the agreement plans for this wave. The whole workplace is always one.

    A unit that holds the very same people as one above it in the plan is no row of its own: it is read there.
    A unit whose people have all been merged into its parent is no row either: `merged_units` says where it is read.
    """
    parents = parent_codes(units_of(wave))
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


def merged_units(wave: Wave, shown: Collection[str]) -> tuple[WithheldRow, ...]:
    """Return the planned units whose people were merged upwards before anything was issued, and where they are read.

    `shown` are the units that are released. The reason is the generic one: a unit may have been too small itself, or
    have been merged to hide one that was.
    """
    parents = parent_codes(units_of(wave))
    atoms = members_of_units(wave)
    elsewhere = {unit.code for group in groups_of(wave) for unit in group.merged.all()}
    merged = sorted(unit for unit in wave.agreement.units if unit in elsewhere and not atoms.get(unit))
    return tuple(
        WithheldRow(unit, Reason.NOT_SHOWN, next((code for code in path_to_root(unit, parents) if code in shown), None))
        for unit in merged
    )


def earlier_waves(wave: Wave, *, released_by: datetime | None = None) -> tuple[EarlierWave, ...]:
    """Return the workplace's earlier waves as disclosure control sees them.

    A wave that has not been released, but may still be, counts with all its planned rows. `released_by`: only what
    had been released by then is known, and the rest counts in that way.
    """
    return tuple(
        EarlierWave(rows, passages(wave, earlier))
        for earlier in opened_before(wave)
        if (rows := _rows_of(earlier, released_by))
    )


def _rows_of(wave: Wave, released_by: datetime | None) -> dict[str, frozenset[str]]:
    """Return the groups of each unit that has been shown, or may still be."""
    release = Release.objects.filter(wave=wave).first()
    if release is not None and (released_by is None or release.released_at <= released_by):
        return {row.unit: frozenset(row.groups) for row in release.ledger.filter(question="")}
    if release is None and wave.state == State.DESTROYED:
        return {}
    return {row.unit: row.atoms for row in plan_for(wave).rows}


def write_ledger(release: Release, record: Record, plan: Plan) -> None:
    """Keep which rows were released, over which groups of people, for the waves that come."""
    groups = {row.unit: sorted(row.atoms) for row in plan.rows}
    LedgerRow.objects.bulk_create(
        [LedgerRow(release=release, unit=row.unit, groups=groups[row.unit]) for row in record.rows]
        + [
            LedgerRow(
                release=release, unit=row.unit, question=row.question, option=row.option, groups=groups[row.unit]
            )
            for row in record.crossed
        ]
    )


def unit_names(wave: Wave) -> dict[str, str]:
    """Return the names of the units that exist when the wave opens."""
    return {unit.code: unit.name for unit in units_of(wave)}


def local_day(wave: Wave, moment: datetime) -> date:
    """Return the day of a moment in the workplace's own time zone."""
    return organisations.local_day(wave.agreement.organisation, moment)


def surroundings(wave: Wave) -> Surroundings:
    """Return what the report tells beside the answers, as it is at this moment."""
    organisation = wave.agreement.organisation
    before = comparable_before(wave)
    return Surroundings(
        organisation=organisation.name,
        country=organisation.country,
        parties=tuple(party.name for party in organisations.parties(organisation)),
        retention_days=wave.agreement.retention_days,
        changes=tuple(
            ReleasedChange(
                date=change.date.isoformat(),
                name=change.name,
                description=change.description,
                units=tuple(sorted(unit.code for unit in change.units.all())),
            )
            for change in changes_up_to(organisation, local_day(wave, wave.closes_at))
        ),
        previous=before[0].fingerprint if before else None,
        prior_waves=max(0, len(before) - 1),
    )
