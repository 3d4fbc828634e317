"""The files of a wave's published record, and the manifest that names them. Standard library alone."""

from collections.abc import Mapping
from datetime import UTC, datetime

from surveys.fingerprints import canonical, digest

RELEASE = "release.json"
AGREEMENT = "agreement.json"
KEYS = "keys.json"
LOG = "log.jsonl"
MANIFEST = "manifest.json"
CONTENTS = (RELEASE, AGREEMENT, KEYS, LOG)
"""The files that the manifest tells of."""

FORMAT = "tillit wave record"
VERSION = 1


def manifest(*, organisation: str, wave: str, files: Mapping[str, bytes], head: str, length: int) -> bytes:
    """Return the manifest: whose record it is, the SHA-256 of each file, and the log's last hash and length."""
    return canonical(
        {
            "format": FORMAT,
            "version": VERSION,
            "organisation": organisation,
            "wave": wave,
            "files": {name: digest(data) for name, data in files.items()},
            "chain": {"head": head, "length": length},
        }
    )


def at_text(moment: datetime) -> str:
    """Return a moment as an entry of the log is hashed with it: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
