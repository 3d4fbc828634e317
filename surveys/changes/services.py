"""Registering a policy change, and withdrawing one that was entered by mistake."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.changes.models import PolicyChange
from surveys.changes.rules import Kind, in_every_language
from surveys.errors import NotFound, StatedError
from surveys.organisations.access import actor
from surveys.organisations.models import Membership, Organisation, Unit


class BadScope(StatedError):
    """A change that covers no unit, or a unit of another workplace."""

    message = _("En endring må gjelde minst én av virksomhetens egne enheter.")


class NoName(StatedError):
    """A change that has a name in no language."""

    message = _("Skriv hva endringen heter på minst ett språk.")


class BadRevision(StatedError):
    """A revision of something that is not there, or of a later change."""

    message = _("En ny utgave må ha samme dato som den gamle eller en senere dato.")


class RevisedMeanwhile(StatedError):
    """A revision of a change that has a later edition, or that was withdrawn: somebody was first."""

    http_status = HTTPStatus.CONFLICT
    message = _(
        "Den tidligere endringen har fått en ny utgave eller er trukket tilbake i mellomtiden. Se i listen, og velg "
        "den nyeste. Ingenting av det du skrev, er borte."
    )


@transaction.atomic
def register(
    *,
    organisation: Organisation,
    day: date,
    kind: Kind,
    name: Mapping[str, str],
    description: Mapping[str, str],
    units: Sequence[Unit],
    by: Membership,
    now: datetime,
    exempt: str = "",
    revises: PolicyChange | None = None,
) -> PolicyChange:
    """Write down a change with its date and scope, in the languages used.

    Raises BadScope, NoName, BadRevision, RevisedMeanwhile.
    """
    if not units or any(unit.organisation_id != organisation.id for unit in units):
        raise BadScope
    if not any(text.strip() for text in name.values()):
        raise NoName
    if revises is not None and (revises.organisation_id != organisation.id or revises.date > day):
        raise BadRevision
    if revises is not None:
        _require_latest(revises)
    said = any(text.strip() for text in description.values())
    change = PolicyChange.objects.create(
        organisation=organisation,
        date=day,
        kind=kind,
        name=in_every_language(name),
        description=in_every_language(description) if said else dict.fromkeys(in_every_language(name), ""),
        exempt=exempt.strip(),
        revises=revises,
    )
    change.units.set(units)
    audit.record(
        organisation_id=organisation.id,
        event="change-registered",
        actor=actor(by),
        details={"change": str(change.id), "date": day.isoformat(), "kind": kind},
        now=now,
    )
    return change


def _require_latest(change: PolicyChange) -> None:
    # The row is locked first, so that of two who revise one change at once one comes second and is told.
    locked = PolicyChange.objects.select_for_update().get(pk=change.pk)
    if locked.withdrawn_at is not None or locked.revisions.filter(withdrawn_at__isnull=True).exists():
        raise RevisedMeanwhile


@transaction.atomic
def withdraw(*, change: PolicyChange, by: Membership, now: datetime) -> None:
    """Say that a change was entered by mistake. It stays in view; no later report counts it. Twice changes nothing.

    Raises NotFound for a person who acts for no party of this workplace.
    """
    if by.party_id is None or by.organisation_id != change.organisation_id:
        raise NotFound
    locked = PolicyChange.objects.select_for_update().get(pk=change.pk)
    if locked.withdrawn_at is not None:
        return
    locked.withdrawn_at, locked.withdrawn_by = now, by
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(
        organisation_id=locked.organisation_id,
        event="change-withdrawn",
        actor=actor(by),
        details={"change": str(locked.id), "date": locked.date.isoformat()},
        now=now,
    )
