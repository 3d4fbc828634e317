"""The parts of a workplace: the tree of them, a new one, another name, an end."""

from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import clock
from surveys.errors import NotFound, StatedError
from surveys.organisations.access import actor, membership_in, organiser_or_party_in, unit_for
from surveys.organisations.invitations import BEGINNING
from surveys.organisations.rules import Role, code_of
from surveys.organisations.selectors import depth_of, every_unit, local_day
from surveys.organisations.services import BadPeriod, BadUnit, UnitExists, UnitNameTaken, add_unit, rename_unit
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.unit_forms import EndForm, NameForm, UnitForm
from surveys.roster.closing import close_unit
from surveys.roster.selectors import people_per_unit


@dataclass(slots=True)
class Branch:
    """A unit with those below it. `first` is None for a unit that has been there from the beginning."""

    id: UUID
    code: str
    name: str
    first: date | None
    last: date | None
    ended: bool
    people: int
    children: list["Branch"] = field(default_factory=list)


@signed_in
def units(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show the tree; the organiser and the parties add a unit by POST."""
    membership = membership_in(request.user, organisation_id)
    organisation = membership.organisation
    everyone = every_unit(organisation)
    today = local_day(organisation, clock.now())
    lasting = [(str(one.id), one.name) for one in everyone if one.valid_to is None or one.valid_to >= today]
    form = UnitForm(request.POST if request.method == "POST" else None, units=lasting, today=today)
    if request.method != "POST":
        return _page(request, organisation_id, form)
    if not _may_change(Role(membership.role)):
        raise NotFound
    if not form.is_valid():
        return _page(request, organisation_id, form, status=HTTPStatus.BAD_REQUEST)
    told = form.cleaned_data
    try:
        unit = add_unit(
            organisation=organisation,
            parent=next(one for one in everyone if str(one.id) == told["parent"]),
            code=told["code"] or code_of(told["name"], (one.code for one in everyone)),
            name=told["name"],
            valid_from=told["valid_from"],
            valid_to=told["valid_to"],
            actor=actor(membership),
            now=clock.now(),
        )
    except StatedError as refusal:
        return _page(request, organisation_id, form, status=form.refuse(refusal, _field(refusal)))
    messages.success(request, _("%(unit)s er lagt til.") % {"unit": unit.name})
    return see_other(reverse("units", args=[language, organisation_id]))


@signed_in
def unit(request: HttpRequest, language: str, organisation_id: UUID, unit_id: UUID) -> HttpResponse:
    """Show one unit, and give it another name or an end by POST."""
    found, membership = unit_for(request.user, organisation_id, unit_id)
    if request.method != "POST":
        return _unit_page(request, organisation_id, unit_id)
    ending = request.POST.get("step") == "end"
    form: NameForm | EndForm = EndForm(request.POST) if ending else NameForm(request.POST)
    shown = {"end": form} if isinstance(form, EndForm) else {"naming": form}
    if not form.is_valid():
        return _unit_page(request, organisation_id, unit_id, shown, status=HTTPStatus.BAD_REQUEST)
    acts = {"actor": actor(membership)}
    try:
        if ending:
            if found.parent_id is None:
                raise NotFound
            close_unit(unit=found, valid_to=form.cleaned_data["valid_to"], now=clock.now(), **acts)
        else:
            rename_unit(unit=found, name=form.cleaned_data["name"], now=clock.now(), **acts)
    except StatedError as refusal:
        if refusal.http_status == HTTPStatus.NOT_FOUND:
            raise
        status = form.refuse(refusal, "valid_to" if ending else "name")
        return _unit_page(request, organisation_id, unit_id, shown, status=status)
    messages.success(request, _("Endringen er lagret."))
    return see_other(reverse("units", args=[language, organisation_id]))


def _may_change(role: Role) -> bool:
    return role.votes or role is Role.ORGANISER


def _field(refusal: StatedError) -> str:
    """Return the field that a refusal of a new unit is about."""
    fields = {BadPeriod: "valid_to", BadUnit: "parent", UnitExists: "code", UnitNameTaken: "name"}
    return fields.get(type(refusal), "name")


def _page(request: HttpRequest, organisation_id: UUID, form: UnitForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    membership = membership_in(request.user, organisation_id)
    organisation = membership.organisation
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "branches": _tree(request, organisation_id),
        "may_change": _may_change(Role(membership.role)),
        "form": form,
    }
    return render(request, "organise/units.html", context, status=status)


def _tree(request: HttpRequest, organisation_id: UUID) -> list[Branch]:
    organisation = membership_in(request.user, organisation_id).organisation
    everyone = every_unit(organisation)
    today = local_day(organisation, clock.now())
    people = {one.id: count for one, count in people_per_unit(organisation)}
    top: list[Branch] = []
    path: list[Branch] = []
    for one in everyone:
        branch = Branch(
            id=one.id,
            code=one.code,
            name=one.name,
            first=None if one.valid_from == BEGINNING else one.valid_from,
            last=one.valid_to,
            ended=one.valid_to is not None and one.valid_to < today,
            people=people.get(one.id, 0),
        )
        del path[depth_of(one, everyone) :]
        (path[-1].children if path else top).append(branch)
        path.append(branch)
    return top


def _unit_page(
    request: HttpRequest,
    organisation_id: UUID,
    unit_id: UUID,
    forms: dict[str, NameForm] | dict[str, EndForm] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    found, _membership = unit_for(request.user, organisation_id, unit_id)
    organisation = organiser_or_party_in(request.user, organisation_id).organisation
    shown: dict[str, StatedForm] = {"naming": NameForm(initial={"name": found.name}), "end": EndForm()}
    shown |= forms or {}
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "unit": found,
        "is_whole": found.parent_id is None,
        "first": None if found.valid_from == BEGINNING else found.valid_from,
        "form": next((form for form in shown.values() if form.is_bound), None),
        **shown,
    }
    return render(request, "organise/unit.html", context, status=status)
