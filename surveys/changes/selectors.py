"""Reading policy changes."""

from datetime import date

from surveys.changes.models import PolicyChange
from surveys.organisations.models import Organisation


def changes_up_to(organisation: Organisation, day: date) -> list[PolicyChange]:
    """Return the changes dated up to and including `day`, oldest first."""
    return list(organisation.policy_changes.filter(date__lte=day).prefetch_related("units"))
