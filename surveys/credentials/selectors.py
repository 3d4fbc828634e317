"""Counts of rights to answer."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from surveys.audit.selectors import entries
from surveys.credentials.models import ResponseCount, SigningKey, Slip, SpentCredential
from surveys.waves.models import Wave
from surveys.waves.rules import Channel
from surveys.waves.selectors import groups_of


@dataclass(frozen=True, slots=True)
class SlipCount:
    """Slips issued and spent in a wave."""

    issued: int
    spent: int


@dataclass(frozen=True, slots=True)
class RightsCount:
    """Rights to answer in a wave, on paper and by link: issued (printed, or collected by so many people), and used."""

    issued: int
    spent: int


def rights(wave: Wave) -> RightsCount:
    """Return the wave's counts. They are for the release, not for a page while the wave is open."""
    slips = slip_count(wave)
    signed = SigningKey.objects.filter(group__wave=wave).aggregate(issued=Sum("issued"))
    used = SpentCredential.objects.filter(group__wave=wave).count()
    return RightsCount(issued=slips.issued + (signed["issued"] or 0), spent=slips.spent + used)


def slip_count(wave: Wave) -> SlipCount:
    """Return the wave's counts. They are for the release and the guards, not for a page while the wave is open."""
    slips = Slip.objects.filter(group__wave=wave)
    return SlipCount(issued=slips.count(), spent=slips.filter(spent=True).count())


def groups_with_slips(wave: Wave) -> set[UUID]:
    """Return the ids of the wave's groups that slips have been made for."""
    return set(Slip.objects.filter(group__wave=wave).values_list("group_id", flat=True))


def lacks_slips(wave: Wave) -> bool:
    """Tell whether a group that answers on paper has no slips yet; a wave may open only when none lacks them."""
    return groups_on_paper(wave) - groups_with_slips(wave) != set()


def groups_on_paper(wave: Wave) -> set[UUID]:
    """Return the ids of the wave's groups whose people answer with slips."""
    return {group.id for group in groups_of(wave) if group.channel == Channel.SLIP}


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
