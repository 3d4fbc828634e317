"""What happens around every request: whose cookies, which language, and errors that are stated calmly."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from project import errors, languages
from surveys.errors import StatedError

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SessionOutsideParties(RuntimeError):
    """Something tried to keep a session outside the parties' pages, where no cookie may be set."""


class NoSession(SessionBase):
    """The empty session of everybody outside the parties' pages: it reads nothing and refuses to be saved."""

    def load(self) -> dict[str, Any]:
        return {}

    def exists(self, session_key: str) -> bool:
        return False

    def create(self) -> None:
        raise SessionOutsideParties

    def save(self, must_create: bool = False) -> None:
        raise SessionOutsideParties

    def delete(self, session_key: str | None = None) -> None:
        raise SessionOutsideParties


class PartySessionMiddleware(SessionMiddleware):
    """Django's session under PARTIES_PATH; elsewhere no session is read or written and the user is anonymous.

    The site sends no referrer. A browser then sends `Origin: null` with a form, which Django's check of forged
    forms refuses, so the parties' pages, which have that check, keep the referrer within the site.
    """

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith(settings.PARTIES_PATH):
            super().process_request(request)
        else:
            request.session = NoSession()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not request.path.startswith(settings.PARTIES_PATH):
            return response
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return super().process_response(request, response)


class LanguageFromAddressMiddleware:
    """Activates the language in the address, else the best of Accept-Language; reads and sets no cookie."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        named = languages.in_address(request.path)
        language = named or languages.preferred(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if named is None:
            patch_vary_headers(response, ("Accept-Language",))
        return response


class StatedErrorsMiddleware:
    """Answers a StatedError with the calm page and its own sentence; 401 and 403 become 404, without one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RequestDataTooBig):
            return errors.stated(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not isinstance(exception, StatedError):
            return None
        return errors.stated(request, exception.http_status, message=exception.sentence())
