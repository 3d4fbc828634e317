"""The register of monitoring measures beside what people say that they experience: facts, in no language. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

from reports.documents.group_facts import Level
from reports.documents.policy_change import PolicyChange
from surveys.changes.rules import Side
from surveys.monitoring.figures import Key
from surveys.monitoring.rules import Finding, Status, duties, is_over, never_discussed
from surveys.monitoring.types import Entry, Kind
from surveys.organisations.rules import Country
from surveys.questionnaires.types import Direction, Texts

QUESTION = "monitoring_measures"
"""The question of our questionnaire whose options are the kinds of measure."""
LEAST_PERCENT = 10.0
SCALE = "perceived_monitoring"
BESIDE = (SCALE, "workload")
"""The scales that stand beside a unit's operational figures."""


@dataclass(frozen=True, slots=True)
class Experienced:
    """The share of the whole who say that they experience a kind of measure, as released ("37", "<=10", ">=90").

    `enough`: at least the threshold of people, and over 10 %. `unknown`: at most 10 %.
    """

    share: str
    enough: bool
    unknown: bool


@dataclass(frozen=True, slots=True)
class Registered:
    """One entry as it stood at the release: in force in the wave or not, and where its duties stood."""

    entry: Entry
    in_force: bool
    over: bool
    findings: tuple[Finding, ...]
    never_discussed: bool

    @property
    def overdue(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.status is Status.OVERDUE)


@dataclass(frozen=True, slots=True)
class WaveLevel:
    """A wave with ISO dates, and the level of perceived monitoring in the whole as released."""

    label: str
    opened: str
    closed: str
    level: Level


@dataclass(frozen=True, slots=True)
class ScaleName:
    """A scale's name and direction, for whoever draws it."""

    name: Texts
    direction: Direction


@dataclass(frozen=True, slots=True)
class RoundBeside:
    """A wave that was open on some day of a period: the unit's released levels of the scales in `BESIDE`."""

    label: str
    opened: str
    closed: str
    levels: tuple[tuple[Texts, Level], ...]


@dataclass(frozen=True, slots=True)
class ChangeBeside:
    """A change dated within a period; `side` tells whether it held for the unit or left it for comparison."""

    change: PolicyChange
    side: Side


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The operational figures of a unit in a period (ISO dates, both days included), and what stood beside them."""

    unit: str
    name: str
    first: str
    last: str
    values: Mapping[Key, Decimal]
    rounds: tuple[RoundBeside, ...]
    changes: tuple[ChangeBeside, ...]


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """The register at the release of a wave, the shares of that wave and of the one before, by kind.

    `told`: whether this wave's shares are shown at all. `waves`: oldest first, this one last. `scale` is None where the
    questionnaire does not ask about monitoring. `changes` and `figures`: as they stood at the release, oldest first.
    """

    day: date
    threshold: int
    entries: tuple[Registered, ...]
    told: bool
    now: Mapping[Kind, Experienced]
    before: Mapping[Kind, Experienced] | None
    waves: tuple[WaveLevel, ...]
    scale: ScaleName | None = None
    changes: tuple[PolicyChange, ...] = ()
    figures: tuple[FigureRow, ...] = ()

    def of_kind(self, kind: Kind) -> tuple[Registered, ...]:
        return tuple(one for one in self.entries if one.entry.contents.kind is kind)

    @property
    def unregistered(self) -> tuple[Kind, ...]:
        """Return the kinds that are experienced and that no entry of anybody names."""
        return tuple(kind for kind, found in self.now.items() if found.enough and not self.of_kind(kind))

    @property
    def seen_by_union_alone(self) -> tuple[Registered, ...]:
        """Return what a union has entered and the employer does not answer for."""
        return tuple(one for one in self.entries if one.entry.latest.by_union and not one.over)

    @property
    def ended_but_experienced(self) -> tuple[Registered, ...]:
        """Return what is experienced in a wave in which no entry of its kind was in force."""
        return tuple(
            one
            for one in self.entries
            if not any(other.in_force for other in self.of_kind(one.entry.contents.kind)) and self._found(one).enough
        )

    @property
    def unknown_to_staff(self) -> tuple[Registered, ...]:
        """Return what is in force and hardly anybody says that she experiences."""
        return tuple(one for one in self.entries if one.in_force and self._found(one).unknown)

    @property
    def undiscussed(self) -> tuple[Registered, ...]:
        """Return what runs and was never discussed, as far as the register says."""
        return tuple(one for one in self.entries if one.never_discussed and not one.over)

    def _found(self, one: Registered) -> Experienced:
        return self.now.get(one.entry.contents.kind, Experienced("", enough=False, unknown=False))


def experienced(share: str, answered: int, threshold: int) -> Experienced:
    """Judge a released share of `answered` people: what is surely so, whatever was rounded away.

    A share in whole per cent is at least half a point below itself; of a range its lower end counts.
    """
    least = 0.0 if share.startswith("<=") else float(share.removeprefix(">=").partition("-")[0])
    exact = share.isdigit()
    people = ceil(round((least - 0.5 if exact else least) * answered / 100, 6))
    enough = least > LEAST_PERCENT and people >= threshold
    return Experienced(share, enough=enough, unknown=share.startswith("<="))


def registered(entry: Entry, *, country: Country, opened: date, closed: date, day: date) -> Registered:
    """Judge an entry: in force while it ran on some day of the wave; its duties as they stood on `day`.

    An entry that names no start is taken to have begun.
    """
    said = entry.contents
    began = said.started_on is None or said.started_on <= closed
    ended = said.ended_on is not None and said.ended_on < opened
    return Registered(
        entry=entry,
        in_force=began and not ended,
        over=is_over(said, day),
        findings=duties(said, country, day),
        never_discussed=never_discussed(said),
    )
