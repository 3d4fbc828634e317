"""The published keys of a wave: the very bytes for a program, and a page for somebody who compares a poster."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.ballots import key_list
from surveys.errors import NotFound
from surveys.pages.wire import NOTHING, gzip_page

A_SHORT_TIME = "public, max-age=300"
"""The list never changes, and yet nobody should have to wait long to see that somebody changed it."""


@gzip_page
@require_safe
def document(request: HttpRequest, wave_id: UUID) -> HttpResponse:
    """Give the key list as it was published, byte by byte."""
    published = key_list.published(wave_id)
    if published is None:
        raise NotFound
    headers = {"Cache-Control": A_SHORT_TIME, "Content-Security-Policy": NOTHING}
    return HttpResponse(published, content_type="application/json", headers=headers)


@gzip_page
@require_safe
def page(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show the code of the key list, the mark of every key in it, and how to check them."""
    described = key_list.described(wave_id)
    if described is None:
        raise NotFound
    return render(request, "site/keys.html", {"keys": described, "wave_id": wave_id})
