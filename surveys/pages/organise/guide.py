"""The way from an empty database to an open round, step by step: what is done, what is next, and whose turn it is.

It is shown until the workplace's first round has opened.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys import dates
from surveys.agreements.models import Agreement
from surveys.agreements.rules import may_hold
from surveys.agreements.selectors import (
    agreements_of,
    is_in_force,
    lacking_custodians,
    valid_signatures,
    without_key,
)
from surveys.credentials.selectors import lacks_slips
from surveys.organisations.access import membership_in
from surveys.organisations.models import Membership
from surveys.organisations.rules import Role
from surveys.organisations.selectors import every_unit, members, parties
from surveys.pages.organise.wording import STEPS, Words
from surveys.roster.selectors import people_per_unit
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import groups_of, waves_of


class Stage(StrEnum):
    """The steps, in their order."""

    PEOPLE = "people"
    UNITS = "units"
    ROSTER = "roster"
    DRAFT = "draft"
    KEYS = "keys"
    HOLDERS = "holders"
    SIGN = "sign"
    LOCK = "lock"
    INVITE = "invite"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `turn` says whose turn it is; `mine`: it is the reader's; `at`: when it happens, where that is set.

    `address` is where it is done, "" while that is nowhere.
    """

    stage: Stage
    title: Words
    why: Words
    button: Words
    done: bool
    current: bool
    mine: bool
    turn: str
    address: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class _Place:
    """How far the workplace has come."""

    organisation_id: UUID
    people: list[Membership]
    agreement: Agreement | None
    wave: Wave | None
    lacking: list[str]
    unsigned: list[str]
    done: dict[Stage, bool]


def guide(request: HttpRequest, organisation_id: UUID) -> list[Step]:
    """Return the steps, or none where a round has opened. Raises NotFound for a stranger."""
    me = membership_in(request.user, organisation_id)
    if any(wave.state != State.PLANNED for wave in waves_of(me.organisation)):
        return []
    place = _place(me)
    current = next((stage for stage in Stage if not place.done[stage]), None)
    return [
        Step(
            stage=stage,
            title=STEPS[stage][0],
            why=STEPS[stage][1],
            button=STEPS[stage][2],
            done=place.done[stage],
            current=stage is current,
            mine=not place.done[stage] and _mine(stage, me, place),
            turn=_turn(stage, place),
            address=_address(stage, place),
            at=place.wave.opens_at if stage is Stage.OPEN and place.wave else None,
        )
        for stage in Stage
    ]


def _place(me: Membership) -> _Place:
    organisation = me.organisation
    people = members(organisation)
    agreements, waves = agreements_of(organisation), waves_of(organisation)
    agreement = agreements[0] if agreements else None
    wave = next((one for one in waves if agreement and one.agreement_id == agreement.id), None)
    listed = bool(people_per_unit(organisation))
    locked = wave is not None and bool(groups_of(wave))
    signed = {signature.party_id for signature in valid_signatures(agreement)} if agreement else set()
    lacking = [one.user.name for one in without_key(organisation)]
    have_people = _complete(people)
    done = {
        Stage.PEOPLE: have_people,
        Stage.UNITS: listed or len(every_unit(organisation)) > 1,
        Stage.ROSTER: listed,
        Stage.DRAFT: agreement is not None,
        Stage.KEYS: have_people and not lacking,
        Stage.HOLDERS: agreement is not None and not lacking_custodians(agreement),
        Stage.SIGN: agreement is not None and is_in_force(agreement),
        Stage.LOCK: locked,
        Stage.INVITE: locked and wave is not None and not lacks_slips(wave),
        Stage.OPEN: False,
    }
    unsigned = [party.name for party in parties(organisation) if party.id not in signed]
    return _Place(organisation.id, people, agreement, wave, lacking, unsigned, done)


def _complete(people: list[Membership]) -> bool:
    """Tell whether both sides, somebody to stand in with the key, and an organiser are there."""
    return set(Role) <= {Role(one.role) for one in people}


def _mine(stage: Stage, me: Membership, place: _Place) -> bool:
    role = Role(me.role)
    ready = place.done
    return {
        Stage.PEOPLE: role.votes,
        Stage.UNITS: role.votes or role is Role.ORGANISER,
        Stage.ROSTER: role is Role.ORGANISER,
        Stage.DRAFT: role.votes or role is Role.ORGANISER,
        Stage.KEYS: may_hold(role) and me.user.name in place.lacking,
        Stage.HOLDERS: ready[Stage.DRAFT] and ready[Stage.KEYS] and (role.votes or role is Role.ORGANISER),
        Stage.SIGN: ready[Stage.HOLDERS] and me.party is not None and me.party.name in place.unsigned,
        Stage.LOCK: ready[Stage.SIGN] and place.wave is not None and role is Role.ORGANISER,
        Stage.INVITE: ready[Stage.LOCK] and role is Role.ORGANISER,
        Stage.OPEN: False,
    }[stage]


def _turn(stage: Stage, place: _Place) -> str:
    """Return whose turn it is; names where they are known."""
    language = dates.active()
    if stage is Stage.KEYS and place.lacking:
        return dates.listed(place.lacking, language)
    if stage is Stage.SIGN and place.agreement:
        return dates.listed(place.unsigned, language)
    if stage in {Stage.ROSTER, Stage.LOCK, Stage.INVITE}:
        names = [one.user.name for one in place.people if one.role == Role.ORGANISER]
        return dates.listed(names, language) if names else _("Tilretteleggeren")
    if stage is Stage.OPEN:
        return _("Kalenderen")
    return _("Partene") if stage is Stage.PEOPLE else _("Partene eller tilretteleggeren")


def _address(stage: Stage, place: _Place) -> str:
    """Return where the step is done; "" while that place is not there yet."""
    language = get_language()
    here, agreement, wave = place.organisation_id, place.agreement, place.wave
    if stage is Stage.HOLDERS and agreement:
        return reverse("custodians", args=[language, agreement.id])
    if stage is Stage.SIGN and agreement:
        return reverse("agreement", args=[language, agreement.id])
    if stage in {Stage.LOCK, Stage.OPEN} and wave:
        return reverse("wave", args=[language, wave.id])
    if stage is Stage.INVITE and wave:
        return reverse("invitations", args=[language, wave.id])
    # The page of a draft belongs to the reports' pages, which stand above these: it is reached by name.
    names = {
        Stage.PEOPLE: "people",
        Stage.UNITS: "units",
        Stage.ROSTER: "roster",
        Stage.DRAFT: "draft",
        Stage.KEYS: "custodian-key",
    }
    return reverse(names[stage], args=[language, here]) if stage in names else ""
