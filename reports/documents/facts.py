"""What a report states, in no language yet: facts, figures and findings of one wave and its change. Pure data.

Points are 0–100 in the direction of the scale's name; shares are per cent as released ("37", "20-30", "<=10", ">=90").
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from reports.documents.group_facts import CrossedFacts, GroupFacts, Level, WithheldFigures, WithheldGroup
from reports.documents.policy_change import PolicyChange as PolicyChange
from reports.documents.register_facts import RegisterFacts
from reports.documents.trends.facts import Trends
from reports.releases.types import BallotCount, Effort, Reason
from reports.statistics.types import Adjustment, Method
from reports.statistics.verdicts import CertaintyLevel, Concern, Verdict
from surveys.questionnaires.types import Direction, Texts


def rounded(value: float, decimals: int = 1) -> Decimal:
    """Return `value` rounded half away from zero on its shortest decimal form: the one rounding of every written "
    "figure."""
    figure = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(figure) if figure == 0 else figure


WENT_BETTER = frozenset({Verdict.CLEARLY_BETTER, Verdict.BETTER})
WENT_WORSE = frozenset({Verdict.CLEARLY_WORSE, Verdict.WORSE})
UNSURE = frozenset({Verdict.NOT_WORSE, Verdict.NOT_BETTER, Verdict.CANNOT_TELL})


class NoChange(StrEnum):
    """Why no change can be computed for a scale, or for the whole report."""

    FIRST_WAVE = "first_wave"
    OTHER_WHOLE = "other_whole"
    OTHER_QUESTIONNAIRE = "other_questionnaire"
    NOT_SHOWN = "not_shown"
    ONLY_MEANS = "only_means"
    NO_SPREAD = "no_spread"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What the report needs to know that is not an answer. `retention_days`: sealed ballots are gone by then.

    `signing_key` is the fingerprint of the key that the files are signed with, empty where they are not.
    """

    organisation: str
    country: str
    parties: tuple[str, ...]
    changes: tuple[PolicyChange, ...]
    threshold: int
    retention_days: int
    signing_key: str = ""


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """One wave. `invited` and `answered` are None when the whole unit's row is not released."""

    key: str
    opened: str
    closed: str
    whole: str
    invited: int | None
    answered: int | None
    ballots: BallotCount
    agreement_hash: str

    @property
    def share(self) -> float | None:
        """Return the share answering, 0–1."""
        return self.answered / self.invited if self.answered is not None and self.invited else None


@dataclass(frozen=True, slots=True)
class Change:
    """A change in the scale's own direction; `gain` is the same with + for better.

    `low` and `high`: 95 % interval of "did the answers change?". `low_policy` and `high_policy`: the same with the
    ordinary variation from wave to wave. `p` is that of one comparison, `p_adjusted` over its family (`adjustment`).
    `mdc`: the change that a survey of this size finds in four cases of five, in points.
    """

    difference: float
    low: float
    high: float
    low_policy: float
    high_policy: float
    gain: float
    p: float
    p_adjusted: float
    method: Method
    adjustment: Adjustment
    verdict: Verdict
    small: bool
    certainty: CertaintyLevel
    concerns: tuple[Concern, ...]
    mdc: float | None


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares as released: `detail` is "bands" or "options"."""

    n: int | None
    detail: str
    shares: tuple[str, ...]
    withheld: Reason | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One question: its options in order and the shares that chose them. None: not asked or not in the release."""

    key: str
    text: Texts
    options: tuple[Texts, ...]
    before: Shares | None
    after: Shares | None


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A question where several may be chosen: (key, name) of each option and the shares in the same order."""

    key: str
    text: Texts
    options: tuple[tuple[str, Texts], ...]
    before: Shares | None
    after: Shares | None


@dataclass(frozen=True, slots=True)
class ReliabilityFacts:
    """How well a scale's questions hang together in the whole: α with its 95 % interval, and ω where it is told."""

    alpha: float
    low: float
    high: float
    omega: float | None


@dataclass(frozen=True, slots=True)
class ScaleFacts:
    """One scale for the whole: levels, change or why there is none, and its questions.

    `reliability` is that of this wave; None where too few answered for one to be told.
    """

    key: str
    name: Texts
    meaning: Texts
    direction: Direction
    primary: bool
    mid: float
    before: Level | None
    after: Level
    change: Change | None
    no_change: NoChange | None
    items: tuple[ItemFacts, ...]
    reliability: ReliabilityFacts | None = None


@dataclass(frozen=True, slots=True)
class SizeFacts:
    """What a survey of this size can find: the change found in four cases of five for a primary scale, in points.

    `answered` is the smaller wave's, `sd` the spread reckoned with, `same_needs` the answers a wave that it takes to
    say "about the same" for a difference within ±`same_within`.
    """

    answered: int
    mdc_primary: float | None
    sd: float
    same_within: float
    same_needs: int


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """What another person needs to compute the same figures."""

    questionnaire: str
    version: int
    fingerprint: str
    title: Texts
    seed: int
    tau: float
    primary: int


@dataclass(frozen=True, slots=True)
class Content:
    """The whole report, in no language. `trends`: all waves up to this one, where there is more than one.

    `register`: the parties' own register and operational figures as they stood at the release.
    """

    organisation: str
    country: str
    parties: tuple[str, ...]
    synthetic: bool
    threshold: int
    retention_days: int
    whole_name: str
    before: WaveFacts | None
    after: WaveFacts
    not_compared: NoChange | None
    changes: tuple[PolicyChange, ...]
    changes_between: tuple[PolicyChange, ...]
    scales: tuple[ScaleFacts, ...]
    groups: tuple[GroupFacts, ...]
    measures: tuple[MeasureFacts, ...]
    loose_items: tuple[ItemFacts, ...]
    worse: tuple[str, ...]
    better: tuple[str, ...]
    cannot_tell: tuple[str, ...]
    withheld_groups: tuple[WithheldGroup, ...]
    withheld_figures: tuple[WithheldFigures, ...]
    crossed: tuple[CrossedFacts, ...]
    effort: Effort
    size: SizeFacts | None
    method: MethodFacts
    trends: Trends | None = None
    register: RegisterFacts | None = None
    signing_key: str = ""

    @property
    def tells_levels(self) -> bool:
        """Return whether this wave shows any scale of the whole: if not, there is no profile and no scale's part."""
        return any(scale.after.mean is not None for scale in self.scales)

    @property
    def has_comparison(self) -> bool:
        """Return whether those that a change covers are set beside those that it does not."""
        return self.trends is not None and any(one.scales for one in self.trends.comparisons)
