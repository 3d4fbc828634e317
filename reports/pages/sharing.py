"""Sharing a report by link: the list that every party sees, a new link, and taking one back. And what a link shows."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.documents import html
from reports.documents import services as documents
from reports.documents.drawing import Shape, Theme
from reports.pages.report import drawn, worded
from reports.releases.access import release_for
from reports.releases.sharing import SHARED_DAYS, links_to, share, shared_by, unshare
from surveys import clock
from surveys.errors import NotFound
from surveys.file_names import file_name
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.founding_forms import CHOICE_ERRORS
from surveys.signed_links import Purpose, token_for


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link. `address` is empty for a link that no longer works; `mine`: the reader's party made it."""

    id: UUID
    party: str
    name: str
    made: datetime
    expires: datetime
    revoked: datetime | None
    address: str
    mine: bool


class ShareForm(StatedForm):
    """For how long a link is to work."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Hvor lenge skal lenken virke?"),
        coerce=int,
        initial=SHARED_DAYS[1],
        widget=forms.RadioSelect,
        error_messages=CHOICE_ERRORS,
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [
            (str(days), ngettext("%(days)s dag", "%(days)s dager", days) % {"days": days}) for days in SHARED_DAYS
        ]
        cast(forms.ChoiceField, self.fields["days"]).choices = choices


@signed_in
def sharing(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show every link to the report; a party's representative makes one by POST."""
    released, membership = release_for(request.user, wave_id)
    if request.method != "POST":
        return _page(request, language, wave_id, ShareForm())
    if membership.party is None:
        raise NotFound
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _page(request, language, wave_id, form, status=HTTPStatus.BAD_REQUEST)
    share(wave=released.wave, by=membership, days=form.cleaned_data["days"], now=clock.now())
    messages.success(request, _("Lenken er laget. Alle parter ser den i listen."))
    return see_other(reverse("sharing", args=[language, wave_id]))


@signed_in
def stop(request: HttpRequest, language: str, wave_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a link back, by POST."""
    released, membership = release_for(request.user, wave_id)
    if request.method == "POST":
        unshare(wave=released.wave, link_id=link_id, by=membership, now=clock.now())
        messages.success(request, _("Lenken virker ikke lenger."))
    return see_other(reverse("sharing", args=[language, wave_id]))


def _page(
    request: HttpRequest, language: str, wave_id: UUID, form: ShareForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    released, membership = release_for(request.user, wave_id)
    wave, now = released.wave, clock.now()
    lines = [
        LinkLine(
            id=link.id,
            party=link.made_by.party.name if link.made_by.party else "",
            name=link.made_by.user.name,
            made=link.made_at,
            expires=link.expires_at,
            revoked=link.revoked_at,
            address=_address(request, language, link.id) if link.counts(now) else "",
            mine=membership.party is not None and link.made_by.party_id == membership.party_id,
        )
        for link in links_to(wave)
    ]
    organisation = wave.agreement.organisation
    context = {
        "wave": wave,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "links": lines,
        "may_share": membership.party is not None,
        "form": form,
    }
    return render(request, "report_pages/sharing.html", context, status=status)


def _address(request: HttpRequest, language: str, link_id: UUID) -> str:
    path = reverse("shared-report", args=[language, token_for(Purpose.REPORT, link_id)])
    return request.build_absolute_uri(path)


def shared(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Show the report to whoever has a link that works. No session, no cookie, and nothing but what was released."""
    released = shared_by(token, clock.now())
    organisation = released.wave.agreement.organisation

    def address(key: str, shape: Shape, theme: Theme) -> str:
        return reverse("shared-chart", args=[language, token, key, shape.value, theme.value])

    context = html.context(worded(released, language, shared=True), chart_address=address) | {
        "organisation": organisation,
        "released": released,
        "token": token,
    }
    return _private(render(request, "report_pages/shared.html", context))


def shared_chart(request: HttpRequest, language: str, token: str, key: str, shape: str, theme: str) -> HttpResponse:
    """Draw one of the report's charts for whoever has a link that works."""
    released = shared_by(token, clock.now())
    svg = drawn(released, language, key, shape, theme, shared=True)
    return _private(HttpResponse(svg, content_type="image/svg+xml"))


def shared_pdf(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Hand out the report as a PDF to whoever has a link that works."""
    released = shared_by(token, clock.now())
    name = file_name(released.wave.agreement.organisation.name, released.wave.label)
    return _private(
        HttpResponse(
            documents.shared_pdf_of(released, language),
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}-{language}.pdf"'},
        )
    )


def _private(response: HttpResponse) -> HttpResponse:
    # What was taken back must not live on in a cache or in a search engine.
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
