"""Signing in and out, and the door that every page of the parties stands behind."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.socialaccount.adapter import get_adapter as get_providers
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from surveys.pages.accounts.adapters import is_party_page
from surveys.pages.organise import attempts
from surveys.pages.organise.forms import SignInForm

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def see_other(address: str) -> HttpResponse:
    """Lead on to an address of our own with a GET."""
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": address})


def signed_in(view: View[P]) -> View[P]:
    """Let only people who have signed in through; the others get the page for that, in the language of the address.

    Nothing behind this door is kept by a browser or a proxy.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            door = reverse("sign-in", args=[get_language()])
            return see_other(f"{door}?{urlencode({'next': request.path})}")
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest, language: str) -> HttpResponse:
    """Show the form, or take the password and lead on: to where the person was going, or to her second factor."""
    onward = _onward(request, language)
    if request.method != "POST":
        if request.user.is_authenticated:
            return see_other(onward)
        return _door(request, SignInForm(), onward)
    form = SignInForm(request.POST)
    status = HTTPStatus.BAD_REQUEST.value
    if form.is_valid():
        try:
            entered = _enter(request, form.cleaned_data["email"], form.cleaned_data["password"], onward)
            if entered is not None:
                return see_other(entered.headers["Location"])
            form.add_error(None, _("E-postadressen eller passordet er feil. Se over begge og prøv igjen."))
        except attempts.TooManyAttempts as refusal:
            status = form.refuse(refusal)
    return _door(request, form, onward, status=status)


def _door(request: HttpRequest, form: SignInForm, onward: str, *, status: int = HTTPStatus.OK) -> HttpResponse:
    providers = [
        (one.name, reverse("openid_connect_login", args=[one.app.provider_id]))
        for one in get_providers().list_providers(request)
    ]
    return render(
        request, "organise/sign_in.html", {"form": form, "next": onward, "providers": providers}, status=status
    )


def _enter(request: HttpRequest, email: str, password: str, onward: str) -> HttpResponse | None:
    """Return where to go next, None for a wrong password. The session of somebody who is in gets a new key."""
    counted = attempts.Counter.SIGN_IN, email
    attempts.require_few(*counted)
    user = authenticate(request, username=email, password=password)
    if user is None:
        attempts.count_wrong(*counted)
        return None
    attempts.forget(*counted)
    entered: HttpResponse = perform_password_login(request, {"email": email}, Login(user=user, redirect_url=onward))
    return entered


def _onward(request: HttpRequest, language: str) -> str:
    """Return where to go after signing in: a page of the parties on this very site, else the overview."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if is_party_page(wanted):
        return wanted
    return reverse("home", args=[language])


def sign_out(request: HttpRequest, language: str) -> HttpResponse:
    """End the session, by POST alone."""
    if request.method == "POST":
        logout(request)
    return see_other(reverse("home", args=[language]))
