"""The door to a report: the parties of the organisation, and nobody else."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from reports.releases.selectors import Released, release_of
from surveys.errors import NotFound
from surveys.organisations.models import Membership, User
from surveys.waves.access import wave_for


def release_for(user: User | AnonymousUser, wave_id: UUID) -> tuple[Released, Membership]:
    """Return the wave's release and the person's membership.

    Raises NotFound for a stranger, a missing wave and a wave that has not been released alike.
    """
    wave, membership = wave_for(user, wave_id)
    released = release_of(wave)
    if released is None:
        raise NotFound
    return released, membership
