"""The sheets of the workbook on the register and the operational figures, in the active language."""

from decimal import Decimal

from django.utils.translation import gettext as _

from reports.documents.formats import Formats
from reports.documents.register_facts import FigureRow, Registered, RegisterFacts
from reports.documents.sheets import Cell, Kind, Sheet, count, day, figure, text
from reports.documents.tables import not_shown
from surveys.changes.rules import Side
from surveys.monitoring.figures import Key
from surveys.monitoring.importing import KEYS
from surveys.monitoring.rules import Status
from surveys.monitoring.wording import KINDS, STATUSES

NAME, WORDS, FIGURE = 34, 22, 13
"""Widths of columns, in signs."""


def register_sheets(facts: RegisterFacts | None, formats: Formats) -> tuple[Sheet, ...]:
    """Return a row for each measure, and one for each unit and period with figures."""
    return () if facts is None else (_register(facts, formats), _figures(facts, formats))


def _register(facts: RegisterFacts, formats: Formats) -> Sheet:
    statuses = (Status.FULFILLED, Status.MISSING, Status.OVERDUE, Status.NOT_APPLICABLE)
    columns = (
        (_("Kontrolltiltak"), NAME),
        (_("Hva"), NAME),
        (_("Ført opp av"), WORDS),
        (_("Begynte"), WORDS),
        (_("Avsluttet"), WORDS),
        (_("Opplevd, prosent"), FIGURE),
        *((str(STATUSES[status]), FIGURE) for status in statuses),
    )
    rows = [_measure(one, facts, statuses, formats) for one in facts.entries]
    caption = _("Registeret slik det sto %(day)s") % {"day": formats.date(facts.day.isoformat())}
    return Sheet(_("Registeret"), caption, columns, rows)


def _measure(one: Registered, facts: RegisterFacts, statuses: tuple[Status, ...], formats: Formats) -> tuple[Cell, ...]:
    said, found = one.entry.contents, facts.now.get(one.entry.contents.kind)
    days = (day(on.isoformat()) if on else text("") for on in (said.started_on, said.ended_on))
    return (
        text(said.name),
        text(str(KINDS[said.kind])),
        text(one.entry.latest.owner),
        *days,
        text(formats.share(found.share) if found else "–"),
        *(count(sum(finding.status is status for finding in one.findings)) for status in statuses),
    )


def _figures(facts: RegisterFacts, formats: Formats) -> Sheet:
    keys = [key for key in Key if any(key in row.values for row in facts.figures)]
    scales = next((one.levels for row in facts.figures for one in row.rounds), ())
    columns = (
        (_("Enhet"), NAME),
        (_("Fra"), WORDS),
        (_("Til"), WORDS),
        *((str(KEYS[key]), FIGURE) for key in keys),
        (_("Runde"), WORDS),
        *((name[formats.language], FIGURE) for name, _level in scales),
        (_("Endringer i perioden"), NAME),
    )
    rows = [cells for row in facts.figures for cells in _periods(row, keys, len(scales), formats)]
    return Sheet(_("Driftstall"), _("Driftstall ved siden av svarene, for hver enhet og periode"), columns, rows)


def _periods(row: FigureRow, keys: list[Key], scales: int, formats: Formats) -> list[tuple[Cell, ...]]:
    """Return a row for each wave of the period, or one where there was none."""
    changes = "; ".join(
        f"{formats.date(one.change.date)}: {one.change.name[formats.language]}"
        + (f" ({_('gjaldt ikke denne enheten')})" if one.side is Side.COMPARISON else "")
        for one in row.changes
    )
    start = (text(row.name), day(row.first), day(row.last), *(_value(row.values.get(key)) for key in keys))
    if not row.rounds:
        return [(*start, text(""), *(text("") for _place in range(scales)), text(changes))]
    return [
        (
            *start,
            text(one.label),
            *(
                figure(level.mean, Kind.WHOLE_POINTS if level.whole_points else Kind.POINTS, not_shown())
                for _name, level in one.levels
            ),
            text(changes),
        )
        for one in row.rounds
    ]


def _value(value: Decimal | None) -> Cell:
    return text("") if value is None else Cell(value, Kind.AMOUNT)
