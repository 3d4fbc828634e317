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
