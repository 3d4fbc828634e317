"""Naming and replacing the holders of an agreement's key, among those who have registered one of their own."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import clock
from surveys.agreements.access import agreement_to_appoint_for
from surveys.agreements.custodians import appoint
from surveys.agreements.rules import Holder
from surveys.agreements.selectors import Candidate, candidates, current_custodians
from surveys.errors import StatedError
from surveys.fingerprints import key_mark
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.wording import HOLDERS


class CustodiansForm(StatedForm):
    """Somebody, or no change, for each share that there is somebody for."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        named: Mapping[Holder, str],
        eligible: Mapping[Holder, list[Candidate]],
    ) -> None:
        super().__init__(data)
        for holder, people in eligible.items():
            name = named.get(holder)
            unchanged = _("Ingen endring: %(name)s") % {"name": name} if name else _("Ikke utpek noen ennå")
            choices = [(str(one.membership_id), f"{one.name} ({one.mark})") for one in people]
            if choices:
                self.fields[holder.value] = forms.ChoiceField(
                    label=str(HOLDERS[holder]),
                    choices=[("", unchanged), *choices],
                    required=False,
                    initial="",
                    widget=forms.RadioSelect,
                )

    def chosen(self) -> dict[Holder, UUID]:
        """Return the membership chosen for each share that is to change."""
        return {holder: UUID(value) for holder in Holder if (value := self.cleaned_data.get(holder.value))}


@signed_in
def custodians(request: HttpRequest, language: str, agreement_id: UUID) -> HttpResponse:
    """Show who holds the key and who may; POST names those who were chosen."""
    found, membership = agreement_to_appoint_for(request.user, agreement_id)
    form = _form(request, agreement_id, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, agreement_id, form)
    if not form.is_valid():
        return _page(request, agreement_id, form, status=HTTPStatus.BAD_REQUEST)
    chosen = form.chosen()
    if not chosen:
        form.add_error(None, _("Du har ikke valgt noen. Velg minst én, eller gå tilbake til avtalen."))
        return _page(request, agreement_id, form, status=HTTPStatus.BAD_REQUEST)
    try:
        appoint(agreement=found, chosen=chosen, by=membership, now=clock.now())
    except StatedError as refusal:
        return _page(request, agreement_id, form, status=form.refuse(refusal))
    messages.success(request, _("Nøkkelholderne er utpekt. Nå må alle partene signere avtalen slik den står."))
    return see_other(reverse("agreement", args=[language, agreement_id]))


def _form(request: HttpRequest, agreement_id: UUID, data: Mapping[str, Any] | None) -> CustodiansForm:
    found, _membership = agreement_to_appoint_for(request.user, agreement_id)
    named = {
        Holder(one.holder): f"{one.membership.user.name} ({key_mark(bytes(one.public_key))})"
        for one in current_custodians(found)
    }
    return CustodiansForm(data, named=named, eligible=candidates(found))


def _page(
    request: HttpRequest, agreement_id: UUID, form: CustodiansForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    found, _membership = agreement_to_appoint_for(request.user, agreement_id)
    organisation = found.organisation
    context = {
        "agreement": found,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "anybody": any(candidates(found).values()),
        "form": form,
    }
    return render(request, "organise/custodians.html", context, status=status)
