"""What goes into an assessment of a change and what comes out. Pure data, in points of the 0–100 scale."""

from dataclasses import dataclass
from enum import StrEnum

from reports.statistics.change import Change
from reports.statistics.checks import InvalidFigure, Why, finite, whole
from reports.statistics.intervals import Interval
from reports.statistics.level import Level
from reports.statistics.nonresponse import TippingPoint
from reports.statistics.policy import PolicyInterval
from reports.statistics.samples import Sample
from reports.statistics.verdicts import Certainty, Verdict

SCALE = Interval(0.0, 100.0)


class InvalidScale(InvalidFigure):
    """A scale's input that contradicts itself: scores off the scale, more answers than people, a wrong sign."""


@dataclass(frozen=True, slots=True)
class ScaleInput:
    """One scale of one group in two waves.

    Scores are points, 0 to 100, in the direction of the scale's name. `sign` is +1 when more is better and −1 when
    more is worse. `mid` is the minimal important difference, `reference_alpha` a published reliability if known.
    A side of which only a mean may be known (groups under ten) has `None` for its sample and the mean beside it; a side
    that is not shown at all has neither. `invited_…` is everybody who could answer in that wave.

    Raises: InvalidScale.
    """

    key: str
    sign: int
    primary: bool
    mid: float
    reference_alpha: float | None
    before: Sample | None
    after: Sample | None
    invited_before: int
    invited_after: int
    before_mean: float | None = None
    after_mean: float | None = None

    def __post_init__(self) -> None:
        try:
            self._check()
        except InvalidFigure as error:
            raise InvalidScale(f"{self.key}: {error}") from error

    def _check(self) -> None:
        if self.sign not in (1, -1):
            raise InvalidFigure(f"sign must be 1 or -1: {self.sign!r}")
        if finite("mid", self.mid, low=0.0) == 0.0:
            raise InvalidFigure("mid must be above 0")
        if self.reference_alpha is not None:
            finite("reference_alpha", self.reference_alpha, high=1.0)
        for sample, mean, invited in (
            (self.before, self.before_mean, self.invited_before),
            (self.after, self.after_mean, self.invited_after),
        ):
            people = whole("invited", invited, low=1)
            if mean is not None:
                finite("mean", mean, low=SCALE.low, high=SCALE.high)
            if sample is None:
                continue
            if mean is not None:
                raise InvalidFigure("a side has either a sample or a mean alone")
            if not all(SCALE.contains(value) for value in sample.values):
                raise InvalidFigure("scores must lie within 0 and 100")
            if sample.n > people:
                raise InvalidFigure(f"{sample.n} answers from {people} people")


@dataclass(frozen=True, slots=True)
class Side:
    """One wave of a scale: what is known of it.

    `mean` None: not shown. `level` None: no interval; `why_no_level` says why. `n` and `sd` are None where only a mean
    is known, `sd` also when fewer than two answered.
    """

    mean: float | None
    n: int | None
    invited: int
    sd: float | None
    level: Level | None
    why_no_level: Why | None


class Adjustment(StrEnum):
    """Over what family, and how, a p value was adjusted."""

    HOLM_PRIMARY = "holm_primary"
    BENJAMINI_HOCHBERG_EXPLORATORY = "benjamini_hochberg_exploratory"


class Method(StrEnum):
    """Where the p value that counts comes from."""

    WELCH = "welch"
    PERMUTATION = "permutation"


@dataclass(frozen=True, slots=True)
class Tested:
    """Everything that two samples tell of a change.

    `change` and `with_tau` are in the direction of the scale's name, `improvement` and `improvement_with_tau` turned so
    that positive is better. `change.p` is Welch's; `p` is the one that counts (permutation when a side has n < 30),
    `p_adjusted` the same over its family, `significant` its answer. `tipping` is None when the interval holds zero or
    everybody answered the after wave. `worst_case` bounds the change of the whole group whatever the missing would
    have said, and knows no sampling error.
    """

    change: Change
    improvement: Change
    with_tau: PolicyInterval
    improvement_with_tau: Interval
    p: float
    method: Method
    p_adjusted: float
    significant: bool
    verdict: Verdict
    small: bool
    certainty: Certainty
    tipping: TippingPoint | None
    worst_case: Interval


@dataclass(frozen=True, slots=True)
class ScaleAssessment:
    """One scale's report: levels, difference of means, and the test or the reason why there is none.

    Exactly one of `tested` and `why_not` is None. `difference` (scale's direction) and `improvement` (positive is
    better) are there whenever both means are. `minimum_detectable` is the change found with 80 % power at these n and
    SDs, at `alpha`; None when nothing can be computed, or when not even a change over the whole scale would be found.
    `family` is the number of scales in the adjustment.
    """

    key: str
    sign: int
    primary: bool
    mid: float
    before: Side
    after: Side
    difference: float | None
    improvement: float | None
    tested: Tested | None
    why_not: Why | None
    adjustment: Adjustment
    family: int
    alpha: float
    minimum_detectable: float | None
