"""What scripts send to the pages and get back: bounded bodies of one kind in, a sentence in JSON for every refusal."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from csp.constants import NONE
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from surveys.errors import StatedError

NOTHING = f"default-src {NONE}"
"""The policy of what is no page: it loads nothing."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class WrongKind(StatedError):
    """A body of another content type than the one asked for."""

    http_status = 400
    message = _("Serveren kunne ikke lese det som ble sendt. Last inn siden på nytt og prøv igjen.")


class TooLong(StatedError):
    """A body above the limit; it was not read."""

    http_status = 413
    message = _("Det som ble sendt, er for stort. Last inn siden på nytt og prøv igjen.")


class _SteadyGZip(GZipMiddleware):
    """Compresses without Django's random filling: two people's answers are to have the same length.

    The filling is against guessing a secret from a page's length. The pages that use this hold none.
    """

    max_random_bytes = 0


gzip_page = decorator_from_middleware(_SteadyGZip)
"""Compress a page that is the same for everybody; the same bytes each time."""


def body_of(request: HttpRequest, *, kind: str, limit: int) -> bytes:
    """Return the body of a request of content type `kind` and at most `limit` bytes. Raises WrongKind, TooLong."""
    if request.content_type != kind:
        raise WrongKind
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > limit:
        raise TooLong
    return request.body


def for_scripts(view: View[P]) -> View[P]:
    """Wrap a view that a script posts to: no cookie, no token, nothing kept, and a stated error as {"message"}."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except StatedError as refusal:
            response = JsonResponse({"message": refusal.sentence()}, status=refusal.http_status)
        response.headers["Content-Security-Policy"] = NOTHING
        return kept_by_nobody(response)

    return csrf_exempt(require_POST(wrapped))


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """Let neither browser nor proxy keep the answer, and let the page behind it tell nobody its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def without_forms(response: HttpResponse) -> HttpResponse:
    """Forbid the page to send any form: what is filled in leaves it by the script or not at all."""
    response.headers["Content-Security-Policy"] = build_policy(replace={"form-action": [NONE]})
    return response


def no_content() -> HttpResponse:
    """Return the answer that says yes and nothing else."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
