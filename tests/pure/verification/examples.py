"""A small record that is whole, made without a database: two groups, one of them by link, and a wave before."""

from datetime import UTC, datetime, timedelta
from typing import Any

from surveys.audit.rules import entry_hash
from surveys.fingerprints import canonical, digest, short_code
from surveys.questionnaires.loading import load
from surveys.verification.files import AGREEMENT, KEYS, LOG, MANIFEST, RELEASE, at_text, manifest

ORGANISATION = "0b6f9a52-8c1e-4b0e-9a54-1f7d0a6f2c11"
WAVE, EARLIER = "5f0c1d8e-2a44-4c6b-8a0e-7f3f9f5f7a01", "5f0c1d8e-2a44-4c6b-8a0e-7f3f9f5f7a00"
GROUP = "b3a7c0de-0000-4000-8000-000000000001"
BEGAN = datetime(2018, 9, 3, 8, tzinfo=UTC)
PREVIOUS = "ab" * 32
OURS = load("arbeidshverdag", 1)

Plain = dict[str, Any]


def agreement() -> Plain:
    return {
        "threshold": 5,
        "retention_days": 14,
        "questionnaire": OURS.key,
        "questionnaire_version": OURS.version,
        "questionnaire_fingerprint": OURS.fingerprint,
        "calendar": [{"key": "host-2018", "label": "Høsten 2018"}],
    }


def release(signed: Plain) -> Plain:
    scale = {"n": 10, "mean": None, "counts": [[300, 4], [600, 6]], "withheld": None}
    item = {"n": 10, "detail": "bands", "shares": ["37", "20-30", "<=10"], "withheld": None}
    return {
        "wave": "Høsten 2018",
        "questionnaire": OURS.key,
        "questionnaire_version": OURS.version,
        "questionnaire_fingerprint": OURS.fingerprint,
        "agreement_hash": digest(canonical(signed)),
        "threshold": 5,
        "whole": "senteret",
        "rows": [
            {"unit": "senteret", "headcount": 20, "n": 11, "scales": {"control": scale}, "items": {"pace": item}},
            {"unit": "lag-1", "headcount": 12, "n": 6, "scales": {}, "items": {}},
        ],
        "ballots": {"issued": 22, "spent": 12, "accepted": 11, "undecryptable": 1, "reissued": 1, "refused": 2},
        "surroundings": {"retention_days": 14, "previous": PREVIOUS},
    }


def keys() -> Plain:
    return {
        "format": "tillit keys",
        "version": 1,
        "wave": WAVE,
        "box": "BA",
        "groups": [{"group": GROUP, "key": "MII", "people": 8, "unit": "Lag 2"}],
    }


def events(signed: Plain, released: Plain, listed: bytes) -> list[tuple[str, str, Plain]]:
    """Return (event, actor, details) of the log, oldest first."""
    mine = {"wave": WAVE, "key": "host-2018"}
    return [
        ("wave-released", "union:a", {"wave": EARLIER, "key": "var-2018", "fingerprint": PREVIOUS}),
        ("roster-frozen", "organiser:c", {"wave": WAVE, "people": 20}),
        ("slips-issued", "organiser:c", {"wave": WAVE, "slips": 14}),
        ("wave-open", "calendar", mine | {"fingerprint": digest(canonical(signed))}),
        ("keys-published", "calendar", {"wave": WAVE, "keys": digest(listed), "code": short_code(listed)}),
        ("wave-closed", "calendar", mine),
        ("share-given", "union:a", {"wave": WAVE}),
        ("share-given", "employer:b", {"wave": WAVE}),
        ("wave-released", "employer:b", mine | {"fingerprint": digest(canonical(released))}),
        ("release-read", "union:a", {"wave": WAVE}),
    ]


def logged(told: list[tuple[str, str, Plain]]) -> list[Plain]:
    """Return the entries with their hashes, each bound to the one before."""
    entries: list[Plain] = []
    previous = ""
    for number, (event, actor, details) in enumerate(told, start=1):
        at = BEGAN + timedelta(days=number)
        whole = entry_hash(
            organisation=ORGANISATION, sequence=number, at=at, event=event, actor=actor, details=details,
            previous=previous,
        )  # fmt: skip
        entries.append(
            {
                "sequence": number, "at": at_text(at), "event": event, "actor": actor, "details": details,
                "previous": previous, "hash": whole,
            }
        )  # fmt: skip
        previous = whole
    return entries


def lines(entries: list[Plain]) -> bytes:
    return b"".join(canonical(entry) + b"\n" for entry in entries)


def with_manifest(files: dict[str, bytes], entries: list[Plain]) -> dict[str, bytes]:
    """Return the files with a manifest that fits them, as a forger would write it anew."""
    told = {name: data for name, data in files.items() if name != MANIFEST}
    head, length = entries[-1]["hash"], len(entries)
    return told | {MANIFEST: manifest(organisation=ORGANISATION, wave=WAVE, files=told, head=head, length=length)}


def record(*, released: Plain | None = None, told: list[tuple[str, str, Plain]] | None = None) -> dict[str, bytes]:
    """Return the record's files; another release or another log is entered in all the places that tell of it."""
    signed = agreement()
    released = released or release(signed)
    listed = canonical(keys())
    entries = logged(told if told is not None else events(signed, released, listed))
    files = {
        RELEASE: canonical(released),
        AGREEMENT: canonical(signed),
        KEYS: listed,
        LOG: lines(entries),
    }
    return with_manifest(files, entries)
