"""The register as a file, and the register changed from one: sent, looked through, and then confirmed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys import clock
from surveys.errors import NotFound
from surveys.monitoring.access import Membership, Organisation
from surveys.monitoring.exchange import register_as_data
from surveys.monitoring.incoming import BadFile, Item, Plan, Wrong, as_data, in_words, plan_of, take_in
from surveys.monitoring.reading import MOST_BYTES, Fault, Refused, read
from surveys.monitoring.selectors import entries
from surveys.monitoring.wording import named
from surveys.monitoring.workbook import register_as_workbook
from surveys.organisations.access import membership_in
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import StatedForm
from surveys.pages.organise.measure_fields import Difference, Names, differences, told
from surveys.pages.organise.register import names_in

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FILE = gettext_lazy("Velg en fil. Den kan være på høyst 1 MB.")


class RegisterFileForm(StatedForm):
    """A file that the register is to be changed from."""

    file = forms.FileField(
        label=gettext_lazy("Fil fra registeret (XLSX eller JSON)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json"}),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "empty": gettext_lazy("Filen er tom.")},
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry as the page shows what the file would do to it. `mark` is its line, which names it on the page."""

    mark: str
    number: int | None
    name: str
    rows: list[Difference]


@signed_in
def register_file(request: HttpRequest, language: str, organisation_id: UUID, form: str) -> HttpResponse:
    """Hand out the whole register as a workbook or as JSON, to everybody at the table."""
    organisation = membership_in(request.user, organisation_id).organisation
    if form == "xlsx":
        names = names_in(organisation, language)
        body = register_as_workbook(
            entries(organisation),
            organisation=organisation.id,
            name=organisation.name,
            timezone=organisation.timezone,
            units=names.units,
            changes=names.changes,
        )
        kind = WORKBOOK
    elif form == "json":
        data = register_as_data(entries(organisation), organisation=organisation.id)
        body, kind = json.dumps(data, ensure_ascii=False, indent=1).encode(), "application/json"
    else:
        raise NotFound
    name = _("kontrolltiltak") + f".{form}"
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": content_disposition_header(True, name) or "", "Cache-Control": "no-store"},
    )


@signed_in
def register_import(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Take a file and show what it would do; or do it, when that page is sent again with the rows that it showed."""
    membership = membership_in(request.user, organisation_id)
    if membership.party is None:
        raise NotFound
    if request.method != "POST":
        return _page(request, membership, RegisterFileForm())
    if "rows" in request.POST:
        return _confirm(request, language, membership)
    form = RegisterFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, membership, form, status=HTTPStatus.BAD_REQUEST)
    found = read(form.cleaned_data["file"].read(MOST_BYTES + 1), organisation=organisation_id)
    plan = plan_of(organisation=membership.organisation, rows=found.rows, by=membership)
    wrong = [*in_words(found.refused), *plan.wrong]
    if not wrong and len(_rows(plan, membership.organisation).encode()) > MOST_BYTES:
        wrong = in_words([Refused(0, "", Fault.TOO_LARGE)])
    if wrong:
        return _page(request, membership, form, wrong=wrong, status=form.refuse(BadFile(wrong)))
    return _page(request, membership, form, plan=plan, language=language)


def _confirm(request: HttpRequest, language: str, membership: Membership) -> HttpResponse:
    organisation, form = membership.organisation, RegisterFileForm()
    found = read(request.POST["rows"].encode(errors="replace"), organisation=organisation.id)
    wrong: Sequence[Wrong] = in_words(found.refused)
    if not wrong:
        try:
            done = take_in(organisation=organisation, rows=found.rows, by=membership, now=clock.now())
        except BadFile as refusal:
            wrong = refusal.wrong
        else:
            messages.success(request, _said(done))
            return see_other(reverse("measures", args=[language, organisation.id]))
    return _page(request, membership, form, wrong=wrong, late=True, status=HTTPStatus.CONFLICT)


def _rows(plan: Plan, organisation: Organisation) -> str:
    """Return what the page sends back when it is confirmed: the rows themselves, which are then judged anew."""
    return json.dumps(as_data(plan, organisation=organisation.id), ensure_ascii=False)


def _said(done: Plan) -> str:
    new, changed = len(done.new), len(done.changed)
    first = ngettext("%(count)s tiltak er ført opp.", "%(count)s tiltak er ført opp.", new) % {"count": new}
    second = ngettext("%(count)s har fått en ny versjon.", "%(count)s har fått en ny versjon.", changed)
    return f"{first} {second % {'count': changed}}"


def _seen(item: Item, names: Names) -> Seen:
    name = named(item.contents.kind, item.contents.name)
    if item.before is not None:
        return Seen(str(item.row.line), item.number, name, differences(item.before, item.contents, names))
    said = [Difference(label, "", text) for _title, lines in told(item.contents, names) for label, text in lines]
    return Seen(str(item.row.line), None, name, said)


def _page(
    request: HttpRequest,
    membership: Membership,
    form: RegisterFileForm,
    *,
    plan: Plan | None = None,
    wrong: Sequence[Wrong] = (),
    language: str = "",
    late: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    organisation = membership.organisation
    context: dict[str, object] = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "form": form,
        "wrong": sorted(wrong, key=lambda one: one.line),
        "late": late,
        "plan": plan,
    }
    if plan is not None:
        context |= _preview(plan, organisation, language)
    return render(request, "organise/register_import.html", context, status=status)


def _preview(plan: Plan, organisation: Organisation, language: str) -> dict[str, object]:
    names = names_in(organisation, language)
    return {
        "new": [_seen(item, names) for item in plan.new],
        "changed": [_seen(item, names) for item in plan.changed],
        "unchanged": len(plan.unchanged),
        "rows": _rows(plan, organisation),
    }
