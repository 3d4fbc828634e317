"""The door to an agreement."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from surveys.agreements.custodians import may_appoint
from surveys.agreements.models import Agreement
from surveys.agreements.rules import may_hold
from surveys.errors import NotFound
from surveys.organisations.access import membership_in
from surveys.organisations.models import Membership, User
from surveys.organisations.rules import Role


def agreement_for(user: User | AnonymousUser, agreement_id: UUID) -> tuple[Agreement, Membership]:
    """Return the agreement and the person's membership in its organisation.

    Raises NotFound for a missing agreement and for a stranger alike.
    """
    agreement = Agreement.objects.select_related("organisation").filter(pk=agreement_id).first()
    if agreement is None:
        raise NotFound
    return agreement, membership_in(user, agreement.organisation_id)


def key_holder_in(user: User | AnonymousUser, organisation_id: UUID) -> Membership:
    """Return the membership of somebody who may hold a share of a key in the organisation.

    Raises NotFound for everybody else.
    """
    membership = membership_in(user, organisation_id)
    if not may_hold(Role(membership.role)):
        raise NotFound
    return membership


def agreement_to_appoint_for(user: User | AnonymousUser, agreement_id: UUID) -> tuple[Agreement, Membership]:
    """Return the agreement and the membership of somebody who may name the holders of its key.

    Raises NotFound for everybody else.
    """
    agreement, membership = agreement_for(user, agreement_id)
    if not may_appoint(membership):
        raise NotFound
    return agreement, membership
