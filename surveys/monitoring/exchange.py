"""The register as data for other programs: every version and everything that was said, as it stands."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from surveys.monitoring.types import Act, Entry, Version, to_plain

FORMAT = "tillit-register"
FORMAT_VERSION = 1


def register_as_data(entries: Sequence[Entry], *, organisation: UUID) -> dict[str, Any]:
    """Return JSON-ready data: days in ISO form, moments aware in ISO form, null where nothing is said."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "organisation": str(organisation),
        "measures": [_measure(entry) for entry in entries],
    }


def _measure(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "versions": [_version(version) for version in entry.versions],
        "acts": [_act(act) for act in entry.acts],
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": version.at.isoformat(),
        "by": version.person,
        "owner": version.owner,
        "contents": to_plain(version.contents),
    }


def _act(act: Act) -> dict[str, Any]:
    return {
        "id": str(act.id),
        "kind": act.kind.value,
        "party": act.party,
        "by": act.person,
        "at": act.at.isoformat(),
        "text": act.text,
        "about": str(act.about) if act.about else None,
        "held_on": act.held_on.isoformat() if act.held_on else None,
        "outcome": act.outcome.value if act.outcome else None,
        "next_on": act.next_on.isoformat() if act.next_on else None,
    }
