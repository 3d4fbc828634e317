"""The public keys of a wave, published once as one document: whoever is handed another key than the rest can tell."""

import hashlib
import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from surveys.audit import services as audit
from surveys.audit.services import CALENDAR
from surveys.ballots.base64url import from_text, to_text
from surveys.ballots.models import Box, KeyList
from surveys.credentials.models import SigningKey
from surveys.fingerprints import canonical, key_mark, short_code
from surveys.organisations.models import Unit
from surveys.waves.models import Wave


def publish(*, wave: Wave, now: datetime) -> KeyList:
    """Write down the wave's keys, those of its box and of its link groups, and put their fingerprint in the log.

    Within the opening's transaction. From then on the document never changes.
    """
    box = Box.objects.get(pk=wave.pk)
    signing = SigningKey.objects.filter(group__wave=wave).select_related("group__unit")
    document = canonical(
        {
            "format": "tillit keys",
            "version": 1,
            "wave": str(wave.id),
            "box": to_text(bytes(box.public_key)),
            "groups": sorted(_entries(list(signing)), key=lambda entry: str(entry["group"])),
        }
    )
    audit.record(
        organisation_id=wave.agreement.organisation_id,
        event="keys-published",
        actor=CALENDAR,
        details={"wave": str(wave.id), "keys": hashlib.sha256(document).hexdigest(), "code": short_code(document)},
        now=now,
    )
    return KeyList.objects.create(wave=wave, document=document)


def _entries(signing: list[SigningKey]) -> list[dict[str, str | int]]:
    # A list with a group for every person would have one code for all and still tell them apart: so it says how many
    # people each group has, and under which name, for her who is to answer in it to see. A browser takes no group whose
    # name another bears, so units of one name are told apart by their codes.
    seen = Counter(_plain(key.group.unit.name) for key in signing)
    return [
        {
            "group": str(key.group.id),
            "unit": _told_apart(key.group.unit) if seen[_plain(key.group.unit.name)] > 1 else key.group.unit.name,
            "people": key.group.headcount,
            "key": to_text(bytes(key.public)),
        }
        for key in signing
    ]


def _told_apart(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"


def _plain(name: str) -> str:
    """Return a name as a reader sees it, as `plain` in credential.js does."""
    shown = unicodedata.normalize("NFKC", name).lower()
    return "".join(sign for sign in shown if unicodedata.category(sign)[0] in "LNPS")


def published(wave_id: UUID) -> bytes | None:
    """Return the wave's key list, the same bytes for everybody, or None before it has opened."""
    found = KeyList.objects.filter(pk=wave_id).first()
    return bytes(found.document) if found else None


def code_of(wave_id: UUID) -> str | None:
    """Return the code of the wave's key list, as it stands on the poster, or None before it has opened."""
    document = published(wave_id)
    return short_code(document) if document else None


@dataclass(frozen=True, slots=True)
class Described:
    """A key list for a person to read: its code, the mark of the box's key, and each group's name, people and mark."""

    organisation: str
    wave: str
    synthetic: bool
    code: str
    box: str
    groups: tuple[tuple[str, int, str], ...]


def described(wave_id: UUID) -> Described | None:
    """Return what a person compares, read from the published document itself, or None before the wave has opened."""
    found = KeyList.objects.select_related("wave__agreement__organisation").filter(pk=wave_id).first()
    if found is None:
        return None
    document = bytes(found.document)
    listed = json.loads(document)
    marks = [(entry["unit"], entry["people"], key_mark(from_text(entry["key"]))) for entry in listed["groups"]]
    organisation = found.wave.agreement.organisation
    return Described(
        organisation=organisation.name,
        wave=found.wave.label,
        synthetic=organisation.synthetic,
        code=short_code(document),
        box=key_mark(from_text(listed["box"])),
        groups=tuple(sorted(marks)),
    )
