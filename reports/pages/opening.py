"""The joint opening: each party opens her part of the key on her own machine and hands it in, on her own day."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from reports.pages.forms import LossForm, side_name
from reports.releases.services import RecountDiffers, give_share
from surveys import clock
from surveys.agreements.rules import Holder
from surveys.audit.selectors import entries
from surveys.ballots.base64url import to_text
from surveys.ballots.loss import loss_of
from surveys.ballots.shares import SideHasGiven, fetch, given_for, giver
from surveys.errors import StatedError
from surveys.fingerprints import key_mark
from surveys.organisations.access import actor
from surveys.organisations.selectors import named_unions
from surveys.pages.accounts import confirmation
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import ShareForm
from surveys.pages.organise.losses import givers
from surveys.pages.organise.wording import Words, for_whom
from surveys.waves.access import wave_for
from surveys.waves.rules import State
from surveys.waves.selectors import custodians_of, lacks_key_file


@dataclass(frozen=True, slots=True)
class Part:
    """One holder's part of the key. `given`: for her party a part has come in. `mine`: the reader holds it.

    `covered`: another union's holder, who has the same part, has given it, so hers is not needed.
    `lost`: declared so by every party. `fetched`: the holder has had it from the server at some time.
    `key` is the public half (base64url) of the key that it is sealed to, `mark` its fingerprint.
    """

    holder: Holder
    side: Words
    name: str
    given: bool
    covered: bool
    mine: bool
    lost: bool
    fetched: bool
    key: str
    mark: str


@signed_in
def opening(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show who has given her part; a custodian hands in hers."""
    if request.method == "POST":
        return _give(request, language, wave_id)
    return page(request, wave_id)


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
        return page(request, wave_id, form, status=form.refuse(refusal))
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
        return page(request, wave_id, form, status=HTTPStatus.BAD_REQUEST)
    # Whether the bytes are a share is for the domain to say, so nothing is refused here.
    text = form.cleaned_data["file"].read().decode("utf-8-sig", errors="replace")
    again = wave.released_at is not None
    try:
        released = give_share(wave=wave, by=membership, text=text, now=clock.now())
    except (RecountDiffers, SideHasGiven) as refusal:
        return page(request, wave_id, form, status=form.refuse(refusal))
    except StatedError as refusal:
        if refusal.http_status == HTTPStatus.NOT_FOUND:
            raise
        return page(request, wave_id, form, status=form.refuse(refusal, "file"))
    if released is not None:
        if again:
            messages.success(request, _("Svarene er talt på nytt. Tallene er de samme som i rapporten."))
        return see_other(reverse("report", args=[language, wave_id]))
    messages.success(request, _("Delen din er levert. Nå venter vi på den andre parten."))
    return see_other(reverse("opening", args=[language, wave_id]))


def page(
    request: HttpRequest,
    wave_id: UUID,
    form: forms.Form | None = None,
    *,
    loss_form: LossForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Return the page, with what was refused in one of its forms."""
    wave, membership = wave_for(request.user, wave_id)
    organisation = wave.agreement.organisation
    state = State(wave.state)
    declared = loss_of(wave)
    parts = _parts(request, wave_id)
    mine = next((part for part in parts if part.mine), None)
    substitute = mine is not None and mine.holder is Holder.SUBSTITUTE
    signers = {signature.party_id for signature in declared.signed} if declared else set()
    gave, several = giver(wave), len([part for part in parts if part.holder is Holder.UNION]) > 1
    relieved = mine is not None and mine.covered and gave is not None
    loss_form = loss_form or LossForm(auto_id="loss_%s", confirmed=confirmation.is_fresh(request))
    if several:
        loss_form.name_unions()
    context = {
        "wave": wave,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "parts": [part for part in parts if part.holder is not Holder.SUBSTITUTE],
        "stand_in": next((part.name for part in parts if part.holder is Holder.SUBSTITUTE), ""),
        "mine": mine,
        "substitute": substitute,
        "several_unions": several,
        "relieved_by": gave.membership.user.name if gave and relieved else "",
        "may_give": mine is not None
        and not mine.lost
        and not relieved
        and (not substitute or (declared is not None and declared.in_force)),
        "given_before": gave is not None and gave.membership_id == membership.id,
        "early": state in {State.PLANNED, State.OPEN},
        "boxed": state in {State.CLOSED, State.RELEASED},
        "closed": state is State.CLOSED,
        "released": wave.released_at is not None,
        "begun_again": state is State.RELEASED and given_for(wave) is not None,
        "destroyed": state is State.DESTROYED,
        "last_day": wave.closes_at + timedelta(days=wave.agreement.opening_days),
        "lacks_key_file": lacks_key_file(wave),
        "loss": declared,
        "lost_was_fetched": declared is not None
        and any(part.fetched for part in parts if part.holder is declared.lost),
        "loss_side": side_name(declared.lost, several=several) if declared else "",
        "loss_form": loss_form,
        "other_ways": confirmation.methods(request),
        "party": membership.party,
        "may_sign_loss": membership.party is not None and membership.party_id not in signers,
        "sealed_name": sealed_name(wave_id),
        "opened_name": f"apnet-del-{str(wave_id)[:8]}.json",
        "form": form or ShareForm(),
        # For the title of the page: what was refused in the other form.
        "errors": bool(loss_form.errors),
    }
    return render(request, "report_pages/opening.html", context, status=status)


def _parts(request: HttpRequest, wave_id: UUID) -> list[Part]:
    """Return the parts of the wave's key. After a release both sides' have come in."""
    wave, membership = wave_for(request.user, wave_id)
    custodians, log = custodians_of(wave), entries(wave.agreement.organisation_id)
    unions = named_unions(wave.agreement.organisation)
    waiting, declared = given_for(wave), loss_of(wave)
    done = wave.released_at is not None and waiting is None
    fetched = {
        entry.actor for entry in log if (entry.event, entry.details.get("wave")) == ("share-fetched", str(wave_id))
    }
    held = {actor(one.membership): Holder(one.holder) for one in custodians}
    # Who gave last for each holder: several unions' holders have the same part, and one of them gives it.
    gave = {held[name]: name for name in givers(log)[str(wave_id)] if name in held}
    found = []
    for one in custodians:
        holder, name = Holder(one.holder), actor(one.membership)
        lost = declared is not None and declared.in_force and declared.lost is holder
        inside = done or waiting is holder
        covered = inside and not lost and gave.get(holder, name) != name
        part = Part(
            holder=holder,
            side=for_whom(holder, unions.get(one.membership.party_id, "") if one.membership.party_id else ""),
            name=one.membership.user.name,
            given=inside and not covered,
            covered=covered,
            mine=one.membership_id == membership.id,
            lost=lost,
            fetched=name in fetched,
            key=to_text(bytes(one.public_key)),
            mark=key_mark(bytes(one.public_key)),
        )
        found.append(part)
    return found


def sealed_name(wave_id: UUID) -> str:
    """Return the name of the file with a sealed part."""
    return f"forseglet-del-{str(wave_id)[:8]}.json"
