"""The register beside what people experience as JSON data: in no language, as it stood at the release."""

from datetime import date
from typing import Any

from reports.documents.plain import plain_level
from reports.documents.register_facts import Experienced, FigureRow, Registered, RegisterFacts
from surveys.monitoring.figures import Key
from surveys.monitoring.rules import Finding


def to_plain(facts: RegisterFacts | None) -> dict[str, Any] | None:
    """Return the register; None where a report has none. Days are ISO dates, shares per cent as released."""
    if facts is None:
        return None
    unknown = {one.entry.number for one in facts.unknown_to_staff}
    ended = {one.entry.number for one in facts.ended_but_experienced}
    return {
        "day": facts.day.isoformat(),
        "shares_shown": facts.told,
        "measures": [
            _measure(one)
            | {"unknown_to_staff": one.entry.number in unknown, "ended_but_experienced": one.entry.number in ended}
            for one in facts.entries
        ],
        "experienced_not_registered": [kind.value for kind in facts.unregistered],
        "shares": {kind.value: _share(found) for kind, found in facts.now.items()},
        "shares_before": None
        if facts.before is None
        else {kind.value: _share(found) for kind, found in facts.before.items()},
        "perceived_monitoring": [
            {"key": wave.label, "opened": wave.opened, "closed": wave.closed, "level": plain_level(wave.level)}
            for wave in facts.waves
        ],
        "figures": [_row(row) for row in facts.figures],
    }


def _measure(one: Registered) -> dict[str, Any]:
    said = one.entry.contents
    return {
        "number": one.entry.number,
        "version": one.entry.latest.number,
        "kind": said.kind.value,
        "name": said.name,
        "owner": one.entry.latest.owner,
        "by_union": one.entry.latest.by_union,
        "started_on": _day(said.started_on),
        "ended_on": _day(said.ended_on),
        "evaluate_by": _day(said.evaluate_by),
        "in_force": one.in_force,
        "never_discussed": one.never_discussed,
        "open_disagreements": len(one.entry.open_disagreements),
        "duties": [_duty(found) for found in one.findings],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _duty(found: Finding) -> dict[str, Any]:
    return {
        "duty": found.duty.value,
        "status": found.status.value,
        "reason": found.reason.value,
        "day": _day(found.day),
    }


def _share(found: Experienced) -> dict[str, Any]:
    return {"percent": found.share, "experienced": found.enough}


def _row(row: FigureRow) -> dict[str, Any]:
    return {
        "unit": row.unit,
        "name": row.name,
        "first": row.first,
        "last": row.last,
        "values": {key.value: float(row.values[key]) for key in Key if key in row.values},
        "rounds": [one.label for one in row.rounds],
        "changes": [{"date": one.change.date, "side": one.side.value} for one in row.changes],
    }
