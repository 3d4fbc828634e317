"""From released scales to levels, changes and what the size allows. Pure: reports.statistics computes every figure."""

import math

from reports.documents.facts import Change, NoChange, ReliabilityFacts, SizeFacts
from reports.documents.group_facts import Level, Spread
from reports.documents.spread import borrowed
from reports.releases.types import Reason, ReleasedReliability, ReleasedRow, ReleasedScale
from reports.statistics.checks import CannotCompute, Why
from reports.statistics.level import level
from reports.statistics.power import minimum_detectable_change, people_for_the_same
from reports.statistics.reliability import feldt_interval
from reports.statistics.samples import Sample
from reports.statistics.types import SCALE, ScaleAssessment, ScaleInput, Tested
from reports.tallies.types import TWELFTHS
from surveys.questionnaires.types import Direction, Scale

PLANNED_SD = 20.0
"""Points: the spread that planning reckons with, before any answer is in."""
SAME_WITHIN = 5.0
FAMILY_ERROR = 0.05
TESTED_FROM = 10
"""Answers: below this only means are released, and a change between two means cannot be tested."""

_WHY = {
    Why.NOT_SHOWN: NoChange.NOT_SHOWN,
    Why.MEAN_ONLY: NoChange.ONLY_MEANS,
    Why.NO_VARIATION: NoChange.NO_SPREAD,
    Why.TOO_FEW: NoChange.TOO_FEW,
    Why.OUT_OF_REACH: NoChange.TOO_FEW,
}


def sample_of(released: ReleasedScale | None) -> Sample | None:
    """Return the released counts in points; None where only a mean, or nothing, is released."""
    if released is None or released.withheld is not None or not released.counts:
        return None
    return Sample.from_pairs(released.counts, unit=1 / TWELFTHS)


def level_of(released: ReleasedScale | None, *, invited: int | None, whole: Sample | None = None) -> Level:
    """Return a level with its interval where the release holds enough to compute one.

    `invited` are the people of the group, None where nobody knows how many they are. `whole` is the same scale in the
    whole workplace, whose spread a group without its own counts gets its interval of.
    """
    if released is None:
        return Level(None, None, None, None, Reason.NOT_SHOWN)
    if released.withheld is not None:
        return Level(None, None, None, None, released.withheld)
    sample = sample_of(released)
    if sample is None:
        return _mean_alone_level(released, invited, whole)
    if invited is None:
        return Level(sample.n, sample.mean, None, None)
    try:
        found = level(sample, population=invited, limits=SCALE)
    except CannotCompute:
        return Level(sample.n, sample.mean, None, None)
    return Level(sample.n, found.mean, found.low, found.high, known=found.known, spread=Spread.OWN)


def _mean_alone_level(released: ReleasedScale, invited: int | None, whole: Sample | None) -> Level:
    """Return the level of a group of which only a mean in whole points is released."""
    n, mean = released.n, released.mean
    if n is None or mean is None:
        return Level(None, None, None, None, Reason.NOT_SHOWN)
    if n == invited:
        return Level(n, mean, mean, mean, known=True, whole_points=True)
    ends = borrowed(mean, n=n, whole=whole, population=invited) if whole is not None else None
    if ends is None:
        return Level(n, mean, None, None, whole_points=True)
    return Level(n, mean, *ends, whole_points=True, spread=Spread.WHOLE)


def reliability_of(released: ReleasedReliability | None, n: int | None) -> ReliabilityFacts | None:
    """Return α with Feldt's interval for the `n` answers of the scale; None where nothing is released."""
    if released is None or n is None:
        return None
    ends = feldt_interval(released.alpha, n=n, items=released.items)
    return ReliabilityFacts(released.alpha, ends.low, ends.high, released.omega)


def scale_input(scale: Scale, before: ReleasedRow, after: ReleasedRow, alpha: float | None = None) -> ScaleInput:
    """Return what the assessment of one scale needs from the whole unit's two rows.

    `alpha` is the reliability measured here; without it the scale's reference stands.
    """
    earlier, later = before.scales.get(scale.key), after.scales.get(scale.key)
    samples = sample_of(earlier), sample_of(later)
    return ScaleInput(
        key=scale.key,
        sign=1 if scale.direction is Direction.MORE_IS_BETTER else -1,
        primary=scale.primary,
        mid=scale.mid,
        reference_alpha=scale.reference_alpha if alpha is None else alpha,
        before=samples[0],
        after=samples[1],
        invited_before=before.headcount,
        invited_after=after.headcount,
        before_mean=_mean_alone(earlier, samples[0]),
        after_mean=_mean_alone(later, samples[1]),
    )


def _mean_alone(released: ReleasedScale | None, sample: Sample | None) -> float | None:
    return None if released is None or released.withheld is not None or sample is not None else released.mean


def change_of(found: ScaleAssessment) -> tuple[Change | None, NoChange | None]:
    """Return the change, or why there is none."""
    if found.tested is None:
        return None, _WHY[found.why_not or Why.NOT_SHOWN]
    return _change(found, found.tested), None


def _change(found: ScaleAssessment, tested: Tested) -> Change:
    return Change(
        difference=tested.change.difference,
        low=tested.change.low,
        high=tested.change.high,
        low_policy=tested.with_tau.low,
        high_policy=tested.with_tau.high,
        gain=tested.improvement.difference,
        p=tested.p,
        p_adjusted=tested.p_adjusted,
        method=tested.method,
        adjustment=found.adjustment,
        verdict=tested.verdict,
        small=tested.small,
        certainty=tested.certainty.level,
        concerns=tested.certainty.reasons,
        mdc=found.minimum_detectable,
    )


def size_of(before: int | None, after: int | None, *, primary: int) -> SizeFacts | None:
    """Return what a survey of this size can find, by the spread that planning reckons with; None when it is not told.

    A first wave is reckoned with as many answers next time. With so few that only means are kept, no change is found.
    """
    if after is None:
        return None
    fewest = min(before or after, after)
    try:
        found: float | None = (
            None
            if fewest < TESTED_FROM
            else minimum_detectable_change(
                n_before=before or after,
                n_after=after,
                sd_before=PLANNED_SD,
                sd_after=PLANNED_SD,
                alpha=FAMILY_ERROR / max(1, primary),
            )
        )
    except CannotCompute:
        found = None
    needs = math.ceil(people_for_the_same(SAME_WITHIN, sd=PLANNED_SD))
    return SizeFacts(
        answered=fewest,
        mdc_primary=found,
        sd=PLANNED_SD,
        same_within=SAME_WITHIN,
        same_needs=needs,
    )
