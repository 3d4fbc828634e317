"""Each rule of disclosure control switched off by itself, while everything else stays as it is.

A rule that is run by the gate is switched off by a gate that does not see: where the rows are chosen, or where a
figure is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from reports.disclosure import figures, plan, planning, rows
from reports.disclosure.attacks import SAFE, Attack, Gate
from reports.disclosure.isolation import Outcome
from reports.disclosure.meeting import rows_over
from reports.disclosure.plan import Crossing, Plan, PlannedRow
from reports.disclosure.shares import half_up, share, single_shares
from tests.adversary.attackers.small_waves import QUESTION

Sizes = Mapping[str, int]
Unseen = Callable[[str, Sizes, int], bool]
"""Whether a gate is blind to an attack: its name, the sizes that it is run on, and its bound (0 where it has none)."""
Switch = Callable[[pytest.MonkeyPatch], None]


class Blind(Gate):
    """A gate that finds everything safe which it is blind to."""

    def __init__(self, seeing: Gate, unseen: Unseen) -> None:
        super().__init__(time_limit=seeing.left())
        self._unseen = unseen

    def too_small(self, rows: Sequence[PlannedRow], sizes: Sizes, below: int) -> Attack:
        return SAFE if self._unseen("too_small", sizes, below) else super().too_small(rows, sizes, below)

    def alike(self, rows: Sequence[PlannedRow], sizes: Sizes, standing_there: Sizes) -> Attack:
        return SAFE if self._unseen("alike", sizes, 0) else super().alike(rows, sizes, standing_there)

    def nobody(self, rows: Sequence[PlannedRow], sizes: Sizes, planned: Sequence[PlannedRow]) -> Attack:
        return SAFE if self._unseen("nobody", sizes, 0) else super().nobody(rows, sizes, planned)

    def narrow(self, rows: Sequence[PlannedRow], sizes: Sizes, planned: Sequence[PlannedRow], threshold: int) -> Attack:
        return SAFE if self._unseen("narrow", sizes, 0) else super().narrow(rows, sizes, planned, threshold)


class Careless(Gate):
    """A gate that takes what could not be proved in time for safe."""

    def too_small(self, rows: Sequence[PlannedRow], sizes: Sizes, below: int) -> Attack:
        return _let_pass(super().too_small(rows, sizes, below))

    def alike(self, rows: Sequence[PlannedRow], sizes: Sizes, standing_there: Sizes) -> Attack:
        return _let_pass(super().alike(rows, sizes, standing_there))

    def nobody(self, rows: Sequence[PlannedRow], sizes: Sizes, planned: Sequence[PlannedRow]) -> Attack:
        return _let_pass(super().nobody(rows, sizes, planned))

    def narrow(self, rows: Sequence[PlannedRow], sizes: Sizes, planned: Sequence[PlannedRow], threshold: int) -> Attack:
        return _let_pass(super().narrow(rows, sizes, planned, threshold))


def _let_pass(found: Attack) -> Attack:
    return SAFE if found.outcome is Outcome.TIMED_OUT else found


@contextmanager
def switched_off(*switches: Switch) -> Iterator[None]:
    """Switch rules off for as long as the context lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for switch in switches:
            switch(patch)
        yield


def constant(module: Any, name: str, value: object) -> Switch:
    return lambda patch: patch.setattr(module, name, value)


def blind_to_rows(attack: str, *, invited: bool = False) -> Switch:
    """Choose rows with a gate blind to an attack on answer sheets, or to the one on those who may answer."""
    real = planning.choose_rows

    def choose_rows(plan: Plan, answered: Sizes, *, gate: Gate, **more: Any) -> planning.Choice:
        def unseen(name: str, sizes: Sizes, _below: int) -> bool:
            return name == attack and (sizes is not answered) == invited

        return real(plan, answered, gate=Blind(gate, unseen), **more)

    return constant(rows, "choose_rows", choose_rows)


def blind_to_figures(which: str, attack: str, *, bounds: Sequence[int] = (0,)) -> Switch:
    """Choose a scale's or an item's figures with a gate that is blind to an attack with one of these bounds."""
    real: Callable[..., Any] = getattr(figures, which)

    def chosen(parts: object, shown: object, *given: Any, **more: Any) -> Any:
        def blinded(one: Any) -> Any:
            if not isinstance(one, figures.Terms):
                return one
            return replace(one, gate=Blind(one.gate, lambda name, _, below: name == attack and below in bounds))

        return real(parts, shown, *(blinded(one) for one in given), **more)

    return constant(rows, which, chosen)


def items_everywhere(patch: pytest.MonkeyPatch) -> None:
    """Show an item also where its scale is not."""
    real = figures.choose_item

    def chosen(parts: Any, shown: Sequence[PlannedRow], _allowed: object, terms: figures.Terms, **more: Any) -> Any:
        return real(parts, shown, frozenset(row.key for row in shown), terms, **more)

    patch.setattr(rows, "choose_item", chosen)


def unseen(*_: object) -> Attack:
    """An attack over earlier waves that sees nothing."""
    return SAFE


def plain_shares(counts: Sequence[int]) -> tuple[str, ...]:
    """Return whole per cent, none blunted."""
    return tuple(str(half_up(Fraction(100 * people, sum(counts)))) for people in counts)


def shares_one_by_one(counts: Sequence[int]) -> tuple[str, ...]:
    """Return shares of which each is blunted by itself, though they add up."""
    return tuple(share(people, sum(counts)) for people in counts)


def shares_from_ten(counts: Sequence[int]) -> tuple[str, ...]:
    """Return shares as they are printed, for fewer than ten people too, where the product's own has no meaning."""
    return single_shares(counts) if sum(counts) >= 10 else shares_one_by_one(counts)


def crossings_of_answers(patch: pytest.MonkeyPatch) -> None:
    """Make rows of whatever was answered, signed for or not."""

    def wider(plan: Plan, answered: Sizes) -> tuple[PlannedRow, ...]:
        found = {row.option for _, row in plan.crossings} | {1, 2}
        every = tuple((row.unit, Crossing(QUESTION, option)) for row in plan.rows for option in sorted(found))
        return rows_over(replace(plan, crossings=every), answered)

    patch.setattr(planning, "rows_over", wider)


LOW_THRESHOLD = constant(plan, "LOWEST_THRESHOLD", 1)
CARELESS = constant(rows, "Gate", Careless)


def means_one_by_one(shown: Sequence[PlannedRow], *_: object) -> tuple[PlannedRow, ...]:
    """Let every row show its mean, whatever it says beside the others."""
    return tuple(shown)


def rows_one_by_one(
    shown: Sequence[PlannedRow], detailed: Sequence[PlannedRow], *_: object, **__: object
) -> tuple[tuple[PlannedRow, ...], tuple[PlannedRow, ...]]:
    """Let every row show its shares, whatever they say beside the others'."""
    return tuple(shown), tuple(detailed)
