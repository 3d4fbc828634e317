"""Perceived monitoring by wave with the days on which measures began and ended: the chart and its table.

In the active language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.documents.formats import Formats
from reports.documents.model import Dot, Lane, Moment, Panel, Table, TimelineChart
from reports.documents.policy_change import PolicyChange
from reports.documents.register_facts import Registered, RegisterFacts, ScaleName, WaveLevel
from reports.documents.sentences import reading, went
from reports.documents.tables import not_shown
from surveys.monitoring.wording import named


def name_of(one: Registered) -> str:
    """Return a measure's kind with the name that the workplace gave it."""
    return named(one.entry.contents.kind, one.entry.contents.name)


def time_line(facts: RegisterFacts, formats: Formats, *, days: int, bars: int) -> TimelineChart | Table:
    """Return the chart with its table, or the table alone where fewer than two waves show the level.

    The table holds the last days, `days` at most, and the chart the measures that moved last, `bars` at most.
    """
    table = _table(facts, formats, days, names=2 * bars)
    shown = [wave for wave in facts.waves if wave.level.mean is not None]
    if facts.scale is None or len(shown) < 2:
        return table
    axis = _Axis(facts.waves[0].opened, max(facts.day.isoformat(), facts.waves[-1].opened))
    moved = sorted((one for one in facts.entries if axis.moves(one)), key=axis.last_move)
    changes = [change for change in facts.changes if axis.holds(change.date)]
    labels = _labels(facts.waves, formats)
    return TimelineChart(
        key=table.key,
        caption=_("Opplevd kontroll (0–100) i hver runde, og når tiltak begynte og ble avsluttet"),
        alternative=_alternative(facts.scale, facts.waves, labels, moved[-bars:], changes, axis, formats),
        waves=tuple((axis.at(wave.opened), label) for wave, label in zip(facts.waves, labels, strict=True)),
        changes=tuple((axis.at(change.date), str(number)) for number, change in enumerate(changes, start=1)),
        notes=(*_change_notes(changes, formats), *_left_out(len(moved) - bars, formats)),
        panel=Panel(facts.scale.name[formats.language], reading(facts.scale.direction), _moments(facts, axis, formats)),
        lanes=tuple(_lane(one, axis, formats) for one in moved[-bars:]),
        table=table,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """The days from the first wave to the report, ISO dates."""

    first: str
    last: str

    def at(self, iso: str) -> float:
        first, last = date.fromisoformat(self.first).toordinal(), date.fromisoformat(self.last).toordinal()
        return (date.fromisoformat(iso).toordinal() - first) / max(1, last - first)

    def holds(self, iso: str) -> bool:
        return self.first <= iso <= self.last

    def within(self, day: date | None) -> str | None:
        """Return the day in ISO form where it lies on the axis, else None."""
        return day.isoformat() if day is not None and self.holds(day.isoformat()) else None

    def moves(self, one: Registered) -> bool:
        """Tell whether a measure began or ended on the axis."""
        said = one.entry.contents
        return bool(self.within(said.started_on) or self.within(said.ended_on))

    def last_move(self, one: Registered) -> tuple[str, int]:
        said = one.entry.contents
        return max(self.within(said.started_on) or "", self.within(said.ended_on) or ""), one.entry.number


def _labels(waves: Sequence[WaveLevel], formats: Formats) -> list[str]:
    months = [formats.month(wave.closed) for wave in waves]
    return [
        formats.dates(wave.opened, wave.closed) if months.count(month) > 1 else month
        for wave, month in zip(waves, months, strict=True)
    ]


def _moments(facts: RegisterFacts, axis: _Axis, formats: Formats) -> tuple[Moment, ...]:
    return tuple(
        Moment(axis.at(wave.opened), Dot(wave.level.mean, wave.level.low, wave.level.high), formats.mean(wave.level))
        for wave in facts.waves
        if wave.level.mean is not None
    )


def _lane(one: Registered, axis: _Axis, formats: Formats) -> Lane:
    said = one.entry.contents
    start, end = axis.within(said.started_on), axis.within(said.ended_on)
    return Lane(
        label=_moved(one, axis, formats),
        start=axis.at(start) if start else None,
        end=axis.at(end) if end else None,
    )


def _moved(one: Registered, axis: _Axis, formats: Formats) -> str:
    """Return what happened to a measure within the axis, with the short name alone."""
    said = one.entry.contents
    start, end = axis.within(said.started_on), axis.within(said.ended_on)
    figures = {
        "measure": said.name,
        "start": formats.date(start) if start else "",
        "end": formats.date(end) if end else "",
    }
    if start and end:
        return _("%(measure)s: begynte %(start)s, avsluttet %(end)s") % figures
    return (_("%(measure)s: begynte %(start)s") if start else _("%(measure)s: avsluttet %(end)s")) % figures


def _change_notes(changes: Sequence[PolicyChange], formats: Formats) -> list[str]:
    return [
        _("Strek %(number)s: %(day)s. %(change)s")
        % {"number": number, "day": formats.date(change.date), "change": change.name[formats.language]}
        for number, change in enumerate(changes, start=1)
    ]


def _left_out(number: int, formats: Formats) -> list[str]:
    if number <= 0:
        return []
    text = ngettext(
        "%(number)s tiltak til begynte eller ble avsluttet i denne tiden.",
        "%(number)s tiltak til begynte eller ble avsluttet i denne tiden.",
        number,
    )
    return [text % {"number": formats.whole(number)}]


def _alternative(
    scale: ScaleName,
    waves: Sequence[WaveLevel],
    labels: Sequence[str],
    moved: Sequence[Registered],
    changes: Sequence[PolicyChange],
    axis: _Axis,
    formats: Formats,
) -> str:
    """Return from where to where perceived monitoring went, and what began, ended and changed in that time."""
    shown = [(label, wave.level) for label, wave in zip(labels, waves, strict=True) if wave.level.mean is not None]
    told = [went(scale.name[formats.language], shown, formats)]
    told += [f"{_moved(one, axis, formats)}." for one in moved]
    told += [f"{note}." for note in _change_notes(changes, formats)]
    return " ".join(told)


def _table(facts: RegisterFacts, formats: Formats, most: int, *, names: int) -> Table:
    """Return the waves, the measures' starts and ends and the changes by day; what was there before in one row."""
    opening = facts.waves[0].opened if facts.waves else facts.day.isoformat()
    steps = [
        (
            wave.opened,
            _("Runden %(wave)s: opplevd kontroll fra arbeidsgiveren %(level)s")
            % {"wave": wave.label, "level": not_shown() if wave.level.mean is None else formats.mean(wave.level)},
        )
        for wave in facts.waves
    ]
    steps += [
        (change.date, _("Endring: %(change)s") % {"change": change.name[formats.language]}) for change in facts.changes
    ]
    earlier: list[str] = []
    for one in facts.entries:
        said = one.entry.contents
        if said.started_on is not None and said.started_on.isoformat() < opening:
            earlier.append(name_of(one))
        elif said.started_on is not None:
            steps.append((said.started_on.isoformat(), _("Begynte: %(measure)s") % {"measure": name_of(one)}))
        if said.ended_on is not None:
            steps.append((said.ended_on.isoformat(), _("Avsluttet: %(measure)s") % {"measure": name_of(one)}))
    steps = sorted(step for step in steps if step[0] <= facts.day.isoformat())[-most:]
    rows = [(formats.date(day), text) for day, text in steps]
    if earlier:
        rows.insert(0, (_("Før %(day)s") % {"day": formats.date(opening)}, _earlier(earlier, names, formats)))
    caption = _("Dag for dag: rundene, tiltakene og endringene")
    return Table("register-time", caption, (_("Dag"), _("Hva")), tuple(rows), (0, 1))


def _earlier(names: Sequence[str], most: int, formats: Formats) -> str:
    """Return what had begun before the first wave: by name, or of more than `most` how many."""
    if len(names) <= most:
        return _("Begynte: %(measure)s") % {"measure": "; ".join(names)}
    text = ngettext("%(number)s tiltak begynte", "%(number)s tiltak begynte", len(names))
    return text % {"number": formats.whole(len(names))}
