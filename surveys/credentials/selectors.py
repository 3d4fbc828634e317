"""Counts of slips."""

from dataclasses import dataclass

from surveys.audit.selectors import entries
from surveys.credentials.models import ResponseCount, Slip
from surveys.waves.models import Wave


@dataclass(frozen=True, slots=True)
class SlipCount:
    """Slips issued and spent in a wave."""

    issued: int
    spent: int


def slip_count(wave: Wave) -> SlipCount:
    """Return the wave's counts. They are for the release and the guards, not for a page while the wave is open."""
    slips = Slip.objects.filter(group__wave=wave)
    return SlipCount(issued=slips.count(), spent=slips.filter(spent=True).count())


def latest_issue(wave: Wave) -> str:
    """Return the number of the log's entry on the slips made last for the wave, or "" where there are none."""
    if not Slip.objects.filter(group__wave=wave).exists():
        return ""
    made = [
        entry.sequence
        for entry in entries(wave.agreement.organisation_id)
        if entry.event == "slips-issued" and entry.details.get("wave") == str(wave.id)
    ]
    return str(max(made))


def response_on_show(wave: Wave) -> ResponseCount | None:
    """Return the response count that the parties may see, or None where none may be shown yet."""
    return ResponseCount.objects.filter(wave=wave, spent__gt=0).first()
