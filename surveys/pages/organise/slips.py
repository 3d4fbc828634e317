"""The slips of a round: made on demand, shown once on a page for printing, kept nowhere."""

from http import HTTPStatus
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from surveys import clock
from surveys.audit.selectors import entries
from surveys.credentials.selectors import slip_count
from surveys.credentials.services import issue_slips
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
    _found, membership = wave_for(request.user, wave_id)
    require_role(membership, Role.ORGANISER)
    if request.method != "POST":
        return _ask(request, wave_id, NewSlipsForm())
    form = NewSlipsForm(request.POST)
    latest = _latest(request, wave_id)
    if not form.is_valid() or form.cleaned_data["seen"] != latest:
        form.add_error(None, _("Lappene er laget allerede. Les dette før du eventuelt lager nye."))
        return _ask(request, wave_id, form, status=HTTPStatus.CONFLICT)
    if latest and not form.cleaned_data["void_old"]:
        form.add_error("void_old", _("Kryss av for at de gamle lappene skal slutte å virke, eller gå tilbake."))
        return _ask(request, wave_id, form, status=HTTPStatus.BAD_REQUEST)
    try:
        return _print(request, wave_id)
    except StatedError as refusal:
        return _ask(request, wave_id, form, status=form.refuse(refusal))


def _print(request: HttpRequest, wave_id: UUID) -> HttpResponse:
    found, membership = wave_for(request.user, wave_id)
    address = request.build_absolute_uri(reverse("choose-language"))
    issued = issue_slips(wave=found, actor=actor(membership), now=clock.now())
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
    latest = _latest(request, wave_id)
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


def _latest(request: HttpRequest, wave_id: UUID) -> str:
    """Return the number of the log's entry on the slips made last for this round, or "" where there are none."""
    found, membership = wave_for(request.user, wave_id)
    if slip_count(found).issued == 0:
        return ""
    made = [
        entry.sequence
        for entry in entries(membership.organisation_id)
        if entry.event == "slips-issued" and entry.details.get("wave") == str(wave_id)
    ]
    return str(max(made))


def picture(text: str) -> SafeString:
    """Return a QR code as SVG markup without styles, black on white whatever the page's colours are."""
    svg = segno.make(text, error="m", micro=False).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    # The markup is segno's own: squares and colours, nothing of what was encoded.
    return mark_safe(svg)  # noqa: S308
