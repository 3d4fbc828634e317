"""Which planned rows are published: the most valuable set of rows that can be *proved* safe.

The optimal planner comes first (`optimal`), for half of the time. What it cannot finish is decided row by row: each is
added, the most valuable first, only with a proof that the set with it is safe. Whatever is published only adds to what
can be computed, so a row that is refused once stays refused, and one pass ends where dropping the least valuable and
putting back what fits would. Either way a row is in only after a proof that includes it: the gate fails closed.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reports.disclosure.attacks import SAFE, Attack, Attacker, Gate, together
from reports.disclosure.isolation import Outcome
from reports.disclosure.meeting import rows_over
from reports.disclosure.optimal import Found, most_valuable
from reports.disclosure.plan import Plan, PlannedRow
from reports.releases.types import Effort, Reason
from surveys.agreements.rules import shown_by_background_from

OPTIMAL_SHARE = 0.5
"""The share of the time that is left which the optimal planner may use."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows that are published, the most valuable first, why each other planned row is not, and how it was found."""

    rows: tuple[PlannedRow, ...]
    withheld: Mapping[str, Reason]
    planned: tuple[PlannedRow, ...]
    effort: Effort

    @property
    def published(self) -> tuple[str, ...]:
        """The keys of the published rows."""
        return tuple(row.key for row in self.rows)


def grow(
    candidates: Sequence[PlannedRow], attack: Callable[[Sequence[PlannedRow]], Attack], gate: Gate
) -> tuple[tuple[PlannedRow, ...], Mapping[str, Outcome]]:
    """Return the candidates that can be published together, and what the attack on each refused row came to.

    Adds candidates in order, keeping each that leaves the set safe. Subsets of a safe set are safe, so the next row
    to be refused is found by halving, and one attack is enough when all are safe together. Once the gate's time is
    over, rows that cross a unit are not tried any more: it is they that need a search.
    """
    chosen: list[PlannedRow] = []
    refused: dict[str, Outcome] = {}
    remaining = list(candidates)
    while remaining:
        if not gate.left():
            refused |= {row.key: Outcome.TIMED_OUT for row in remaining if row.crossing}
            remaining = [row for row in remaining if row.crossing is None]
        outcome = attack([*chosen, *remaining]).outcome
        if outcome is Outcome.SAFE:
            return (*chosen, *remaining), refused
        proved, failed = 0, len(remaining)
        while failed - proved > 1:
            middle = (proved + failed) // 2
            halfway = attack([*chosen, *remaining[:middle]]).outcome
            if halfway is Outcome.SAFE:
                proved = middle
            else:
                failed, outcome = middle, halfway
        chosen += remaining[:proved]
        refused[remaining[proved].key] = outcome
        remaining = remaining[failed:]
    return tuple(chosen), refused


def choose(
    candidates: Sequence[PlannedRow], sizes: Sequence[Mapping[str, int]], *, threshold: int, gate: Gate
) -> tuple[tuple[PlannedRow, ...], Mapping[str, Outcome]]:
    """Return the candidates publishable together when the same rows are shown for several figures (`sizes` of each)."""

    def attack(rows: Sequence[PlannedRow]) -> Attack:
        return next(
            (found for each in sizes if (found := gate.too_small(rows, each, threshold)).outcome is not Outcome.SAFE),
            SAFE,
        )

    return grow(candidates, attack, gate)


def people_in(row: PlannedRow, sizes: Mapping[str, int]) -> int:
    """Return the people of a row; an atom without a size has nobody."""
    return sum(sizes.get(atom, 0) for atom in row.atoms)


def choose_rows(
    plan: Plan,
    answered: Mapping[str, int],
    *,
    time_limit: float,
    floors: Mapping[str, int] | None = None,
    gate: Gate | None = None,
    further: Attacker | None = None,
) -> Choice:
    """Decide which planned rows are published, by the answer sheets per atom (`answered`; an absent atom has none).

    A row needs n ≥ k, or the higher floor given for its unit; one that crosses a unit as many as its people were told
    (`shown_by_background_from`). The attacks are run on answer sheets, on the people who may answer (a unit's row
    shows both, so a group's silence could be computed), on what nobody chose, on the bounds of hidden numbers of
    people, and with `further`, the attack over earlier waves. `time_limit` in seconds.
    """
    gate = gate or Gate(time_limit=time_limit)
    planned = rows_over(plan, answered)
    withheld: dict[str, Reason] = {}
    candidates: list[PlannedRow] = []
    for row in planned:
        floor = shown_by_background_from(plan.threshold) if row.crossing else (floors or {}).get(row.unit, 0)
        least = max(plan.threshold, floor)
        if people_in(row, answered) >= least:
            candidates.append(row)
        else:
            withheld[row.key] = Reason.TOO_FEW
    if not candidates:
        return Choice((), withheld, planned, Effort.OPTIMAL)
    attack = _row_attack(plan, planned, answered, gate, further)
    needs = {row.key: row.unit for row in candidates if row.crossing}
    limit = time.monotonic() + OPTIMAL_SHARE * gate.left()
    found = most_valuable(candidates, attack, needs=needs, deadline=limit)
    if found.proved_best and found.rows is not None:
        kept = {row.key for row in found.rows}
        withheld |= {row.key: Reason.PROTECTS_OTHERS for row in candidates if row.key not in kept}
        return Choice(found.rows, withheld, planned, Effort.OPTIMAL)
    return _row_by_row(candidates, attack, gate, needs, found, withheld, planned)


def _row_attack(
    plan: Plan, planned: Sequence[PlannedRow], answered: Mapping[str, int], gate: Gate, further: Attacker | None
) -> Callable[[Sequence[PlannedRow]], Attack]:
    invited = {atom: max(people, answered.get(atom, 0)) for atom, people in plan.people.items()}

    def attack(rows: Sequence[PlannedRow]) -> Attack:
        return together(
            (
                gate.too_small(rows, answered, plan.threshold),
                gate.too_small([row for row in rows if row.crossing is None], invited, plan.threshold),
                gate.nobody(rows, answered, planned),
                gate.small_rest(rows, answered, planned, shown_by_background_from(plan.threshold)),
                gate.narrow(rows, answered, planned, plan.threshold),
                further(rows) if further else SAFE,
            )
        )

    return attack


def _row_by_row(
    candidates: Sequence[PlannedRow],
    attack: Attacker,
    gate: Gate,
    needs: Mapping[str, str],
    found: Found,
    withheld: Mapping[str, Reason],
    planned: tuple[PlannedRow, ...],
) -> Choice:
    """Decide row by row in the time that is left, and keep the better of that and what the optimal planner had."""
    grown, refused = grow(candidates, attack, gate)
    present = {row.key for row in grown}
    rows = tuple(row for row in grown if needs.get(row.key, row.key) in present)
    if found.rows is not None and sum(row.value for row in found.rows) > sum(row.value for row in rows):
        rows, refused = found.rows, {}
    kept = {row.key for row in rows}
    reasons = dict(withheld)
    for row in candidates:
        if row.key not in kept:
            together_with = kept | {row.key}
            broken = refused.get(row.key) is Outcome.FOUND or any(cut <= together_with for cut in found.cuts)
            reasons[row.key] = Reason.PROTECTS_OTHERS if broken else Reason.COULD_NOT_CHECK
    unproved = Reason.COULD_NOT_CHECK in reasons.values()
    return Choice(rows, reasons, planned, Effort.OUT_OF_TIME if unproved else Effort.GREEDY)
