"""What a series of waves tells of each scale, in no language. Pure data; points are 0–100 as in the other reports."""

from dataclasses import dataclass

from reports.documents.group_facts import Level
from reports.documents.policy_change import PolicyChange
from reports.statistics.claims import Claim, Ground
from surveys.questionnaires.types import Direction, Texts


@dataclass(frozen=True, slots=True)
class TrendWave:
    """One wave: its label, ISO dates, and how many could answer and did (None where that is not shown)."""

    label: str
    opened: str
    closed: str
    invited: int | None
    answered: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    """The change that the waves are held to: the waves from place `first_after` on came after it."""

    change: PolicyChange
    first_after: int


@dataclass(frozen=True, slots=True)
class Pooled:
    """Mean of the waves after less mean of those before, with the interval that allows for ordinary variation.

    `claim` is what may be said of the change at work, `grounds` what spoke for and against.
    """

    before: float
    after: float
    difference: float
    low: float
    high: float
    claim: Claim
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Slope:
    """A steady rise or fall over five waves or more: points a year with interval, and p over the primary scales."""

    per_year: float
    low: float
    high: float
    p: float
    found: bool


@dataclass(frozen=True, slots=True)
class TrendScale:
    """One scale: its level in each wave, in the waves' order, and what they say together where that is computed."""

    key: str
    name: Texts
    direction: Direction
    primary: bool
    levels: tuple[Level, ...]
    pooled: Pooled | None
    slope: Slope | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A scale among those that a change covers and the others: means before and after, points.

    `difference`: change of the first less that of the others, with the interval that allows for ordinary variation and
    p over the primary scales; None where nobody differed from anybody. `claim`: what may be said of the change at work.
    """

    key: str
    name: Texts
    direction: Direction
    treated: tuple[float, float]
    others: tuple[float, float]
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    claim: Claim


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change that leaves somebody outside, between the waves that opened on `before` and `after` (ISO dates).

    `treated`, `others` and `few` are names of groups shown in both waves: those that it covers, those that it does not,
    and those of which too little is released to reckon with. Without groups on both sides there is no scale.
    """

    change: PolicyChange
    before: str
    after: str
    treated: tuple[str, ...]
    others: tuple[str, ...]
    few: tuple[str, ...]
    scales: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """A workplace over its waves. `left_out`: waves with other questions or of another whole."""

    organisation: str
    synthetic: bool
    whole_name: str
    waves: tuple[TrendWave, ...]
    changes: tuple[PolicyChange, ...]
    policy: Policy | None
    scales: tuple[TrendScale, ...]
    left_out: int
    tau: float
    comparisons: tuple[Comparison, ...] = ()
