"""Changing the register from a file: what it would do, and doing all of it or nothing.

A row that says what the entry says already does nothing, also where the entry has a newer version: only what somebody
wrote into the row counts. Nothing is removed because it is not in the file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.errors import StatedError
from surveys.monitoring import rules, table
from surveys.monitoring.exchange import FORMAT, FORMAT_VERSION
from surveys.monitoring.models import Measure
from surveys.monitoring.reading import Fault, Refused, Row
from surveys.monitoring.selectors import entries
from surveys.monitoring.services import FAULTS, NotYours, party_of, register, revise
from surveys.monitoring.table import HEADINGS, Problem
from surveys.monitoring.types import Contents, Entry, from_plain, to_plain
from surveys.organisations.access import actor
from surveys.organisations.models import Membership, Organisation

Words = str | Promise
FILE_FAULTS: Mapping[Fault | Problem, Words] = {
    Fault.UNREADABLE: _(
        "Dette kan ikke leses. Filen må være et regneark (XLSX) eller JSON som er hentet fra registeret."
    ),
    Fault.TOO_LARGE: _("Filen er for stor. Den kan ha høyst 1000 rader og være på høyst 1 MB."),
    Fault.EMPTY: _("Filen har ingen tiltak."),
    Fault.NO_COLUMN: _("Denne kolonnen mangler."),
    Fault.OTHER_COLUMN: _("Denne kolonnen er ukjent. Ta den bort, så ingen opplysninger følger med ved en feil."),
    Fault.TWICE_COLUMN: _("Denne kolonnen står to ganger."),
    Fault.OTHER_PLACE: _("Filen er fra registeret til en annen virksomhet."),
    Fault.FORMULA: _("Cellen har en formel. Skriv det som skal stå der, som tekst."),
    Problem.NOT_TEXT: _("Dette er ikke tekst som kan lagres."),
    Problem.TOO_LONG: _("Teksten er for lang. Den kan ha høyst 4000 tegn, og navn høyst 200."),
    Problem.BAD_DAY: _("Skriv en dato, for eksempel 2019-05-06."),
    Problem.BAD_CHOICE: _("Dette er ikke et av svarene i kodeboken."),
    Problem.BAD_NUMBER: _("Dette er ikke et helt tall."),
    Problem.BAD_LIST: _("Dette er ikke en av kodene i kodeboken."),
    Problem.BAD_ATTACHMENT: _("Vedlegget må skrives som navnet og så (SHA-256 og fingeravtrykket) i parentes."),
}
NO_KIND: Words = _("Skriv hva som følges med på: ett av svarene i kodeboken.")
NO_ENTRY: Words = _("Registeret har ikke noe tiltak med dette nummeret. La nummeret stå tomt for et nytt tiltak.")
NO_VERSION: Words = _("Skriv hvilken versjon av tiltaket raden er laget fra. Det står i filen dere hentet.")
NO_NUMBER: Words = _("Raden har en versjon, men ikke noe nummer. Skriv nummeret, eller ta bort versjonen.")
TWICE: Words = _("Det samme tiltaket står to ganger i filen.")
NOT_YOURS: Words = NotYours.message
OTHER_OWNER: Words = _("Hvem tiltaket tilhører, kan ikke endres i en fil.")
NEWER: Words = _(
    "%(who)s har lagret versjon %(number)s etter at filen ble hentet. Hent filen på nytt, eller se på den nye "
    "versjonen og skriv nummeret på den i raden."
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to mend: line (0: the whole file), heading of the column ("": the whole row), reason, what is there."""

    line: int
    column: Words
    reason: Words
    text: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry that the file makes (`number`, `read` and `before` None) or changes, and the row that says so."""

    row: Row
    number: int | None
    read: int | None
    before: Contents | None
    contents: Contents


@dataclass(slots=True)
class Plan:
    """What a file would do. With anything `wrong` it does nothing at all."""

    new: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


class BadFile(StatedError):
    """A file with something wrong; nothing of it was taken in."""

    message = _("Filen kunne ikke tas inn. Ingenting er lagret.")

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__()
        self.wrong = tuple(wrong)


def in_words(refused: Sequence[Refused]) -> list[Wrong]:
    """Return what the reading of a file refused, as it is told."""
    return [Wrong(one.line, HEADINGS.get(one.column, ""), FILE_FAULTS[one.problem], one.text) for one in refused]


def plan_of(*, organisation: Organisation, rows: Sequence[Row], by: Membership) -> Plan:
    """Return what the rows would do if this person confirmed them. Raises NotFound for somebody of no party."""
    party = party_of(by, organisation)
    sorting = _Sorting(organisation, party.id)
    for row in rows:
        sorting.place(row)
    return sorting.plan


class _Sorting:
    """Sorts the rows of one file into what is new, changed, unchanged and wrong."""

    def __init__(self, organisation: Organisation, party: UUID) -> None:
        self.party, self.plan = party, Plan()
        self.entries = {entry.number: entry for entry in entries(organisation)}
        self.standing = {
            (entry.latest.owner_id, json.dumps(to_plain(entry.contents))): entry.number
            for entry in self.entries.values()
        }
        self.units = frozenset(organisation.units.values_list("code", flat=True))
        self.changes = frozenset(str(key) for key in organisation.policy_changes.values_list("id", flat=True))
        self.seen: set[object] = set()

    def place(self, row: Row) -> None:
        """Put one row where it belongs."""
        if row.number is None:
            self._new(row)
        elif row.number not in self.entries:
            self._wrong(row, table.NUMBER, NO_ENTRY, str(row.number))
        elif row.number in self.seen:
            self._wrong(row, table.NUMBER, TWICE, str(row.number))
        else:
            self.seen.add(row.number)
            self._standing(row, self.entries[row.number])

    def _new(self, row: Row) -> None:
        if row.version is not None:
            self._wrong(row, table.NUMBER, NO_NUMBER, str(row.version))
            return
        if not row.fields.get("kind"):
            self._wrong(row, "kind", NO_KIND)
            return
        contents = from_plain({"name": "", "units": []} | dict(row.fields))
        written = json.dumps(to_plain(contents))
        stands = self.standing.get((self.party, written))
        if stands is not None:
            # Confirmed twice, or the number taken away: the entry is there.
            self.plan.unchanged.append(stands)
        elif written in self.seen:
            self._wrong(row, "name", TWICE, contents.name)
        elif self._sound(row, contents, row.fields):
            self.seen.add(written)
            self.plan.new.append(Item(row, None, None, None, contents))

    def _standing(self, row: Row, entry: Entry) -> None:
        if row.version is None or row.version > len(entry.versions):
            self._wrong(row, table.VERSION, NO_VERSION, str(row.version or ""))
            return
        base, latest = entry.versions[row.version - 1], entry.latest
        plain = to_plain(base.contents)
        written = {name: value for name, value in row.fields.items() if not table.same(name, value, plain[name])}
        if "kind" in written and not written["kind"]:
            self._wrong(row, "kind", NO_KIND)
            return
        contents = from_plain(plain | written)
        if row.owner and row.owner not in {base.owner, latest.owner}:
            self._wrong(row, table.OWNER, OTHER_OWNER, row.owner)
        elif not written or contents == latest.contents:
            self.plan.unchanged.append(entry.number)
        elif latest.owner_id != self.party:
            self._wrong(row, table.OWNER, NOT_YOURS, latest.owner)
        elif row.version != latest.number:
            told = {"who": latest.person, "number": latest.number}
            self._wrong(row, table.VERSION, str(NEWER) % told, str(row.version))
        elif self._sound(row, contents, written):
            self.plan.changed.append(Item(row, entry.number, latest.number, latest.contents, contents))

    def _sound(self, row: Row, contents: Contents, written: Mapping[str, Any]) -> bool:
        before = len(self.plan.wrong)
        for name, value in written.items():
            unfit = table.unfit(name, value)
            if unfit is not None:
                self._wrong(row, name, FILE_FAULTS[unfit.problem], unfit.text)
        for name, fault in rules.faults(contents, units=self.units, changes=self.changes):
            self._wrong(row, name, FAULTS[fault], str(table.cell_of(contents, name)))
        return len(self.plan.wrong) == before

    def _wrong(self, row: Row, column: str, reason: Words, text: str = "") -> None:
        self.plan.wrong.append(Wrong(row.line, HEADINGS[column], reason, text))


@transaction.atomic
def take_in(*, organisation: Organisation, rows: Sequence[Row], by: Membership, now: datetime) -> Plan:
    """Write what the rows say, each entry as a version by this very person, and return what was done.

    Raises NotFound for somebody of no party; BadFile, with nothing written, where anything is wrong by now.
    """
    party_of(by, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    numbers = [row.number for row in rows if row.number is not None]
    # Every entry is locked before the log is: who writes one entry locks that entry first, and then the log.
    locked = organisation.measures.select_for_update().filter(number__in=numbers).order_by("number")
    measures: dict[int, Measure] = {measure.number: measure for measure in locked}
    plan = plan_of(organisation=organisation, rows=rows, by=by)
    if plan.wrong:
        raise BadFile(plan.wrong)
    for item in plan.changed:
        revise(measure=measures[item.number or 0], contents=item.contents, read=item.read or 0, by=by, now=now)
    for item in plan.new:
        register(organisation=organisation, contents=item.contents, by=by, now=now)
    if plan.new or plan.changed:
        audit.record(
            organisation_id=organisation.id,
            event="register-imported",
            actor=actor(by),
            details={"new": len(plan.new), "changed": len(plan.changed)},
            now=now,
        )
    return plan


def as_data(plan: Plan, *, organisation: UUID) -> dict[str, Any]:
    """Return the rows that would do something, in the form in which `reading.read` takes them again: JSON-ready."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "organisation": str(organisation),
        "measures": [_row_as_data(item.row) for item in (*plan.changed, *plan.new)],
    }


def _row_as_data(row: Row) -> dict[str, Any]:
    return {
        "line": row.line,
        "number": row.number,
        "versions": [{"number": row.version, "owner": row.owner, "contents": dict(row.fields)}],
    }
