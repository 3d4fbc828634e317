"""The hash of an entry holds everything that it says, and the entry before it."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from surveys.audit.rules import entry_hash

AT = datetime(2018, 9, 3, 8, 0, 0, 250, tzinfo=UTC)
ENTRY: dict[str, Any] = {
    "organisation": "4f9c2a60-0000-4000-8000-000000000001",
    "sequence": 2,
    "at": AT,
    "event": "wave-open",
    "actor": "calendar",
    "details": {"key": "høst"},
    "previous": "ab" * 32,
}


def test_it_is_sha_256_over_sorted_json_in_utf_8() -> None:
    written = (
        '{"actor":"calendar","at":"2018-09-03T08:00:00.000250+00:00","details":{"key":"høst"},"event":"wave-open",'
        '"organisation":"4f9c2a60-0000-4000-8000-000000000001","previous":"' + "ab" * 32 + '","sequence":2}'
    )
    assert entry_hash(**ENTRY) == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"organisation": "4f9c2a60-0000-4000-8000-000000000002"},
        {"sequence": 3},
        {"at": AT + timedelta(microseconds=1)},
        {"event": "wave-closed"},
        {"actor": "somebody"},
        {"details": {"key": "vår"}},
        {"details": {}},
        {"previous": ""},
    ],
)
def test_whatever_changes_changes_the_hash(change: dict[str, Any]) -> None:
    assert entry_hash(**(ENTRY | change)) != entry_hash(**ENTRY)


def test_the_same_moment_in_another_time_zone_is_the_same() -> None:
    oslo = AT.astimezone(timezone(timedelta(hours=2)))
    assert entry_hash(**(ENTRY | {"at": oslo})) == entry_hash(**ENTRY)
