"""The series as JSON data: figures as they were computed and as they are printed."""

from typing import Any

from reports.documents.facts import rounded
from reports.documents.group_facts import Level
from reports.documents.trends.facts import Pooled, Slope, Trends, TrendScale


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
    }


def _figure(value: float | None, decimals: int = 1) -> dict[str, float] | None:
    return None if value is None else {"value": value, "rounded": float(rounded(value, decimals))}


def _scale(scale: TrendScale) -> dict[str, Any]:
    return {
        "key": scale.key,
        "name": dict(scale.name),
        "primary": scale.primary,
        "levels": [_level(level) for level in scale.levels],
        "pooled": _pooled(scale.pooled),
        "slope": _slope(scale.slope),
    }


def _level(level: Level) -> dict[str, Any]:
    decimals = 0 if level.whole_points else 1
    figures = {"mean": level.mean, "low": level.low, "high": level.high}
    return {"n": level.n} | {name: _figure(value, decimals) for name, value in figures.items()}


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
    told = {name: _figure(value) for name, value in figures.items()}
    return told | {"claim": pooled.claim, "grounds": list(pooled.grounds)}


def _slope(slope: Slope | None) -> dict[str, Any] | None:
    if slope is None:
        return None
    figures = {"points_a_year": slope.per_year, "low": slope.low, "high": slope.high}
    return {name: _figure(value) for name, value in figures.items()} | {
        "p_adjusted": _figure(slope.p, 3),
        "found": slope.found,
    }
