"""Which planned rows are published: as many as can be *proved* safe, the most valuable first.

Whatever is published only adds to what can be computed, so a row that is refused once stays refused, and one pass that
adds rows in the order of their value ends where dropping the least valuable and putting back what fits would: nothing
refused could be added again. It also fails closed by itself, since each row is in only after a proof that includes it.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.disclosure.isolation import Kind, Outcome, search
from reports.disclosure.linear import Structure, structure
from reports.disclosure.plan import Plan, PlannedRow
from reports.releases.types import Reason


@dataclass(frozen=True, slots=True)
class Choice:
    """The units whose rows are published, the most valuable first, and why each other planned row is not."""

    published: tuple[str, ...]
    withheld: Mapping[str, Reason]


class Gate:
    """Runs attacks against one deadline, and remembers the linear algebra of row sets it has met.

    `time_limit` is in seconds, for everything that passes this gate together. What needs no search is proved even
    after it.
    """

    def __init__(self, *, time_limit: float) -> None:
        self._deadline = time.monotonic() + time_limit
        self._structures: dict[tuple[frozenset[str], ...], Structure] = {}

    def _structure(self, rows: Sequence[PlannedRow], sizes: Mapping[str, int]) -> Structure:
        key = tuple(frozenset(atom for atom in row.atoms if sizes.get(atom, 0)) for row in rows)
        if key not in self._structures:
            self._structures[key] = structure(key)
        return self._structures[key]

    def too_small(self, rows: Sequence[PlannedRow], sizes: Mapping[str, int], below: int) -> Outcome:
        """Attack: is there an exact number that hangs on the answers of fewer than `below` people?"""
        shape = self._structure(rows, sizes)
        return search(shape, sizes, kind=Kind.DIFFERENCE, below=below, deadline=self._deadline).outcome

    def alike(self, rows: Sequence[PlannedRow], sizes: Mapping[str, int], standing_there: Mapping[str, int]) -> Outcome:
        """Attack: is there a group with a computable total where all, or all but one, stand at the same place?

        `sizes` are people per atom, `standing_there` how many of them stand at that place.
        """
        elsewhere = {atom: size - standing_there.get(atom, 0) for atom, size in sizes.items()}
        shape = self._structure(rows, sizes)
        return search(shape, elsewhere, kind=Kind.GROUP, below=2, deadline=self._deadline).outcome


def first_failure(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the first outcome that is not `SAFE`; a lazy iterable is not run further than that."""
    return next((outcome for outcome in outcomes if outcome is not Outcome.SAFE), Outcome.SAFE)


def grow(
    candidates: Sequence[PlannedRow], attack: Callable[[Sequence[PlannedRow]], Outcome]
) -> tuple[tuple[PlannedRow, ...], Mapping[str, Outcome]]:
    """Return the candidates that can be published together, and what the attack on each refused row came to.

    Adds candidates in order, keeping each that leaves the set safe. Subsets of a safe set are safe, so the next row
    to be refused is found by halving, and one attack is enough when all are safe together.
    """
    chosen: list[PlannedRow] = []
    refused: dict[str, Outcome] = {}
    remaining = list(candidates)
    while remaining:
        outcome = attack([*chosen, *remaining])
        if outcome is Outcome.SAFE:
            return (*chosen, *remaining), refused
        proved, failed = 0, len(remaining)
        while failed - proved > 1:
            middle = (proved + failed) // 2
            halfway = attack([*chosen, *remaining[:middle]])
            if halfway is Outcome.SAFE:
                proved = middle
            else:
                failed, outcome = middle, halfway
        chosen += remaining[:proved]
        refused[remaining[proved].unit] = outcome
        remaining = remaining[failed:]
    return tuple(chosen), refused


def choose(
    candidates: Sequence[PlannedRow], sizes: Sequence[Mapping[str, int]], *, threshold: int, gate: Gate
) -> tuple[tuple[PlannedRow, ...], Mapping[str, Outcome]]:
    """Return the candidates publishable together when the same rows are shown for several figures (`sizes` of each)."""

    def attack(rows: Sequence[PlannedRow]) -> Outcome:
        return first_failure(gate.too_small(rows, each, threshold) for each in sizes)

    return grow(candidates, attack)


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
) -> Choice:
    """Decide which planned rows are published, by the answer sheets per atom (`answered`; an absent atom has none).

    A row needs n ≥ k, or the higher floor given for its unit. Then the isolation attack is run on answer sheets and
    on the people who may answer (a row shows both, so a group's silence could be computed). `time_limit` is in
    seconds.
    """
    gate = gate or Gate(time_limit=time_limit)
    withheld: dict[str, Reason] = {}
    candidates: list[PlannedRow] = []
    for row in plan.by_value():
        n = people_in(row, answered)
        if n >= max(plan.threshold, (floors or {}).get(row.unit, 0)):
            candidates.append(row)
        else:
            withheld[row.unit] = Reason.TOO_FEW
    invited = {atom: max(people, answered.get(atom, 0)) for atom, people in plan.people.items()}
    chosen, refused = choose(candidates, [answered, invited], threshold=plan.threshold, gate=gate)
    for unit, outcome in refused.items():
        withheld[unit] = Reason.COULD_NOT_CHECK if outcome is Outcome.TIMED_OUT else Reason.PROTECTS_OTHERS
    return Choice(tuple(row.unit for row in chosen), withheld)
