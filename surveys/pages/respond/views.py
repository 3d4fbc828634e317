"""The respondent's journey on a slip: no cookie, no account, no script; everything travels in the form."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from surveys import clock, dates
from surveys.ballots import services
from surveys.credentials import codes
from surveys.pages.respond import forms
from surveys.pages.respond.forms import Draft, Stated
from surveys.pages.respond.layout import LAST, START, Page, laid_out
from surveys.pages.respond.lengths import of_one_length

LARGEST_FORM = 32_768
FORM_TYPE = "application/x-www-form-urlencoded"

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def respondent(view: View[P]) -> View[P]:
    """Wrap a respondent's view: nothing is kept by browser or proxy, no token, forms of a bounded size and one kind.

    Compressing is safe here: nothing secret is in a page but what the same request brought, and its length is kept.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST":
            length = request.META.get("CONTENT_LENGTH") or "0"
            if length.isdecimal() and int(length) > LARGEST_FORM:
                raise RequestDataTooBig
            if request.content_type != FORM_TYPE:
                raise BadRequest
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return of_one_length(request, response)

    return csrf_exempt(wrapped)


@respondent
def enter(request: HttpRequest, language: str) -> HttpResponse:
    """Show the form for the code."""
    return render(request, "respond/code.html")


@respondent
def thanks(request: HttpRequest, language: str) -> HttpResponse:
    """Say that the answers are in the box. The page knows nothing about whose."""
    return render(request, "respond/thanks.html")


@respondent
def explanation(request: HttpRequest, language: str) -> HttpResponse:
    """Show how the answers are protected, and where the protection ends."""
    return render(request, "respond/explanation.html")


@respondent
def sheet(request: HttpRequest, language: str) -> HttpResponse:
    """Take one step in the form: read what was sent, and show the page that comes next or the one to be mended."""
    if request.method != "POST":
        return _see_other("respond", language)
    typed = request.POST.getlist("code")
    try:
        code = codes.normalise(typed[0] if len(set(typed)) == 1 else "")
    except codes.MalformedCode:
        return _code_again(request, typed[0] if typed else "")
    try:
        paper = services.sheet_for(code=code, now=clock.now())
        draft = forms.read(request.POST, laid_out(paper, language), code=code)
        if draft.go == forms.CAST and _ready(draft):
            services.cast(code=code, answers=draft.answers(), now=clock.now())
            return _see_other("respond-thanks", language)
    except services.CodeRefused:
        return render(request, "respond/refused.html", status=HTTPStatus.NOT_FOUND)
    return _show(request, paper, draft)


def _ready(draft: Draft) -> bool:
    """Tell whether the ballot may be cast: every page was sent, none holds an error, and it is the last page."""
    everything = draft.layout.length
    complete = draft.first_unvisited(everything) is None and draft.first_wrong(everything) is None
    return draft.at == LAST and complete and not draft.junk


def _see_other(name: str, language: str) -> HttpResponse:
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": reverse(name, args=[language])})


def _code_again(request: HttpRequest, typed: str) -> HttpResponse:
    """Show the form for the code with what was typed. Answers that came along are carried on as they came."""
    message = _(
        "Koden på lappen har tolv tegn i tre grupper, for eksempel slik: ABCD-2345-EFGH. Se etter og skriv på nytt."
    )
    kept = [(name, value) for name, sent in request.POST.lists() if name[:2] in ("q.", "m.") for value in sent]
    context = {"errors": [Stated("code", message)], "typed": typed[:100], "kept": kept}
    return render(request, "respond/code.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _show(request: HttpRequest, paper: services.Sheet, draft: Draft) -> HttpResponse:
    place, notice = _destination(draft)
    errors: list[Stated] = [Stated("sheet", notice)] if notice else []
    context: dict[str, Any] = {"paper": paper, "draft": draft, "layout": draft.layout, "in_form": True}
    if isinstance(place, Page):
        # Going back or changing the language is never held up by an error; it is stated again on the way forward.
        by_question = draft.errors(place) if draft.go not in (forms.BACK, forms.STAY) and draft.visited(place) else {}
        errors += by_question.values()
        questions = [
            (question, question.markup(draft.chosen(question)), by_question.get(question.key))
            for question in place.questions
        ]
        context |= {"page": place, "questions": questions, "hidden": draft.hidden(without=place.key)}
        template = "respond/section.html"
    else:
        template = "respond/before.html" if place == START else "respond/box.html"
        context |= {"hidden": draft.hidden(), "closes": closing_time(paper), "overview": _overview(draft)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, template, context | {"errors": errors}, status=status)


def _destination(draft: Draft) -> tuple[Page | str, str]:
    """Return the page to show and, where it is not the one asked for, why."""
    here = draft.layout.page(draft.at)
    number = here.number if here else (0 if draft.at == START else draft.layout.length)
    stay: Page | str = here or draft.at
    if draft.junk:
        return stay, _(
            "Skjemaet hadde med noe som ikke hører hjemme i det. Svarene dine står her fortsatt. Prøv igjen."
        )
    if draft.go == forms.STAY:
        return stay, ""
    if draft.go == forms.BACK:
        return _numbered(draft, number - 1), ""
    # A page with an error cannot be left forwards, nor one skipped; both lead to the earliest.
    missing = draft.first_unvisited(number)
    wrong = draft.first_wrong(number + 1)
    if missing and (wrong is None or missing.number < wrong.number):
        return missing, _("Svarene fra denne siden mangler. Resten står her fortsatt. Gå videre herfra.")
    if wrong:
        return wrong, ""
    if draft.go.startswith(forms.TO):
        return draft.layout.page(draft.go.removeprefix(forms.TO)) or stay, ""
    return _numbered(draft, number + 1), ""


def _numbered(draft: Draft, number: int) -> Page | str:
    if number < 1:
        return START
    return draft.layout.pages[number - 1] if number < draft.layout.length else LAST


def closing_time(paper: services.Sheet) -> str:
    """Return when the wave closes, in the workplace's own time and the reader's way of writing it."""
    closes = paper.closes.astimezone(ZoneInfo(paper.timezone))
    return dates.with_time(dates.long_date(closes, dates.active()), closes)


def _overview(draft: Draft) -> list[tuple[Page, int]]:
    return [(page, draft.answered(page)) for page in draft.layout.pages]
