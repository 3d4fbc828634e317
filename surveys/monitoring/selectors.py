"""Reading the register."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from surveys.monitoring import types
from surveys.monitoring.models import Act, Feed, Measure, Version
from surveys.monitoring.types import ActKind, Entry, Outcome, from_plain
from surveys.organisations.models import Organisation, Party
from surveys.organisations.rules import Side

Row = TypeVar("Row", Version, Act)


def entries(organisation: Organisation, *, at: datetime | None = None) -> list[Entry]:
    """Return every entry by number, as it stands, or as it stood at the moment `at` (what came later is left out)."""
    measures = organisation.measures.prefetch_related(
        "versions__owner", "versions__by__user", "versions__by__party", "acts__by__user", "acts__party"
    )
    found = (_entry(measure, at) for measure in measures)
    return [entry for entry in found if entry is not None]


def entry_of(measure: Measure) -> Entry:
    """Return one entry as it stands."""
    found = _entry(measure, None)
    if found is None:
        raise ValueError(f"measure {measure.pk} has no version")
    return found


def _entry(measure: Measure, at: datetime | None) -> Entry | None:
    versions = tuple(_version(one) for one in _until(measure.versions.all(), at))
    if not versions:
        return None
    acts = tuple(_act(one) for one in _until(measure.acts.all(), at))
    return Entry(measure.number, versions, acts)


def _until(rows: Iterable[Row], at: datetime | None) -> list[Row]:
    return [row for row in rows if at is None or row.at <= at]


def _version(row: Version) -> types.Version:
    return types.Version(
        number=row.number,
        at=row.at,
        person=row.by.user.name,
        party=row.by.party.name if row.by.party else "",
        owner_id=row.owner_id,
        owner=row.owner.name,
        by_union=row.owner.side == Side.UNION,
        contents=from_plain(row.contents),
    )


def _act(row: Act) -> types.Act:
    return types.Act(
        id=row.id,
        kind=ActKind(row.kind),
        party_id=row.party_id,
        party=row.party.name,
        person=row.by.user.name,
        at=row.at,
        text=row.text,
        about=row.about_id,
        held_on=row.held_on,
        outcome=Outcome(row.outcome) if row.outcome else None,
        next_on=row.next_on,
    )


def feeds_of(party: Party) -> list[Feed]:
    """Return the party's feeds that work, oldest first."""
    return list(party.feeds.filter(revoked_at__isnull=True).select_related("made_by__user").order_by("made_at"))
