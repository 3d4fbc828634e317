"""Writing an agreement and changing it, until the parties sign."""

from http import HTTPStatus
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.pages.draft_form import DraftForm, initial_of, name_of
from reports.releases.drafting import change_with_plan, draft_with_plan
from surveys import clock
from surveys.agreements.access import agreement_to_appoint_for
from surveys.agreements.selectors import has_opened, valid_signatures
from surveys.agreements.services import AgreementInUse, Terms, terms_of
from surveys.errors import StatedError
from surveys.organisations.access import organiser_or_party_in
from surveys.organisations.selectors import every_unit, local_day
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.questionnaires.loading import available, load
from surveys.roster.selectors import people_per_unit


@signed_in
def new(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show the form of a new agreement; POST writes it down with its plan and leads to the plan."""
    membership = organiser_or_party_in(request.user, organisation_id)
    organisation = membership.organisation
    with timezone.override(ZoneInfo(organisation.timezone)):
        form = _form(request, language, organisation_id, None)
        if request.method != "POST":
            return _page(request, organisation.id, form)
        if not form.is_valid():
            return _page(request, organisation.id, form, status=HTTPStatus.BAD_REQUEST)
        try:
            agreement = draft_with_plan(organisation=organisation, terms=form.terms(), by=membership, now=clock.now())
        except StatedError as refusal:
            return _page(request, organisation.id, form, status=form.refuse(refusal))
    messages.success(request, _("Utkastet er lagret. Dette er planen for hva som vises, og hva som ikke vises."))
    return see_other(reverse("plan", args=[language, agreement.id]))


@signed_in
def change(request: HttpRequest, language: str, agreement_id: UUID) -> HttpResponse:
    """Show the terms in the form; POST changes them, which voids every signature."""
    agreement, membership = agreement_to_appoint_for(request.user, agreement_id)
    organisation = agreement.organisation
    if has_opened(agreement):
        raise AgreementInUse
    with timezone.override(ZoneInfo(organisation.timezone)):
        form = _form(request, language, organisation.id, terms_of(agreement))
        if request.method != "POST":
            return _page(request, organisation.id, form, agreement_id)
        if not form.is_valid():
            return _page(request, organisation.id, form, agreement_id, status=HTTPStatus.BAD_REQUEST)
        try:
            change_with_plan(agreement=agreement, terms=form.terms(), by=membership, now=clock.now())
        except StatedError as refusal:
            return _page(request, organisation.id, form, agreement_id, status=form.refuse(refusal))
    messages.success(request, _("Avtalen er endret. Alle parter må signere den slik den står nå."))
    return see_other(reverse("plan", args=[language, agreement_id]))


def _form(request: HttpRequest, language: str, organisation_id: UUID, terms: Terms | None) -> DraftForm:
    organisation = organiser_or_party_in(request.user, organisation_id).organisation
    today = local_day(organisation, clock.now())
    named = set(terms.units) if terms else set()
    every = every_unit(organisation)
    units = [
        (one.code, one.name) for one in every if one.valid_to is None or one.valid_to >= today or one.code in named
    ]
    offered = [load(key, version) for key, version in available()]
    background = {one.key: one.text[language] for questionnaire in offered for one in questionnaire.background}
    fresh = {"units": [code for code, _name in units], "questionnaire": name_of(offered[-1])}
    return DraftForm(
        request.POST if request.method == "POST" else None,
        questionnaires=[(name_of(one), one.title[language]) for one in offered],
        background=background.items(),
        units=units,
        initial=initial_of(terms, ZoneInfo(organisation.timezone)) if terms else fresh,
    )


def _page(
    request: HttpRequest,
    organisation_id: UUID,
    form: DraftForm,
    agreement_id: UUID | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    organisation = organiser_or_party_in(request.user, organisation_id).organisation
    agreement = agreement_to_appoint_for(request.user, agreement_id)[0] if agreement_id else None
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "agreement": agreement,
        "signed": bool(agreement and valid_signatures(agreement)),
        "listed": bool(people_per_unit(organisation)),
        "form": form,
    }
    return render(request, "report_pages/draft.html", context, status=status)
