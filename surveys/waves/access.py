"""The door to a wave."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from surveys.errors import NotFound
from surveys.organisations.access import membership_in
from surveys.organisations.models import Membership, User
from surveys.waves.models import Wave


def wave_for(user: User | AnonymousUser, wave_id: UUID) -> tuple[Wave, Membership]:
    """Return the wave and the person's membership in its organisation.

    Raises NotFound for a missing wave and for a stranger alike.
    """
    wave = Wave.objects.select_related("agreement__organisation").filter(pk=wave_id).first()
    if wave is None:
        raise NotFound
    return wave, membership_in(user, wave.agreement.organisation_id)
