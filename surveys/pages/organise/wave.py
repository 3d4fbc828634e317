"""One round: where it stands, who may answer, how many have, and what the organiser does before it opens."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import clock
from surveys.agreements.selectors import is_in_force
from surveys.credentials.selectors import lacks_slips, response_on_show, slip_count
from surveys.errors import StatedError
from surveys.organisations.access import actor, require_role
from surveys.organisations.rules import Role
from surveys.pages.organise.entrance import see_other, signed_in
from surveys.pages.organise.wording import STATES, Words
from surveys.roster.selectors import people_per_unit
from surveys.roster.services import BadRoster, freeze
from surveys.waves.access import wave_for
from surveys.waves.rules import Channel, State
from surveys.waves.selectors import groups_of, lacks_key_file


@dataclass(frozen=True, slots=True)
class Step:
    """One state of the round. `at` is the moment it began, or will begin, where that is known."""

    words: Words
    at: datetime | None
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend, and where on the page."""

    anchor: str
    message: str


@signed_in
def wave(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Show the round."""
    return _page(request, wave_id)


@signed_in
def lock(request: HttpRequest, language: str, wave_id: UUID) -> HttpResponse:
    """Lock the roster for the round, by POST; the page says why where that cannot be done."""
    found, membership = wave_for(request.user, wave_id)
    require_role(membership, Role.ORGANISER)
    here = reverse("wave", args=[language, wave_id])
    if request.method != "POST":
        return see_other(here)
    try:
        freeze(wave=found, actor=actor(membership), now=clock.now())
    except BadRoster as refusal:
        problems = [Problem("prepare", f"{reason} {text}") for _line, reason, text in refusal.lines()]
        return _page(request, wave_id, problems, status=refusal.http_status)
    except StatedError as refusal:
        return _page(request, wave_id, [Problem("prepare", refusal.sentence())], status=refusal.http_status)
    messages.success(request, _("Mottakerlisten er låst for denne runden."))
    return see_other(here)


def _page(
    request: HttpRequest, wave_id: UUID, problems: list[Problem] | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    found, membership = wave_for(request.user, wave_id)
    organisation = found.agreement.organisation
    groups = groups_of(found)
    state = State(found.state)
    planned = state is State.PLANNED
    context = {
        "wave": found,
        "agreement": found.agreement,
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "steps": steps(state, opens=found.opens_at, closes=found.closes_at, released=found.released_at),
        "planned": planned,
        "open": state is State.OPEN,
        "closed": state is State.CLOSED,
        "unread": state is State.DESTROYED and found.released_at is None,
        "lacks_key_file": lacks_key_file(found),
        "has_report": found.released_at is not None,
        "groups": [(group.unit.name, group.headcount) for group in groups],
        "headcount": sum(group.headcount for group in groups),
        "response": None if planned else response_on_show(found),
        "in_force": is_in_force(found.agreement),
        "listed": planned and bool(people_per_unit(organisation)),
        "by_link": any(group.channel == Channel.LINK for group in groups),
        "on_paper": any(group.channel == Channel.SLIP for group in groups),
        "lacks_slips": planned and lacks_slips(found),
        "slips_made": planned and slip_count(found).issued > 0,
        "organiser": membership.role == Role.ORGANISER,
        "errors": problems or [],
    }
    return render(request, "organise/wave.html", context, status=status)


def steps(state: State, *, opens: datetime, closes: datetime, released: datetime | None) -> list[Step]:
    """Return the states in order; a round that was destroyed unread never had a report."""
    order = [one for one in State if one is not State.RELEASED or released or state is not State.DESTROYED]
    moments = {State.OPEN: opens, State.CLOSED: closes, State.RELEASED: released}
    place = order.index(state)
    return [
        Step(STATES[one], moments.get(one), done=number < place, current=number == place)
        for number, one in enumerate(order)
    ]
