"""Who is with at a workplace, and inviting those who are to come."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveys import clock, mail
from surveys.errors import NotFound, StatedError
from surveys.organisations.access import invitation_in, membership_in
from surveys.organisations.invitations import NoPartyName, invite, revoke
from surveys.organisations.letters import send
from surveys.organisations.rules import Role, Side
from surveys.organisations.selectors import invitations_to, members, parties
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.founding_forms import CHOICE_ERRORS
from surveys.pages.organise.wording import ROLES, Words

OWN = "own"
REPRESENTATIVES = {Side.UNION: Role.UNION_REPRESENTATIVE, Side.EMPLOYER: Role.EMPLOYER_REPRESENTATIVE}


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation that has not been used. `counts`: it can be; `sent`: when the mail server took it."""

    id: UUID
    email: str
    role: Words
    party: str
    inviter: str
    sent: datetime | None
    expires: datetime
    counts: bool
    revoked: bool


class InviteForm(StatedForm):
    """Who is to come: for one's own party, for another one, or as a helper of both."""

    who = forms.ChoiceField(
        label=gettext_lazy("Hvem vil du invitere?"), widget=forms.RadioSelect, error_messages=CHOICE_ERRORS
    )
    party_name = forms.CharField(
        label=gettext_lazy("Hva heter parten?"),
        help_text=gettext_lazy("Bare når du inviterer en ny part. Slik navnet skal stå i avtalen."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-postadresse"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Skriv e-postadressen."),
            "invalid": gettext_lazy("E-postadressen er ikke gyldig."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Språket i e-posten"), choices=settings.LANGUAGES, error_messages=CHOICE_ERRORS
    )

    def __init__(self, data: Any = None, *, here: set[Side], own: str) -> None:
        """Take the sides that are there, and the name of the inviter's own party."""
        super().__init__(data, initial={"language": get_language()})
        choices: list[tuple[str, Words]] = []
        if Side.EMPLOYER not in here:
            choices.append((Side.EMPLOYER.value, _("Arbeidsgiveren, som er ny part")))
        new_union = (
            _("En fagforening til, som er ny part") if Side.UNION in here else _("Fagforeningen, som er ny part")
        )
        choices.append((Side.UNION.value, new_union))
        choices.append((Role.SAFETY_REPRESENTATIVE.value, _("Verneombudet, som kan være vara for nøkkelen")))
        choices.append((Role.ORGANISER.value, _("Tilretteleggeren, som leser inn mottakerlisten og lager lapper")))
        choices.append((OWN, _("En til som representerer %(party)s") % {"party": own}))
        cast(forms.ChoiceField, self.fields["who"]).choices = choices

    def role(self, own: Role) -> Role:
        """Return the role that the person is to have; `own` is the inviter's."""
        who = self.cleaned_data["who"]
        if who == OWN:
            return own
        return REPRESENTATIVES[Side(who)] if who in set(Side) else Role(who)


@signed_in
def people(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show who is with and who is invited; a party's representative invites by POST."""
    membership = membership_in(request.user, organisation_id)
    if request.method != "POST":
        return _page(request, organisation_id, _form(request, organisation_id))
    form = _form(request, organisation_id)
    if form is None:
        raise NotFound
    if not form.is_valid():
        return _page(request, organisation_id, form, status=HTTPStatus.BAD_REQUEST)
    told = form.cleaned_data
    own = told["who"] == OWN
    try:
        invitation = invite(
            by=membership,
            role=form.role(Role(membership.role)),
            email=told["email"],
            language=told["language"],
            party=membership.party if own else None,
            party_name="" if own else told["party_name"],
            now=clock.now(),
        )
    except NoPartyName as refusal:
        return _page(request, organisation_id, form, status=form.refuse(refusal, "party_name"))
    except StatedError as refusal:
        return _page(request, organisation_id, form, status=form.refuse(refusal))
    _tell(request, sent=send(invitation=invitation, now=clock.now()))
    return see_other(reverse("people", args=[language, organisation_id]))


@signed_in
def send_again(request: HttpRequest, language: str, organisation_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Send an invitation that stands once more, by POST."""
    invitation, _membership = invitation_in(request.user, organisation_id, invitation_id)
    if request.method == "POST" and invitation.counts(clock.now()):
        _tell(request, sent=send(invitation=invitation, now=clock.now()))
    return see_other(reverse("people", args=[language, organisation_id]))


@signed_in
def take_back(request: HttpRequest, language: str, organisation_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back, by POST."""
    invitation, membership = invitation_in(request.user, organisation_id, invitation_id)
    if request.method == "POST":
        revoke(invitation=invitation, by=membership, now=clock.now())
        messages.success(request, _("Invitasjonen er trukket tilbake. Lenken virker ikke lenger."))
    return see_other(reverse("people", args=[language, organisation_id]))


def _form(request: HttpRequest, organisation_id: UUID) -> InviteForm | None:
    """Return the form, or None for somebody who may not invite."""
    membership = membership_in(request.user, organisation_id)
    if membership.party is None:
        return None
    here = {Side(party.side) for party in parties(membership.organisation)}
    data = request.POST if request.method == "POST" else None
    return InviteForm(data, here=here, own=membership.party.name)


def _tell(request: HttpRequest, *, sent: bool) -> None:
    if sent:
        messages.success(request, _("Invitasjonen er sendt."))
    else:
        messages.warning(request, _("Invitasjonen er laget, men e-posten ble ikke sendt. Se under hva dere kan gjøre."))


def _page(
    request: HttpRequest, organisation_id: UUID, form: InviteForm | None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    membership = membership_in(request.user, organisation_id)
    organisation, now = membership.organisation, clock.now()
    lines = [
        InvitationLine(
            id=one.id,
            email=one.email,
            role=ROLES[Role(one.role)],
            party=one.party.name if one.party else one.party_name,
            inviter=one.invited_by.user.name if one.invited_by else "",
            sent=one.sent_at,
            expires=one.expires_at,
            counts=one.counts(now),
            revoked=one.revoked_at is not None,
        )
        for one in invitations_to(organisation)
    ]
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "members": [
            (one.user.name, ROLES[Role(one.role)], one.party.name if one.party else "") for one in members(organisation)
        ],
        "invitations": lines,
        "may_invite": form is not None,
        "mail_configured": mail.is_configured(),
        "form": form,
    }
    return render(request, "organise/people.html", context, status=status)
