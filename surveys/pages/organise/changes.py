"""Changes at work: the list with what is before and after each, a new one, a new edition, and one taken back."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import clock
from surveys.changes.selectors import change_of, every_change, latest_changes
from surveys.changes.services import BadRevision, BadScope, NoName, RevisedMeanwhile, register, withdraw
from surveys.errors import NotFound
from surveys.monitoring.access import Membership, Organisation
from surveys.monitoring.selectors import entries
from surveys.monitoring.wording import named
from surveys.organisations.access import membership_in
from surveys.organisations.selectors import every_unit
from surveys.pages.organise.change_forms import ChangeForm
from surveys.pages.organise.change_sides import sides_of
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.wording import CHANGE_KINDS

FIELDS = {BadScope: "units", NoName: "name_nb", BadRevision: "day", RevisedMeanwhile: "revises"}


@signed_in
def changes(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show every change, newest first, those taken back among them."""
    membership = membership_in(request.user, organisation_id)
    organisation = membership.organisation
    linked: dict[str, list[tuple[int, str]]] = {}
    for entry in entries(organisation):
        for key in entry.contents.changes:
            linked.setdefault(key, []).append((entry.number, named(entry.contents.kind, entry.contents.name)))
    lines = [
        {
            "change": change,
            "name": change.name[language],
            "description": change.description[language],
            "kind": CHANGE_KINDS[change.kind],
            "units": [unit.name for unit in change.units.all()],
            "revises": change.revises.name[language] if change.revises else "",
            "measures": linked.get(str(change.id), []),
            "sides": sides_of(change.date, [unit.code for unit in change.units.all()], organisation),
        }
        for change in every_change(organisation)
    ]
    context = _place(organisation) | {"lines": lines, "may_write": membership.party is not None}
    return render(request, "organise/changes.html", context)


@signed_in
def new_change(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show an empty form, or write a change down."""
    membership = _party_member(request, organisation_id)
    organisation = membership.organisation
    form = _form(request, organisation, language)
    if request.method != "POST":
        return _page(request, organisation, form)
    if not form.is_valid():
        return _page(request, organisation, form, status=HTTPStatus.BAD_REQUEST)
    given = form.cleaned_data
    earlier = change_of(organisation, UUID(given["revises"])) if given["revises"] else None
    try:
        register(
            organisation=organisation,
            day=given["day"],
            kind=form.kind(),
            name=form.texts("name"),
            description=form.texts("description"),
            units=[unit for unit in every_unit(organisation) if unit.code in given["units"]],
            exempt=given["exempt"],
            revises=earlier,
            by=membership,
            now=clock.now(),
        )
    except (BadScope, NoName, BadRevision, RevisedMeanwhile) as refusal:
        return _page(request, organisation, form, status=form.refuse(refusal, FIELDS[type(refusal)]))
    messages.success(request, _("Endringen er ført opp."))
    return see_other(reverse("changes", args=[language, organisation_id]))


@signed_in
def take_back(request: HttpRequest, language: str, organisation_id: UUID, change_id: UUID) -> HttpResponse:
    """Note, by POST, that a change was entered by mistake."""
    membership = _party_member(request, organisation_id)
    found = change_of(membership.organisation, change_id)
    if found is None:
        raise NotFound
    if request.method == "POST":
        withdraw(change=found, by=membership, now=clock.now())
        messages.success(request, _("Endringen er trukket tilbake. Den står fortsatt i listen."))
    return see_other(reverse("changes", args=[language, organisation_id]))


def _party_member(request: HttpRequest, organisation_id: UUID) -> Membership:
    membership = membership_in(request.user, organisation_id)
    if membership.party is None:
        raise NotFound
    return membership


def _place(organisation: Organisation) -> dict[str, object]:
    return {"organisation": organisation, "synthetic": organisation.synthetic}


def _form(request: HttpRequest, organisation: Organisation, language: str) -> ChangeForm:
    return ChangeForm(
        request.POST if request.method == "POST" else None,
        units=[(unit.code, unit.name) for unit in every_unit(organisation)],
        earlier=[(str(one.id), one.name[language]) for one in latest_changes(organisation)],
    )


def _page(
    request: HttpRequest, organisation: Organisation, form: ChangeForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "organise/change_form.html", _place(organisation) | {"form": form}, status=status)
