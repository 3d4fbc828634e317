"""My key: made in the person's own browser, saved by her, tried, and its public half registered. And its paper."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys import clock
from surveys.agreements.access import key_holder_in
from surveys.agreements.custodians import register_key
from surveys.agreements.selectors import key_of
from surveys.errors import StatedError
from surveys.fingerprints import key_mark
from surveys.organisations.rules import Role
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.wording import ROLES

NOT_A_KEY = gettext_lazy("En offentlig nøkkel er 87 tegn lang: bokstaver, tall, bindestrek og understrek.")


class KeyForm(StatedForm):
    """The public half of a key, as text. The script fills it in; without one, it is pasted."""

    public_key = forms.RegexField(
        regex=r"^[A-Za-z0-9_-]{87}$",
        label=gettext_lazy("Offentlig nøkkel"),
        help_text=gettext_lazy("Lim inn den offentlige nøkkelen. Den er ikke hemmelig."),
        error_messages={"required": NOT_A_KEY, "invalid": NOT_A_KEY},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )


@signed_in
def custodian_key(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show the key that the person has registered, and let her make or try one; POST registers the public half."""
    membership = key_holder_in(request.user, organisation_id)
    if request.method != "POST":
        return _page(request, organisation_id, KeyForm())
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation_id, form, status=HTTPStatus.BAD_REQUEST)
    try:
        register_key(
            membership=membership,
            public_key=urlsafe_base64_decode(form.cleaned_data["public_key"]),
            now=clock.now(),
        )
    except StatedError as refusal:
        return _page(request, organisation_id, form, status=form.refuse(refusal, "public_key"))
    messages.success(request, _("Nøkkelen din er meldt inn. Skriv ut papiret til den og legg det ved filen."))
    return see_other(reverse("custodian-key", args=[language, organisation_id]))


@signed_in
def paper(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show the sheet that lies beside the key file: what it is, and what to do with it. It holds no secret."""
    membership = key_holder_in(request.user, organisation_id)
    key = key_of(membership)
    if key is None:
        return see_other(reverse("custodian-key", args=[language, organisation_id]))
    context = {
        "organisation": membership.organisation,
        "synthetic": membership.organisation.synthetic,
        "person": membership.user.name,
        "role": ROLES[Role(membership.role)],
        "mark": key_mark(bytes(key.public_key)),
        "made_at": key.made_at,
    }
    return render(request, "organise/custodian_key_paper.html", context)


def _page(request: HttpRequest, organisation_id: UUID, form: KeyForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    membership = key_holder_in(request.user, organisation_id)
    key = key_of(membership)
    context = {
        "organisation": membership.organisation,
        "synthetic": membership.organisation.synthetic,
        "key": key,
        "public_key": urlsafe_base64_encode(bytes(key.public_key)) if key else "",
        "mark": key_mark(bytes(key.public_key)) if key else "",
        "form": form,
    }
    return render(request, "organise/custodian_key.html", context, status=status)
