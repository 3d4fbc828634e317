"""The attacks on rows as the planner runs them: each tells whether rows may be published together, and if not, why.

Whatever is published only adds to what can be computed. So where an attack has succeeded with some of the rows, those
may never all be published together: a *cut*, by which the planner finds another choice.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.disclosure.intervals import violated
from reports.disclosure.isolation import Isolation, Kind, Outcome, isolations
from reports.disclosure.linear import Structure, structure
from reports.disclosure.plan import PlannedRow
from reports.tallies.atoms import answer_in, group_of

Cut = frozenset[str]
"""Keys of rows that may not all be published together."""


@dataclass(frozen=True, slots=True)
class Attack:
    """What an attack came to, and where it succeeded: the rows that it used, once for each way in."""

    outcome: Outcome
    cuts: tuple[Cut, ...] = ()


SAFE = Attack(Outcome.SAFE)
Attacker = Callable[[Sequence[PlannedRow]], Attack]


def together(attacks: Iterable[Attack]) -> Attack:
    """Return all that succeeded, as one attack; else the first that ran out of time; else `SAFE`.

    Attacks are run until all have been, so that the planner learns every way in at once.
    """
    done = list(attacks)
    cuts = tuple(cut for attack in done for cut in attack.cuts)
    if cuts:
        return Attack(Outcome.FOUND, cuts)
    return next((attack for attack in done if attack.outcome is not Outcome.SAFE), SAFE)


def first_failure(attacks: Iterable[Attack]) -> Attack:
    """Return the first attack that is not `SAFE`; a lazy iterable is not run further than that."""
    return next((attack for attack in attacks if attack.outcome is not Outcome.SAFE), SAFE)


class Gate:
    """Runs attacks against one deadline, and remembers the linear algebra of row sets it has met.

    `time_limit` is in seconds, for everything that passes this gate together. What needs no search is proved even
    after it.
    """

    def __init__(self, *, time_limit: float) -> None:
        self.deadline = time.monotonic() + time_limit
        self._structures: dict[tuple[frozenset[str], ...], Structure] = {}

    def left(self) -> float:
        """Return the seconds that are left, at least 0."""
        return max(0.0, self.deadline - time.monotonic())

    def _structure(self, rows: Sequence[PlannedRow], sizes: Mapping[str, int]) -> Structure:
        key = tuple(frozenset(atom for atom in row.atoms if sizes.get(atom, 0)) for row in rows)
        if key not in self._structures:
            self._structures[key] = structure(key)
        return self._structures[key]

    def too_small(self, rows: Sequence[PlannedRow], sizes: Mapping[str, int], below: int) -> Attack:
        """Attack: is there an exact number that hangs on the answers of fewer than `below` people?"""
        shape = self._structure(rows, sizes)
        found = isolations(shape, sizes, kind=Kind.DIFFERENCE, below=below, deadline=self.deadline)
        return _attack(found, rows)

    def alike(self, rows: Sequence[PlannedRow], sizes: Mapping[str, int], standing_there: Mapping[str, int]) -> Attack:
        """Attack: is there a group with a computable total where all, or all but one, stand at the same place?

        `sizes` are people per atom, `standing_there` how many of them stand at that place.
        """
        elsewhere = {atom: size - standing_there.get(atom, 0) for atom, size in sizes.items()}
        shape = self._structure(rows, sizes)
        found = isolations(shape, elsewhere, kind=Kind.GROUP, below=2, deadline=self.deadline)
        return _attack(found, rows)

    def nobody(self, rows: Sequence[PlannedRow], sizes: Mapping[str, int], planned: Sequence[PlannedRow]) -> Attack:
        """Attack: can it be computed that nobody of a group of units chose some option of a crossing question?

        That would say of each that she did not, and of all who answered where only one option is left. The other
        attacks leave empty atoms out, so they do not see it. Questions are looked at one by one: a 0/1 vector that
        rows of units and of several questions give depends on one of the questions alone. `planned` are all rows.
        """
        return together(self._chosen(question, rows, sizes, planned, 1) for question in _questions(rows))

    def small_rest(
        self, rows: Sequence[PlannedRow], sizes: Mapping[str, int], planned: Sequence[PlannedRow], below: int
    ) -> Attack:
        """Attack: does a unit less the rows that cross it, or a row less a row within, leave fewer than `below`?

        People were told from how many they are shown by what they say of themselves. That holds for what is left too.
        """
        crossed = {row.unit for row in rows if row.crossing}
        used = [row for row in rows if row.unit in crossed]
        return together(self._chosen(question, used, sizes, planned, below) for question in _questions(rows))

    def _chosen(
        self,
        question: str,
        rows: Sequence[PlannedRow],
        sizes: Mapping[str, int],
        planned: Sequence[PlannedRow],
        below: int,
    ) -> Attack:
        """Look for computable groups of fewer than `below`, those that nobody is in included, by one question."""
        options = _options(rows, question)
        weights: dict[str, int] = {}
        for atom, people in sizes.items():
            if people:
                group, chosen = group_of(atom), answer_in(atom, question)
                for option in (None, *options):
                    weights.setdefault(f"{group}|{option}", 0)
                weights[f"{group}|{chosen if chosen in options else None}"] += people
        seen = {chosen for atom, people in sizes.items() if people and (chosen := answer_in(atom, question))}
        if options == _options(planned, question) | seen:
            # Every option is shown: what is left are those who skipped, and that nobody did tells of nobody.
            weights = {cell: n for cell, n in weights.items() if n or not cell.endswith("|None")}
        used = [row for row in rows if row.crossing is None or row.crossing.question == question]
        units = {row.unit: frozenset(map(group_of, row.atoms)) for row in planned if row.crossing is None}
        formal = [
            frozenset(
                cell
                for group in units[row.unit]
                for option in ((row.crossing.option,) if row.crossing else (None, *options))
                if (cell := f"{group}|{option}") in weights
            )
            for row in used
        ]
        found = isolations(structure(formal), weights, kind=Kind.GROUP, below=below, deadline=self.deadline)
        return _attack(found, used)

    def narrow(
        self, rows: Sequence[PlannedRow], sizes: Mapping[str, int], planned: Sequence[PlannedRow], threshold: int
    ) -> Attack:
        """Attack: between what do the numbers of people lie in planned rows of fewer than k, by the n of the others?

        Each must stay unknown by at least k − 1. Where units nest, `too_small` sees to that: a hidden unit lies in a
        group of at least k that the published rows leave whole. So only rows that cross need to be looked at. How many
        may answer is not taken as known: where all but a few have answered, everybody knows that of every unit.
        """
        if all(row.crossing is None for row in rows):
            return SAFE
        people = {row.key: sum(sizes.get(atom, 0) for atom in row.atoms) for row in planned}
        targets = [row.atoms for row in planned if 0 < people[row.key] < threshold]
        published = [(row.atoms, people[row.key]) for row in rows]
        found = violated(published, targets, width=threshold - 1, upper=None, time_limit=self.left())
        cuts = tuple(frozenset(rows[place].key for place in one.rests_on) for one in found if one.proved)
        if cuts:
            return Attack(Outcome.FOUND, tuple(dict.fromkeys(cuts)))
        return Attack(Outcome.TIMED_OUT) if found else SAFE


def _questions(rows: Sequence[PlannedRow]) -> list[str]:
    return sorted({row.crossing.question for row in rows if row.crossing})


def _options(rows: Sequence[PlannedRow], question: str) -> set[int]:
    return {row.crossing.option for row in rows if row.crossing and row.crossing.question == question}


def _attack(found: Sequence[Isolation], rows: Sequence[PlannedRow]) -> Attack:
    cuts = tuple(
        frozenset(row.key for row, times in zip(rows, one.coefficients, strict=True) if times)
        for one in found
        if one.outcome is Outcome.FOUND
    )
    if cuts:
        return Attack(Outcome.FOUND, cuts)
    return Attack(Outcome.TIMED_OUT) if found else SAFE
