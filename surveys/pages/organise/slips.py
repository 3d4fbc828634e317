"""The slips of a round: made on demand, handed out once as a PDF to print, kept nowhere."""

from http import HTTPStatus
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from surveys import clock
from surveys.credentials.selectors import latest_issue
from surveys.credentials.services import IssuedMeanwhile, issue_slips
from surveys.errors import StatedError
from surveys.file_names import file_name
from surveys.organisations.access import actor, require_role
from surveys.organisations.rules import Role
from surveys.pages.addresses import for_respondents
from surveys.pages.organise.entrance import signed_in
from surveys.pages.organise.forms import NewSlipsForm
from surveys.pages.organise.slip_sheets import Round, sheets
from surveys.waves.access import wave_for
from surveys.waves.rules import Channel
from surveys.waves.selectors import groups_of


@signed_in
def slips(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Ask before slips are made; a POST makes them and answers with the sheets to print.

    The form carries what the page knew of. So a form that is sent twice, or sent from an old page, asks anew
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
    address = for_respondents(request, reverse("choose-language"))
    issued = issue_slips(wave=found, actor=actor(membership), now=clock.now(), expected_issue=seen)
    organisation = found.agreement.organisation
    closes = localtime(found.closes_at, ZoneInfo(organisation.timezone))
    told = Round(organisation.name, found.label, closes, organisation.synthetic)
    name = file_name(_("Lapper"), organisation.name, found.label)
    # The codes are in these bytes and nowhere else: never in a file or a cache of ours, and no browser is to keep them.
    return HttpResponse(
        sheets(told, issued, address=address),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


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
        "people": sum(group.headcount for group in groups_of(found) if group.channel == Channel.SLIP),
    }
    return render(request, "organise/slips_ask.html", context, status=status)
