"""How a sealed ballot lies in the database: wrapped once more by the wave's key file, which no dump and no backup has.

Custodians who kept their opened shares have the box's key for ever. With an old backup, and without the key file, which
is erased at destruction, they still read no ballot.
"""

from django.utils.translation import gettext_lazy as _

from surveys.ballots.models import Ballot
from surveys.errors import StatedError
from surveys.waves.key_files import WaveKeyMissing, wave_keys
from surveys.waves.models import Group


class BoxCannotTakeIt(StatedError):
    """The wave key file is missing: what would be put in could never be read."""

    http_status = 503
    message = _("Serveren kan ikke ta imot svar akkurat nå. Ingenting er levert eller brukt opp. Prøv igjen senere.")


def put_in(*, group: Group, sealed: bytes) -> None:
    """Put a sealed ballot into the box, in the caller's transaction. Raises BoxCannotTakeIt."""
    try:
        wrapped = wave_keys().wrap(group.wave_id, sealed, purpose=_purpose(group))
    except WaveKeyMissing:
        raise BoxCannotTakeIt from None
    Ballot.objects.create(group=group, sealed=wrapped)


def taken_out(ballot: Ballot) -> bytes:
    """Return the sealed ballot. Raises WaveKeyMissing; CannotUnwrap where it was altered or is another group's."""
    return wave_keys().unwrap(ballot.group.wave_id, bytes(ballot.sealed), purpose=_purpose(ballot.group))


def _purpose(group: Group) -> str:
    return f"ballot:{group.id}"
