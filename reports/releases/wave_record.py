"""What is published of a wave so that anybody can check it on a machine of her own: `./tillit verify`."""

from django.utils.translation import gettext_lazy as _

from reports.releases.models import Release
from surveys.agreements.documents import document
from surveys.audit.models import Entry
from surveys.audit.selectors import entries
from surveys.ballots.key_list import published
from surveys.errors import StatedError
from surveys.fingerprints import canonical
from surveys.verification.files import AGREEMENT, KEYS, LOG, MANIFEST, RELEASE, at_text, manifest
from surveys.waves.models import SignedDocument, Wave


class NothingToRecord(StatedError):
    """A wave that has not been released, or one that opened before what is recorded was kept."""

    http_status = 404
    message = _("Det finnes ingen protokoll for denne runden.")


def wave_record(wave: Wave) -> dict[str, bytes]:
    """Return the files of the wave's published record by name, the manifest last.

    The log is the organisation's own up to this moment: a record made later has more of it. Raises NothingToRecord.
    """
    release = Release.objects.filter(wave=wave).first()
    keys = published(wave.id)
    if release is None or keys is None:
        raise NothingToRecord
    organisation = wave.agreement.organisation_id
    logged = entries(organisation)
    files = {
        RELEASE: canonical(release.record),
        AGREEMENT: _agreement(wave),
        KEYS: keys,
        LOG: b"".join(canonical(_line(entry)) + b"\n" for entry in logged),
    }
    last = logged[-1]
    told = manifest(organisation=str(organisation), wave=str(wave.id), files=files, head=last.hash, length=len(logged))
    return files | {MANIFEST: told}


def _agreement(wave: Wave) -> bytes:
    kept = SignedDocument.objects.filter(wave=wave).first()
    return bytes(kept.document) if kept else canonical(document(wave.agreement))


def _line(entry: Entry) -> dict[str, object]:
    return {
        "sequence": entry.sequence,
        "at": at_text(entry.at),
        "event": entry.event,
        "actor": entry.actor,
        "details": entry.details,
        "previous": entry.previous,
        "hash": entry.hash,
    }
