"""Reading what is known of a box without opening it."""

from surveys.ballots.models import RefusedBallots
from surveys.waves.models import Wave


def refused(wave: Wave) -> int:
    """Return how many ballots were turned away while the wave was open. It is for the release, not for a page."""
    row = RefusedBallots.objects.filter(wave=wave).first()
    return row.number if row else 0
