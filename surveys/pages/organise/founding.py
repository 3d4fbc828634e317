"""Coming in for the first time: founding a workplace with a link from the server, and taking up an invitation."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from surveys import clock
from surveys.errors import NotFound, StatedError
from surveys.organisations.access import invitation_by
from surveys.organisations.invitations import Account, accept, accept_with_new_account, found
from surveys.organisations.rules import Country, Role
from surveys.organisations.selectors import has_account
from surveys.pages.accounts.passwords import weaknesses
from surveys.pages.organise.entrance import see_other
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.founding_forms import AccountForm, FoundForm
from surveys.pages.organise.wording import ROLES
from surveys.signed_links import Purpose


@never_cache
@sensitive_post_parameters("password", "again")
def founding(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Show the form of a new workplace, or make it and let its founder in."""
    invitation = invitation_by(Purpose.FOUNDING, token, clock.now())
    form = FoundForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "token": token}
    if request.method != "POST":
        return render(request, "organise/found.html", context)
    status = HTTPStatus.BAD_REQUEST.value
    if form.is_valid():
        told = form.cleaned_data
        try:
            membership = found(
                invitation=invitation,
                account=Account(told["name"], told["email"], told["password"], language),
                name=told["organisation"],
                country=Country(told["country"]),
                state=told["state"],
                role=Role(told["role"]),
                party_name=told["party"],
                now=clock.now(),
            )
            messages.success(request, _("Virksomheten er opprettet. Under står det hva som er neste steg."))
            # The account was made a moment ago by whoever sends this request: nothing else guards it yet.
            login(request, membership.user)
            return see_other(reverse("home", args=[language]))
        except (StatedError, ValidationError) as refusal:
            status = _refused(form, refusal)
    return render(request, "organise/found.html", context, status=status)


@never_cache
@sensitive_post_parameters("password", "again")
def invited(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Show who invites to what, or take the role up: with a new account, or with the one that the address has.

    An account that is there is signed in with first. A link that has gone astray opens nobody's account.
    """
    invitation = invitation_by(Purpose.INVITATION, token, clock.now())
    known = has_account(invitation.email)
    signed_in = request.user.is_authenticated and request.user.email == invitation.email
    form: StatedForm = StatedForm() if known else AccountForm()
    status = HTTPStatus.OK.value
    if request.method == "POST":
        form = StatedForm(request.POST) if known else AccountForm(request.POST)
        status = HTTPStatus.BAD_REQUEST.value
        if form.is_valid():
            try:
                return _taken_up(request, language, token, form)
            except (StatedError, ValidationError) as refusal:
                status = _refused(form, refusal)
    organisation = invitation.organisation
    by = invitation.invited_by
    context = {
        "organisation": organisation,
        "synthetic": organisation is not None and organisation.synthetic,
        "role": ROLES[Role(invitation.role)],
        "kind": invitation.role,
        "party": invitation.party.name if invitation.party else invitation.party_name,
        "inviter": by.user.name if by else "",
        "by_party": by.party.name if by and by.party else "",
        "email": invitation.email,
        "expires": invitation.expires_at,
        "known": known,
        "signed_in": signed_in,
        "another": request.user.is_authenticated and not signed_in,
        "door": reverse("sign-in", args=[language]),
        "form": form,
        "token": token,
    }
    return render(request, "organise/invited.html", context, status=status)


def _taken_up(request: HttpRequest, language: str, token: str, form: StatedForm) -> HttpResponse:
    invitation = invitation_by(Purpose.INVITATION, token, clock.now())
    if isinstance(form, AccountForm):
        told = form.cleaned_data
        account = Account(told["name"], invitation.email, told["password"], language)
        membership = accept_with_new_account(invitation=invitation, account=account, now=clock.now())
        messages.success(request, _("Kontoen din er laget. Velkommen."))
        login(request, membership.user)
        return see_other(reverse("home", args=[language]))
    if not request.user.is_authenticated:
        raise NotFound
    accept(invitation=invitation, user=request.user, now=clock.now())
    messages.success(request, _("Du har tatt imot invitasjonen."))
    return see_other(reverse("home", args=[language]))


def _refused(form: StatedForm, refusal: StatedError | ValidationError) -> int:
    """Show the refusal beside its field; a link that no longer counts answers as every missing page does."""
    if isinstance(refusal, ValidationError):
        form.add_error("password", weaknesses(refusal))
        return HTTPStatus.BAD_REQUEST
    if refusal.http_status == HTTPStatus.NOT_FOUND:
        raise refusal
    return form.refuse(refusal, "email" if "email" in form.fields else None)
