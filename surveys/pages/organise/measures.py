"""The register of monitoring measures: the list, one entry with its duties and its history, and writing an entry."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import clock
from surveys.errors import NotFound, StatedError
from surveys.monitoring.access import Membership, Organisation, measure_for
from surveys.monitoring.own import NUMBER as OWN
from surveys.monitoring.selectors import entry_of
from surveys.monitoring.services import BadEntry, ChangedMeanwhile, NotYours, register, revise, take_over
from surveys.monitoring.types import Contents, Entry
from surveys.monitoring.wording import NO_ADVICE, named
from surveys.organisations.access import membership_in
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.measure_fields import Difference, differences, told, unsaid
from surveys.pages.organise.measure_forms import EvaluationForm, MeasureForm, WordsForm, initial
from surveys.pages.organise.measure_talks import last_evaluation, talks_of
from surveys.pages.organise.register import duty_lines, lines_of, names_in, own_contents


@signed_in
def measures(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show every entry, what this platform itself collects first."""
    membership = membership_in(request.user, organisation_id)
    organisation = membership.organisation
    context = _place(organisation) | {
        "own": own_contents(organisation),
        "lines": lines_of(organisation),
        "may_write": membership.party is not None,
        "union": membership.party is not None and membership.party.side == "union",
    }
    return render(request, "organise/measures.html", context)


@signed_in
def measure(request: HttpRequest, language: str, organisation_id: UUID, number: int) -> HttpResponse:
    """Show one entry."""
    return entry_page(request, language, organisation_id, number)


def entry_page(
    request: HttpRequest,
    language: str,
    organisation_id: UUID,
    number: int,
    *,
    said: WordsForm | None = None,
    evaluated: EvaluationForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Show one entry, with a form that was refused as it was filled in."""
    if number == OWN:
        return _own_page(request, language, organisation_id)
    found, membership = measure_for(request.user, organisation_id, number)
    entry, organisation = entry_of(found), found.organisation
    names = names_in(organisation, language)
    party = membership.party
    context = _place(organisation) | {
        "number": number,
        "entry": entry,
        "name": named(entry.contents.kind, entry.contents.name),
        "told": told(entry.contents, names),
        "unsaid": unsaid(entry.contents, names),
        "duties": duty_lines(entry.contents, organisation),
        "talks": talks_of(entry, organisation, membership),
        "history": _history(entry, language, organisation),
        "acts": party is not None,
        "owns": party is not None and party.id == entry.latest.owner_id,
        "may_take_over": party is not None and party.side == "employer" and entry.latest.by_union,
        "said": said or WordsForm(),
        "evaluated": evaluated or EvaluationForm(initial={"read": last_evaluation(entry)}),
        "form": evaluated or said,
    }
    return render(request, "organise/measure.html", context, status=status)


def _own_page(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    organisation = membership_in(request.user, organisation_id).organisation
    contents = own_contents(organisation)
    context = _place(organisation) | {
        "name": contents.name,
        "own": True,
        "told": told(contents, names_in(organisation, language)),
    }
    return render(request, "organise/measure.html", context)


def _place(organisation: Organisation) -> dict[str, object]:
    return {"organisation": organisation, "synthetic": organisation.synthetic, "no_advice": NO_ADVICE}


def _history(entry: Entry, language: str, organisation: Organisation) -> list[dict[str, object]]:
    names = names_in(organisation, language)
    before: list[Contents | None] = [None, *(version.contents for version in entry.versions)]
    found: list[dict[str, object]] = []
    for version, earlier in zip(entry.versions, before, strict=False):
        changed = differences(earlier, version.contents, names) if earlier else []
        found.append({"version": version, "changed": changed, "first": earlier is None})
    return found[::-1]


@signed_in
def new_measure(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show an empty form, or write a new entry, owned by the writer's party."""
    membership = _writer(membership_in(request.user, organisation_id))
    organisation = membership.organisation
    names = names_in(organisation, language)
    if request.method != "POST":
        return _form_page(request, organisation, MeasureForm(names=names))
    form = MeasureForm(request.POST, request.FILES, names=names)
    if not form.is_valid():
        return _form_page(request, organisation, form, status=HTTPStatus.BAD_REQUEST)
    try:
        written = register(organisation=organisation, contents=form.contents(), by=membership, now=clock.now())
    except BadEntry as refusal:
        return _form_page(request, organisation, form, status=_refuse(form, refusal))
    messages.success(request, _("Tiltaket er ført opp i registeret."))
    return see_other(reverse("measure", args=[language, organisation_id, written.number]))


@signed_in
def edit_measure(request: HttpRequest, language: str, organisation_id: UUID, number: int) -> HttpResponse:
    """Show the entry in a form, or save a new version on top of the one that was read.

    Where somebody else saved first, the page shows both, keeps what was typed, and saves only when asked again.
    """
    found, membership = measure_for(request.user, organisation_id, number)
    _writer(membership)
    entry, names = entry_of(found), names_in(found.organisation, language)
    # Who owned the entry when she opened the form is told that it has been taken over, with what she typed.
    owners = {one.owner_id for one in entry.versions if request.method == "POST"} | {entry.latest.owner_id}
    if membership.party_id not in owners:
        raise NotFound
    kept = entry.contents.attachments
    if request.method != "POST":
        begun = initial(entry.contents) | {"read": entry.latest.number}
        return _form_page(
            request, found.organisation, MeasureForm(initial=begun, names=names, kept=kept), number=number
        )
    form = MeasureForm(request.POST, request.FILES, names=names, kept=kept)
    if not form.is_valid():
        return _form_page(request, found.organisation, form, number=number, status=HTTPStatus.BAD_REQUEST)
    try:
        typed = form.contents()
        revise(measure=found, contents=typed, read=form.cleaned_data["read"] or 0, by=membership, now=clock.now())
    except ChangedMeanwhile as refusal:
        both = differences(refusal.contents, typed, names)
        form.read_again(refusal.latest)
        status = form.refuse(refusal)
        return _form_page(request, found.organisation, form, number=number, both=both, status=status)
    except (BadEntry, NotYours) as refusal:
        return _form_page(request, found.organisation, form, number=number, status=_refuse(form, refusal))
    messages.success(request, _("Endringen er lagret som en ny versjon."))
    return see_other(reverse("measure", args=[language, organisation_id, number]))


@signed_in
def answer_for(request: HttpRequest, language: str, organisation_id: UUID, number: int) -> HttpResponse:
    """Let the employer answer for an entry that a union wrote, by POST."""
    found, membership = measure_for(request.user, organisation_id, number)
    _writer(membership)
    if request.method == "POST":
        take_over(measure=found, by=membership, now=clock.now())
        messages.success(request, _("Arbeidsgiveren står nå for oppføringen."))
    return see_other(reverse("measure", args=[language, organisation_id, number]))


def _writer(membership: Membership) -> Membership:
    if membership.party is None:
        raise NotFound
    return membership


def _refuse(form: MeasureForm, refusal: StatedError) -> int:
    problems = getattr(refusal, "problems", [(None, refusal.sentence())])
    for field, sentence in problems:
        form.add_error(field, sentence)
    return refusal.http_status


def _form_page(
    request: HttpRequest,
    organisation: Organisation,
    form: MeasureForm,
    *,
    number: int | None = None,
    both: list[Difference] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = _place(organisation) | {"form": form, "number": number, "both": both, "kept": form.kept}
    return render(request, "organise/measure_form.html", context, status=status)
