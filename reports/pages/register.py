"""The register beside what people experience: two pages for a meeting, on the screen and as a PDF."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from reports.documents import html
from reports.documents import services as documents
from reports.documents.drawing import Shape, Theme
from reports.releases.access import release_for
from surveys.file_names import file_name
from surveys.pages.organise.entrance import signed_in


@signed_in
def register(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show the pages in the language of the address."""
    released, _membership = release_for(request.user, wave_id)

    def address(key: str, shape: Shape, theme: Theme) -> str:
        return reverse("report-chart", args=[language, wave_id, key, shape.value, theme.value])

    context = html.context(documents.meeting_of(released, language), chart_address=address) | {
        "wave": released.wave,
        "organisation": released.wave.agreement.organisation,
    }
    return render(request, "report_pages/register.html", context)


@signed_in
def pdf(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Hand out the pages as a PDF in the language of the address."""
    released, _membership = release_for(request.user, wave_id)
    name = file_name(released.wave.agreement.organisation.name, released.wave.label)
    return HttpResponse(
        documents.meeting_pdf_of(released, language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}-register-{language}.pdf"'},
    )
