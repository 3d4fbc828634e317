"""The door to an agreement."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from surveys.agreements.models import Agreement
from surveys.errors import NotFound
from surveys.organisations.access import membership_in
from surveys.organisations.models import Membership, User


def agreement_for(user: User | AnonymousUser, agreement_id: UUID) -> tuple[Agreement, Membership]:
    """Return the agreement and the person's membership in its organisation.

    Raises NotFound for a missing agreement and for a stranger alike.
    """
    agreement = Agreement.objects.select_related("organisation").filter(pk=agreement_id).first()
    if agreement is None:
        raise NotFound
    return agreement, membership_in(user, agreement.organisation_id)
