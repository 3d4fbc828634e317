"""Some four thousand simulated people who collect and answer, and three ways of storing what they do.

Tillit's own services are one; the other two are controls that stand beside it in the same cluster, written at the same
moments: what the attack must be able to break.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np
import psycopg
from django.db import connection

from surveys.agreements.rules import PlannedWave
from surveys.ballots import services as ballots
from surveys.ballots.casting import cast_sealed
from surveys.ballots.encoding import encode
from surveys.ballots.sealing import ballot_info, seal
from surveys.ballots.types import Answers
from surveys.collecting.services import collect
from surveys.credentials.blind_signatures import blind, context_of, finalize, prepare
from surveys.credentials.services import choose_channels, issue_slips
from surveys.organisations import services as organisations
from surveys.roster.links import new_link
from surveys.roster.models import Person
from surveys.waves.models import Wave
from surveys.waves.selectors import groups_of
from tests import factories
from tests.db.link_path import QUESTIONNAIRE, Right, keys_of, places
from tests.db.path import Path
from tests.factories import ACTOR, DRAFTED

TEAMS = {f"t-{number:02}": size for number, size in enumerate((40, 80, 110, 140, 190) * 8)}
SLIPS = {"lag-1": 12}
DAYS = 14
ITEMS = [item.key for item in QUESTIONNAIRE.items]

CONTROLS = """
CREATE TABLE control_person (id serial PRIMARY KEY, person text, team text, at timestamptz);
CREATE TABLE control_answer (id serial PRIMARY KEY, team text, answers bytea, at timestamptz);
CREATE TABLE random_person (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), person text, team text, blinded bytea);
CREATE TABLE random_answer (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), team text, answers bytea, spent bytea);
"""


@dataclass
class Someone:
    """A person who collects, and at `casts` answers; seconds since the wave opened. None: she never answers."""

    place: str
    unit: str
    group: str
    answers: Answers
    token: str
    collects: float
    casts: float | None
    right: Right | None = None
    ballot: bytes = b""


@dataclass
class Crowd:
    """The wave, its people, and the moments at which each event happened by this machine's and by their own clock."""

    path: Path
    people: list[Someone]
    real: list[datetime] = field(default_factory=list)
    simulated: list[float] = field(default_factory=list)

    @property
    def answered(self) -> list[Someone]:
        return [person for person in self.people if person.ballot]


def open_wave(draw: np.random.Generator, now: datetime) -> Crowd:
    """Open a wave of 40 groups with links and one with slips, and mail everybody a link."""
    place = factories.workplace()
    for code in TEAMS:
        place.units[code] = organisations.add_unit(
            organisation=place.organisation, parent=place.root, code=code, name=f"Gruppe {code}",
            valid_from=date(2015, 1, 1), valid_to=None, actor=ACTOR, now=DRAFTED,
        )  # fmt: skip
    opens = now - timedelta(minutes=5)
    planned = PlannedWave("na", "Nå", opens, opens + timedelta(days=DAYS + 1))
    terms = factories.terms(planned, units=("senteret", *SLIPS, *TEAMS))
    wave = factories.frozen_wave(place, SLIPS | TEAMS, replace(terms, opens_on_holidays=True))
    # The cast is drafted in 2018; a list that old would be forgotten as soon as the calendar is followed.
    Person.objects.update(imported_on=now.date())
    links = [group.id for group in groups_of(wave) if group.unit.code in TEAMS]
    choose_channels(wave=wave, link_groups=links, actor=ACTOR, now=DRAFTED)
    issued = issue_slips(wave=wave, actor=ACTOR, now=DRAFTED)
    path = Path(place, ballots.open_wave(wave=wave, now=now), issued)
    with connection.cursor() as cursor:
        cursor.execute(CONTROLS)
    return Crowd(path, _people(path, draw))


def _people(path: Path, draw: np.random.Generator) -> list[Someone]:
    likes = {unit: draw.dirichlet(np.full(5, 2.0), size=len(ITEMS)) for unit in TEAMS}
    people = []
    for place in places(path.wave):
        unit = place.group.unit.code
        if unit in TEAMS and draw.random() < 0.96:
            collects = _arrives(draw)
            casts = collects + _waits(draw) if draw.random() < 0.98 else None
            answers = Answers(
                single={key: 1 + int(draw.choice(5, p=likes[unit][number])) for number, key in enumerate(ITEMS)}
            )
            token = new_link(place=place)
            people.append(Someone(str(place.pk), unit, str(place.group_id), answers, token, collects, casts))
    return people


def _arrives(draw: np.random.Generator) -> float:
    """A moment in working hours: a good third on the day of the mail, then fewer, and more again after a reminder."""
    day = int(draw.choice(DAYS - 1, p=_DAYS))
    return day * 86_400 + float(draw.uniform(0, 9 * 3600))


_DAYS = np.array([30, 15, 8, 5, 4, 2, 2, 18, 9, 4, 2, 0.5, 0.5]) / 100


def _waits(draw: np.random.Generator) -> float:
    """Nine in ten answer within minutes, the others hours later."""
    if draw.random() < 0.87:
        return float(np.exp(draw.normal(np.log(8 * 60), 0.5)))
    return float(draw.uniform(1800, 26 * 3600))


def live(crowd: Crowd, control: psycopg.Connection[tuple[object, ...]]) -> None:
    """Let everything happen in the order of the simulated time, through the real services."""
    wave, keys = crowd.path.wave, keys_of(crowd.path.wave)
    events = [(person.collects, number, "collect") for number, person in enumerate(crowd.people)]
    events += [(person.casts, number, "cast") for number, person in enumerate(crowd.people) if person.casts]
    for seconds, number, what in sorted(events):
        person, now = crowd.people[number], wave.opens_at + timedelta(minutes=6, seconds=seconds)
        crowd.real.append(datetime.now(tz=UTC))
        crowd.simulated.append(seconds)
        if what == "collect":
            person.right = _collected(person, keys.groups, wave, now)
            _control(control, "person", "person", person, person.place, now)
        else:
            assert person.right is not None
            plain = encode(QUESTIONNAIRE, person.answers)
            info = ballot_info(wave.id, person.right.group_id)
            person.ballot = seal(plain, public_key=keys.box, info=info)
            cast_sealed(wave_id=wave.id, body=person.right.body(person.ballot), now=now)
            _control(control, "answer", "answers", person, plain, now)


def _collected(person: Someone, keys: Mapping[UUID, bytes], wave: Wave, now: datetime) -> Right:
    group = UUID(person.group)
    prepared = prepare(context_of(wave.id, group))
    blinded, inverse = blind(prepared, public_key=keys[group])
    signature = collect(token=person.token, blinded=blinded, now=now)
    return Right(wave.id, group, prepared, finalize(prepared, signature, inverse, public_key=keys[group]))


def _control(
    control: psycopg.Connection[tuple[object, ...]],
    table: str,
    column: str,
    person: Someone,
    value: str | bytes,
    now: datetime,
) -> None:
    """Write into both controls: serial keys and times; random keys, no times, and a blind token."""
    blind_token = np.random.default_rng().bytes(32)
    names = {"person": "blinded", "answer": "spent"}
    control.execute(f"INSERT INTO control_{table} (team, {column}, at) VALUES (%s, %s, %s)", [person.group, value, now])
    control.execute(
        f"INSERT INTO random_{table} (team, {column}, {names[table]}) VALUES (%s, %s, %s)",
        [person.group, value, blind_token],
    )
