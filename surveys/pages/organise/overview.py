"""What waits for a person at one workplace, and the rounds and reports there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from surveys.pages.organise.guide import Stage, Step, guide
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
    STEP = "step"
    """A step of the guide, which tells itself what it is: `words`, and where it is done."""
    EVALUATE = "evaluate"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task and the agreement, wave or workplace (`target`) that it is about, with that one's name.

    `due` is when it is to be done by, where there is such a day. A step of the guide has its own words and address.
    `number` is that of a monitoring measure of the workplace.
    """

    task: Task
    target: UUID
    label: Words
    due: datetime | None = None
    words: Words = ""
    button: Words = ""
    address: str = ""
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
    guide: tuple[Step, ...]
    may_draft: bool
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
    steps = guide(request, organisation_id)
    return Overview(
        id=organisation.id,
        name=organisation.name,
        synthetic=organisation.synthetic,
        timezone=organisation.timezone,
        role=ROLES[Role(membership.role)],
        party=membership.party.name if membership.party else "",
        may_hold_key=may_hold(Role(membership.role)),
        waiting=(
            *_of_guide(steps, organisation.id),
            *_to_sign(request, organisation_id),
            *_to_do(request, organisation_id),
            *_to_evaluate(request, organisation_id),
        ),
        guide=tuple(steps),
        may_draft=Role(membership.role).votes or membership.role == Role.ORGANISER,
        agreements=tuple(
            AgreementLine(agreement.id, agreement.title, is_in_force(agreement))
            for agreement in agreements_of(organisation)
        ),
        waves=tuple(
            WaveLine(wave.id, wave.label, wave.opens_at, wave.closes_at, STATES[State(wave.state)], wave.released_at)
            for wave in waves_of(organisation)
        ),
    )


TOLD_ELSEWHERE = {Stage.ROSTER, Stage.SIGN, Stage.LOCK, Stage.INVITE}
"""The steps that wait at every round, not the first one alone: they are tasks of their own."""


def _of_guide(steps: list[Step], organisation_id: UUID) -> list[Waiting]:
    """Return the steps that are this person's turn. The list of people is read in before there is a round, too."""
    planned = any(step.stage is Stage.SIGN and step.done for step in steps)
    return [
        Waiting(Task.STEP, organisation_id, step.title, words=step.why, button=step.button, address=step.address)
        for step in steps
        if step.mine and step.address and (step.stage not in TOLD_ELSEWHERE or _early(step, planned=planned))
    ]


def _early(step: Step, *, planned: bool) -> bool:
    return step.stage is Stage.ROSTER and not planned


def _first_opening(calendar: Iterable[Mapping[str, str]]) -> datetime | None:
    return min((datetime.fromisoformat(entry["opens"]) for entry in calendar), default=None)


def _to_sign(request: HttpRequest, organisation_id: UUID) -> list[Waiting]:
    membership = membership_in(request.user, organisation_id)
    if membership.party is None:
        return []
    return [
        Waiting(Task.SIGN, agreement.id, agreement.title, due=_first_opening(agreement.calendar))
        for agreement in agreements_of(membership.organisation)
        if membership.party_id not in {signature.party_id for signature in valid_signatures(agreement)}
    ]


def _to_evaluate(request: HttpRequest, organisation_id: UUID) -> list[Waiting]:
    membership = membership_in(request.user, organisation_id)
    if membership.party is None:
        return []
    return [
        Waiting(Task.EVALUATE, organisation_id, name, number=number)
        for number, name in to_evaluate(membership.organisation, membership.party_id)
    ]


GIVING = {Task.OPEN, Task.LOSS}
"""What is to be done before the agreement's time for opening is over."""


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
            terms = wave.agreement
            last_day = wave.closes_at + timedelta(days=terms.opening_days) if state is State.CLOSED else None
            read_by = wave.released_at + timedelta(days=terms.retention_days) if wave.released_at else None
            target = organisation.id if task is Task.IMPORT else wave.id
            due = last_day if task in GIVING else read_by if task is Task.READ else wave.opens_at
            found.append(Waiting(task, target, wave.label, due=due))
    return found


def preparing(*, listed: bool, locked: bool, lacking: bool) -> Task | None:
    """Return the organiser's next step before a round opens; `lacking`: a group on paper has no slips."""
    if not locked:
        return Task.LOCK if listed else Task.IMPORT
    return Task.SLIPS if lacking else None
