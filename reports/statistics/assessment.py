"""From the counts of two waves to everything a report says of each scale."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from reports.statistics.change import Change, welch
from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite, whole
from reports.statistics.level import level
from reports.statistics.multiplicity import benjamini_hochberg, holm
from reports.statistics.nonresponse import tipping_point, worst_case, worst_case_change
from reports.statistics.permutation import permutation_p
from reports.statistics.policy import DEFAULT_TAU, policy_interval
from reports.statistics.power import minimum_detectable_change
from reports.statistics.samples import Sample
from reports.statistics.types import SCALE, Adjustment, Method, ScaleAssessment, ScaleInput, Side, Tested
from reports.statistics.verdicts import certainty, decide

__all__ = ["ScaleAssessment", "ScaleInput", "assess"]

FAMILY_ERROR = 0.05
FALSE_DISCOVERY = 0.10
PERMUTE_BELOW = 30


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two samples of a scale, their change, and the p that counts."""

    before: Sample
    after: Sample
    change: Change
    p: float
    method: Method


@dataclass(frozen=True, slots=True)
class _Setting:
    """What holds for all scales of a call."""

    tau: float
    prior_waves: int
    comparison_agrees: bool | None


def assess(
    scales: Sequence[ScaleInput],
    *,
    seed: int,
    tau: float = DEFAULT_TAU,
    prior_waves: int = 0,
    comparison_agrees: bool | None = None,
) -> tuple[ScaleAssessment, ...]:
    """Return an assessment per scale of one group and one change, in the order given.

    The p that counts is Welch's, or the studentised permutation's when a side has n < 30. Primary scales are adjusted
    by Holm and significant under .05; the others by Benjamini–Hochberg and significant at .10 or below. A family
    counts all its scales in the call, also those that could not be tested (as p = 1): it was declared before the
    answers were in. No verdict says "better" or "worse" unless, besides, the plain 95 % interval keeps off zero.
    Each scale draws from its own stream of (seed, key), so leaving one out does not move another.

    `prior_waves` counts the waves before the two compared; `comparison_agrees` is None without a comparison unit.

    Source: docs/statistics.md.

    Raises: InvalidFigure for a key used twice or a bad seed, tau or number of waves. A scale that cannot be computed
    does not raise: its `why_not` says why.

    >>> scale = ScaleInput("trust", 1, True, 5.0, None, Sample((25.0, 50.0, 75.0), (14, 14, 6)),
    ...                    Sample((25.0, 50.0, 75.0), (4, 12, 18)), 40, 40)
    >>> result, = assess([scale], seed=1)
    >>> result.tested.verdict.value, round(result.improvement, 2), round(result.minimum_detectable, 1)
    ('clearly_better', 16.18, 12.4)
    """
    keys = [scale.key for scale in scales]
    if len(set(keys)) != len(keys):
        raise InvalidFigure("each scale can be assessed once in a call")
    whole("seed", seed)
    setting = _Setting(finite("tau", tau, low=0.0), whole("prior_waves", prior_waves), comparison_agrees)
    compared = [_compare(scale, seed) for scale in scales]
    adjusted = _adjusted(scales, compared)
    families = {primary: sum(scale.primary is primary for scale in scales) for primary in (True, False)}
    return tuple(
        _assessment(scale, outcome, p_adjusted, families[scale.primary], setting)
        for scale, outcome, p_adjusted in zip(scales, compared, adjusted, strict=True)
    )


def _compare(scale: ScaleInput, seed: int) -> _Compared | Why:
    """Return the change and the p that counts, or why there is none."""
    if scale.before is None or scale.after is None:
        shown = all(
            sample is not None or mean is not None
            for sample, mean in ((scale.before, scale.before_mean), (scale.after, scale.after_mean))
        )
        return Why.MEAN_ONLY if shown else Why.NOT_SHOWN
    try:
        change = welch(scale.before, scale.after)
        if min(change.n_before, change.n_after) >= PERMUTE_BELOW:
            return _Compared(scale.before, scale.after, change, change.p, Method.WELCH)
        p = permutation_p(scale.before, scale.after, seed=(seed, zlib.crc32(scale.key.encode())))
    except CannotCompute as error:
        return error.why
    return _Compared(scale.before, scale.after, change, p, Method.PERMUTATION)


