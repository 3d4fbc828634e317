"""A wave's record, read from its files and taken apart, each in the one byte form that its fingerprint is of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from surveys.audit.rules import entry_hash
from surveys.fingerprints import canonical
from surveys.verification.files import AGREEMENT, KEYS, LOG, MANIFEST, RELEASE, at_text


class Malformed(ValueError):
    """A file is missing, or is not what a file of this name must be."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Record:
    """The files' contents, and the entries of the log that are about this wave, oldest first."""

    manifest: dict[str, Any]
    release: dict[str, Any]
    agreement: dict[str, Any]
    keys: dict[str, Any]
    log: list[dict[str, Any]]

    @property
    def wave(self) -> str:
        return str(self.manifest["wave"])

    def about(self, event: str) -> list[dict[str, Any]]:
        """Return the log's entries of this kind on this wave, oldest first."""
        return [entry for entry in self.log if entry["event"] == event and entry["details"].get("wave") == self.wave]

    def only(self, event: str) -> dict[str, Any]:
        """Return the one entry of this kind on this wave. Raises ValueError where there is none, or more than one."""
        (found,) = self.about(event)
        return found

    def last(self, event: str) -> dict[str, Any]:
        """Return the last entry of this kind on this wave. Raises IndexError where there is none."""
        return self.about(event)[-1]


def taken_apart(files: Mapping[str, bytes]) -> Record:
    """Return the record. Raises Malformed for a file that is missing, or not in its canonical form."""
    return Record(
        manifest=_object(files, MANIFEST),
        release=_object(files, RELEASE),
        agreement=_object(files, AGREEMENT),
        keys=_object(files, KEYS),
        log=_lines(files),
    )


def _object(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    if name not in files:
        raise Malformed(name)
    return _canonical(files[name], name)


def _lines(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    if LOG not in files or not files[LOG].endswith(b"\n"):
        raise Malformed(LOG)
    return [_canonical(line, LOG) for line in files[LOG].removesuffix(b"\n").split(b"\n")]


def _canonical(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
        same = canonical(found) == data
    except (ValueError, RecursionError):
        raise Malformed(name) from None
    if not same or not isinstance(found, dict):
        raise Malformed(name)
    return found


def first_break(record: Record) -> int | None:
    """Return the number of the first entry that does not fit the chain, or None where the whole log holds."""
    previous = ""
    for number, entry in enumerate(record.log, start=1):
        at = datetime.fromisoformat(entry["at"])
        expected = entry_hash(
            organisation=record.manifest["organisation"],
            sequence=number,
            at=at,
            event=entry["event"],
            actor=entry["actor"],
            details=entry["details"],
            previous=previous,
        )
        whole = {**entry, "sequence": number, "at": at_text(at), "previous": previous, "hash": expected}
        if entry != whole or len(entry) != LINE_FIELDS:
            return number
        previous = expected
    return None


LINE_FIELDS = 7
"""sequence, at, event, actor, details, previous and hash."""
