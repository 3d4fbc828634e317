"""Registering a policy change."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.changes.models import PolicyChange
from surveys.changes.rules import Kind
from surveys.errors import StatedError
from surveys.organisations.access import actor
from surveys.organisations.models import Membership, Organisation, Unit


class BadScope(StatedError):
    """A change that covers no unit, or a unit of another workplace."""

    message = _("En endring må gjelde minst én av virksomhetens egne enheter.")


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
) -> PolicyChange:
    """Write down a change with its date and scope.

    Raises BadScope.
    """
    if not units or any(unit.organisation_id != organisation.id for unit in units):
        raise BadScope
    change = PolicyChange.objects.create(
        organisation=organisation, date=day, kind=kind, name=dict(name), description=dict(description)
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
