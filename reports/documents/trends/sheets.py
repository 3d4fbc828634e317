"""The series as sheets of the workbook, in the active language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.documents.formats import Formats
from reports.documents.level_cells import FIGURE, NAME, SENTENCE, WORDS, level_cells, level_columns
from reports.documents.sheets import Cell, Kind, Sheet, count, day, figure, text
from reports.documents.tables import not_shown
from reports.documents.trends.facts import Trends, TrendScale
from reports.documents.trends.rows import SeriesRow, series_rows, together, worth_showing
from reports.documents.trends.sentences import scale_sentences
from reports.documents.trends.wording import wave_labels


def series_sheets(trends: Trends | None, formats: Formats) -> tuple[Sheet, ...]:
    """Return the levels of every wave, and what the waves say together; nothing where the report shows no series."""
    shown = worth_showing(trends)
    return () if shown is None else (_levels(shown, formats), _together(shown, formats))


def _levels(trends: Trends, formats: Formats) -> Sheet:
    columns = (
        (_("Indeks"), NAME),
        (_("Runde"), WORDS),
        (_("Åpnet"), WORDS),
        (_("Lukket"), WORDS),
        (_("Kunne svare"), FIGURE),
        (_("Svarte"), FIGURE),
        *level_columns(),
    )
    labels = wave_labels(trends, formats)
    rows = [_level(row, labels[row.place], formats) for row in series_rows(trends)]
    return Sheet(_("Utviklingen"), _("Snittet på hver indeks i hver runde, i poeng fra 0 til 100"), columns, rows)


def _level(row: SeriesRow, label: str, formats: Formats) -> Sequence[Cell]:
    wave = row.wave
    return (
        text(row.scale.name[formats.language]),
        text(label),
        day(wave.opened),
        day(wave.closed),
        count(wave.invited, not_shown()),
        count(wave.answered, not_shown()),
        *level_cells(row.level),
    )


def _together(trends: Trends, formats: Formats) -> Sheet:
    columns = (
        (_("Indeks"), NAME),
        (_("Runder før"), FIGURE),
        (_("Runder etter"), FIGURE),
        (_("Før"), FIGURE),
        (_("Etter"), FIGURE),
        (_("Endring"), FIGURE),
        (_("Med vanlig svingning, fra"), FIGURE),
        (_("Med vanlig svingning, til"), FIGURE),
        (_("Poeng i året"), FIGURE),
        (_("Usikkerhet, fra"), FIGURE),
        (_("Usikkerhet, til"), FIGURE),
        (_("Justert p"), FIGURE),
        (_("Hva rundene sier til sammen"), SENTENCE),
    )
    rows = [_scale(scale, trends, formats) for scale in together(trends)]
    return Sheet(_("Rundene til sammen"), _("Hva rundene sier til sammen"), columns, rows)


def _scale(scale: TrendScale, trends: Trends, formats: Formats) -> Sequence[Cell]:
    pooled, slope, policy = scale.pooled, scale.slope, trends.policy
    first = policy.first_after if policy is not None and pooled is not None else None
    return (
        text(scale.name[formats.language]),
        count(first),
        count(None if first is None else len(trends.waves) - first),
        figure(pooled.before if pooled else None, Kind.POINTS),
        figure(pooled.after if pooled else None, Kind.POINTS),
        figure(pooled.difference if pooled else None, Kind.SIGNED),
        figure(pooled.low if pooled else None, Kind.SIGNED),
        figure(pooled.high if pooled else None, Kind.SIGNED),
        figure(slope.per_year if slope else None, Kind.SIGNED),
        figure(slope.low if slope else None, Kind.SIGNED),
        figure(slope.high if slope else None, Kind.SIGNED),
        figure(slope.p if slope else None, Kind.PROBABILITY),
        text(scale_sentences(scale, trends, formats)),
    )
