"""The series as JSON data: figures as they were computed and as they are printed."""

from typing import Any

from reports.documents.group_facts import Level
from reports.documents.plain import plain_figure
from reports.documents.trends.facts import Compared, Comparison, Pooled, Slope, Trends, TrendScale


def to_plain(trends: Trends | None) -> dict[str, Any] | None:
    """Return the series; None where there is none."""
    if trends is None:
        return None
    policy = trends.policy
    return {
        "waves": [
            {
                "key": wave.label,
                "opened": wave.opened,
                "closed": wave.closed,
                "invited": wave.invited,
                "answered": wave.answered,
            }
            for wave in trends.waves
        ],
        "left_out": trends.left_out,
        "policy_change": None
        if policy is None
        else {"date": policy.change.date, "name": dict(policy.change.name), "waves_before": policy.first_after},
        "ordinary_variation": trends.tau,
        "scales": [_scale(scale) for scale in trends.scales],
        "comparisons": [_comparison(one) for one in trends.comparisons],
    }


def _scale(scale: TrendScale) -> dict[str, Any]:
    return {
        "key": scale.key,
        "name": dict(scale.name),
        "primary": scale.primary,
        "levels": [_level(level) for level in scale.levels],
        "pooled": _pooled(scale.pooled),
        "slope": _slope(scale.slope),
    }


def _comparison(one: Comparison) -> dict[str, Any]:
    return {
        "date": one.change.date,
        "name": dict(one.change.name),
        "exempt": one.change.exempt,
        "waves": {"before": one.before, "after": one.after},
        "covered": list(one.treated),
        "not_covered": list(one.others),
        "left_out": list(one.few),
        "scales": [_compared(scale) for scale in one.scales],
    }


def _compared(scale: Compared) -> dict[str, Any]:
    figures = {"difference": scale.difference, "low": scale.low, "high": scale.high}
    return {
        "key": scale.key,
        "covered": [plain_figure(value) for value in scale.treated],
        "not_covered": [plain_figure(value) for value in scale.others],
        "p": plain_figure(scale.p, 3),
        "claim": scale.claim,
    } | {name: plain_figure(value) for name, value in figures.items()}


def _level(level: Level) -> dict[str, Any]:
    decimals = 0 if level.whole_points else 1
    figures = {"mean": level.mean, "low": level.low, "high": level.high}
    return {"n": level.n} | {name: plain_figure(value, decimals) for name, value in figures.items()}


def _pooled(pooled: Pooled | None) -> dict[str, Any] | None:
    if pooled is None:
        return None
    figures = {
        "before": pooled.before,
        "after": pooled.after,
        "difference": pooled.difference,
        "low": pooled.low,
        "high": pooled.high,
    }
    told = {name: plain_figure(value) for name, value in figures.items()}
    return told | {"claim": pooled.claim, "grounds": list(pooled.grounds)}


def _slope(slope: Slope | None) -> dict[str, Any] | None:
    if slope is None:
        return None
    figures = {"points_a_year": slope.per_year, "low": slope.low, "high": slope.high}
    return {name: plain_figure(value) for name, value in figures.items()} | {
        "p_adjusted": plain_figure(slope.p, 3),
        "found": slope.found,
    }
