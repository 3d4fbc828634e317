"""What a report states of groups, in no language yet: levels, what is left out, and rows by background. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reports.releases.types import Reason
from surveys.questionnaires.types import Texts


class Side(StrEnum):
    """Which of the two waves a fact belongs to. A first wave has AFTER alone: it is "this wave"."""

    BEFORE = "before"
    AFTER = "after"


class Spread(StrEnum):
    """Whose standard deviation an interval is made of: the group's own, or that of the whole workplace."""

    OWN = "own"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Level:
    """A mean with its 95 % interval; `withheld` says why there is none, and then every figure is None.

    `known`: everybody in the group answered, so that the mean is not an estimate. `whole_points`: the mean was released
    in whole points, and is written so.
    """

    n: int | None
    mean: float | None
    low: float | None
    high: float | None
    withheld: Reason | None = None
    known: bool = False
    whole_points: bool = False
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """One released group in one wave; `in_both` where the other wave has released it too."""

    unit: str
    name: str
    side: Side
    headcount: int
    answered: int
    in_both: bool
    levels: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class WithheldGroup:
    """A planned group that is not shown, why, and the name of the group in which its people can be read."""

    side: Side
    name: str
    reason: Reason
    read_in: str | None


@dataclass(frozen=True, slots=True)
class WithheldFigures:
    """The figures of one shown group that are left out for one reason: names of scales, and how many questions."""

    side: Side
    name: str
    reason: Reason
    scales: tuple[Texts, ...]
    items: int


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """Those in a unit who chose one option of a background question. `option` is 1 … n, `key` the questionnaire's."""

    option: int
    key: str
    name: Texts
    answered: int
    levels: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class WithheldOption:
    """An option whose row is not shown, and why."""

    option: int
    key: str
    name: Texts
    reason: Reason


@dataclass(frozen=True, slots=True)
class CrossedFacts:
    """One unit by one background question, in the current wave.

    `read_in` is the name of the released group in which everybody here can be read: the unit itself where it is shown.
    """

    unit: str
    name: str
    question: str
    text: Texts
    shown: tuple[OptionFacts, ...]
    withheld: tuple[WithheldOption, ...]
    read_in: str | None
