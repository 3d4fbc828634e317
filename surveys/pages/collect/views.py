"""Where the link in an e-mail is exchanged for a right to answer. Its token comes by POST, never in an address."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from surveys import clock
from surveys.collecting import services
from surveys.collecting.services import MalformedRequest
from surveys.pages.wire import body_of, for_scripts, gzip_page, kept_by_nobody, without_forms

LARGEST = 2_048
NO_WAVE = UUID(int=0)
"""Stands in the address of the answering page until the script knows the wave."""
_BLINDED = re.compile(r"[A-Za-z0-9_-]{342}")


@gzip_page
def page(request: HttpRequest, language: str) -> HttpResponse:
    """Show the page on which a right to answer is collected; the same for everybody."""
    answer = settings.RESPOND_ADDRESS + reverse("respond-by-link", args=[language, NO_WAVE])
    context = {"answer": answer, "no_wave": NO_WAVE, "in_form": True}
    return without_forms(kept_by_nobody(render(request, "collect/page.html", context)))


@for_scripts
def look_up(request: HttpRequest, language: str) -> HttpResponse:
    """Tell which wave and group a link is for. Nothing is used up."""
    found = services.look_up(token=_texts(request, "token")[0], now=clock.now())
    return JsonResponse({"wave": str(found.wave_id), "group": str(found.group_id)})


@for_scripts
def collect(request: HttpRequest, language: str) -> HttpResponse:
    """Sign the blinded message of the person whose link it is."""
    token, blinded = _texts(request, "token", "blinded")
    if not _BLINDED.fullmatch(blinded):
        raise MalformedRequest
    signature = services.collect(token=token, blinded=urlsafe_b64decode(blinded + "=="), now=clock.now())
    return JsonResponse({"signature": urlsafe_b64encode(signature).rstrip(b"=").decode("ascii")})


def _texts(request: HttpRequest, *names: str) -> list[str]:
    """Return these fields of a JSON object that has them alone, each a text. Raises MalformedRequest."""
    try:
        sent = json.loads(body_of(request, kind="application/json", limit=LARGEST))
    except (ValueError, RecursionError):
        raise MalformedRequest from None
    if not isinstance(sent, dict) or set(sent) != set(names) or not all(isinstance(sent[name], str) for name in names):
        raise MalformedRequest
    return [sent[name] for name in names]
