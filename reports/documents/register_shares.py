"""From released records to what the register is set beside: shares, levels, operational figures. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from reports.documents.figures import level_of, sample_of
from reports.documents.group_facts import Level
from reports.documents.grouping import whole_row
from reports.documents.policy_change import ScopedChange
from reports.documents.register_facts import (
    BESIDE,
    QUESTION,
    SCALE,
    ChangeBeside,
    Experienced,
    FigureRow,
    RoundBeside,
    ScaleName,
    WaveLevel,
    experienced,
)
from reports.releases.types import Reason, Record
from surveys.changes.rules import side_of
from surveys.monitoring.figures import Line
from surveys.monitoring.types import Kind
from surveys.questionnaires.types import Questionnaire


def shares_of(record: Record, options: Sequence[str]) -> dict[Kind, Experienced]:
    """Return the whole's share of each kind; nothing where the question, or the whole, is not shown."""
    row = whole_row(record)
    released = row.items.get(QUESTION) if row else None
    if row is None or released is None or released.withheld is not None or len(released.shares) != len(options):
        return {}
    answered = released.n or row.n
    kinds = {kind.value for kind in Kind}
    return {
        Kind(option): experienced(share, answered, record.threshold)
        for option, share in zip(options, released.shares, strict=True)
        if option in kinds
    }


def scale_name(questionnaire: Questionnaire) -> ScaleName | None:
    """Return the name of perceived monitoring; None where nothing is asked of it."""
    found = next((scale for scale in questionnaire.scales if scale.key == SCALE), None)
    return ScaleName(found.name, found.direction) if found else None


def wave_level(record: Record) -> WaveLevel:
    """Return a wave with the whole's level of perceived monitoring."""
    return WaveLevel(record.wave, record.opened, record.closed, _level(record, record.whole, SCALE))


def _level(record: Record, unit: str, key: str) -> Level:
    row = next((row for row in record.rows if row.unit == unit), None)
    if row is None:
        return Level(None, None, None, None, Reason.NOT_SHOWN)
    whole = whole_row(record)
    spread = sample_of(whole.scales.get(key)) if whole else None
    return level_of(row.scales.get(key), invited=row.headcount, whole=spread)


def figure_rows(
    lines: Sequence[Line],
    *,
    records: Sequence[Record],
    changes: Sequence[ScopedChange],
    questionnaire: Questionnaire,
    parents: Mapping[str, str | None],
    names: Mapping[str, str],
) -> tuple[FigureRow, ...]:
    """Return a row for each unit and period, oldest first, with the waves and the changes that fall within it.

    `records` are the waves of one series, oldest first; `names` those of the units.
    """
    scales = {scale.key: scale for scale in questionnaire.scales}
    beside = [scales[key] for key in BESIDE if key in scales]
    found = []
    ordered = sorted(lines, key=lambda line: (line.first, line.last, line.unit, line.key))
    for (first, last, unit), held in groupby(ordered, key=lambda line: (line.first, line.last, line.unit)):
        rounds = tuple(
            RoundBeside(
                record.wave,
                record.opened,
                record.closed,
                tuple((scale.name, _level(record, unit, scale.key)) for scale in beside),
            )
            for record in records
            if record.opened <= last.isoformat() and first.isoformat() <= record.closed
        )
        found.append(
            FigureRow(
                unit=unit,
                name=names.get(unit, unit),
                first=first.isoformat(),
                last=last.isoformat(),
                values={line.key: line.value for line in held},
                rounds=rounds,
                changes=_changes(changes, unit, first, last, parents),
            )
        )
    return tuple(found)


def _changes(
    changes: Sequence[ScopedChange], unit: str, first: date, last: date, parents: Mapping[str, str | None]
) -> tuple[ChangeBeside, ...]:
    return tuple(
        ChangeBeside(
            one.change,
            side_of(day=date.fromisoformat(one.change.date), scope=one.units, unit=unit, parents=parents, opened=last),
        )
        for one in changes
        if first.isoformat() <= one.change.date <= last.isoformat()
    )
