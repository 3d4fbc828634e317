"""Carries a wave to the state that a test begins in, through the services alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.releases import services as releases
from reports.releases.selectors import Released
from surveys.agreements.rules import Holder
from surveys.agreements.services import Terms
from surveys.ballots import services as ballots
from surveys.ballots.shares import share_of, unwrapped
from surveys.ballots.types import Answers
from surveys.credentials.services import IssuedSlips, issue_slips
from surveys.questionnaires.loading import load
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.services import move
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS, Workplace

DURING = OPENS + timedelta(days=1)
OPENED = CLOSES + timedelta(days=1)
KEYS = {Holder.UNION: "union", Holder.EMPLOYER: "employer", Holder.SUBSTITUTE: "safety"}
ITEMS = [item.key for item in load("arbeidshverdag", 1).items]


@dataclass
class Path:
    """A workplace, its wave, and the slips of each group."""

    place: Workplace
    wave: Wave
    issued: tuple[IssuedSlips, ...]

    def codes(self, unit: str) -> list[str]:
        return [code for batch in self.issued if batch.group.unit.code == unit for code in batch.codes]

    def file_of(self, holder: Holder) -> str:
        """Return the file that a custodian hands in, as somebody could make it who reads database and key folder."""
        share = share_of(wave=self.wave, by=self.place.members[KEYS[holder]])
        return self.place.opened_share(holder, unwrapped(wave=self.wave, share=share))

    def give(self, holder: Holder, *, text: str | None = None, now: datetime = OPENED) -> Released | None:
        return releases.give_share(
            wave=self.wave,
            by=self.place.members[KEYS[holder]],
            text=self.file_of(holder) if text is None else text,
            now=now,
        )

    def open_jointly(self, now: datetime = OPENED) -> Released:
        self.give(Holder.UNION, now=now)
        released = self.give(Holder.EMPLOYER, now=now)
        assert released is not None
        return released

    def state(self) -> str:
        self.wave.refresh_from_db()
        return self.wave.state


def sheet(number: int) -> Answers:
    """Return a sheet whose every answer follows from its number."""
    return Answers(single={key: 1 + (number * 7 + place) % 5 for place, key in enumerate(ITEMS)})


def prepared(sizes: dict[str, int], *, terms: Terms | None = None, place: Workplace | None = None) -> Path:
    """A planned wave with its roster frozen and its slips made."""
    place = place or factories.workplace()
    wave = factories.frozen_wave(place, sizes, terms)
    return Path(place, wave, issue_slips(wave=wave, actor=ACTOR, now=DRAFTED))


def opened(sizes: dict[str, int], *, terms: Terms | None = None, place: Workplace | None = None) -> Path:
    path = prepared(sizes, terms=terms, place=place)
    path.wave = ballots.open_wave(wave=path.wave, now=path.wave.opens_at)
    return path


def cast(codes: Iterable[str], *, now: datetime = DURING) -> None:
    for number, code in enumerate(codes):
        ballots.cast(code=code, answers=sheet(number), now=now)


def closed(answers: dict[str, int], *, sizes: dict[str, int] | None = None, place: Workplace | None = None) -> Path:
    """A closed wave with this many ballots in each group."""
    path = opened(sizes or {unit: max(number, 6) for unit, number in answers.items()}, place=place)
    for unit, number in answers.items():
        cast(path.codes(unit)[:number])
    path.wave = move(wave=path.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    return path
