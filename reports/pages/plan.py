"""What is to be shown of each wave and what is not, with the reasons; and, once it is released, what was."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.documents.sentences import reason_words
from reports.releases.drafting import make_plan
from reports.releases.selectors import Released, release_of_key
from surveys import clock
from surveys.agreements.access import agreement_for
from surveys.agreements.publication import PlannedRelease, PlannedUnit, from_plain
from surveys.agreements.selectors import background_of, has_opened, unit_names
from surveys.errors import NotFound, StatedError
from surveys.organisations.rules import Role
from surveys.pages import background
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.forms import StatedForm
from surveys.pages.plan_size import size_words
from surveys.pages.plan_tree import HIDDEN, MERGED, SHOWN, Node, mark_words, planned_tree, read_in_words, tree


@signed_in
def plan(request: HttpRequest, language: str, agreement_id: UUID) -> HttpResponse:
    """Show the plan; POST makes it anew from the recipient list as it stands."""
    found, membership = agreement_for(request.user, agreement_id)
    if request.method != "POST":
        return _page(request, language, agreement_id, StatedForm())
    if not _may_plan(Role(membership.role)):
        raise NotFound
    form = StatedForm({})
    try:
        make_plan(agreement=found, by=membership, now=clock.now())
    except StatedError as refusal:
        form.full_clean()
        return _page(request, language, agreement_id, form, status=form.refuse(refusal))
    messages.success(request, _("Planen er laget ut fra mottakerlisten slik den er nå. Alle partene må signere den."))
    return see_other(reverse("plan", args=[language, agreement_id]))


def _may_plan(role: Role) -> bool:
    return role.votes or role is Role.ORGANISER


def _page(
    request: HttpRequest, language: str, agreement_id: UUID, form: StatedForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    found, membership = agreement_for(request.user, agreement_id)
    organisation = found.organisation
    waves = [_wave(planned, release_of_key(found, planned.key)) for planned in from_plain(found.plan)]
    context = {
        "agreement": found,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "waves": waves,
        "may_plan": _may_plan(Role(membership.role)) and not has_opened(found),
        "background": background.questions(background_of(found), language) if found.crossings else [],
        "shown": background.where(unit_names(found, found.divisions), found.threshold),
        "form": form,
    }
    return render(request, "report_pages/plan.html", context, status=status)


def _wave(planned: PlannedRelease, released: Released | None) -> dict[str, object]:
    nodes = planned_tree(planned) if released is None else _released_tree(planned, released)
    return {"planned": planned, "released": released, "nodes": nodes, "size": size_words(planned)}


def _released_tree(planned: PlannedRelease, released: Released) -> list[Node]:
    """Return what became of each unit of the plan."""
    return tree((unit.depth, _released_node(unit, released)) for unit in planned.units)


def _released_node(unit: PlannedUnit, released: Released) -> Node:
    record = released.record
    row = next((row for row in record.rows if row.unit == unit.code), None)
    if row is not None:
        people = _("%(answered)s av %(invited)s svarte") % {"answered": row.n, "invited": row.headcount}
        return Node(unit.code, unit.name, SHOWN, mark_words(SHOWN), people)
    held = next((held for held in record.withheld if held.unit == unit.code), None)
    if held is None:
        return Node(
            unit.code, unit.name, MERGED, mark_words(MERGED), why=_("Den har de samme personene som enheten over.")
        )
    reason = reason_words(held.reason)
    why = f"{reason[:1].upper()}{reason[1:]}."
    where = read_in_words(record.unit_names.get(held.read_in, held.read_in) if held.read_in else "")
    return Node(unit.code, unit.name, HIDDEN, mark_words(HIDDEN), why=f"{why} {where}".strip())
