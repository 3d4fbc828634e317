"""The joint opening: each party fetches her sealed part of the key, opens it on her own machine and hands it in."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from reports.releases.services import give_share
from surveys import clock
from surveys.agreements.documents import document
from surveys.agreements.rules import Holder
from surveys.ballots.shares import fetch, given_by
from surveys.errors import StatedError
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import ShareForm
from surveys.pages.organise.wording import HOLDERS, Words
from surveys.waves.access import wave_for
from surveys.waves.rules import State


@dataclass(frozen=True, slots=True)
class Part:
    """One party's part of the key, and whether it has come in. `mine`: the reader holds it."""

    holder: Holder
    side: Words
    name: str
    given: bool
    mine: bool


@signed_in
def opening(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show who has given her part; a custodian hands in hers."""
    if request.method == "POST":
        return _give(request, language, wave_id)
    return _page(request, wave_id, ShareForm())


@signed_in
def my_share(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Hand out the custodian's own part, sealed to her key, as a file."""
    wave, membership = wave_for(request.user, wave_id)
    try:
        text = fetch(wave=wave, by=membership, now=clock.now()).to_json()
    except StatedError as refusal:
        if refusal.http_status == HTTPStatus.NOT_FOUND:
            raise
        form = ShareForm({})
        form.errors.clear()
        return _page(request, wave_id, form, status=form.refuse(refusal))
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{sealed_name(wave_id)}"'},
    )


@sensitive_variables("text")
def _give(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    wave, membership = wave_for(request.user, wave_id)
    form = ShareForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, wave_id, form, status=HTTPStatus.BAD_REQUEST)
    # Whether the bytes are a share is for the domain to say, so nothing is refused here.
    text = form.cleaned_data["file"].read().decode("utf-8-sig", errors="replace")
    try:
        released = give_share(wave=wave, by=membership, text=text, now=clock.now())
    except StatedError as refusal:
        if refusal.http_status == HTTPStatus.NOT_FOUND:
            raise
        return _page(request, wave_id, form, status=form.refuse(refusal, "file"))
    if released is not None:
        return see_other(reverse("report", args=[language, wave_id]))
    messages.success(request, _("Delen din er levert. Nå venter vi på den andre parten."))
    return see_other(reverse("opening", args=[language, wave_id]))


def _page(request: HttpRequest, wave_id: UUID, form: ShareForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    wave, membership = wave_for(request.user, wave_id)
    organisation = wave.agreement.organisation
    state = State(wave.state)
    waiting = given_by(wave)
    custodians = sorted(document(wave.agreement)["custodians"], key=lambda one: list(Holder).index(one["holder"]))
    parts = [
        Part(
            holder=Holder(custodian["holder"]),
            side=HOLDERS[Holder(custodian["holder"])],
            name=custodian["name"],
            given=wave.released_at is not None or waiting == custodian["holder"],
            mine=custodian["membership"] == str(membership.id),
        )
        for custodian in custodians
    ]
    mine = next((part for part in parts if part.mine), None)
    context = {
        "wave": wave,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "parts": [part for part in parts if part.holder is not Holder.SUBSTITUTE],
        "mine": mine,
        "substitute": mine is not None and mine.holder is Holder.SUBSTITUTE,
        "early": state in {State.PLANNED, State.OPEN},
        "closed": state is State.CLOSED,
        "released": wave.released_at is not None,
        "sealed_name": sealed_name(wave_id),
        "opened_name": f"apnet-del-{str(wave_id)[:8]}.json",
        "form": form,
    }
    return render(request, "report_pages/opening.html", context, status=status)


def sealed_name(wave_id: UUID) -> str:
    """Return the name of the file with a sealed part."""
    return f"forseglet-del-{str(wave_id)[:8]}.json"
