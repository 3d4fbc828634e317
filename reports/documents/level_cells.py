"""How a workbook tells the level on a scale: the same columns on every sheet that has levels."""

from django.utils.translation import gettext as _

from reports.documents.group_facts import Level
from reports.documents.rows import level_decimals
from reports.documents.sentences import reason_words
from reports.documents.sheets import Cell, Kind, count, figure, text
from reports.documents.tables import everybody, not_shown

WORDS, FIGURE, NAME, SENTENCE = 22, 11, 34, 60
"""Widths of columns, in signs."""


def level_columns() -> tuple[tuple[str, int], ...]:
    """Return heading and width of the columns that `level_cells` fills, in the active language."""
    return (
        (_("Svar på indeksen"), FIGURE),
        (_("Snitt"), FIGURE),
        (_("Usikkerhet, fra"), FIGURE),
        (_("Usikkerhet, til"), FIGURE),
        (_("Merknad"), SENTENCE),
    )


def level_cells(level: Level) -> tuple[Cell, ...]:
    """Return answers, mean and interval in points 0–100, and why a figure is hidden or a shown one has no interval."""
    kind = Kind.POINTS if level_decimals(level) else Kind.WHOLE_POINTS
    hidden = not_shown() if level.mean is None else ""
    note = reason_words(level.withheld) if level.mean is None else everybody() if level.known else ""
    return (
        count(None if hidden else level.n, hidden),
        figure(level.mean, kind, hidden),
        figure(None if level.known else level.low, kind, hidden),
        figure(None if level.known else level.high, kind, hidden),
        text(note),
    )
