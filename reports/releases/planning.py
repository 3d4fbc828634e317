"""The signed publication plan, met with a wave's frozen groups."""

from collections.abc import Collection
from datetime import date, datetime

from reports.disclosure.building import built
from reports.disclosure.plan import Crossing, Plan
from reports.disclosure.waves import EarlierWave
from reports.releases.models import LedgerRow, Release
from reports.releases.selectors import comparable_before
from reports.releases.types import Reason, Record, ReleasedChange, Surroundings, WithheldRow
from surveys.agreements.models import Agreement
from surveys.agreements.publication import plan_of
from surveys.changes.selectors import changes_up_to
from surveys.organisations import selectors as organisations
from surveys.organisations.rules import path_to_root
from surveys.organisations.selectors import parent_codes
from surveys.questionnaires.loading import load
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import groups_of, members_of_units, opened_before, passages, units_of


def plan_for(wave: Wave) -> Plan:
    """Return the rows that the agreement plans for this wave: the signed plan met with the frozen list.

    A unit that the signed plan leaves out is no row, however many people it has now: a plan only ever shrinks. Nor is
    a unit whose people have all been merged into its parent: `not_in_plan` says where both are read.
    """
    agreement = wave.agreement
    return built(
        parents=parent_codes(units_of(wave)),
        people={str(group.id): group.headcount for group in groups_of(wave)},
        members=members_of_units(wave),
        wanted=set(agreement.units) - _left_out(wave),
        threshold=agreement.threshold,
        crossed=crossings_of(agreement, {unit.code for unit in units_of(wave) if unit.parent_id is None}),
    )


def crossings_of(agreement: Agreement, whole: Collection[str]) -> list[tuple[str, Crossing]]:
    """Return the crossings that the agreement plans: each option of each question, in the whole and in divisions."""
    questionnaire = load(agreement.questionnaire, agreement.questionnaire_version)
    options = {background.key: len(background.options) for background in questionnaire.background}
    return [
        (unit, Crossing(question, option))
        for unit in [*whole, *agreement.divisions]
        for question in agreement.crossings
        for option in range(1, options[question] + 1)
    ]


def _left_out(wave: Wave) -> set[str]:
    signed = plan_of(wave.agreement.plan, wave.key)
    return set() if signed is None else set(signed.withheld())


def not_in_plan(wave: Wave, shown: Collection[str]) -> tuple[WithheldRow, ...]:
    """Return the units that are no row of the wave's plan and where they are read: left out when the plan was signed,
    or their people merged upwards before anything was issued.

    `shown` are the units that are released. The reason for a merged unit is the generic one: it may have been too
    small itself, or have been merged to hide one that was.
    """
    parents = parent_codes(units_of(wave))
    atoms = members_of_units(wave)
    elsewhere = {unit.code for group in groups_of(wave) for unit in group.merged.all()}
    left_out = _left_out(wave)

    def reason(unit: str) -> Reason | None:
        if atoms.get(unit):
            return Reason.NOT_PLANNED if unit in left_out else None
        return Reason.NOT_SHOWN if unit in elsewhere else None

    return tuple(
        WithheldRow(unit, why, next((code for code in path_to_root(unit, parents)[1:] if code in shown), None))
        for unit in sorted(set(wave.agreement.units) & set(parents))
        if (why := reason(unit)) is not None
    )


def earlier_waves(wave: Wave, *, released_by: datetime | None = None) -> tuple[EarlierWave, ...]:
    """Return the workplace's earlier waves as disclosure control sees them.

    A wave that has not been released, but may still be, counts with all its planned rows. `released_by`: only what
    had been released by then is known, and the rest counts in that way.
    """
    found = (_earlier(wave, other, released_by) for other in opened_before(wave))
    return tuple(earlier for earlier in found if earlier.rows)


def _earlier(wave: Wave, other: Wave, released_by: datetime | None) -> EarlierWave:
    release = Release.objects.filter(wave=other).first()
    if release is not None and (released_by is None or release.released_at <= released_by):
        shown = {row.unit: frozenset(row.groups) for row in release.ledger.filter(question="")}
        return EarlierWave(shown, passages(wave, other))
    if release is None and other.state == State.DESTROYED:
        return EarlierWave({}, None)
    return EarlierWave({row.unit: row.atoms for row in plan_for(other).rows}, passages(wave, other), released=False)


def write_ledger(release: Release, record: Record, plan: Plan) -> None:
    """Keep which rows were released, over which groups of people, for the waves that come."""
    groups = {row.unit: sorted(row.atoms) for row in plan.rows}
    LedgerRow.objects.bulk_create(
        [LedgerRow(release=release, unit=row.unit, groups=groups[row.unit]) for row in record.rows]
        + [
            LedgerRow(release=release, unit=row.unit, question=row.question, option=row.option, groups=groups[row.unit])
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
                exempt=change.exempt,
            )
            for change in changes_up_to(organisation, local_day(wave, wave.closes_at))
        ),
        previous=before[0].fingerprint if before else None,
        prior_waves=max(0, len(before) - 1),
    )
