"""The doors through which a person reaches a workplace. Missing and forbidden answer alike."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from surveys.errors import NotFound
from surveys.organisations.models import Membership, User
from surveys.organisations.rules import Role


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
