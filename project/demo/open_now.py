"""A third wave that is open while the site is shown, so that a visitor can answer it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from project.calendar import follow
from project.demo import workplace as setting
from project.demo.scenario import DemoWave
from project.demo.workplace import Workplace
from surveys import clock
from surveys.ballots.key_list import code_of
from surveys.credentials.services import choose_channels, issue_slips
from surveys.organisations.selectors import units_on
from surveys.roster.links import new_link
from surveys.waves.selectors import groups_of
from surveys.waves.services import plan_waves

PEOPLE, SHOWN = 12, 3


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How a visitor can answer `wave`: slips' codes, the tokens of links, and the code that the poster shows."""

    codes: tuple[str, ...]
    tokens: tuple[str, ...]
    poster: str
    wave: UUID


def open_a_wave(place: Workplace) -> WaysIn:
    """Open a wave of synthetic people for two weeks from now: half get slips, half links. Return a few of each."""
    now = clock.now()
    wave = DemoWave(
        number="now",
        key=f"{now.year}",
        label=f"{now.year}",
        drafted=now - timedelta(days=3),
        opens=now,
        closes=now + timedelta(days=14),
        opened_by_union=now + timedelta(days=15),
        opened_by_employer=now + timedelta(days=16),
    )
    units = sorted(unit.code for unit in units_on(place.organisation, now.date()))[:2]
    agreement = setting.agree(place, wave, tuple(units))
    planned = plan_waves(agreement=agreement, actor=setting.ACTOR, now=wave.drafted)[0]
    people = [(number, units[number % len(units)]) for number in range(1, PEOPLE + 1)]
    setting.list_people(place, people, planned, wave)
    by_link = groups_of(planned)[0]
    choose_channels(wave=planned, link_groups=[by_link.id], actor=setting.ACTOR, now=wave.drafted)
    some_get_slips = len(groups_of(planned)) > 1
    issued = issue_slips(wave=planned, actor=setting.ACTOR, now=wave.drafted) if some_get_slips else ()
    follow(now=now)
    return WaysIn(
        codes=tuple(code for batch in issued for code in batch.codes)[:SHOWN],
        tokens=tuple(new_link(place=listed) for listed in setting.places_by_unit(planned)[by_link.unit.code][:SHOWN]),
        poster=code_of(planned.id) or "",
        wave=planned.id,
    )
