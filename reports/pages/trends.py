"""All waves of a workplace: the same page for both parties, of what has been released and nothing else."""

from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from reports.documents import html, services
from reports.documents.drawing import Shape, Theme
from reports.documents.formats import Formats
from reports.documents.model import pictures_in
from reports.documents.pictures import picture_svg
from reports.documents.trends.wording import page_sections
from reports.pages.report import CHART_KEPT_SECONDS, SHAPES, THEMES
from reports.releases.selectors import series_of
from surveys.errors import NotFound
from surveys.organisations.access import membership_in
from surveys.pages.organise.entrance import signed_in


@signed_in
def trends(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show every scale over all waves that have been released."""
    organisation = membership_in(request.user, organisation_id).organisation
    series = series_of(organisation)
    found = services.trends_in(series) if series else None

    def address(key: str, shape: Shape, theme: Theme) -> str:
        return reverse("trends-chart", args=[language, organisation_id, key, shape.value, theme.value])

    parts = page_sections(found, Formats(language)) if found else ()
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "trends": found,
        "sections": html.sections(parts, chart_address=address),
        "reports": [(one.wave, one.record.wave) for one in series],
    }
    return render(request, "report_pages/trends.html", context)


@signed_in
def chart(request: HttpRequest, language: str, organisation_id: UUID, key: str, shape: str, theme: str) -> HttpResponse:
    """Draw one of the page's charts; it is kept a while, for drawing takes its time."""
    series = series_of(membership_in(request.user, organisation_id).organisation)
    if not series or shape not in SHAPES or theme not in THEMES:
        raise NotFound
    place = f"trend:{series[-1].fingerprint}:{language}:{key}:{shape}:{theme}"
    svg = cache.get(place)
    if svg is None:
        found = services.trends_in(series)
        pictures = pictures_in(page_sections(found, Formats(language))) if found else ()
        picture = next((picture for picture in pictures if picture.key == key), None)
        if picture is None:
            raise NotFound
        svg = picture_svg(picture, shape=Shape(shape), theme=Theme(theme))
        cache.set(place, svg, CHART_KEPT_SECONDS)
    return HttpResponse(svg, content_type="image/svg+xml")
