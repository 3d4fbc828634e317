"""What has been released of a wave: all that is stored of its answers, and all that a report may read. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a planned row or figure is not shown. One generic reason covers whatever a particular one would tell."""

    TOO_FEW = "too_few"
    PROTECTS_OTHERS = "protects_others"
    MEMBERSHIP_CHANGED = "membership_changed"
    NOT_SHOWN = "not_shown"
    NOT_PLANNED = "not_planned"
    COULD_NOT_CHECK = "could_not_check"


class Effort(StrEnum):
    """How the rows were chosen: the most valuable set that is safe, row by row, or with rows left out unproved."""

    OPTIMAL = "optimal"
    GREEDY = "greedy"
    OUT_OF_TIME = "out_of_time"


@dataclass(frozen=True, slots=True)
class ReleasedScale:
    """One scale in one released row.

    `counts` are pairs (score in twelfths of a point, people), from n ≥ 10; below that only `mean` (points, 0–100) is
    kept. Withheld figures have neither, `n` is None and `withheld` says why.
    """

    n: int | None
    mean: float | None
    counts: tuple[tuple[int, int], ...] | None
    withheld: Reason | None = None


@dataclass(frozen=True, slots=True)
class ReleasedShares:
    """Shares of one item in whole per cent, in order: three bands from n ≥ 10, every option from n ≥ 30.

    `detail` is "bands" (low = the two lowest options, middle, high = the two highest) or "options".
    A share is a string such as "37", "<=10", "20-30", ">=80" or ">=90". For a multiple item the shares need not add up.
    """

    n: int | None
    detail: str
    shares: tuple[str, ...]
    withheld: Reason | None = None


@dataclass(frozen=True, slots=True)
class ReleasedRow:
    """One group in one wave: `unit` is the unit's code, `headcount` the people who could answer, `n` those who did."""

    unit: str
    headcount: int
    n: int
    scales: Mapping[str, ReleasedScale]
    items: Mapping[str, ReleasedShares]


@dataclass(frozen=True, slots=True)
class WithheldRow:
    """A planned row that is not shown, why, and the released unit in which its people can be read (None: nowhere)."""

    unit: str
    reason: Reason
    read_in: str | None


@dataclass(frozen=True, slots=True)
class CrossedRow:
    """Those in a unit who chose `option` (1 … n) of `question`, from ten answers: means of scales, never items."""

    unit: str
    question: str
    option: int
    n: int
    scales: Mapping[str, ReleasedScale]


@dataclass(frozen=True, slots=True)
class WithheldCrossing:
    """A planned row that crosses a unit and is not shown, and why; its people are read in the unit."""

    unit: str
    question: str
    option: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class ReleasedReliability:
    """How well the items of a scale hang together in the whole: α and, from three items and 100 people, ω."""

    items: int
    alpha: float
    omega: float | None


@dataclass(frozen=True, slots=True)
class BallotCount:
    """Rights to answer issued and used, ballots accepted, and ballots that could not be read.

    `reissued` are people who were let collect a second right by link, so that at most so many answers are double;
    `refused` are ballots turned away while the wave was open. All are None where the whole workplace's row is withheld,
    for how many answered is a figure too; `issued` is kept there in a wave of slips alone, where it is no more than
    what was printed. The last two are None in a release from before they were counted.
    """

    issued: int | None
    spent: int | None
    accepted: int | None
    undecryptable: int | None
    reissued: int | None = None
    refused: int | None = None


@dataclass(frozen=True, slots=True)
class ReleasedChange:
    """A policy change as registered at the release; `date` is an ISO date, `units` the codes that it covers.

    `exempt` says in words who in the units it does not hold for; "" in a release from before it was kept.
    """

    date: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    units: tuple[str, ...]
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a report tells beside the answers, kept as it was at the release, so that no report changes afterwards.

    `previous` is the fingerprint of the release that this one is compared with; `prior_waves` came before that.
    """

    organisation: str
    country: str
    parties: tuple[str, ...]
    retention_days: int
    changes: tuple[ReleasedChange, ...]
    previous: str | None
    prior_waves: int


@dataclass(frozen=True, slots=True)
class Record:
    """The release of one wave. `opened` and `closed` are ISO dates of the wave in the organisation's own time zone."""

    wave: str
    opened: str
    closed: str
    questionnaire: str
    questionnaire_version: int
    questionnaire_fingerprint: str
    agreement_hash: str
    threshold: int
    whole: str
    synthetic: bool
    rows: tuple[ReleasedRow, ...]
    withheld: tuple[WithheldRow, ...]
    ballots: BallotCount
    unit_names: Mapping[str, str]
    surroundings: Surroundings
    effort: Effort
    crossed: tuple[CrossedRow, ...]
    withheld_crossed: tuple[WithheldCrossing, ...]
    reliability: Mapping[str, ReleasedReliability] = field(default_factory=dict)
