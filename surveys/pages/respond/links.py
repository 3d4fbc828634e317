"""Answering with a right that was collected by link: one page for everybody, and the box's slot for what it seals."""

import gzip
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import clock
from surveys.ballots import casting, services
from surveys.ballots.services import Sheet
from surveys.ballots.sheet_layout import sheet_layout
from surveys.errors import NotFound
from surveys.pages.respond.layout import SKIPPED, Question, laid_out
from surveys.pages.respond.lengths import of_one_length
from surveys.pages.respond.views import closing_time
from surveys.pages.wire import body_of, for_scripts, kept_by_nobody, no_content, without_forms

LARGEST_BALLOT = 16_384
BALLOT_TYPE = "application/octet-stream"
_MOST_KEPT = 64
_COUNTER = SafeString('<span data-count="">0</span>')

Labelled = tuple[tuple[str, str, bool], ...]
"""A list of options: each value with its label, and whether it stands apart."""

_kept: dict[tuple[object, ...], tuple[bytes, bytes]] = {}
"""Pages as they go out, plain and compressed: making one costs more than taking in a ballot."""


@require_safe
def page(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show the whole questionnaire on one page, the same bytes for everybody; the script shows a section at a time."""
    try:
        paper = services.sheet_of_wave(wave_id=wave_id, now=clock.now())
    except NotFound:
        refused = render(request, "respond/closed.html", status=HTTPStatus.NOT_FOUND)
        return of_one_length(request, kept_by_nobody(refused))
    plain, compressed = _page(request, paper, language, wave_id)
    response = HttpResponse(plain)
    patch_vary_headers(response, ("Accept-Encoding",))
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = compressed
        response.headers["Content-Encoding"] = "gzip"
    return without_forms(kept_by_nobody(response))


@for_scripts
def cast(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Take in a sealed ballot; every accepted one gets the same empty answer."""
    body = body_of(request, kind=BALLOT_TYPE, limit=LARGEST_BALLOT)
    casting.cast_sealed(wave_id=wave_id, body=body, now=clock.now())
    return no_content()


def _page(request: HttpRequest, paper: Sheet, language: str, wave_id: UUID) -> tuple[bytes, bytes]:
    told = (paper.organisation, paper.parties, paper.wave, paper.closes, paper.timezone, paper.threshold)
    asked = (paper.questionnaire.fingerprint, paper.crossings, paper.divisions)
    place = (wave_id, language, *told, paper.synthetic, paper.retention_days, *asked)
    if place not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        made = render_to_string("respond/by_link.html", _context(paper, language, wave_id), request).encode()
        _kept[place] = made, gzip.compress(made, compresslevel=9, mtime=0)
    return _kept[place]


def _context(paper: Sheet, language: str, wave_id: UUID) -> dict[str, Any]:
    layout = laid_out(paper, language)
    lists = list(dict.fromkeys(_labelled(question) for question in layout.questions() if not question.multiple))
    return {
        "paper": paper,
        "layout": layout,
        "lists": lists,
        "sections": [(page, [_asked(question, lists) for question in page.questions]) for page in layout.pages],
        "sheet_layout": sheet_layout(paper.questionnaire),
        "closes": closing_time(paper),
        "counter": _COUNTER,
        "wave_id": wave_id,
        "in_form": True,
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page: one with radio buttons names its list of options, which the script fills in."""

    question: Question
    options: int
    boxes: SafeString
    conflicts: list[tuple[str, str]]


def _asked(question: Question, lists: list[Labelled]) -> Asked:
    if question.multiple:
        return Asked(question, 0, question.markup(frozenset()), _conflicts(question))
    # The same five labels thirty times over were a third of the page.
    return Asked(question, lists.index(_labelled(question)) + 1, SafeString(), [])


def _labelled(question: Question) -> Labelled:
    return tuple((option.value, option.label, option.value == SKIPPED) for option in question.options)


def _conflicts(question: Question) -> list[tuple[str, str]]:
    text = _("«%(option)s» kan ikke velges sammen med andre svar. Fjern enten det eller de andre.")
    return [(value, text % {"option": question.label(value)}) for value in sorted(question.exclusive)]
