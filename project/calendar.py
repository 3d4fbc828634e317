"""Everything that happens because a date has come. Each step is a transaction of its own and may be repeated."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from reports.releases.services import destroy_due
from surveys.agreements.selectors import in_force_everywhere
from surveys.audit.services import CALENDAR
from surveys.ballots.services import open_wave
from surveys.credentials.services import count_response
from surveys.errors import StatedError
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import due_to_close, due_to_open, in_state
from surveys.waves.services import move, plan_waves

logger = logging.getLogger(__name__)


@dataclass
class Done:
    """What one round did; `refused` are waves that were due to open and could not, with the reason in words."""

    opened: list[Wave] = field(default_factory=list)
    closed: list[Wave] = field(default_factory=list)
    destroyed: list[Wave] = field(default_factory=list)
    refused: list[tuple[Wave, str]] = field(default_factory=list)


def follow(*, now: datetime) -> Done:
    """Do what is due at `now`: close before opening, so that a long silence is caught up in the right order."""
    done = Done()
    for agreement in in_force_everywhere():
        plan_waves(agreement=agreement, actor=CALENDAR, now=now)
    for wave in due_to_close(now):
        done.closed.append(move(wave=wave, to=State.CLOSED, actor=CALENDAR, now=now))
    for wave in due_to_open(now):
        _open(done, wave, now)
    for wave in in_state(State.OPEN):
        count_response(wave=wave, now=now)
    done.destroyed = destroy_due(now=now)
    return done


def _open(done: Done, wave: Wave, now: datetime) -> None:
    try:
        done.opened.append(open_wave(wave=wave, now=now))
    except StatedError as refusal:
        logger.warning("wave %s was not opened: %s", wave.id, refusal.sentence())
        done.refused.append((wave, refusal.sentence()))
