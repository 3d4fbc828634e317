"""Reading policy changes."""

from datetime import date
from uuid import UUID

from surveys.changes.models import PolicyChange
from surveys.organisations.models import Organisation


def changes_up_to(organisation: Organisation, day: date) -> list[PolicyChange]:
    """Return the changes dated up to and including `day`, oldest first; those withdrawn are left out."""
    found = organisation.policy_changes.filter(date__lte=day, withdrawn_at__isnull=True)
    return list(found.prefetch_related("units"))


def every_change(organisation: Organisation) -> list[PolicyChange]:
    """Return every change ever entered, newest first, with its units, those withdrawn among them."""
    found = organisation.policy_changes.select_related("revises", "withdrawn_by__user")
    return list(found.prefetch_related("units").order_by("-date", "id"))


def latest_changes(organisation: Organisation) -> list[PolicyChange]:
    """Return the changes that stand and have no later edition that stands, newest first."""
    every = every_change(organisation)
    revised = {change.revises_id for change in every if change.withdrawn_at is None}
    return [change for change in every if change.withdrawn_at is None and change.id not in revised]


def change_of(organisation: Organisation, change_id: UUID) -> PolicyChange | None:
    """Return the organisation's change, or None."""
    return organisation.policy_changes.filter(pk=change_id).first()
