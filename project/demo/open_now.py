"""A third wave that is open while the site is shown, so that a visitor can answer it."""

from datetime import timedelta

from project.calendar import follow
from project.demo import scenario as model
from project.demo import workplace as setting
from project.demo.scenario import DemoWave
from project.demo.workplace import Workplace
from surveys import clock
from surveys.credentials.services import issue_slips
from surveys.waves.services import plan_waves

PEOPLE, SHOWN_CODES = 12, 3


def open_a_wave(place: Workplace) -> list[str]:
    """Open a wave of synthetic people for two weeks from now; return a few of its codes."""
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
    agreement = setting.agree(place, wave, (model.WHOLE,))
    planned = plan_waves(agreement=agreement, actor=setting.ACTOR, now=wave.drafted)[0]
    people = [(number, model.WHOLE) for number in range(1, PEOPLE + 1)]
    setting.list_people(place, people, planned, wave)
    issued = issue_slips(wave=planned, actor=setting.ACTOR, now=wave.drafted)
    follow(now=now)
    return [code for batch in issued for code in batch.codes][:SHOWN_CODES]
