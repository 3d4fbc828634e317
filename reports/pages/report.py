"""The report: the same page for everybody at the table, from the same moment."""

from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reports.documents import html
from reports.documents import services as documents
from reports.documents.drawing import Shape, Theme
from reports.releases.access import release_for
from reports.releases.selectors import parties_that_have_read
from reports.releases.services import acknowledge
from surveys import clock
from surveys.errors import NotFound
from surveys.organisations.selectors import parties
from surveys.pages.organise.entrance import see_other, signed_in

SHAPES = (Shape.WIDE, Shape.NARROW)
THEMES = (Theme.LIGHT, Theme.DARK)
CHART_KEPT_SECONDS = 24 * 60 * 60


@signed_in
def report(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show the report in the language of the address."""
    released, membership = release_for(request.user, wave_id)
    organisation = released.wave.agreement.organisation
    have_read = {party.id for party in parties_that_have_read(released.wave)}

    def address(key: str, shape: Shape, theme: Theme) -> str:
        return reverse("report-chart", args=[language, wave_id, key, shape.value, theme.value])

    context = html.context(documents.document_of(released, language), chart_address=address) | {
        "wave": released.wave,
        "organisation": organisation,
        "released": released,
        "readings": [(party.name, party.id in have_read) for party in parties(organisation)],
        "may_say_read": membership.party is not None and membership.party_id not in have_read,
        "party": membership.party,
        "retention_days": released.wave.agreement.retention_days,
    }
    return render(request, "report_pages/report.html", context)


@signed_in
def chart(request: HttpRequest, language: str, wave_id: UUID, key: str, shape: str, theme: str) -> HttpResponse:
    """Draw one of the report's charts; it is kept a while, for drawing takes its time."""
    released, _membership = release_for(request.user, wave_id)
    place = f"chart:{released.fingerprint}:{language}:{key}:{shape}:{theme}"
    svg = cache.get(place)
    if svg is None:
        if shape not in SHAPES or theme not in THEMES:
            raise NotFound
        svg = documents.chart_of(released, language, key, Shape(shape), Theme(theme))
        if svg is None:
            raise NotFound
        cache.set(place, svg, CHART_KEPT_SECONDS)
    return HttpResponse(svg, content_type="image/svg+xml")


@signed_in
def pdf(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Hand out the report as a PDF in the language of the address."""
    released, _membership = release_for(request.user, wave_id)
    name = slugify(f"{released.wave.agreement.organisation.name} {released.wave.label}")
    return HttpResponse(
        documents.pdf_of(released, language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}-{language}.pdf"'},
    )


@signed_in
def read(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Note, by POST, that a party has read the report."""
    released, membership = release_for(request.user, wave_id)
    if request.method == "POST":
        acknowledge(wave=released.wave, by=membership, now=clock.now())
        messages.success(request, _("Det er notert at dere har lest rapporten."))
    return see_other(reverse("report", args=[language, wave_id]))
