"""Writing to the register. Nothing is changed in place and nothing is removed: every change is a new version."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.errors import NotFound, StatedError
from surveys.monitoring.models import Act, Measure, Version
from surveys.monitoring.rules import Fault, faults
from surveys.monitoring.types import ActKind, Contents, from_plain, to_plain
from surveys.organisations.access import actor
from surveys.organisations.models import Membership, Organisation, Party
from surveys.organisations.rules import Side

FAULTS: dict[Fault, str | Promise] = {
    Fault.NO_NAME: _("Skriv hva tiltaket kalles hos dere."),
    Fault.NO_UNIT: _("Velg minst én enhet som tiltaket gjelder for."),
    Fault.OTHER_UNIT: _("Velg blant virksomhetens egne enheter."),
    Fault.OTHER_CHANGE: _("Velg blant virksomhetens egne endringer."),
    Fault.ENDS_BEFORE_START: _("Slutten kan ikke være før starten."),
    Fault.NO_DAY: _("Skriv hvilken dag det ble gjort."),
    Fault.BAD_HASH: _("Vedlegget har ikke et fingeravtrykk på 64 tegn."),
}


class BadEntry(StatedError):
    """Contents that do not hold together; `problems` are pairs (field, sentence)."""

    message = _("Noe i beskrivelsen av tiltaket må rettes.")

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__()
        self.problems = problems


class ChangedMeanwhile(StatedError):
    """Somebody else saved a version since the one that was read. Nothing of either is lost; `latest` is hers."""

    http_status = 409
    message = _("%(who)s har lagret en ny versjon mens du skrev. Ingenting av det du skrev, er borte.")

    def __init__(self, latest: Version) -> None:
        super().__init__(who=latest.by.user.name)
        self.latest = latest.number
        self.contents = from_plain(latest.contents)


class NotYours(StatedError):
    """An entry that belongs to another party."""

    http_status = 403
    message = _("Oppføringen tilhører en annen part. Dere kan kommentere den eller si at dere er uenige.")


def party_of(by: Membership, organisation: Organisation) -> Party:
    """Return the party that a representative acts for. Raises NotFound for everybody else."""
    if by.party is None or by.organisation_id != organisation.id:
        raise NotFound
    return by.party


@transaction.atomic
def register(*, organisation: Organisation, contents: Contents, by: Membership, now: datetime) -> Measure:
    """Write a new entry, owned by the writer's party.

    Raises NotFound, BadEntry.
    """
    party = party_of(by, organisation)
    _require_sound(organisation, contents)
    # The workplace's row is the lock on the numbers.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = organisation.measures.aggregate(last=Max("number"))["last"] or 0
    measure = Measure.objects.create(organisation=organisation, number=last + 1)
    _add_version(measure, contents, owner=party, by=by, now=now)
    _log(measure, "measure-registered", by, now)
    return measure


@transaction.atomic
def revise(*, measure: Measure, contents: Contents, read: int, by: Membership, now: datetime) -> int:
    """Add a version on top of the one that was read, `read`, and return its number. The same contents add none.

    Raises NotFound, NotYours, BadEntry, ChangedMeanwhile.
    """
    party = party_of(by, measure.organisation)
    latest = _latest(measure)
    if latest.owner_id != party.id:
        raise NotYours
    _require_sound(measure.organisation, contents)
    if latest.number != read:
        raise ChangedMeanwhile(latest)
    if to_plain(contents) == to_plain(from_plain(latest.contents)):
        return latest.number
    added = _add_version(measure, contents, owner=party, by=by, now=now)
    _log(measure, "measure-revised", by, now, version=added.number)
    return added.number


@transaction.atomic
def take_over(*, measure: Measure, by: Membership, now: datetime) -> None:
    """Let the employer answer for an entry that a union wrote: a new version with the same words.

    Raises NotFound for anybody but the employer.
    """
    party = party_of(by, measure.organisation)
    if party.side != Side.EMPLOYER:
        raise NotFound
    latest = _latest(measure)
    if latest.owner_id == party.id:
        return
    _add_version(measure, from_plain(latest.contents), owner=party, by=by, now=now)
    _log(measure, "measure-taken-over", by, now)


def _require_sound(organisation: Organisation, contents: Contents) -> None:
    units = frozenset(organisation.units.values_list("code", flat=True))
    changes = frozenset(str(key) for key in organisation.policy_changes.values_list("id", flat=True))
    found = faults(contents, units=units, changes=changes)
    if found:
        raise BadEntry([(field, str(FAULTS[fault])) for field, fault in found])


def _latest(measure: Measure) -> Version:
    # The entry's row is locked first, so that of two who save at once one comes second and is told.
    Measure.objects.select_for_update().get(pk=measure.pk)
    return measure.versions.select_related("by__user").order_by("-number")[0]


def _add_version(measure: Measure, contents: Contents, *, owner: Party, by: Membership, now: datetime) -> Version:
    last = measure.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        measure=measure, number=last + 1, contents=to_plain(contents), owner=owner, by=by, at=now
    )


def add_act(measure: Measure, kind: ActKind, by: Membership, now: datetime, **said: object) -> Act:
    """Append an act, with the entry's row locked, and write it in the log. Text is never in the log."""
    party = party_of(by, measure.organisation)
    Measure.objects.select_for_update().get(pk=measure.pk)
    last = measure.acts.aggregate(last=Max("sequence"))["last"] or 0
    act = Act.objects.create(measure=measure, sequence=last + 1, kind=kind, by=by, party=party, at=now, **said)
    _log(measure, f"measure-{kind}", by, now)
    return act


def _log(measure: Measure, event: str, by: Membership, now: datetime, **details: int) -> None:
    audit.record(
        organisation_id=measure.organisation_id,
        event=event,
        actor=actor(by),
        details={"measure": measure.number, **details},
        now=now,
    )


def close_version(
    measure: Measure, *, next_on: date | None, ended_on: date | None, held_on: date, by: Membership, now: datetime
) -> None:
    """Write the outcome of a joint evaluation into the entry: its owner stays, both parties stand behind it."""
    latest = _latest(measure)
    plain = dict(latest.contents) | {
        "evaluated_on": held_on.isoformat(),
        "evaluate_by": next_on.isoformat() if next_on else None,
    }
    if ended_on is not None:
        plain["ended_on"] = ended_on.isoformat()
    _add_version(measure, from_plain(plain), owner=latest.owner, by=by, now=now)
