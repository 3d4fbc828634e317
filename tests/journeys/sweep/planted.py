"""The site's addresses, and two that answer with the error pages that no reader comes by at will."""

from typing import NoReturn

from django.http import HttpRequest, HttpResponse
from django.urls import path

from project.urls import handler400, handler403, handler404, handler429, handler500
from project.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]


def crash(request: HttpRequest, language: str) -> NoReturn:
    """Fail as no page should."""
    raise RuntimeError("planted by the tests")


def too_many(request: HttpRequest, language: str) -> HttpResponse:
    """Answer as to somebody who has tried too often."""
    return handler429(request, None)


urlpatterns = [
    *site,
    path("planted/<language:language>/crash/", crash),
    path("planted/<language:language>/too-many/", too_many),
]
