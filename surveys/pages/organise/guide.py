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
from surveys.agreements.selectors import (
    agreements_of,
    is_in_force,
    lacking_custodians,
    valid_signatures,
    without_key,
)
from surveys.credentials.selectors import lacks_slips
from surveys.organisations.access import membership_in
from surveys.organisations.rules import Role
from surveys.organisations.selectors import every_unit, members, parties
from surveys.pages.organise.wording import STEPS, Words
from surveys.roster.selectors import people_per_unit
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
    """How far the workplace has come, as one person sees it. `lacking` and `unsigned` are names.

    `i_lack`, `i_sign`: the reader is one of those whose key, or whose party's signature, is wanted.
    """

    organisation_id: UUID
    role: Role
    i_lack: bool
    i_sign: bool
    organisers: list[str]
    lacking: list[str]
    unsigned: list[str]
    agreement_id: UUID | None
    wave_id: UUID | None
    opens: datetime | None
    done: dict[Stage, bool]


def guide(request: HttpRequest, organisation_id: UUID) -> list[Step]:
    """Return the steps, or none where a round has opened. Raises NotFound for a stranger."""
    organisation = membership_in(request.user, organisation_id).organisation
    if any(wave.state != State.PLANNED for wave in waves_of(organisation)):
        return []
    place = _place(request, organisation_id)
    current = next((stage for stage in Stage if not place.done[stage]), None)
    return [
        Step(
            stage=stage,
            title=STEPS[stage][0],
            why=STEPS[stage][1],
            button=STEPS[stage][2],
            done=place.done[stage],
            current=stage is current,
            mine=not place.done[stage] and _mine(stage, place),
            turn=_turn(stage, place),
            address=_address(stage, place),
            at=place.opens if stage is Stage.OPEN else None,
        )
        for stage in Stage
    ]


def _place(request: HttpRequest, organisation_id: UUID) -> _Place:
    me = membership_in(request.user, organisation_id)
    organisation = me.organisation
    agreement = next(iter(agreements_of(organisation)), None)
    waves = [one for one in waves_of(organisation) if agreement and one.agreement_id == agreement.id]
    wave = waves[0] if waves else None
    people, lacking = members(organisation), without_key(organisation)
    complete = set(Role) <= {Role(one.role) for one in people}
    listed = bool(people_per_unit(organisation))
    locked = wave is not None and bool(groups_of(wave))
    signed = {signature.party_id for signature in valid_signatures(agreement)} if agreement else set()
    unsigned = [party for party in parties(organisation) if party.id not in signed]
    done = {
        Stage.PEOPLE: complete,
        Stage.UNITS: listed or len(every_unit(organisation)) > 1,
        Stage.ROSTER: listed,
        Stage.DRAFT: agreement is not None,
        Stage.KEYS: complete and not lacking,
        Stage.HOLDERS: agreement is not None and not lacking_custodians(agreement),
        Stage.SIGN: agreement is not None and is_in_force(agreement),
        Stage.LOCK: locked,
        Stage.INVITE: locked and wave is not None and not lacks_slips(wave),
        Stage.OPEN: False,
    }
    return _Place(
        organisation_id=organisation.id,
        role=Role(me.role),
        i_lack=me.id in {one.id for one in lacking},
        i_sign=me.party_id in {party.id for party in unsigned},
        organisers=[one.user.name for one in people if one.role == Role.ORGANISER],
        lacking=[one.user.name for one in lacking],
        unsigned=[party.name for party in unsigned],
        agreement_id=agreement.id if agreement else None,
        wave_id=wave.id if wave else None,
        opens=wave.opens_at if wave else None,
        done=done,
    )


def _mine(stage: Stage, place: _Place) -> bool:
    role, done = place.role, place.done
    organiser = role is Role.ORGANISER
    return {
        Stage.PEOPLE: role.votes,
        Stage.UNITS: role.votes or organiser,
        Stage.ROSTER: organiser,
        Stage.DRAFT: role.votes or organiser,
        Stage.KEYS: place.i_lack,
        Stage.HOLDERS: done[Stage.DRAFT] and done[Stage.KEYS] and (role.votes or organiser),
        Stage.SIGN: done[Stage.HOLDERS] and place.i_sign,
        Stage.LOCK: done[Stage.SIGN] and place.wave_id is not None and organiser,
        Stage.INVITE: done[Stage.LOCK] and organiser,
        Stage.OPEN: False,
    }[stage]


def _turn(stage: Stage, place: _Place) -> str:
    """Return whose turn it is; names where they are known."""
    language = dates.active()
    if stage is Stage.KEYS and place.lacking:
        return dates.listed(place.lacking, language)
    if stage is Stage.SIGN and place.agreement_id:
        return dates.listed(place.unsigned, language)
    if stage in {Stage.ROSTER, Stage.LOCK, Stage.INVITE}:
        return dates.listed(place.organisers, language) if place.organisers else _("Tilretteleggeren")
    if stage is Stage.OPEN:
        return _("Kalenderen")
    return _("Partene") if stage in {Stage.PEOPLE, Stage.SIGN} else _("Partene eller tilretteleggeren")


def _address(stage: Stage, place: _Place) -> str:
    """Return where the step is done; "" while that place is not there yet."""
    language = get_language()
    here, agreement, wave = place.organisation_id, place.agreement_id, place.wave_id
    if stage is Stage.HOLDERS and agreement:
        return reverse("custodians", args=[language, agreement])
    if stage is Stage.SIGN and agreement:
        return reverse("agreement", args=[language, agreement])
    if stage in {Stage.LOCK, Stage.OPEN} and wave:
        return reverse("wave", args=[language, wave])
    if stage is Stage.INVITE and wave:
        return reverse("invitations", args=[language, wave])
    # The page of a draft belongs to the reports' pages, which stand above these: it is reached by name.
    names = {
        Stage.PEOPLE: "people",
        Stage.UNITS: "units",
        Stage.ROSTER: "roster",
        Stage.DRAFT: "draft",
        Stage.KEYS: "custodian-key",
    }
    return reverse(names[stage], args=[language, here]) if stage in names else ""
