"""Naming and replacing the holders of an agreement's key, among those who have registered one of their own."""

from collections.abc import Iterable, Mapping
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
from surveys.agreements.selectors import Seat, seats
from surveys.errors import StatedError
from surveys.organisations.selectors import named_unions
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.wording import for_whom


def field_name(seat: Seat) -> str:
    """Return the name of the seat's field: its union's id is part of it where there are several."""
    return f"{seat.holder}-{seat.party_id}" if seat.party_id else seat.holder.value


class CustodiansForm(StatedForm):
    """Somebody, or no change, for each seat that there is somebody for."""

    def __init__(self, data: Mapping[str, Any] | None, *, seats: Iterable[Seat]) -> None:
        super().__init__(data)
        self.seats = [seat for seat in seats if seat.eligible]
        for seat in self.seats:
            unchanged = _("Ingen endring: %(name)s") % {"name": seat.named} if seat.named else _("Ikke utpek noen ennå")
            choices = [(str(one.membership_id), f"{one.name} ({one.mark})") for one in seat.eligible]
            self.fields[field_name(seat)] = forms.ChoiceField(
                label=str(for_whom(seat.holder, seat.union)),
                choices=[("", unchanged), *choices],
                required=False,
                initial="",
                widget=forms.RadioSelect,
            )

    def chosen(self) -> list[tuple[Holder, UUID]]:
        """Return the membership chosen for each seat that is to change."""
        return [(seat.holder, UUID(value)) for seat in self.seats if (value := self.cleaned_data.get(field_name(seat)))]


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
    return CustodiansForm(data, seats=seats(found))


def _page(
    request: HttpRequest, agreement_id: UUID, form: CustodiansForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    found, _membership = agreement_to_appoint_for(request.user, agreement_id)
    organisation = found.organisation
    context = {
        "agreement": found,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "anybody": bool(form.seats),
        "several_unions": bool(named_unions(organisation)),
        "form": form,
    }
    return render(request, "organise/custodians.html", context, status=status)
