"""The report: the same page for everybody at the table, from the same moment."""

from uuid import UUID

from django.contrib import messages
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.documents import files, html
from reports.documents import services as documents
from reports.documents.drawing import Shape, Theme
from reports.documents.model import Document
from reports.documents.pictures import picture_svg
from reports.releases.access import release_for
from reports.releases.selectors import Released, parties_that_have_read
from reports.releases.services import acknowledge
from surveys import clock
from surveys.errors import NotFound
from surveys.file_names import file_name
from surveys.organisations.selectors import parties
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.signing import signing_key

SHAPES = (Shape.WIDE, Shape.NARROW)
THEMES = (Theme.LIGHT, Theme.DARK)
CHART_KEPT_SECONDS = 24 * 60 * 60
DOCUMENT_KEPT_SECONDS = 10 * 60
ZIP_KEPT_SECONDS = 60 * 60
FORMS = {
    "pdf": files.Form.PDF,
    "word": files.Form.WORD,
    "regneark": files.Form.XLSX,
    "json-stat": files.Form.JSON_STAT,
    "html": files.Form.HTML,
}
"""The forms by the word in their address."""


@signed_in
def report(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show the report in the language of the address."""
    released, membership = release_for(request.user, wave_id)
    organisation = released.wave.agreement.organisation
    have_read = {party.id for party in parties_that_have_read(released.wave)}

    def address(key: str, shape: Shape, theme: Theme) -> str:
        return reverse("report-chart", args=[language, wave_id, key, shape.value, theme.value])

    context = html.context(worded(released, language), chart_address=address) | {
        "wave": released.wave,
        "organisation": organisation,
        "released": released,
        "readings": [(party.name, party.id in have_read) for party in parties(organisation)],
        "may_say_read": membership.party is not None and membership.party_id not in have_read,
        "party": membership.party,
        "retention_days": released.wave.agreement.retention_days,
    }
    return render(request, "report_pages/report.html", context)


def worded(released: Released, language: str, *, shared: bool = False) -> Document:
    """Return the report in words, kept for a few minutes: the page asks for each of its charts after it.

    `shared`: as a link shows it, without the parties' own register.
    """
    place = f"document:{released.wave.pk}:{released.fingerprint}:{language}:{shared}"
    document: Document | None = caches["process"].get(place)
    if document is None:
        make = documents.shared_document_of if shared else documents.document_of
        document = make(released, language)
        caches["process"].set(place, document, DOCUMENT_KEPT_SECONDS)
    return document


@signed_in
def chart(request: HttpRequest, language: str, wave_id: UUID, key: str, shape: str, theme: str) -> HttpResponse:
    """Draw one of the report's charts; it is kept a while, for drawing takes its time."""
    released, _membership = release_for(request.user, wave_id)
    return HttpResponse(drawn(released, language, key, shape, theme), content_type="image/svg+xml")


def drawn(released: Released, language: str, key: str, shape: str, theme: str, *, shared: bool = False) -> str:
    """Return a chart of the report as SVG, from the cache where it has been drawn before. `shared`: see `worded`.

    Raises NotFound for a chart that the report does not have.
    """
    place = f"chart:{released.fingerprint}:{language}:{key}:{shape}:{theme}:{shared}"
    svg: str | None = cache.get(place)
    if svg is None:
        if shape not in SHAPES or theme not in THEMES:
            raise NotFound
        picture = next((one for one in worded(released, language, shared=shared).charts() if one.key == key), None)
        if picture is None:
            raise NotFound
        svg = picture_svg(picture, shape=Shape(shape), theme=Theme(theme))
        cache.set(place, svg, CHART_KEPT_SECONDS)
    return svg


@signed_in
def file(request: HttpRequest, language: str, wave_id: UUID, form: str) -> HttpResponse:
    """Hand out the report in one of its forms, in the language of the address."""
    released, _membership = release_for(request.user, wave_id)
    wanted = FORMS.get(form)
    if wanted is None:
        raise NotFound
    return _handed_out(
        files.file_of(released, language, wanted), files.MEDIA[wanted], f"{_named(released)}-{language}.{wanted}"
    )


@signed_in
def everything(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Hand out the report in every form and language, with the signed list of the files; it is kept a while."""
    released, _membership = release_for(request.user, wave_id)
    place = f"report-zip:{released.fingerprint}:{signing_key().fingerprint()}"
    archive = cache.get(place)
    if archive is None:
        archive = files.zip_of(released)
        cache.set(place, archive, ZIP_KEPT_SECONDS)
    return _handed_out(archive, "application/zip", f"{_named(released)}.zip")


def _named(released: Released) -> str:
    return file_name(_("Rapport"), released.wave.agreement.organisation.name, released.wave.label)


def _handed_out(data: bytes, media: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(data, content_type=media, headers={"Content-Disposition": disposition})


@signed_in
def read(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Note, by POST, that a party has read the report."""
    released, membership = release_for(request.user, wave_id)
    if request.method == "POST":
        acknowledge(wave=released.wave, by=membership, now=clock.now())
        messages.success(request, _("Det er notert at dere har lest rapporten."))
    return see_other(reverse("report", args=[language, wave_id]))
