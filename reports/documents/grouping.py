"""From released records to the facts of groups: those shown, those not, and the rows by background. Pure."""

from collections.abc import Iterator

from reports.documents.figures import level_of, sample_of
from reports.documents.group_facts import (
    CrossedFacts,
    GroupFacts,
    Level,
    OptionFacts,
    Side,
    WithheldFigures,
    WithheldGroup,
    WithheldOption,
)
from reports.releases.types import Reason, Record, ReleasedRow, ReleasedScale
from surveys.questionnaires.types import Background, Questionnaire


def name_in(record: Record, unit: str) -> str:
    """Return a unit's name."""
    return record.unit_names.get(unit, unit)


def whole_row(record: Record | None) -> ReleasedRow | None:
    """Return the row of the whole workplace, or None where it is not shown."""
    return next((row for row in record.rows if row.unit == record.whole), None) if record else None


def _sides(current: Record, previous: Record | None) -> Iterator[tuple[Side, Record, Record | None]]:
    """Yield each wave with the other one, the earlier first."""
    if previous is not None:
        yield Side.BEFORE, previous, current
    yield Side.AFTER, current, previous


def _level(record: Record, key: str, released: ReleasedScale | None, *, invited: int | None) -> Level:
    whole = whole_row(record)
    return level_of(released, invited=invited, whole=sample_of(whole.scales.get(key)) if whole else None)


def groups(current: Record, previous: Record | None, questionnaire: Questionnaire) -> tuple[GroupFacts, ...]:
    """Return the released groups of both waves, without the wholes."""
    keys = [scale.key for scale in questionnaire.scales]
    return tuple(
        GroupFacts(
            unit=row.unit,
            name=name_in(record, row.unit),
            side=side,
            headcount=row.headcount,
            answered=row.n,
            in_both=other is not None and row.unit in {shown.unit for shown in other.rows},
            levels={key: _level(record, key, row.scales.get(key), invited=row.headcount) for key in keys},
        )
        for side, record, other in _sides(current, previous)
        for row in record.rows
        if row.unit != record.whole
    )


def withheld_groups(current: Record, previous: Record | None) -> tuple[WithheldGroup, ...]:
    """Return the planned groups of both waves that are not shown."""
    return tuple(
        WithheldGroup(
            side, name_in(record, held.unit), held.reason, name_in(record, held.read_in) if held.read_in else None
        )
        for side, record, _ in _sides(current, previous)
        for held in record.withheld
    )


def withheld_figures(
    current: Record, previous: Record | None, questionnaire: Questionnaire
) -> tuple[WithheldFigures, ...]:
    """Return what is left out of shown rows, one entry per wave, group and reason."""
    names = {scale.key: scale.name for scale in questionnaire.scales}
    found = []
    for side, record, _ in _sides(current, previous):
        for row in record.rows:
            for reason in Reason:
                scales = [key for key, shown in row.scales.items() if shown.withheld is reason and key in names]
                items = sum(shown.withheld is reason for shown in row.items.values())
                if scales or items:
                    left_out = tuple(names[key] for key in scales)
                    found.append(WithheldFigures(side, name_in(record, row.unit), reason, left_out, items))
    return tuple(found)


def crossed(current: Record, questionnaire: Questionnaire) -> tuple[CrossedFacts, ...]:
    """Return each unit by each background question that was planned, the whole first, in the questionnaire's order."""
    planned = [(row.unit, row.question) for row in current.crossed]
    planned += [(row.unit, row.question) for row in current.withheld_crossed]
    places = {unit: place for place, unit in enumerate([current.whole, *(row.unit for row in current.rows)])}
    units = sorted(dict.fromkeys(unit for unit, _ in planned), key=lambda unit: places.get(unit, len(places)))
    return tuple(
        _crossed(current, unit, question, questionnaire)
        for unit in units
        for question in questionnaire.background
        if (unit, question.key) in planned
    )


def _crossed(record: Record, unit: str, question: Background, questionnaire: Questionnaire) -> CrossedFacts:
    shown = tuple(
        OptionFacts(
            row.option,
            *question.options[row.option - 1],
            row.n,
            {
                scale.key: _level(record, scale.key, row.scales.get(scale.key), invited=None)
                for scale in questionnaire.scales
            },
        )
        for row in sorted(record.crossed, key=lambda row: row.option)
        if (row.unit, row.question) == (unit, question.key)
    )
    held = tuple(
        WithheldOption(row.option, *question.options[row.option - 1], row.reason)
        for row in sorted(record.withheld_crossed, key=lambda row: row.option)
        if (row.unit, row.question) == (unit, question.key)
    )
    read_in = _read_in(record, unit)
    name = name_in(record, read_in) if read_in else None
    return CrossedFacts(unit, name_in(record, unit), question.key, question.text, shown, held, name)


def _read_in(record: Record, unit: str) -> str | None:
    """Return the released unit in which the people of `unit` can be read, itself where it is shown."""
    if any(row.unit == unit for row in record.rows):
        return unit
    return next((held.read_in for held in record.withheld if held.unit == unit), None)
