"""What the pages of the register share: the workplace's names, its own entry, and where the duties stand."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from surveys import clock, dates
from surveys.agreements.selectors import agreements_of, is_in_force, valid_signatures
from surveys.changes.selectors import every_change
from surveys.monitoring.access import Organisation
from surveys.monitoring.own import own_entry
from surveys.monitoring.rules import Finding, Status, duties, evaluation_waits, is_over
from surveys.monitoring.selectors import entries
from surveys.monitoring.types import ActKind, Contents, Entry
from surveys.monitoring.wording import DEMANDS, LAWS, STATUSES, named, reason
from surveys.organisations.rules import Country
from surveys.organisations.selectors import every_unit, local_day, parties
from surveys.pages.organise.measure_fields import Names
from surveys.pages.organise.wording import Words


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty as a page shows it."""

    law: Words
    demand: Words
    status: Words
    mark: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list."""

    number: int
    name: str
    owner: str
    by_union: bool
    over: bool
    missing: int
    overdue: int
    disagreed: bool
    due: date | None


def today_in(organisation: Organisation) -> date:
    """Return the day in the workplace's own time zone."""
    return local_day(organisation, clock.now())


def names_in(organisation: Organisation, language: str) -> Names:
    """Return what units and changes are called; a change that was withdrawn is left out."""
    return Names(
        units={unit.code: unit.name for unit in every_unit(organisation)},
        changes={
            str(change.id): f"{dates.long_date(change.date, language)}: {change.name[language]}"
            for change in every_change(organisation)
            if change.withdrawn_at is None
        },
    )


def own_contents(organisation: Organisation) -> Contents:
    """Return the entry on what this platform itself collects, by the agreement in force."""
    agreed = [agreement for agreement in agreements_of(organisation) if is_in_force(agreement)]
    root = tuple(unit.code for unit in every_unit(organisation) if unit.parent_id is None)
    if not agreed:
        return own_entry(units=root, agreed_on=None, retention_days=None)
    last = [max(one.signed_at for one in valid_signatures(agreement)) for agreement in agreed]
    return own_entry(units=root, agreed_on=local_day(organisation, min(last)), retention_days=agreed[-1].retention_days)


def duty_lines(contents: Contents, organisation: Organisation) -> list[DutyLine]:
    """Return every duty with its law, its status and the reason, in the active language."""
    return [
        DutyLine(LAWS[one.duty], DEMANDS[one.duty], STATUSES[one.status], one.status.value, reason(one))
        for one in findings(contents, organisation)
    ]


def findings(contents: Contents, organisation: Organisation) -> tuple[Finding, ...]:
    """Return where the duties stand today."""
    return duties(contents, Country(organisation.country), today_in(organisation))


def lines_of(organisation: Organisation) -> list[Line]:
    """Return the parties' entries for the list."""
    today = today_in(organisation)
    return [_line(entry, organisation, today) for entry in entries(organisation)]


def _line(entry: Entry, organisation: Organisation, today: date) -> Line:
    count = Counter(one.status for one in findings(entry.contents, organisation))
    return Line(
        number=entry.number,
        name=named(entry.contents.kind, entry.contents.name),
        owner=entry.latest.owner,
        by_union=entry.latest.by_union,
        over=is_over(entry.contents, today),
        missing=count[Status.MISSING],
        overdue=count[Status.OVERDUE],
        disagreed=bool(entry.open_disagreements),
        due=entry.contents.evaluate_by if evaluation_waits(entry.contents, today) else None,
    )


def to_evaluate(organisation: Organisation, party_id: UUID | None) -> list[tuple[int, str]]:
    """Return (number, name) of the entries whose joint evaluation is near or past, or waits for this very party.

    An evaluation that the party has written or confirmed itself does not wait for it any more.
    """
    today, found = today_in(organisation), []
    everybody = {party.id for party in parties(organisation)}
    for entry in entries(organisation):
        written = [act for act in entry.acts if act.kind is ActKind.EVALUATION]
        behind = entry.confirmed_by(written[-1]) if written else frozenset(everybody)
        waits = party_id not in behind if not behind >= everybody else evaluation_waits(entry.contents, today)
        if waits:
            found.append((entry.number, named(entry.contents.kind, entry.contents.name)))
    return found
