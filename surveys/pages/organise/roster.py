"""The roster: how many people there are in each unit, and a new list from a file."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys import clock
from surveys.organisations.access import actor, membership_in, require_role
from surveys.organisations.rules import Role
from surveys.organisations.selectors import local_day, units_on
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import RosterForm
from surveys.roster.selectors import people_per_unit
from surveys.roster.services import BadRoster, import_roster

SAMPLE_HEAD = "navn;e-post;enhet;språk"
"""The first line of a list, as the reader of lists knows it in every language."""


@signed_in
def roster(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show the counts; the organiser may send a new list, which is taken in whole or not at all."""
    if request.method == "POST":
        return _import(request, language, organisation_id)
    return _page(request, organisation_id, RosterForm())


@signed_in
def sample(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Hand out a list of made-up people in the workplace's own units, in the form that is read in."""
    organisation = membership_in(request.user, organisation_id).organisation
    units = units_on(organisation, local_day(organisation, clock.now()))
    lines = [SAMPLE_HEAD]
    for number, unit in enumerate(units[1:] or units, start=1):
        name = _("Ansatt %(number)s (eksempel)") % {"number": number}
        lines.append(f"{name};ansatt.{number}@example.org;{unit.code};{language}")
    # The mark at the beginning lets a spreadsheet see that the letters are UTF-8.
    return HttpResponse(
        "\ufeff" + "\r\n".join(lines) + "\r\n",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="mottakerliste.csv"'},
    )


def _import(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    membership = membership_in(request.user, organisation_id)
    require_role(membership, Role.ORGANISER)
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, organisation_id, form, status=HTTPStatus.BAD_REQUEST)
    raw = form.cleaned_data["file"].read()
    try:
        people = import_roster(organisation=membership.organisation, raw=raw, actor=actor(membership), now=clock.now())
    except BadRoster as refusal:
        return _page(request, organisation_id, form, refused=refusal, status=form.refuse(refusal))
    said = ngettext("Listen er lest inn: %(count)s person.", "Listen er lest inn: %(count)s personer.", people)
    messages.success(request, said % {"count": people})
    return see_other(reverse("roster", args=[language, organisation_id]))


def _page(
    request: HttpRequest,
    organisation_id: UUID,
    form: RosterForm,
    *,
    refused: BadRoster | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    membership = membership_in(request.user, organisation_id)
    organisation = membership.organisation
    today = local_day(organisation, clock.now())
    counts = people_per_unit(organisation)
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "counts": [(unit.name, people) for unit, people in counts],
        "total": sum(people for _unit, people in counts),
        "units": [(unit.code, unit.name) for unit in units_on(organisation, today)],
        "may_import": membership.role == Role.ORGANISER,
        "form": form,
        "bad": refused.lines() if refused else [],
        "more": refused is not None and refused.more,
    }
    return render(request, "organise/roster.html", context, status=status)
