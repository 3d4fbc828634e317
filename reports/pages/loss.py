"""Declaring that a party's share of the key is lost, signing the declaration, and taking it back."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from reports.pages import opening
from reports.pages.forms import LossForm
from surveys import clock
from surveys.agreements.rules import Holder
from surveys.ballots.loss import NotConfirmed, declare, sign_loss, withdraw
from surveys.errors import StatedError
from surveys.pages.accounts import confirmation
from surveys.pages.organise import attempts
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.waves.access import wave_for


@sensitive_post_parameters("password")
@signed_in
def loss(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Declare or sign, by POST, confirmed with the password or by passkey or code."""
    here = reverse("opening", args=[language, wave_id])
    wave, membership = wave_for(request.user, wave_id)
    if request.method != "POST":
        return see_other(here)
    confirmed = confirmation.is_fresh(request)
    form = LossForm(request.POST, auto_id="loss_%s", confirmed=confirmed)
    if not form.is_valid():
        return opening.page(request, wave_id, loss_form=form, status=HTTPStatus.BAD_REQUEST)
    lost = Holder(form.cleaned_data["lost"])
    password = None if confirmed else form.cleaned_data["password"]
    counted = attempts.Counter.SIGNING, str(membership.id)
    try:
        attempts.require_few(*counted)
        if request.POST.get("step") == "sign":
            sign_loss(wave=wave, by=membership, password=password, read_holder=lost, now=clock.now())
        else:
            declare(wave=wave, holder=lost, by=membership, password=password, now=clock.now())
    except NotConfirmed as refusal:
        attempts.count_wrong(*counted)
        return opening.page(request, wave_id, loss_form=form, status=form.refuse(refusal, "password"))
    except StatedError as refusal:
        if refusal.http_status == HTTPStatus.NOT_FOUND:
            raise
        return opening.page(request, wave_id, loss_form=form, status=form.refuse(refusal))
    attempts.forget(*counted)
    confirmation.use_up(request)
    messages.success(request, _("Du har signert erklæringen."))
    return see_other(here)


@signed_in
def take_back(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Withdraw a declaration that not all have signed, by POST."""
    here = reverse("opening", args=[language, wave_id])
    wave, membership = wave_for(request.user, wave_id)
    if request.method != "POST":
        return see_other(here)
    try:
        withdraw(wave=wave, by=membership, now=clock.now())
    except StatedError as refusal:
        if refusal.http_status == HTTPStatus.NOT_FOUND:
            raise
        form = LossForm({}, auto_id="loss_%s")
        form.errors.clear()
        return opening.page(request, wave_id, loss_form=form, status=form.refuse(refusal))
    messages.success(request, _("Erklæringen er trukket tilbake."))
    return see_other(here)
