"""Operational figures beside the survey's, per unit and period, in the active language."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.formats import Formats
from reports.documents.model import Block, Paragraph, Style, Table
from reports.documents.register_facts import ChangeBeside, FigureRow, RegisterFacts
from reports.documents.tables import not_shown
from surveys.changes.rules import Side
from surveys.monitoring.figures import Key
from surveys.monitoring.importing import KEYS


def figure_parts(facts: RegisterFacts, formats: Formats, *, most: int) -> list[Block]:
    """Return the table with what it can and cannot say; nothing where no figures were taken in.

    Of more than `most` periods those beside a level that is shown go first, those with a wave or a change in them next,
    and then the latest.
    """
    if not facts.figures:
        return []
    rows = _chosen(facts.figures, most)
    keys = [key for key in Key if any(key in row.values for row in rows)]
    scales = next((one.levels for row in rows for one in row.rounds), ())
    header = (
        _("Enhet og periode"),
        *(str(KEYS[key]) for key in keys),
        *(name[formats.language] for name, _level in scales),
    )
    table = Table(
        "register-figures",
        _("Driftstall ved siden av svarene, for hver enhet og periode"),
        header,
        tuple(
            (
                _period(row, formats),
                *(_value(row.values.get(key), formats) for key in keys),
                *(_levels(row, place, formats) for place in range(len(scales))),
            )
            for row in rows
        ),
    )
    note = _(
        "Driftstallene er ført inn av partene og gjelder hele enheter. De viser hva som skjedde i samme tid. De sier "
        "ikke at det ene kom av det andre."
    )
    left = len(facts.figures) - len(rows)
    if left:
        more = ngettext("%(number)s periode til står i regnearket.", "%(number)s perioder til står i regnearket.", left)
        note = f"{note} {more % {'number': formats.whole(left)}}"
    # What they can say stands before them: a table keeps the paragraph above it on its own page.
    return [Paragraph(note, Style.NOTE), table]


def _chosen(rows: Sequence[FigureRow], most: int) -> list[FigureRow]:
    times = Counter(row.unit for row in rows if _is_shown(row))

    def worth(row: FigureRow) -> tuple[bool, int, bool, str, str]:
        # A unit that is shown often says more than many units that are shown once.
        return _is_shown(row), times[row.unit], bool(row.rounds or row.changes), row.last, row.first

    kept = {id(row) for row in sorted(rows, key=worth, reverse=True)[:most]}
    return [row for row in rows if id(row) in kept]


def _is_shown(row: FigureRow) -> bool:
    return any(level.mean is not None for one in row.rounds for _name, level in one.levels)


def _value(value: Decimal | None, formats: Formats) -> str:
    return "–" if value is None else format_decimal(value, format="#,##0.##", locale=formats.locale)


def _levels(row: FigureRow, place: int, formats: Formats) -> str:
    """Return what the unit's people answered in the waves of the period, from the release alone."""
    levels = [one.levels[place][1] for one in row.rounds]
    return "; ".join(not_shown() if level.mean is None else formats.mean(level) for level in levels) or "–"


def _period(row: FigureRow, formats: Formats) -> str:
    """Return the unit and the period, with the waves and the changes that fall within it."""
    told = [(one.opened, _("Runden %(wave)s.") % {"wave": one.label}) for one in row.rounds]
    told += [(one.change.date, _change(one, formats)) for one in row.changes]
    return " ".join((f"{row.name}, {formats.dates(row.first, row.last)}.", *(text for _day, text in sorted(told))))


def _change(one: ChangeBeside, formats: Formats) -> str:
    figures = {"day": formats.date(one.change.date), "change": one.change.name[formats.language]}
    if one.side is Side.COMPARISON:
        return _("%(day)s: %(change)s. Det gjaldt ikke denne enheten.") % figures
    return _("%(day)s: %(change)s.") % figures
