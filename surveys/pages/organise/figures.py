"""Operational figures: what stands, beside the days on which rounds opened, and a new file."""

from http import HTTPStatus
from uuid import UUID

from babel.numbers import format_decimal
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from surveys import clock, dates
from surveys.agreements.selectors import agreements_of
from surveys.errors import NotFound
from surveys.monitoring.importing import KEYS, BadFigures, figures_of, import_figures
from surveys.organisations.access import membership_in
from surveys.organisations.selectors import every_unit
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import FILE_ERRORS, StatedForm
from surveys.roster.selectors import people_per_unit

LEAST_PEOPLE = 5


class FiguresForm(StatedForm):
    """A file of figures."""

    file = forms.FileField(
        label=_("Fil med driftstall (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=FILE_ERRORS,
    )


@signed_in
def figures(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show the figures; a party may send a file, which is taken in whole or not at all."""
    membership = membership_in(request.user, organisation_id)
    if request.method != "POST":
        return _page(request, language, organisation_id, FiguresForm())
    if membership.party is None:
        raise NotFound
    organisation = membership.organisation
    form = FiguresForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, language, organisation_id, form, status=HTTPStatus.BAD_REQUEST)
    try:
        taken = import_figures(
            organisation=organisation,
            raw=form.cleaned_data["file"].read(),
            sizes={unit.code: people for unit, people in people_per_unit(organisation)},
            threshold=max([LEAST_PEOPLE, *(agreement.threshold for agreement in agreements_of(organisation))]),
            by=membership,
            now=clock.now(),
        )
    except BadFigures as refusal:
        status = form.refuse(refusal)
        return _page(request, language, organisation_id, form, refused=refusal, status=status)
    said = ngettext("%(count)s tall er tatt inn.", "%(count)s tall er tatt inn.", taken)
    messages.success(request, said % {"count": taken})
    return see_other(reverse("figures", args=[language, organisation_id]))


def _page(
    request: HttpRequest,
    language: str,
    organisation_id: UUID,
    form: FiguresForm,
    *,
    refused: BadFigures | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    membership = membership_in(request.user, organisation_id)
    organisation = membership.organisation
    names = {unit.code: unit.name for unit in every_unit(organisation)}
    locale = dates.locale_of(language)
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "lines": [
            (dates.period(line.first, line.last, language), names[line.unit], KEYS[line.key],
             format_decimal(line.value, locale=locale))
            for line in figures_of(organisation)
        ],
        "keys": [(key.value, words) for key, words in KEYS.items()],
        "units": list(names.items()),
        "may_import": membership.party is not None,
        "form": form,
        "bad": refused.lines() if refused else [],
    }  # fmt: skip
    return render(request, "organise/figures.html", context, status=status)
