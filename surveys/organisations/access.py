"""The doors through which a person reaches a workplace. Missing and forbidden answer alike."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from surveys.errors import NotFound
from surveys.organisations.models import Invitation, Membership, Unit, User
from surveys.organisations.rules import Role
from surveys.signed_links import Purpose, key_in


def membership_in(user: User | AnonymousUser, organisation_id: UUID) -> Membership:
    """Return the person's membership in the organisation.

    Raises NotFound for everybody else.
    """
    if not isinstance(user, User):
        raise NotFound
    membership = (
        Membership.objects.select_related("organisation", "party", "user")
        .filter(user=user, user__is_active=True, organisation_id=organisation_id)
        .first()
    )
    if membership is None:
        raise NotFound
    return membership


def require_role(membership: Membership, *roles: Role) -> None:
    """Raise NotFound unless the membership has one of the roles."""
    if Role(membership.role) not in roles:
        raise NotFound


def actor(membership: Membership) -> str:
    """Return the name under which the membership's acts stand in the log."""
    return f"{membership.role}:{membership.id}"


def organiser_or_party_in(user: User | AnonymousUser, organisation_id: UUID) -> Membership:
    """Return the membership of somebody who prepares a survey: the organiser or a party's representative.

    Raises NotFound for everybody else.
    """
    membership = membership_in(user, organisation_id)
    require_role(membership, Role.UNION_REPRESENTATIVE, Role.EMPLOYER_REPRESENTATIVE, Role.ORGANISER)
    return membership


def unit_for(user: User | AnonymousUser, organisation_id: UUID, unit_id: UUID) -> tuple[Unit, Membership]:
    """Return a unit of the organisation, for somebody who may change it. Raises NotFound for everybody else."""
    membership = organiser_or_party_in(user, organisation_id)
    unit = Unit.objects.select_related("parent", "organisation").filter(pk=unit_id).first()
    if unit is None or unit.organisation_id != membership.organisation_id:
        raise NotFound
    return unit, membership


def invitation_in(
    user: User | AnonymousUser, organisation_id: UUID, invitation_id: UUID
) -> tuple[Invitation, Membership]:
    """Return an invitation to the organisation, for a party's representative. Raises NotFound for everybody else."""
    membership = membership_in(user, organisation_id)
    require_role(membership, Role.UNION_REPRESENTATIVE, Role.EMPLOYER_REPRESENTATIVE)
    invitation = Invitation.objects.filter(pk=invitation_id, organisation=membership.organisation_id).first()
    if invitation is None:
        raise NotFound
    return invitation, membership


def invitation_by(purpose: Purpose, token: str, now: datetime) -> Invitation:
    """Return the invitation (or the right to found a workplace) that a link leads to.

    Raises NotFound for a link that is unknown, used, taken back or too old alike.
    """
    key = key_in(purpose, token)
    found = Invitation.objects.select_related("organisation", "party", "invited_by__user", "invited_by__party")
    invitation = found.filter(pk=key, organisation__isnull=purpose is Purpose.FOUNDING).first() if key else None
    if invitation is None or not invitation.counts(now):
        raise NotFound
    return invitation
