"""A figure and a level as JSON data. Pure."""

from typing import Any

from reports.documents.facts import rounded
from reports.documents.group_facts import Level


def plain_figure(value: float | None, decimals: int = 1) -> dict[str, float] | None:
    """Return a figure as it was computed and as it is printed."""
    return None if value is None else {"value": value, "rounded": float(rounded(value, decimals))}


def plain_level(level: Level | None) -> dict[str, Any] | None:
    """Return a level with its interval; what is withheld is null, with the reason beside it."""
    if level is None:
        return None
    decimals = 0 if level.whole_points else 1
    return {
        "n": level.n,
        "mean": plain_figure(level.mean, decimals),
        "low": plain_figure(level.low, decimals),
        "high": plain_figure(level.high, decimals),
        "spread": level.spread,
        "withheld": level.withheld,
    }
