"""The pages that belong to nobody: the front page, the privacy notice and the accessibility statement."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from surveys.pages.wire import gzip_page


def front(request: HttpRequest) -> HttpResponse:
    """Lead on to the front page in the reader's language."""
    return HttpResponseRedirect(reverse("welcome", args=[get_language()]))


@gzip_page
def welcome(request: HttpRequest, language: str) -> HttpResponse:
    """Show the two ways in: with a code, or by signing in."""
    return render(request, "site/welcome.html")


@gzip_page
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show the first page of somebody who follows the address on a slip: which language?"""
    return render(request, "site/choose_language.html")


@gzip_page
def privacy(request: HttpRequest, language: str) -> HttpResponse:
    """Show the privacy notice."""
    return render(request, "site/privacy.html")


@gzip_page
def accessibility(request: HttpRequest, language: str) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "site/accessibility.html")
