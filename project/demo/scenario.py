"""The model case as a scenario: the shape of the workplace, its dates and its texts. Everything in it is synthetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from project.demo.answers import SheetLine

FIRST_DAY = date(2015, 1, 1)
FOUNDED = datetime(2018, 8, 20, 8, tzinfo=UTC)
LAST_DAY_OF_TEAMS = date(2019, 5, 31)
FIRST_DAY_OF_POOL = date(2019, 6, 1)
CHANGE_DAY = date(2019, 5, 6)
WHOLE = "senteret"


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit below the whole workplace, and in which waves it exists."""

    code: str
    name: str
    waves: frozenset[str]


@dataclass(frozen=True, slots=True)
class DemoWave:
    """One wave with the moments at which things are done, all in UTC; people answer by slip, or by link."""

    number: str
    key: str
    label: str
    drafted: datetime
    opens: datetime
    closes: datetime
    opened_by_union: datetime
    opened_by_employer: datetime
    by_link: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """A workplace, its people per wave as pairs (person's number, unit), and the answers that they give."""

    name: str
    synthetic: bool
    with_change: bool
    units: tuple[DemoUnit, ...]
    places: Mapping[str, Sequence[tuple[int, str]]]
    lines: Sequence[SheetLine]


WAVES = (
    DemoWave(
        number="1",
        key="host-2018",
        label="2018",
        drafted=datetime(2018, 9, 3, 8, tzinfo=UTC),
        opens=datetime(2018, 10, 1, 6, tzinfo=UTC),
        closes=datetime(2018, 10, 19, 14, tzinfo=UTC),
        opened_by_union=datetime(2018, 10, 22, 9, tzinfo=UTC),
        opened_by_employer=datetime(2018, 10, 24, 12, tzinfo=UTC),
    ),
    DemoWave(
        number="2",
        key="host-2019",
        label="2019",
        drafted=datetime(2019, 9, 2, 8, tzinfo=UTC),
        opens=datetime(2019, 9, 30, 6, tzinfo=UTC),
        closes=datetime(2019, 10, 18, 14, tzinfo=UTC),
        opened_by_union=datetime(2019, 10, 21, 9, tzinfo=UTC),
        opened_by_employer=datetime(2019, 10, 22, 12, tzinfo=UTC),
        by_link=True,
    ),
)

TEAMS = (("lag-a", "Lag A", 14), ("lag-b", "Lag B", 13), ("lag-c", "Lag C", 13))
POOL = ("felles", "Fellesgruppen")
LEFT_BETWEEN = (6, 20, 33)
"""The people of the first wave who have left by the second; as many others have come."""

CHANGE_NAME = {
    "nb": "Den detaljerte vaktplanen ble fjernet",
    "nn": "Den detaljerte vaktplanen blei fjerna",
    "sv": "Det detaljerade arbetsschemat togs bort",
    "en": "The detailed shift plan was dropped",
}
CHANGE_DESCRIPTION = {
    "nb": "Planen sa når hver enkelt skulle sitte på telefonen, svare skriftlig og spise. Nå følger alle køen på en "
    "skjerm og fordeler arbeidet mellom seg. De tre lagene ble én gruppe.",
    "nn": "Planen sa når kvar enkelt skulle sitje på telefonen, svare skriftleg og ete. No følgjer alle køen på ein "
    "skjerm og deler arbeidet mellom seg. Dei tre laga blei éi gruppe.",
    "sv": "Schemat sade när var och en skulle sitta i telefon, svara skriftligt och äta. Nu följer alla kön på en "
    "skärm och fördelar arbetet mellan sig. De tre teamen blev en grupp.",
    "en": "The plan said when each person was to be on the phone, answer in writing and eat. Now everybody follows the "
    "queue on a screen and shares out the work. The three teams became one group.",
}


def model_places() -> dict[str, list[tuple[int, str]]]:
    """Return the 40 people of each wave: three teams first, one pool afterwards, three people replaced in between."""
    teams = [code for code, _name, size in TEAMS for _ in range(size)]
    first = list(enumerate(teams, start=1))
    stayed = [person for person, _unit in first if person not in LEFT_BETWEEN]
    came = range(len(first) + 1, len(first) + 1 + len(LEFT_BETWEEN))
    return {"1": first, "2": [(person, POOL[0]) for person in [*stayed, *came]]}


def model_case(lines: Sequence[SheetLine]) -> Scenario:
    """Return the scenario `statens-kundesenter` with these answers."""
    teams = tuple(DemoUnit(code, name, frozenset("1")) for code, name, _size in TEAMS)
    pool = DemoUnit(*POOL, frozenset("2"))
    return Scenario("Solvik kundesenter", True, True, (*teams, pool), model_places(), lines)


def from_file(lines: Sequence[SheetLine], *, name: str, real: bool) -> Scenario:
    """Return a scenario of the people in a file: each line is one person, who answered.

    The n-th person of a wave is taken to be the n-th of the other. No policy change is assumed.
    """
    places: dict[str, list[tuple[int, str]]] = {}
    for line in lines:
        listed = places.setdefault(line.wave, [])
        listed.append((len(listed) + 1, line.unit))
    codes = dict.fromkeys(line.unit for line in lines)
    units = tuple(DemoUnit(code, code, frozenset(line.wave for line in lines if line.unit == code)) for code in codes)
    return Scenario(name, not real, False, units, places, lines)
