"""Reading releases. Whoever reads a figure reads it here."""

from dataclasses import dataclass
from datetime import datetime

from reports.releases.models import Acknowledgement, Release
from reports.releases.records import from_plain
from reports.releases.types import Record
from surveys.agreements.models import Agreement
from surveys.fingerprints import fingerprint
from surveys.organisations.models import Organisation, Party
from surveys.waves.models import Wave


@dataclass(frozen=True, slots=True)
class Released:
    """A wave's record with its fingerprint and the moment of its release."""

    wave: Wave
    record: Record
    fingerprint: str
    released_at: datetime


def release_of(wave: Wave) -> Released | None:
    """Return the wave's release, or None while there is none."""
    release = Release.objects.filter(wave=wave).select_related("wave__agreement__organisation").first()
    return None if release is None else _released(release)


def release_of_key(agreement: Agreement, key: str) -> Released | None:
    """Return the release of the agreement's wave with this key, or None while there is none."""
    wave = agreement.waves.filter(key=key).first()
    return None if wave is None else release_of(wave)


def compared_with(released: Released) -> Released | None:
    """Return the release that this one is compared with, or None where it is a first one."""
    previous = released.record.surroundings.previous
    if previous is None:
        return None
    return _released(Release.objects.select_related("wave__agreement__organisation").get(fingerprint=previous))


def series_until(released: Released) -> list[Released]:
    """Return the releases that this one follows, each the one that the next was compared with, and itself last."""
    found = [released]
    while (earlier := compared_with(found[0])) is not None:
        found.insert(0, earlier)
    return found


def series_of(organisation: Organisation) -> list[Released]:
    """Return the workplace's releases that lead up to its newest, in the order in which the waves opened."""
    newest = (
        Release.objects.filter(wave__agreement__organisation=organisation)
        .select_related("wave__agreement__organisation")
        .order_by("wave__opens_at")
        .last()
    )
    return [] if newest is None else series_until(_released(newest))


def comparable_before(wave: Wave) -> list[Release]:
    """Return the releases of earlier waves of the same organisation and questionnaire version, newest first."""
    agreement = wave.agreement
    return list(
        Release.objects.filter(
            wave__agreement__organisation_id=agreement.organisation_id,
            wave__agreement__questionnaire=agreement.questionnaire,
            wave__agreement__questionnaire_version=agreement.questionnaire_version,
            wave__opens_at__lt=wave.opens_at,
        ).order_by("-wave__opens_at")
    )


def parties_that_have_read(wave: Wave) -> list[Party]:
    """Return the parties that have said "read"."""
    return [reading.party for reading in Acknowledgement.objects.filter(release=wave.pk).select_related("party")]


class RecordChanged(RuntimeError):
    """The record is not the one that was released: its fingerprint is another."""


def _released(release: Release) -> Released:
    if fingerprint(release.record) != release.fingerprint:
        raise RecordChanged(f"the release of wave {release.pk} was changed after it was made")
    return Released(
        wave=release.wave,
        record=from_plain(release.record),
        fingerprint=release.fingerprint,
        released_at=release.released_at,
    )
