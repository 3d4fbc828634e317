"""The published record of a round, as a zip file to take home and check."""

import io
import zipfile
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from reports.releases.wave_record import wave_record
from surveys.pages.organise.entrance import signed_in
from surveys.waves.access import wave_for

SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time that every entry of the zip file bears, so that the same record is the same file."""


@signed_in
def record(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Hand out the record to anybody of the workplace's parties and helpers, once the round has been released."""
    wave, _membership = wave_for(request.user, wave_id)
    name = slugify(f"{wave.agreement.organisation.name} {wave.label}")
    return HttpResponse(
        zipped(wave_record(wave)),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
    )


def zipped(files: dict[str, bytes]) -> bytes:
    """Return the files as a zip file; the same files give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, SAME_MOMENT), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()
