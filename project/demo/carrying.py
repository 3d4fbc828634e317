"""Carrying a scenario through the real path: agreement, roster, rights to answer, answers over HTTP, joint opening."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from project.calendar import follow
from project.demo import register
from project.demo import workplace as setting
from project.demo.answers import SheetLine
from project.demo.link_visitor import LinkVisitor
from project.demo.scenario import WAVES, WHOLE, DemoWave, Scenario
from project.demo.serving import serving
from project.demo.visitor import Visitor
from project.demo.workplace import Workplace
from reports.releases import services as releases
from reports.releases.selectors import Released
from surveys import clock
from surveys.agreements.rules import Holder
from surveys.ballots.key_list import code_of
from surveys.ballots.shares import fetch
from surveys.ballots.types import Answers
from surveys.credentials.services import choose_channels, issue_slips
from surveys.questionnaires.loading import load
from surveys.roster.links import new_link
from surveys.roster.models import FrozenPlace
from surveys.waves.models import Wave
from surveys.waves.selectors import groups_of
from surveys.waves.services import plan_waves

Say = Callable[[str], None]
Answering = Callable[[str, str, Answers], int]
"""Takes the site's address, a language and the answers; puts them in the box and returns how many requests it took."""
LANGUAGES = ("nb", "nn", "nb", "sv", "en")
ANSWERING_DAYS = 12


class DemoBroken(RuntimeError):
    """A step of the real path did not end as it must."""


def carry_through(scenario: Scenario, *, say: Say) -> tuple[Workplace, list[Released]]:
    """Set the workplace up and carry every wave with answers to its release, the first to its destruction."""
    place = setting.set_up(scenario)
    say(f"{scenario.name}: {len(scenario.places['1'])} people, {len(scenario.units)} units, two parties")
    say("The demo makes and uses the custodians' keys itself; in a survey each key is made and kept by its owner.")
    adherence = register.fill(place) if scenario.with_change else None
    released = []
    for demo_wave in WAVES:
        if demo_wave.number not in scenario.places:
            continue
        if demo_wave.number == "2" and adherence is not None:
            register.after_the_change(place, adherence, setting.drop_the_plan(place))
            say("Policy change registered: the detailed shift plan was dropped, three teams became one pool")
        wave, rights = prepare(place, scenario, demo_wave, say)
        collect(wave, rights, scenario, demo_wave, say)
        if demo_wave.number == "2" and adherence is not None:
            register.take_in_figures(place, demo_wave.closes)
        released.append(open_jointly(place, wave, demo_wave, say))
    _finish_first(place, released[0], say)
    return place, released


@dataclass
class Rights:
    """What is handed out in a wave, per unit: slips' codes, or the places of people who get a link."""

    codes: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, list[FrozenPlace]] = field(default_factory=dict)

    def of(self, line: SheetLine) -> Answering:
        """Take the next right of the line's group; a unit whose people were merged upwards is in the whole's."""
        group = _group(self.codes or self.places, line.unit)
        return _by_slip(self.codes[group].pop()) if self.codes else _by_link(self.places[group].pop())


def prepare(place: Workplace, scenario: Scenario, demo_wave: DemoWave, say: Say) -> tuple[Wave, Rights]:
    """Sign, plan, freeze the roster and open: the first wave with slips, the second with links."""
    units = tuple(unit.code for unit in scenario.units if demo_wave.number in unit.waves)
    agreement = setting.agree(place, demo_wave, (place.root.code, *units))
    wave = plan_waves(agreement=agreement, actor=setting.ACTOR, now=demo_wave.drafted)[0]
    setting.list_people(place, list(scenario.places[demo_wave.number]), wave, demo_wave)
    rights = Rights()
    if demo_wave.by_link:
        groups = [group.id for group in groups_of(wave)]
        choose_channels(wave=wave, link_groups=groups, actor=setting.ACTOR, now=demo_wave.drafted)
        rights.places = setting.places_by_unit(wave)
        made = f"{sum(map(len, rights.places.values()))} people get a link"
    else:
        issued = issue_slips(wave=wave, actor=setting.ACTOR, now=demo_wave.drafted)
        rights.codes = {batch.group.unit.code: list(batch.codes) for batch in issued}
        made = f"{sum(map(len, rights.codes.values()))} slips made"
    say(f"{demo_wave.label}: agreement signed by both parties, {made}")
    follow(now=demo_wave.opens)
    wave.refresh_from_db()
    if wave.state != "open":
        raise DemoBroken(f"the wave {demo_wave.label} did not open")
    return wave, rights


def collect(wave: Wave, rights: Rights, scenario: Scenario, demo_wave: DemoWave, say: Say) -> None:
    """Let everybody answer over HTTP on the wave's days, then close it."""
    lines = [line for line in scenario.lines if line.wave == demo_wave.number]
    requests = 0
    with serving() as address:
        for number, line in enumerate(lines):
            with clock.frozen(_moment(demo_wave, number, len(lines))):
                requests += rights.of(line)(address, LANGUAGES[number % len(LANGUAGES)], line.answers)
            if (number + 1) % 10 == 0 or number + 1 == len(lines):
                say(f"{demo_wave.label}: {number + 1} of {len(lines)} have answered ({requests} requests over HTTP)")
    follow(now=demo_wave.closes)
    wave.refresh_from_db()


def _group(groups: Collection[str], unit: str) -> str:
    return unit if unit in groups else min(groups, key=lambda code: (code != WHOLE, code))


def _by_slip(code: str) -> Answering:
    def answer(address: str, language: str, answers: Answers) -> int:
        visitor = Visitor(address, language)
        visitor.answer(code, answers)
        return visitor.requests

    return answer


def _by_link(place: FrozenPlace) -> Answering:
    wave = place.group.wave

    def answer(address: str, language: str, answers: Answers) -> int:
        visitor = LinkVisitor(address, language, code_of(wave.id) or "", load(*setting.QUESTIONNAIRE))
        visitor.answer(new_link(place=place), answers)
        return visitor.requests

    return answer


def _moment(demo_wave: DemoWave, number: int, people: int) -> datetime:
    """Spread the answers over the wave's first days, within the working day."""
    day = number * ANSWERING_DAYS // max(people, 1)
    return demo_wave.opens + timedelta(days=day, hours=1 + number % 7, minutes=7)


def open_jointly(place: Workplace, wave: Wave, demo_wave: DemoWave, say: Say) -> Released:
    """Let union and employer each give her opened share on her own day; the second opens the box."""
    moments = {Holder.UNION: demo_wave.opened_by_union, Holder.EMPLOYER: demo_wave.opened_by_employer}
    released = None
    for holder, moment in moments.items():
        member = place.members[setting.HOLDERS[holder]]
        opened = fetch(wave=wave, by=member, now=moment).opened(place.custody[holder].private_key())
        released = releases.give_share(wave=wave, by=member, text=opened.to_json(), now=moment)
    if released is None:
        raise DemoBroken(f"the box of {demo_wave.label} did not open")
    count = released.record.ballots
    say(f"{demo_wave.label}: opened by union and employer together; {count.accepted} ballots counted, none kept")
    return released


def _finish_first(place: Workplace, released: Released, say: Say) -> None:
    """Let both parties say "read" of the first wave, after which its box is destroyed."""
    for key in ("union", "employer"):
        releases.acknowledge(wave=released.wave, by=place.members[key], now=released.released_at)
    follow(now=released.released_at)
    say(f"{released.record.wave}: both parties have read; ballots, slips and key shares are destroyed")
