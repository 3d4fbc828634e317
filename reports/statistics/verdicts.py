"""What is said of a change in words, and how sure it is: the same sentence for both parties."""

from dataclasses import dataclass
from enum import StrEnum

from reports.statistics.checks import InvalidFigure, finite, whole
from reports.statistics.intervals import Interval

ENOUGH_ANSWERED = 0.6
ENOUGH_RELIABILITY = 0.7


class Verdict(StrEnum):
    """The eight things that can be said of a change, after orientation so that up is better."""

    CLEARLY_BETTER = "clearly_better"
    BETTER = "better"
    CLEARLY_WORSE = "clearly_worse"
    WORSE = "worse"
    ABOUT_THE_SAME = "about_the_same"
    NOT_WORSE = "not_worse"
    NOT_BETTER = "not_better"
    CANNOT_TELL = "cannot_tell"

    @property
    def mirrored(self) -> "Verdict":
        """The verdict on the same change if the scale's other end were the good one."""
        return _MIRROR.get(self, self)


_PAIRS = (
    (Verdict.CLEARLY_BETTER, Verdict.CLEARLY_WORSE),
    (Verdict.BETTER, Verdict.WORSE),
    (Verdict.NOT_WORSE, Verdict.NOT_BETTER),
)
_MIRROR = {**dict(_PAIRS), **{worse: better for better, worse in _PAIRS}}


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict; `small` when it is "better" or "worse" and the whole interval stays under the important difference."""

    verdict: Verdict
    small: bool = False


def decide(interval: Interval, interval90: Interval, *, significant: bool, mid: float) -> Decision:
    """Return the verdict on a change in points, positive = better, `mid` the minimal important difference.

    In this order, each with its mirror:
    1. clearly better: significant, and the 95 % interval starts at mid or above;
    2. better: significant, and the 95 % interval lies above zero; small if it ends below mid;
    3. about the same: the 90 % interval lies inside (−mid, mid);
    4. not worse (may be better): the 90 % interval starts above −mid;
    5. cannot tell at this size.

    `significant` is decided over the whole family of scales (Holm or Benjamini–Hochberg). The interval is not: the
    false discovery rate of .10, or a permutation p beside a t interval, can call significant what the interval does
    not keep from zero. So "better" asks for both, and nobody reads "better" beside an interval that holds zero.

    Source: the rule is the project's own; the 90 % interval as in Lakens 2017, Soc. Psychol. Personal. Sci. 8:355.

    Raises: InvalidFigure when mid is not above 0.

    >>> decide(Interval(1.0, 4.0), Interval(1.3, 3.7), significant=True, mid=5.0)
    Decision(verdict=<Verdict.BETTER: 'better'>, small=True)
    >>> decide(Interval(-4.0, 20.0), Interval(-2.0, 18.0), significant=False, mid=5.0).verdict.value
    'not_worse'
    """
    margin = finite("mid", mid, low=0.0)
    if margin == 0.0:
        raise InvalidFigure("mid must be above 0")
    if significant and interval.low > 0.0:
        if interval.low >= margin:
            return Decision(Verdict.CLEARLY_BETTER)
        return Decision(Verdict.BETTER, small=interval.high < margin)
    if significant and interval.high < 0.0:
        if interval.high <= -margin:
            return Decision(Verdict.CLEARLY_WORSE)
        return Decision(Verdict.WORSE, small=interval.low > -margin)
    not_worse, not_better = interval90.low > -margin, interval90.high < margin
    if not_worse and not_better:
        return Decision(Verdict.ABOUT_THE_SAME)
    if not_worse:
        return Decision(Verdict.NOT_WORSE)
    if not_better:
        return Decision(Verdict.NOT_BETTER)
    return Decision(Verdict.CANNOT_TELL)


class CertaintyLevel(StrEnum):
    """How sure a verdict is, from the least."""

    VERY_LOW = "very_low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Concern(StrEnum):
    """What moved the certainty: down for all but the last."""

    FEW_ANSWERED = "few_answered"
    FRAGILE = "fragile"
    ORDINARY_VARIATION = "ordinary_variation"
    LOW_RELIABILITY = "low_reliability"
    NO_PRIOR_WAVES = "no_prior_waves"
    COMPARISON_AGREES = "comparison_agrees"


@dataclass(frozen=True, slots=True)
class Certainty:
    """A level and everything that moved it, in the order of `Concern`."""

    level: CertaintyLevel
    reasons: tuple[Concern, ...]


def certainty(
    *,
    answered: float,
    fragile: bool,
    plain: Interval,
    with_tau: Interval,
    reference_alpha: float | None,
    prior_waves: int,
    comparison_agrees: bool | None,
) -> Certainty:
    """Return how sure a verdict is and why.

    Starts at moderate. One step down each for: under 60 % answering (`answered`, the lower rate of the two waves, 0 to
    1) or a fragile tipping point, which are one step together and both named; zero inside the τ interval though
    outside the plain one; a reference alpha under .70 (None: unknown, no step); no wave before the two compared. One
    step up when a comparison unit agrees (None: there is none, no step; False: no step). Never beyond very low or high.

    Source: the project's own rule, in the manner of GRADE (Guyatt et al. 2008, BMJ 336:924–926).

    Raises: InvalidFigure for a rate or alpha outside its range.

    >>> result = certainty(answered=0.85, fragile=False, plain=Interval(1, 9), with_tau=Interval(-2, 12),
    ...                    reference_alpha=0.8, prior_waves=0, comparison_agrees=None)
    >>> result.level.value, [reason.value for reason in result.reasons]
    ('very_low', ['ordinary_variation', 'no_prior_waves'])
    """
    few = finite("answered", answered, low=0.0, high=1.0) < ENOUGH_ANSWERED
    waves = whole("prior_waves", prior_waves)
    ordinary = with_tau.contains(0.0) and not plain.contains(0.0)
    unreliable = (
        reference_alpha is not None and finite("reference_alpha", reference_alpha, high=1.0) < ENOUGH_RELIABILITY
    )
    steps = -sum((few or fragile, ordinary, unreliable, waves == 0)) + (comparison_agrees is True)
    found = {
        Concern.FEW_ANSWERED: few,
        Concern.FRAGILE: fragile,
        Concern.ORDINARY_VARIATION: ordinary,
        Concern.LOW_RELIABILITY: unreliable,
        Concern.NO_PRIOR_WAVES: waves == 0,
        Concern.COMPARISON_AGREES: comparison_agrees is True,
    }
    levels = tuple(CertaintyLevel)
    place = min(max(levels.index(CertaintyLevel.MODERATE) + steps, 0), len(levels) - 1)
    return Certainty(levels[place], tuple(concern for concern, holds in found.items() if holds))
