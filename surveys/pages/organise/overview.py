"""What waits for a person at one workplace, and the rounds and reports there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest

from surveys.agreements.rules import Holder, may_hold
from surveys.agreements.selectors import agreements_of, is_in_force, valid_signatures
from surveys.audit.selectors import entries
from surveys.credentials.selectors import lacks_slips
from surveys.organisations.access import actor, membership_in
from surveys.organisations.rules import Role
from surveys.organisations.selectors import parties
from surveys.pages.organise.losses import PARTIES, declared, givers, is_to_give
from surveys.pages.organise.register import to_evaluate
from surveys.pages.organise.wording import ROLES, STATES, Words
from surveys.roster.selectors import people_per_unit
from surveys.waves.rules import State
from surveys.waves.selectors import custodians_of, groups_of, waves_of


class Task(StrEnum):
    """Something that waits for this very person."""

    SIGN = "sign"
    IMPORT = "import"
    LOCK = "lock"
    SLIPS = "slips"
    OPEN = "open"
    LOSS = "loss"
    READ = "read"
    EVALUATE = "evaluate"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task and the agreement, wave or workplace (`target`) that it is about, with that one's name.

    `number` is that of a monitoring measure of the workplace.
    """

    task: Task
    target: UUID
    label: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One round in the list. Times are aware, in UTC."""

    id: UUID
    label: str
    opens: datetime
    closes: datetime
    state: Words
    released: datetime | None


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement in the list."""

    id: UUID
    title: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """One workplace as one person sees it."""

    id: UUID
    name: str
    synthetic: bool
    timezone: str
    role: Words
    party: str
    may_hold_key: bool
    waiting: tuple[Waiting, ...]
    agreements: tuple[AgreementLine, ...]
    waves: tuple[WaveLine, ...]

    @property
    def reports(self) -> tuple[WaveLine, ...]:
        """Return the rounds that have a report, newest first."""
        return tuple(wave for wave in reversed(self.waves) if wave.released)


def overview(request: HttpRequest, organisation_id: UUID) -> Overview:
    """Return the workplace as the person signed in sees it.

    Raises NotFound for a stranger.
    """
    membership = membership_in(request.user, organisation_id)
    organisation = membership.organisation
    return Overview(
        id=organisation.id,
        name=organisation.name,
        synthetic=organisation.synthetic,
        timezone=organisation.timezone,
        role=ROLES[Role(membership.role)],
        party=membership.party.name if membership.party else "",
        may_hold_key=may_hold(Role(membership.role)),
        waiting=(
            *_to_sign(request, organisation_id),
            *_to_do(request, organisation_id),
            *_to_evaluate(request, organisation_id),
        ),
        agreements=tuple(
            AgreementLine(agreement.id, agreement.title, is_in_force(agreement))
            for agreement in agreements_of(organisation)
        ),
        waves=tuple(
            WaveLine(wave.id, wave.label, wave.opens_at, wave.closes_at, STATES[State(wave.state)], wave.released_at)
            for wave in waves_of(organisation)
        ),
    )


def _to_sign(request: HttpRequest, organisation_id: UUID) -> list[Waiting]:
    membership = membership_in(request.user, organisation_id)
    if membership.party is None:
        return []
    return [
        Waiting(Task.SIGN, agreement.id, agreement.title)
        for agreement in agreements_of(membership.organisation)
        if membership.party_id not in {signature.party_id for signature in valid_signatures(agreement)}
    ]


def _to_evaluate(request: HttpRequest, organisation_id: UUID) -> list[Waiting]:
    membership = membership_in(request.user, organisation_id)
    if membership.party is None:
        return []
    return [
        Waiting(Task.EVALUATE, organisation_id, name, number)
        for number, name in to_evaluate(membership.organisation, membership.party_id)
    ]


def _to_do(request: HttpRequest, organisation_id: UUID) -> list[Waiting]:
    """Return what waits in the rounds. What has been done already is read in the log."""
    membership = membership_in(request.user, organisation_id)
    organisation = membership.organisation
    me = actor(membership)
    log = entries(organisation_id)
    done = {(entry.event, entry.details.get("wave")) for entry in log if entry.actor == me}
    losses, gave = declared(log), givers(log)
    everybody = [str(party.id) for party in parties(organisation)]
    found = []
    for wave in waves_of(organisation):
        state, loss, task = State(wave.state), losses.get(str(wave.id)), None
        asked = loss is not None and membership.party is not None and str(membership.party_id) not in loss.signed
        if state is State.PLANNED and membership.role == Role.ORGANISER:
            task = preparing(
                listed=bool(people_per_unit(organisation)),
                locked=bool(groups_of(wave)),
                lacking=lacks_slips(wave),
            )
        elif state in {State.CLOSED, State.RELEASED} and asked:
            task = Task.LOSS
        elif state is State.CLOSED:
            called = loss.called(everybody) if loss else PARTIES
            held = {actor(one.membership): Holder(one.holder) for one in custodians_of(wave)}
            task = Task.OPEN if is_to_give(me, held, called, gave=gave[str(wave.id)]) else None
        elif state is State.RELEASED and membership.party and ("release-read", str(wave.id)) not in done:
            task = Task.READ
        if task is not None:
            found.append(Waiting(task, organisation.id if task is Task.IMPORT else wave.id, wave.label))
    return found


def preparing(*, listed: bool, locked: bool, lacking: bool) -> Task | None:
    """Return the organiser's next step before a round opens; `lacking`: a group on paper has no slips."""
    if not locked:
        return Task.LOCK if listed else Task.IMPORT
    return Task.SLIPS if lacking else None
