"""Reading releases. Whoever reads a figure reads it here."""

from dataclasses import dataclass
from datetime import datetime

from reports.releases.models import Acknowledgement, Release
from reports.releases.records import from_plain
from reports.releases.types import Record
from surveys.fingerprints import fingerprint
from surveys.organisations.models import Party
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


def previous_release(wave: Wave) -> Released | None:
    """Return the last release of an earlier wave of the same organisation and questionnaire version, or None."""
    agreement = wave.agreement
    release = (
        Release.objects.filter(
            wave__agreement__organisation_id=agreement.organisation_id,
            wave__agreement__questionnaire=agreement.questionnaire,
            wave__agreement__questionnaire_version=agreement.questionnaire_version,
            wave__opens_at__lt=wave.opens_at,
        )
        .select_related("wave__agreement__organisation")
        .order_by("-wave__opens_at")
        .first()
    )
    return None if release is None else _released(release)


def releases_before(wave: Wave) -> int:
    """Return how many earlier waves of the organisation have been released."""
    return Release.objects.filter(
        wave__agreement__organisation_id=wave.agreement.organisation_id, wave__opens_at__lt=wave.opens_at
    ).count()


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
