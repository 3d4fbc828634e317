"""Everything that happens because a date has come. Each step is a transaction of its own and may be repeated."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from reports.releases.services import destroy_due
from surveys.agreements.selectors import in_force_everywhere
from surveys.audit.services import CALENDAR
from surveys.ballots.services import open_wave
from surveys.credentials.services import count_response
from surveys.credentials.signing import retire_keys
from surveys.errors import StatedError
from surveys.roster.mailing import queue_invitations
from surveys.roster.services import forget_old
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import due_to_close, due_to_open, in_state, without_key_file
from surveys.waves.services import NotNow, move, plan_waves

logger = logging.getLogger(__name__)
Item = TypeVar("Item")


@dataclass
class Done:
    """What one round did; `refused` are waves that were due to open and could not, with the reason in words."""

    opened: list[Wave] = field(default_factory=list)
    closed: list[Wave] = field(default_factory=list)
    destroyed: list[Wave] = field(default_factory=list)
    refused: list[tuple[Wave, str]] = field(default_factory=list)


def follow(*, now: datetime) -> Done:
    """Do what is due at `now`: close before opening, so that a long silence is caught up in the right order.

    What fails for one workplace holds up no other: everything else is done first, and then an ExceptionGroup is
    raised. What another process has just done is left alone.
    """
    done = Done()
    failures: list[Exception] = []
    _each(in_force_everywhere(), lambda agreement: plan_waves(agreement=agreement, actor=CALENDAR, now=now), failures)
    _each(due_to_close(now), lambda wave: _close(done, wave, now), failures)
    _each(due_to_open(now), lambda wave: _open(done, wave, now), failures)
    _each(in_state(State.OPEN), lambda wave: queue_invitations(wave=wave, now=now), failures)
    _each(in_state(State.OPEN), lambda wave: count_response(wave=wave, now=now), failures)
    _each((now,), lambda moment: forget_old(now=moment), failures)
    _each((now,), lambda moment: done.destroyed.extend(destroy_due(now=moment)), failures)
    _each(without_key_file(), _tell_of_missing_key_file, failures)
    if failures:
        raise ExceptionGroup("the calendar could not be followed everywhere", failures)
    return done


def _each(items: Iterable[Item], act: Callable[[Item], object], failures: list[Exception]) -> None:
    for item in items:
        try:
            act(item)
        except NotNow:
            continue
        except Exception as failure:  # noqa: BLE001 - raised again by the caller, with all the others
            failures.append(failure)


def _tell_of_missing_key_file(wave: Wave) -> None:
    logger.error("wave %s has no whole key file: its answers cannot be opened until it is put back", wave.id)


def _close(done: Done, wave: Wave, now: datetime) -> None:
    with transaction.atomic():
        done.closed.append(move(wave=wave, to=State.CLOSED, actor=CALENDAR, now=now))
        retire_keys(wave=wave)


def _open(done: Done, wave: Wave, now: datetime) -> None:
    try:
        done.opened.append(open_wave(wave=wave, now=now))
    except NotNow:
        raise
    except StatedError as refusal:
        logger.warning("wave %s was not opened: %s", wave.id, refusal.sentence())
        done.refused.append((wave, refusal.sentence()))
