"""From the released records of several waves to what they say together: facts and findings, in no language. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import fmean

from reports.documents.figures import level_of, sample_of
from reports.documents.group_facts import Level
from reports.documents.grouping import name_in, whole_row
from reports.documents.policy_change import ScopedChange
from reports.documents.trends.comparison import comparisons_of, side_in
from reports.documents.trends.facts import Policy, Pooled, Slope, Trends, TrendScale, TrendWave
from reports.releases.types import Reason, Record
from reports.statistics.checks import CannotCompute
from reports.statistics.claims import Claim, Ground, PolicyClaim, policy_claim
from reports.statistics.interruption import Step, step_and_trend
from reports.statistics.multiplicity import holm
from reports.statistics.policy import DEFAULT_TAU
from reports.statistics.samples import Sample
from reports.statistics.trend import Trend, mann_kendall
from reports.statistics.waves import PooledChange, pooled_change
from surveys.changes.rules import Side
from surveys.questionnaires.types import Questionnaire, Scale

FEWEST_POOLED = 3
"""Waves from which those before and those after a change are taken together; two are compared in their own report."""
FAMILY_ERROR = 0.05
DAYS_A_YEAR = 365.25


class OutOfOrder(ValueError):
    """The records are not in the order in which their waves opened."""


def trends_of(
    records: Sequence[Record],
    questionnaire: Questionnaire,
    organisation: str,
    changes: Sequence[ScopedChange],
    parents: Mapping[str, str | None],
) -> Trends | None:
    """Return the series that ends with the last record; None where nothing comes before that.

    `records` in the order in which the waves opened; `parents` is the tree of units, code to parent's code. Only
    waves of the last one's whole and questions are kept, so that no figure is set beside one that means something
    else, and of two that opened on one day the later. Raises `OutOfOrder`.
    """
    if any(one.opened > other.opened for one, other in pairwise(records)):
        raise OutOfOrder("waves must be given in the order in which they opened")
    last = records[-1]
    kept = list({record.opened: record for record in records if _same(record, last)}.values())
    if len(kept) < 2:
        return None
    covering = [one for one in changes if side_in(last, last.whole, one, parents) is not Side.COMPARISON]
    policy = _policy(kept, covering, parents)
    scales = sorted(questionnaire.scales, key=lambda scale: not scale.primary)
    primary = [scale for scale in scales if scale.primary]
    slopes, pooled = _slopes(kept, primary), _pooled(kept, primary, policy) if policy else {}
    return Trends(
        organisation=organisation,
        synthetic=any(record.synthetic for record in kept),
        whole_name=name_in(last, last.whole),
        waves=tuple(_wave(record) for record in kept),
        changes=tuple(sorted((one.change for one in changes), key=lambda change: change.date)),
        policy=policy,
        scales=tuple(
            TrendScale(
                key=scale.key,
                name=scale.name,
                direction=scale.direction,
                primary=scale.primary,
                levels=tuple(_level(record, scale) for record in kept),
                pooled=pooled.get(scale.key),
                slope=slopes.get(scale.key),
            )
            for scale in scales
        ),
        left_out=len(records) - len(kept),
        tau=DEFAULT_TAU,
        comparisons=comparisons_of(kept, questionnaire, changes, parents),
    )


def _same(record: Record, last: Record) -> bool:
    return (record.whole, record.questionnaire_fingerprint) == (last.whole, last.questionnaire_fingerprint)


def _wave(record: Record) -> TrendWave:
    row = whole_row(record)
    invited, answered = (row.headcount, row.n) if row else (None, None)
    return TrendWave(record.wave, record.opened, record.closed, invited, answered)


def _level(record: Record, scale: Scale) -> Level:
    row = whole_row(record)
    if row is None:
        return Level(None, None, None, None, Reason.NOT_SHOWN)
    return level_of(row.scales.get(scale.key), invited=row.headcount)


def _policy(
    records: Sequence[Record], changes: Sequence[ScopedChange], parents: Mapping[str, str | None]
) -> Policy | None:
    """Return the latest change of the whole workplace with a wave on either side, where there are waves enough."""
    if len(records) < FEWEST_POOLED:
        return None
    found = None
    for one in sorted(changes, key=lambda one: one.change.date):
        before = sum(side_in(record, record.whole, one, parents) is Side.BEFORE for record in records)
        if 0 < before < len(records):
            found = Policy(one.change, before)
    return found


def _pooled(records: Sequence[Record], primary: Sequence[Scale], policy: Policy) -> dict[str, Pooled]:
    """Return the change of each primary scale that has one; what Holm's method does not let through claims nothing."""
    rows = [whole_row(record) for record in records]
    found: dict[str, tuple[list[Sample], PooledChange]] = {}
    for scale in primary:
        samples = [sample_of(row.scales.get(scale.key)) if row else None for row in rows]
        known = [sample for sample in samples if sample is not None]
        if len(known) == len(samples):
            try:
                found[scale.key] = known, pooled_change(known[: policy.first_after], known[policy.first_after :])
            except CannotCompute:
                continue
    adjusted = holm([found[scale.key][1].p if scale.key in found else 1.0 for scale in primary])
    return {
        scale.key: _told(records, *found[scale.key], policy, significant=p < FAMILY_ERROR)
        for scale, p in zip(primary, adjusted, strict=True)
        if scale.key in found
    }


def _told(
    records: Sequence[Record], samples: Sequence[Sample], pooled: PooledChange, policy: Policy, *, significant: bool
) -> Pooled:
    means = [sample.mean for sample in samples]
    first, second = (fmean(side) for side in (means[: policy.first_after], means[policy.first_after :]))
    claimed = policy_claim(pooled.interval, step=_step(records, means, policy))
    if not significant:
        claimed = PolicyClaim(Claim.NOTHING, (Ground.ORDINARY_VARIATION,))
    return Pooled(first, second, pooled.difference, pooled.low, pooled.high, claimed.claim, claimed.grounds)


def _step(records: Sequence[Record], means: Sequence[float], policy: Policy) -> Step | None:
    """Return the step net of a trend, None under three waves a side."""
    try:
        return step_and_trend(years(records), means, change_at=_year(policy.change.date))
    except CannotCompute:
        return None


def _slopes(records: Sequence[Record], primary: Sequence[Scale]) -> dict[str, Slope]:
    """Return the slope of each primary scale that has one; a scale without one counts as p = 1 in the family."""
    found: dict[str, Trend] = {}
    for scale in primary:
        levels = [_level(record, scale).mean for record in records]
        means = [mean for mean in levels if mean is not None]
        if len(means) == len(levels):
            try:
                found[scale.key] = mann_kendall(years(records), means)
            except CannotCompute:
                continue
    adjusted = holm([found[scale.key].p if scale.key in found else 1.0 for scale in primary])
    return {
        scale.key: Slope(trend.slope, trend.slope_low, trend.slope_high, p, p < FAMILY_ERROR)
        for scale, p in zip(primary, adjusted, strict=True)
        if (trend := found.get(scale.key)) is not None
    }


def years(records: Sequence[Record]) -> list[float]:
    """Return when each wave opened, in years."""
    return [_year(record.opened) for record in records]


def _year(iso: str) -> float:
    return date.fromisoformat(iso).toordinal() / DAYS_A_YEAR
