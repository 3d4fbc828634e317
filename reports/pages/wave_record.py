"""The published record of a round, as a zip file to take home and check."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from reports.documents.archives import zipped
from reports.releases.wave_record import wave_record
from surveys.file_names import file_name
from surveys.pages.organise.entrance import signed_in
from surveys.waves.access import wave_for


@signed_in
def record(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Hand out the record to anybody of the workplace's parties and helpers, once the round has been released."""
    wave, _membership = wave_for(request.user, wave_id)
    name = file_name(wave.agreement.organisation.name, wave.label)
    return HttpResponse(
        zipped(wave_record(wave)),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
    )
