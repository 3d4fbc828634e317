"""The series as tables of JSON-stat, in the active language."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from reports.documents.cube import HIDDEN, LACKING, Category, Cube, Dimension
from reports.documents.facts import rounded
from reports.documents.formats import Formats
from reports.documents.rows import level_decimals
from reports.documents.sentences import reason_words
from reports.documents.trends.facts import Trends, TrendScale
from reports.documents.trends.rows import SeriesRow, series_rows, together, worth_showing
from reports.documents.trends.wording import wave_labels

Cells = dict[tuple[str, ...], Decimal | int | str]


def series_cubes(
    trends: Trends | None, formats: Formats, *, measures: Dimension, notes: Sequence[str]
) -> tuple[Cube, ...]:
    """Return scale × measure × wave, and what the waves say together; nothing where the report shows no series.

    A wave's key is the day on which it opened. `measures` are those of a level: invited to high.
    """
    shown = worth_showing(trends)
    if shown is None:
        return ()
    found = [_levels(shown, formats, measures, notes)]
    if together(shown):
        found.append(_together(shown, formats, notes))
    return tuple(found)


def _levels(trends: Trends, formats: Formats, measures: Dimension, notes: Sequence[str]) -> Cube:
    cells: Cells = {}
    reasons: dict[str, str] = {}
    for row in series_rows(trends):
        for measure, cell in _level(row).items():
            cells[row.scale.key, measure, row.wave.opened] = cell
        if row.level.mean is None:
            reasons[f"{row.scale.key}|{row.wave.opened}"] = reason_words(row.level.withheld)
    labels = wave_labels(trends, formats)
    waves = [Category(wave.opened, label) for wave, label in zip(trends.waves, labels, strict=True)]
    return Cube(
        "series",
        _("Snittet på hver indeks i hver runde, i poeng fra 0 til 100"),
        [_scales(trends.scales, formats), measures, Dimension("wave", _("Runde"), waves)],
        cells,
        metric="measure",
        time="wave",
        notes=notes,
        extension={"reasons": reasons},
    )


def _scales(scales: Sequence[TrendScale], formats: Formats) -> Dimension:
    return Dimension("scale", _("Indeks"), [Category(scale.key, scale.name[formats.language]) for scale in scales])


def _level(row: SeriesRow) -> dict[str, Decimal | int | str]:
    level, shown = row.level, row.level.mean is not None
    found: dict[str, Decimal | int | str] = {}
    counts = {"invited": row.wave.invited, "answered": row.wave.answered, "n": level.n if shown else None}
    for measure, count in counts.items():
        found[measure] = HIDDEN if count is None else count
    ends = {"low": None if level.known else level.low, "high": None if level.known else level.high}
    for measure, value in ({"mean": level.mean} | ends).items():
        lacking = LACKING if shown else HIDDEN
        found[measure] = lacking if value is None else rounded(value, level_decimals(level))
    return found


def _together(trends: Trends, formats: Formats, notes: Sequence[str]) -> Cube:
    points, yearly = _("poeng"), _("poeng i året")
    measures = [
        Category("before", _("Før"), 1, points),
        Category("after", _("Etter"), 1, points),
        Category("difference", _("Endring"), 1, points),
        Category("low", _("Med vanlig svingning, fra"), 1, points),
        Category("high", _("Med vanlig svingning, til"), 1, points),
        Category("per_year", _("Poeng i året"), 1, yearly),
        Category("low_per_year", _("Usikkerhet, fra"), 1, yearly),
        Category("high_per_year", _("Usikkerhet, til"), 1, yearly),
        Category("p_adjusted", _("Justert p"), 3),
    ]
    scales = together(trends)
    cells: Cells = {}
    for scale in scales:
        pooled, slope = scale.pooled, scale.slope
        figures = {key: getattr(pooled, key) if pooled else None for key in ("before", "after", "difference")}
        figures |= {key: getattr(pooled, key) if pooled else None for key in ("low", "high")}
        figures |= {
            "per_year": slope.per_year if slope else None,
            "low_per_year": slope.low if slope else None,
            "high_per_year": slope.high if slope else None,
            "p_adjusted": slope.p if slope else None,
        }
        for measure in measures:
            value = figures[measure.key]
            cells[scale.key, measure.key] = LACKING if value is None else rounded(value, measure.decimals or 0)
    dimensions = [_scales(scales, formats), Dimension("measure", _("Tall"), measures)]
    return Cube("series-together", _("Hva rundene sier til sammen"), dimensions, cells, metric="measure", notes=notes)