def _adjusted(scales: Sequence[ScaleInput], compared: Sequence[_Compared | Why]) -> list[float]:
    """Return each scale's p adjusted within its family; 1 for a scale that was not tested."""
    result = [1.0] * len(scales)
    for primary, adjust in ((True, holm), (False, benjamini_hochberg)):
        places = [place for place, scale in enumerate(scales) if scale.primary is primary]
        outcomes = [compared[place] for place in places]
        ps = [outcome.p if isinstance(outcome, _Compared) else 1.0 for outcome in outcomes]
        for place, p in zip(places, adjust(ps), strict=True):
            result[place] = p
    return result


def _assessment(
    scale: ScaleInput, outcome: _Compared | Why, p_adjusted: float, family: int, setting: _Setting
) -> ScaleAssessment:
    before = _side(scale.before, scale.before_mean, scale.invited_before)
    after = _side(scale.after, scale.after_mean, scale.invited_after)
    difference = after.mean - before.mean if before.mean is not None and after.mean is not None else None
    alpha = FAMILY_ERROR / family if scale.primary else FAMILY_ERROR
    tested = None if isinstance(outcome, Why) else _tested(scale, outcome, p_adjusted, setting)
    return ScaleAssessment(
        key=scale.key,
        sign=scale.sign,
        primary=scale.primary,
        mid=scale.mid,
        before=before,
        after=after,
        difference=difference,
        improvement=None if difference is None else _turned(difference, scale.sign),
        tested=tested,
        why_not=outcome if isinstance(outcome, Why) else None,
        adjustment=Adjustment.HOLM_PRIMARY if scale.primary else Adjustment.BENJAMINI_HOCHBERG_EXPLORATORY,
        family=family,
        alpha=alpha,
        minimum_detectable=None if isinstance(outcome, Why) else _detectable(outcome, alpha),
    )


def _turned(difference: float, sign: int) -> float:
    """Return the difference with positive as better, without a negative zero."""
    return difference * sign + 0.0


def _side(sample: Sample | None, mean: float | None, invited: int) -> Side:
    """Return what is known of one wave."""
    if sample is None:
        return Side(mean, None, invited, None, None, Why.NOT_SHOWN if mean is None else Why.MEAN_ONLY)
    own_mean = sample.mean if sample.n else None
    sd = sample.sd if sample.n > 1 else None
    try:
        found = level(sample, population=invited, limits=SCALE)
    except CannotCompute as error:
        return Side(own_mean, sample.n, invited, sd, None, error.why)
    return Side(own_mean, sample.n, invited, sd, found, None)


def _tested(scale: ScaleInput, compared: _Compared, p_adjusted: float, setting: _Setting) -> Tested:
    """Return everything the two samples tell."""
    change, after = compared.change, compared.after
    improvement = change if scale.sign == 1 else change.mirrored()
    policy = policy_interval(change, tau=setting.tau)
    significant = p_adjusted < FAMILY_ERROR if scale.primary else p_adjusted <= FALSE_DISCOVERY
    decision = decide(improvement.interval, improvement.interval90, significant=significant, mid=scale.mid)
    tipping = tipping_point(change.interval, answered=after.n, invited=scale.invited_after, sd=after.sd)
    sure = certainty(
        answered=min(compared.before.n / scale.invited_before, after.n / scale.invited_after),
        fragile=tipping is not None and tipping.fragile,
        plain=change.interval,
        with_tau=policy.interval,
        reference_alpha=scale.reference_alpha,
        prior_waves=setting.prior_waves,
        comparison_agrees=setting.comparison_agrees,
    )
    return Tested(
        change=change,
        improvement=improvement,
        with_tau=policy,
        improvement_with_tau=policy.interval if scale.sign == 1 else policy.interval.mirrored(),
        p=compared.p,
        method=compared.method,
        p_adjusted=p_adjusted,
        significant=significant,
        verdict=decision.verdict,
        small=decision.small,
        certainty=sure,
        tipping=tipping,
        worst_case=worst_case_change(
            worst_case(compared.before.mean, answered=compared.before.n, invited=scale.invited_before),
            worst_case(after.mean, answered=after.n, invited=scale.invited_after),
        ),
    )


def _detectable(compared: _Compared, alpha: float) -> float | None:
    """Return the change found with 80 % power at these sizes and spreads; None when no change on the scale is."""
    try:
        found = minimum_detectable_change(
            n_before=compared.before.n,
            n_after=compared.after.n,
            sd_before=compared.before.sd,
            sd_after=compared.after.sd,
            alpha=alpha,
        )
    except CannotCompute:
        return None
    return found if found <= SCALE.high - SCALE.low else None
