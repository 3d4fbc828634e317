"""How an entry is bound to the one before it."""

from datetime import UTC, datetime
from typing import Any

from surveys.fingerprints import fingerprint


def entry_hash(
    *, organisation: str, sequence: int, at: datetime, event: str, actor: str, details: dict[str, Any], previous: str
) -> str:
    """Return the hash of one entry: SHA-256 over its canonical JSON, the previous entry's hash included."""
    return fingerprint(
        {
            "organisation": organisation,
            "sequence": sequence,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "event": event,
            "actor": actor,
            "details": details,
            "previous": previous,
        }
    )
