"""The slips of a round: made on demand, shown once on a page for printing, kept nowhere."""

from http import HTTPStatus
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from surveys import clock
from surveys.credentials.selectors import latest_issue
from surveys.credentials.services import IssuedMeanwhile, issue_slips
from surveys.errors import StatedError
from surveys.organisations.access import actor, require_role
from surveys.organisations.rules import Role
from surveys.pages.organise.entrance import signed_in
from surveys.pages.organise.forms import NewSlipsForm
from surveys.waves.access import wave_for
from surveys.waves.selectors import headcount


@signed_in
def slips(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Ask before slips are made; a POST makes them and shows them at once.

    The form carries what the page knew of. So a page that is loaded again, or a form that is sent twice, asks anew
    instead of making slips that void those just printed.
    """
    found, membership = wave_for(request.user, wave_id)
    require_role(membership, Role.ORGANISER)
    if request.method != "POST":
        return _ask(request, wave_id, NewSlipsForm())
    form = NewSlipsForm(request.POST)
    latest = latest_issue(found)
    if not form.is_valid() or form.cleaned_data["seen"] != latest:
        return _ask(request, wave_id, form, status=form.refuse(IssuedMeanwhile()))
    if latest and not form.cleaned_data["void_old"]:
        form.add_error("void_old", _("Kryss av for at de gamle lappene skal slutte å virke, eller gå tilbake."))
        return _ask(request, wave_id, form, status=HTTPStatus.BAD_REQUEST)
    try:
        return _print(request, wave_id, seen=latest)
    except StatedError as refusal:
        return _ask(request, wave_id, form, status=form.refuse(refusal))


def _print(request: HttpRequest, wave_id: UUID, *, seen: str) -> HttpResponse:
    found, membership = wave_for(request.user, wave_id)
    way_in = reverse("choose-language")
    address = settings.RESPOND_ADDRESS + way_in if settings.RESPOND_ADDRESS else request.build_absolute_uri(way_in)
    issued = issue_slips(wave=found, actor=actor(membership), now=clock.now(), expected_issue=seen)
    context = {
        "wave": found,
        "organisation": found.agreement.organisation,
        "address": address.partition("://")[2],
        "batches": [
            {"name": batch.group.unit.name, "slips": [(code, picture(f"{address}#{code}")) for code in batch.codes]}
            for batch in issued
        ],
    }
    return render(request, "organise/slips.html", context)


def _ask(request: HttpRequest, wave_id: UUID, form: NewSlipsForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    found, _membership = wave_for(request.user, wave_id)
    organisation = found.agreement.organisation
    latest = latest_issue(found)
    context = {
        "wave": found,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "form": form,
        "seen": latest,
        "already": bool(latest),
        "people": headcount(found),
    }
    return render(request, "organise/slips_ask.html", context, status=status)


def picture(text: str) -> SafeString:
    """Return a QR code as SVG markup without styles, black on white whatever the page's colours are."""
    svg = segno.make(text, error="m", micro=False).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    # The markup is segno's own: squares and colours, nothing of what was encoded.
    return mark_safe(svg)  # noqa: S308
