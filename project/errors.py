"""The one calm page for every error that a reader meets, and Django's handlers that lead to it."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

_HIDDEN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


def _title(status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return _("Vi finner ikke siden")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _("Det du sendte, er for stort")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("Noe gikk galt hos oss")
    return _("Dette kunne vi ikke ta imot")


def _message(status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return _("Adressen er feil, siden er tatt bort, eller du har ikke tilgang til den.")
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _("Gå tilbake i nettleseren, gjør det mindre og send på nytt. Ingenting er lagret.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _(
            "Feilen er ikke din. Prøv igjen om litt. Hjelper ikke det, si fra til den som ba deg om å bruke Tillit."
        )
    return _("Det som ble sendt, kunne ikke leses. Gå tilbake i nettleseren og prøv én gang til. Ingenting er lagret.")


def stated(request: HttpRequest, status: int, *, message: str | None = None) -> HttpResponse:
    """Return the calm page (JSON under the API) with `status`; missing and forbidden answer alike with 404.

    A `message` is shown as it is, so it must be translated. A 404 has always the same one: another would tell a
    page that does not exist from one that the reader may not see.
    """
    if status in _HIDDEN:
        status, message = HTTPStatus.NOT_FOUND, None
    text = message or _message(status)
    if request.path.startswith(f"{settings.PARTIES_PATH}api/"):
        response: HttpResponse = JsonResponse({"detail": text}, status=status)
    else:
        response = render(request, "site/stated.html", {"title": _title(status), "message": text}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400. A body over the limit arrives here when a middleware was the first to read it."""
    if isinstance(exception, RequestDataTooBig):
        return stated(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return stated(request, HTTPStatus.BAD_REQUEST)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403 and handler404."""
    return stated(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return stated(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def forged_form(request: HttpRequest, reason: str = "", **_more: Any) -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: the form was too old, or came from another site."""
    message = _("Skjemaet var for gammelt, eller det kom fra et annet nettsted. Last inn siden på nytt og prøv igjen.")
    return stated(request, HTTPStatus.BAD_REQUEST, message=message)
