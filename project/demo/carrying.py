"""Carrying a scenario through the real path: agreement, roster, slips, answers over HTTP, joint opening, release."""

from collections.abc import Callable
from datetime import datetime, timedelta

from project.calendar import follow
from project.demo import workplace as setting
from project.demo.answers import SheetLine
from project.demo.scenario import WAVES, DemoWave, Scenario
from project.demo.serving import serving
from project.demo.visitor import Visitor
from project.demo.workplace import Workplace
from reports.releases import services as releases
from reports.releases.selectors import Released
from surveys import clock
from surveys.agreements.rules import Holder
from surveys.ballots.shares import fetch
from surveys.credentials.services import issue_slips
from surveys.waves.models import Wave
from surveys.waves.services import plan_waves

Say = Callable[[str], None]
LANGUAGES = ("nb", "nn", "nb", "sv", "en")
ANSWERING_DAYS = 12


class DemoBroken(RuntimeError):
    """A step of the real path did not end as it must."""


def carry_through(scenario: Scenario, *, say: Say) -> tuple[Workplace, list[Released]]:
    """Set the workplace up and carry every wave with answers to its release, the first to its destruction."""
    place = setting.set_up(scenario)
    say(f"{scenario.name}: {len(scenario.places['1'])} people, {len(scenario.units)} units, two parties")
    say("The demo makes and uses the custodians' keys itself; in a survey each key is made and kept by its owner.")
    released = []
    for demo_wave in WAVES:
        if demo_wave.number not in scenario.places:
            continue
        if demo_wave.number == "2" and scenario.with_change:
            setting.drop_the_plan(place)
            say("Policy change registered: the detailed shift plan was dropped, three teams became one pool")
        wave = prepare(place, scenario, demo_wave, say)
        collect(wave[0], wave[1], scenario, demo_wave, say)
        released.append(open_jointly(place, wave[0], demo_wave, say))
    _finish_first(place, released[0], say)
    return place, released


def prepare(place: Workplace, scenario: Scenario, demo_wave: DemoWave, say: Say) -> tuple[Wave, dict[str, list[str]]]:
    """Sign, plan, freeze the roster and make the slips; return the wave and its shuffled codes per unit."""
    units = tuple(unit.code for unit in scenario.units if demo_wave.number in unit.waves)
    agreement = setting.agree(place, demo_wave, (place.root.code, *units))
    wave = plan_waves(agreement=agreement, actor=setting.ACTOR, now=demo_wave.drafted)[0]
    setting.list_people(place, list(scenario.places[demo_wave.number]), wave, demo_wave)
    issued = issue_slips(wave=wave, actor=setting.ACTOR, now=demo_wave.drafted)
    say(f"{demo_wave.label}: agreement signed by both parties, {sum(len(i.codes) for i in issued)} slips made")
    codes: dict[str, list[str]] = {batch.group.unit.code: list(batch.codes) for batch in issued}
    follow(now=demo_wave.opens)
    wave.refresh_from_db()
    if wave.state != "open":
        raise DemoBroken(f"the wave {demo_wave.label} did not open")
    return wave, codes


def collect(wave: Wave, codes: dict[str, list[str]], scenario: Scenario, demo_wave: DemoWave, say: Say) -> None:
    """Let everybody answer over HTTP on the wave's days, then close it."""
    lines = [line for line in scenario.lines if line.wave == demo_wave.number]
    requests = 0
    with serving() as address:
        for number, line in enumerate(lines):
            with clock.frozen(_moment(demo_wave, number, len(lines))):
                visitor = Visitor(address, LANGUAGES[number % len(LANGUAGES)])
                visitor.answer(_draw(codes, line), line.answers)
                requests += visitor.requests
            if (number + 1) % 10 == 0 or number + 1 == len(lines):
                say(f"{demo_wave.label}: {number + 1} of {len(lines)} have answered ({requests} requests over HTTP)")
    follow(now=demo_wave.closes)
    wave.refresh_from_db()


def _draw(codes: dict[str, list[str]], line: SheetLine) -> str:
    """Take a slip of the person's group; a unit whose people were merged upwards draws from the whole workplace's."""
    group = line.unit if line.unit in codes else next(iter(sorted(codes, key=lambda code: code != "senteret")))
    return codes[group].pop()


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
