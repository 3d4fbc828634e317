"""What a party says of an entry, by POST: a comment, a disagreement, its settlement, a joint evaluation."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import clock
from surveys.errors import StatedError
from surveys.monitoring import talks
from surveys.monitoring.access import Measure, Membership, act_in, measure_for
from surveys.monitoring.services import party_of
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.measure_forms import EvaluationForm, WordsForm
from surveys.pages.organise.measures import entry_page
from surveys.pages.organise.register import today_in


@signed_in
def say(request: HttpRequest, language: str, organisation_id: UUID, number: int) -> HttpResponse:
    """Take a comment, or a disagreement where that button was pressed."""
    found, membership = _acting(request, organisation_id, number)
    if request.method != "POST":
        return _back(language, organisation_id, number)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return entry_page(request, language, organisation_id, number, said=form, status=HTTPStatus.BAD_REQUEST)
    disagrees = "disagree" in request.POST
    act = talks.disagree if disagrees else talks.comment
    act(measure=found, text=form.cleaned_data["text"], by=membership, now=clock.now())
    done = _("Uenigheten står nå i registeret.") if disagrees else _("Kommentaren står nå i registeret.")
    messages.success(request, done)
    return _back(language, organisation_id, number)


@signed_in
def evaluate(request: HttpRequest, language: str, organisation_id: UUID, number: int) -> HttpResponse:
    """Take a joint evaluation, which the other party then confirms."""
    found, membership = _acting(request, organisation_id, number)
    if request.method != "POST":
        return _back(language, organisation_id, number)
    form = EvaluationForm(request.POST)
    status: int = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        try:
            talks.evaluate(
                measure=found,
                held_on=form.cleaned_data["held_on"],
                outcome=form.chosen(),
                next_on=form.cleaned_data["next_on"],
                text=form.cleaned_data["result"],
                read=form.cleaned_data["read"],
                by=membership,
                today=today_in(found.organisation),
                now=clock.now(),
            )
        except talks.EvaluatedMeanwhile as refusal:
            form.read_again(refusal.latest)
            status = form.refuse(refusal)
        except StatedError as refusal:
            status = form.refuse(refusal)
        else:
            messages.success(request, _("Vurderingen er skrevet ned. Den gjelder når alle parter har bekreftet den."))
            return _back(language, organisation_id, number)
    return entry_page(request, language, organisation_id, number, evaluated=form, status=status)


@signed_in
def settle(request: HttpRequest, language: str, organisation_id: UUID, number: int, act_id: UUID) -> HttpResponse:
    """Note that a disagreement is settled."""
    return _answer(
        request, language, organisation_id, number,
        lambda found, by, now: talks.settle(measure=found, disagreement=act_in(found, act_id), by=by, now=now),
        _("Det er notert at uenigheten er løst."),
    )  # fmt: skip


@signed_in
def confirm(request: HttpRequest, language: str, organisation_id: UUID, number: int, act_id: UUID) -> HttpResponse:
    """Confirm an evaluation."""
    return _answer(
        request, language, organisation_id, number,
        lambda found, by, now: talks.confirm(measure=found, evaluation=act_in(found, act_id), by=by, now=now),
        _("Dere har bekreftet vurderingen."),
    )  # fmt: skip


def _answer(
    request: HttpRequest,
    language: str,
    organisation_id: UUID,
    number: int,
    act: Callable[[Measure, Membership, datetime], object],
    done: str,
) -> HttpResponse:
    found, membership = _acting(request, organisation_id, number)
    if request.method == "POST":
        act(found, membership, clock.now())
        messages.success(request, done)
    return _back(language, organisation_id, number)


def _acting(request: HttpRequest, organisation_id: UUID, number: int) -> tuple[Measure, Membership]:
    found, membership = measure_for(request.user, organisation_id, number)
    party_of(membership, found.organisation)
    return found, membership


def _back(language: str, organisation_id: UUID, number: int) -> HttpResponse:
    return see_other(reverse("measure", args=[language, organisation_id, number]))
