"""The series as rows, one figure's place in each, for the forms that hold numbers and not sentences. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.documents.group_facts import Level
from reports.documents.trends.facts import Trends, TrendScale, TrendWave

WORTH_A_SERIES = 3
"""Waves from which a report shows the series: two are its before and after already."""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One scale in one wave; `place` is the wave's place in the series, from 0."""

    place: int
    wave: TrendWave
    scale: TrendScale
    level: Level


def worth_showing(trends: Trends | None) -> Trends | None:
    """Return the series where a wave's report shows it, and else nothing."""
    return trends if trends is not None and len(trends.waves) >= WORTH_A_SERIES else None


def series_rows(trends: Trends) -> Iterator[SeriesRow]:
    """Yield each scale with its waves in order."""
    for scale in trends.scales:
        for place, (wave, level) in enumerate(zip(trends.waves, scale.levels, strict=True)):
            yield SeriesRow(place, wave, scale, level)


def together(trends: Trends) -> list[TrendScale]:
    """Return the scales of which the waves say something together."""
    return [scale for scale in trends.scales if scale.pooled is not None or scale.slope is not None]
