"""allauth's views behind the doors of the house: nothing is kept, a bad form is a 400, a stranger goes to the door."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.base import views as factors
from allauth.socialaccount.adapter import get_adapter as get_providers
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from surveys import mail
from surveys.pages.accounts.adapters import TOO_MANY
from surveys.pages.organise.entrance import see_other, sign_in, signed_in

LANGUAGE = "left-in"
"""Where the session keeps the language of the page from which somebody went to sign in elsewhere."""
AnyView = Callable[..., Any]


def open_to_all(view: AnyView) -> AnyView:
    """Serve a page of allauth's that is there before anybody is known."""

    @sensitive_post_parameters()
    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        data = getattr(response, "context_data", None) or {}
        forms = [data.get("form"), data.get("webauthn_form")]
        if response.status_code == HTTPStatus.OK and any(form is not None and form.errors for form in forms):
            response.status_code = HTTPStatus.BAD_REQUEST
        if data.get("token_fail"):
            response.status_code = HTTPStatus.NOT_FOUND
        done: HttpResponse = (
            see_other(response.headers["Location"]) if response.status_code == HTTPStatus.FOUND else response
        )
        return done

    return wrapped


def own(view: AnyView) -> AnyView:
    """Serve a page of one's own account: only for somebody who has signed in."""
    return signed_in(open_to_all(view))


def account_login(request: HttpRequest) -> HttpResponse:
    """The same page as `sign-in`, under the name that allauth knows."""
    return sign_in(request, get_language() or "")


def reset_context(view: AnyView) -> AnyView:
    """Say before anything is typed that a server without e-mail can send no link."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None) is not None:
            response.context_data["can_mail"] = mail.is_configured()
        return response

    return open_to_all(wrapped)


@signed_in
def passkeys(request: HttpRequest) -> HttpResponse:
    """Lead to the account, where the passkeys are listed."""
    return see_other(reverse("mfa_index"))


def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to another organisation's sign-in, by POST alone.

    With a page that leads on by itself: a browser lets no form end at another site (form-action in our policy), not
    even by a redirect, and which sites a provider leads through is not ours to know.
    """
    if request.method != "POST":
        return see_other(reverse("account_login"))
    request.session[LANGUAGE] = get_language()
    response = oidc.login(request, provider_id)
    target = response.headers.get("Location", "")
    if response.status_code != HTTPStatus.FOUND or not urlsplit(target).netloc:
        answer: HttpResponse = open_to_all(lambda _request: response)(request)
        return answer
    page = render(request, "accounts/leaving.html", {"target": target, "host": urlsplit(target).netloc})
    page.headers["Refresh"] = f"0; url={target}"
    page.headers["Cache-Control"] = "no-store"
    return page


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Receive somebody from another organisation's sign-in, in the language that she left in.

    The address names no language, as a provider knows one address of ours.
    """
    language = request.session.get(LANGUAGE) or get_language()
    with override(language):
        response: Any = open_to_all(oidc.callback)(request, provider_id)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
    response.headers["Content-Language"] = language
    answer: HttpResponse = response
    return answer


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429 in the reader's language. allauth finds it as handler429 of the address table."""
    told = {"title": _("For mange forsøk"), "message": TOO_MANY}
    return render(request, "site/stated.html", told, status=HTTPStatus.TOO_MANY_REQUESTS)


def _with_providers(request: HttpRequest) -> Any:
    response = factors.index(request)
    connected = {one.provider for one in request.user.socialaccount_set.all()}  # type: ignore[union-attr]
    response.context_data["providers"] = [
        (one.name, reverse("openid_connect_login", args=[one.app.provider_id]), one.app.provider_id in connected)
        for one in get_providers().list_providers(request)
    ]
    return response


account = own(_with_providers)
