"""Carries a wave to the moment when its invitations wait."""

from collections.abc import Collection

from surveys.ballots import services as ballots
from surveys.credentials.services import choose_channels, issue_slips
from surveys.roster.mailing import queue_invitations
from surveys.roster.models import FrozenPlace, Mailing
from surveys.waves.selectors import groups_of
from tests import factories
from tests.db.path import Path
from tests.factories import ACTOR, DRAFTED, OPENS, Workplace


def opened(sizes: dict[str, int], *, links: Collection[str] = ("lag-1",), place: Workplace | None = None) -> Path:
    """An open wave in which the groups named get links, and the others slips. Name at least one of each."""
    place = place or factories.workplace()
    wave = factories.frozen_wave(place, sizes)
    chosen = [group.id for group in groups_of(wave) if group.unit.code in links]
    choose_channels(wave=wave, link_groups=chosen, actor=ACTOR, now=DRAFTED)
    issued = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    return Path(place, ballots.open_wave(wave=wave, now=wave.opens_at), issued)


def invited(people: int, *, place: Workplace | None = None) -> Path:
    """An open wave whose first team, of so many people, waits for its invitations."""
    path = opened({"lag-1": people, "lag-2": 6}, place=place)
    queue_invitations(wave=path.wave, now=OPENS)
    return path


def places(path: Path, unit: str = "lag-1") -> list[FrozenPlace]:
    found = FrozenPlace.objects.filter(group__wave=path.wave, group__unit__code=unit)
    return list(found.select_related("person", "group__wave").order_by("person__email"))


def states(path: Path) -> dict[str, str]:
    """Return the state of every e-mail: by address and reason."""
    found = Mailing.objects.filter(place__group__wave=path.wave).select_related("place__person")
    return {f"{mailing.place.person.email} {mailing.reason}": mailing.state for mailing in found}
