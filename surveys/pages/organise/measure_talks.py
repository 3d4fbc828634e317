"""What the parties say of an entry, as the page shows it."""

from dataclasses import dataclass
from uuid import UUID

from surveys.monitoring.access import Membership, Organisation
from surveys.monitoring.types import Act, ActKind, Entry
from surveys.monitoring.wording import ACTS, OUTCOMES
from surveys.organisations.selectors import parties
from surveys.pages.organise.wording import Words


@dataclass(frozen=True, slots=True)
class Talk:
    """One act. `waits_for` are the parties that have yet to confirm an evaluation; only the last one can be closed."""

    act: Act
    what: Words
    outcome: Words
    may_settle: bool
    may_confirm: bool
    open: bool
    waits_for: tuple[str, ...]


def last_evaluation(entry: Entry) -> UUID | None:
    """Return the newest evaluation of an entry, or None."""
    return next((act.id for act in reversed(entry.acts) if act.kind is ActKind.EVALUATION), None)


def talks_of(entry: Entry, organisation: Organisation, membership: Membership) -> list[Talk]:
    """Return everything that was said, newest first, but for settlements and confirmations of what stands above."""
    everybody = {party.id: party.name for party in parties(organisation)}
    last = last_evaluation(entry)
    unsettled = {act.id for act in entry.open_disagreements}
    found = []
    for act in reversed(entry.acts):
        mine = membership.party_id is not None and act.party_id == membership.party_id
        behind = entry.confirmed_by(act) if act.kind is ActKind.EVALUATION else frozenset(everybody)
        waits = act.id == last and not behind >= set(everybody)
        may_confirm = waits and membership.party_id is not None and membership.party_id not in behind
        found.append(
            Talk(
                act=act,
                what=ACTS[act.kind],
                outcome=OUTCOMES[act.outcome] if act.outcome else "",
                may_settle=mine and act.id in unsettled,
                may_confirm=may_confirm,
                open=act.id in unsettled,
                waits_for=tuple(name for key, name in everybody.items() if key not in behind) if waits else (),
            )
        )
    return found
