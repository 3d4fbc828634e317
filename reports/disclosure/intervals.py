"""The interval attack: between what does a hidden count lie, by all that is published, and is that wide enough?

A reader need not compute a number exactly to learn it. Of ten people, three in A; at least nine of the ten chose the
same: at least two of the three did. So everything published is a linear fact over unknown counts of at least 0 (a
rounded share an interval, see `knowledge`), and linear programmes give each target's lowest and highest value (see
`extremes`). Counts are whole, so the ends are rounded inwards to whole numbers; that the table as a whole must be whole
is not used, so the true interval can be narrower where the facts are no hierarchy.

Safe means proved: nothing exact, and wide enough, each by two tables that agree with everything known. Solver errors,
time-outs and contradictions all count as too narrow.

Source: M. Fischetti, J. J. Salazar, Management Science 47(7), 2001, section 2 (the attacker's problems).
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.disclosure.extremes import DUAL_ABOVE, End, Programme, Table
from reports.disclosure.knowledge import Fact, Number, Row, system, total


@dataclass(frozen=True, slots=True)
class Interval:
    """Between what a target lies. `high` None: no upper end.

    `proved` tells whether both ends were attained by a checked table; if not, nothing is known and both are 0.
    `rests_on` are the places of the facts that the ends rest on: these alone force an interval no wider.
    """

    low: Number
    high: Number | None
    proved: bool
    rests_on: frozenset[int]

    @property
    def width(self) -> Number | None:
        """The highest less the lowest value; None: no upper end."""
        return None if self.high is None else self.high - self.low


NOTHING_PROVED = Interval(0, 0, False, frozenset())


@dataclass(frozen=True, slots=True)
class Violation:
    """A target (by place) whose interval is exact or too narrow, or could not be proved otherwise (`proved` False).

    Where proved, not all of `rests_on` may be published together, whatever else is.
    """

    target: int
    interval: Interval

    @property
    def proved(self) -> bool:
        return self.interval.proved

    @property
    def rests_on(self) -> frozenset[int]:
        return self.interval.rests_on


class Attack:
    """All that is known, and the intervals that follow. Tables found on the way serve every later question.

    `facts` over atoms; `targets` are the sets of atoms that may be asked about. Each atom is at least `lower` (0; what
    an insider knows of it) and at most `upper` (no limit). `whole`: the unknowns are whole numbers. `time_limit` in
    seconds for everything asked. Raises `BadKnowledge`.
    """

    def __init__(
        self,
        facts: Sequence[Fact],
        targets: Sequence[frozenset[str]],
        *,
        upper: Mapping[str, int] | None,
        lower: Mapping[str, int] | None = None,
        whole: bool = True,
        time_limit: float,
    ) -> None:
        self._deadline = time.monotonic() + time_limit
        self._system = system(facts, targets, lower or {}, upper)
        self._whole = whole
        self._part_of = {block: index for index, part in enumerate(self._system.parts) for block in part.blocks}
        self._programmes: dict[int, Programme] = {}
        self._ends: dict[tuple[int, tuple[int, ...], bool], End | None] = {}
        self._tables: dict[int, list[Table]] = defaultdict(list)

    def interval(self, target: int) -> Interval:
        """Return a target's interval and what it rests on, as far as it can be proved in time."""
        if not self._system.consistent:
            return NOTHING_PROVED
        asked = self._asked(target)
        low = self._far_end(asked, highest=False)
        if low is None or not self._whole_system_holds(asked):
            return NOTHING_PROVED
        if self._unlimited(asked):
            return Interval(self._inwards(low[0], up=True), None, True, frozenset())
        high = self._far_end(asked, highest=True)
        if high is None:
            return NOTHING_PROVED
        rests_on = self._facts_behind(asked, low[1]) | self._facts_behind(asked, high[1])
        return Interval(self._inwards(low[0], up=True), self._inwards(high[0], up=False), True, rests_on)

    def reaches(self, target: int, width: Number) -> bool:
        """Whether a target is proved to be at least `width` wide (above 0); cheaper than the interval where it is."""
        if not self._system.consistent:
            return False
        asked = self._asked(target)
        if not self._whole_system_holds(asked):
            return False
        if self._unlimited(asked):
            return True
        seen = [self._seen(part, row) for part, row in self._by_part(asked)]
        fixed = self._fixed(asked)
        low = fixed + sum((min(values) for values in seen if values), start=Fraction(0))
        high = fixed + sum((max(values) for values in seen if values), start=Fraction(0))
        if self._inwards(high, up=False) - self._inwards(low, up=True) >= width:
            return True
        found = self.interval(target)
        return found.proved and found.width is not None and found.width >= width

    def _asked(self, target: int) -> Row:
        return self._system.targets[target]

    def _inwards(self, value: Number, *, up: bool) -> Number:
        if not self._whole:
            return value
        return math.ceil(value) if up else math.floor(value)

    def _unlimited(self, asked: Row) -> bool:
        return any(block not in self._system.capped and block not in self._system.fixed for block in asked)

    def _fixed(self, asked: Row) -> Number:
        known = self._system.fixed
        return sum((weight * known[block] for block, weight in asked.items() if block in known), start=Fraction(0))

    def _by_part(self, asked: Row) -> Iterator[tuple[int, Row]]:
        split: dict[int, Row] = defaultdict(dict)
        for block, weight in asked.items():
            if block in self._part_of:
                split[self._part_of[block]][block] = weight
        yield from split.items()

    def _seen(self, part: int, row: Row) -> list[Number]:
        return [sum(weight * table[block] for block, weight in row.items()) for table in self._tables[part]]

    def _whole_system_holds(self, asked: Row) -> bool:
        """Whether some table holds all facts of the parts asked about (a contradiction elsewhere is asked there)."""
        return all(
            self._tables[part] or self._solve(part, row, highest=False) is not None
            for part, row in self._by_part(asked)
        )

    def _far_end(self, asked: Row, *, highest: bool) -> tuple[Number, dict[int, float]] | None:
        value, duals = self._fixed(asked), dict[int, float]()
        if highest and self._unlimited(asked):
            return None
        for part, row in self._by_part(asked):
            end = self._solve(part, row, highest=highest)
            if end is None:
                return None
            value += end.value
            duals |= end.duals
        return value, duals

    def _solve(self, part: int, row: Row, *, highest: bool) -> End | None:
        key = (part, tuple(sorted(row)), highest)
        if key not in self._ends:
            if part not in self._programmes:
                self._programmes[part] = Programme(self._system.parts[part], self._system.limits)
            end = self._programmes[part].end(row, highest=highest, deadline=self._deadline)
            self._ends[key] = end
            if end is not None:
                self._tables[part].append(end.table)
        return self._ends[key]

    def _facts_behind(self, asked: Row, duals: Mapping[int, float]) -> frozenset[int]:
        """Return the facts with a dual value, and those that fixed a block which the bound or these facts hold."""
        weight = dict(duals)
        for block, by in reversed(self._system.fixed_by):
            left = float(asked.get(block, 0)) - sum(
                times * float(self._system.rows[fact].get(block, 0)) for fact, times in weight.items()
            )
            if abs(left) > DUAL_ABOVE:
                weight[by] = left / float(self._system.rows[by][block])
        return frozenset(weight)


def bounds(
    facts: Sequence[Fact],
    targets: Sequence[frozenset[str]],
    *,
    upper: Mapping[str, int] | None,
    lower: Mapping[str, int] | None = None,
    whole: bool = True,
    time_limit: float,
) -> tuple[Interval, ...]:
    """Return every target's interval. Arguments and errors as for `Attack`."""
    attack = Attack(facts, targets, upper=upper, lower=lower, whole=whole, time_limit=time_limit)
    return tuple(attack.interval(index) for index in range(len(targets)))


def audit(
    facts: Sequence[Fact],
    targets: Sequence[frozenset[str]],
    *,
    width: Number | Sequence[Number],
    upper: Mapping[str, int] | None,
    lower: Mapping[str, int] | None = None,
    whole: bool = True,
    time_limit: float,
) -> tuple[Violation, ...]:
    """Return the targets that are exact or narrower than `width` (k − 1; one for all, or one each). None: safe.

    A target that nobody could know to be so wide (its limits are closer than `width`) must be as wide as its limits;
    one whose limits are equal is known to all and not a target. Arguments and errors as for `Attack`.
    """
    attack = Attack(facts, targets, upper=upper, lower=lower, whole=whole, time_limit=time_limit)
    found = []
    for index, target in enumerate(targets):
        asked = width[index] if isinstance(width, Sequence) else width
        needed = _needed(target, asked, lower or {}, upper, whole=whole)
        if needed is not None and not _wide(attack, index, needed):
            found.append(Violation(index, attack.interval(index)))
    return tuple(found)


def _wide(attack: Attack, index: int, needed: Number) -> bool:
    if needed > 0:
        return attack.reaches(index, needed)
    interval = attack.interval(index)
    return interval.proved and interval.width != 0


def _needed(
    target: frozenset[str],
    width: Number,
    lower: Mapping[str, int],
    upper: Mapping[str, int] | None,
    *,
    whole: bool,
) -> Number | None:
    """Return the width that a target must have: at least 1 for whole numbers, but no more than its own limits give."""
    least: Number = max(width, 1) if whole else width
    if upper is None or any(atom not in upper for atom in target):
        return least
    own = sum(upper[atom] - lower.get(atom, 0) for atom in target)
    return min(least, own) if own else None


def violated(
    published: Sequence[tuple[frozenset[str], int]],
    targets: Sequence[frozenset[str]],
    *,
    width: int,
    upper: Mapping[str, int] | None,
    time_limit: float,
    first: bool = False,
) -> tuple[Violation, ...]:
    """Return the targets that published totals leave exact or narrower than `width`, with rows to blame. None: safe.

    `published` are rows (a set of atoms and its total), `targets` the hidden sets of atoms, `width` is k − 1, `upper`
    each atom's known largest value (a headcount; None or absent: unlimited), `time_limit` seconds. `first`: stop at
    the first. A target's width need never exceed its own upper limit (see `audit`).

    Each violation's `rests_on` are places in `published`. It is irreducible, unless time ran out: these rows alone
    leave the target too narrow, and without any one of them they do not. More rows only narrow, so "not all of
    `rests_on` may be published together" holds for every set of rows: a valid cut. A violation with `proved` False
    has an empty `rests_on` and is no cut; nothing is known of the target but that it must not be believed safe.
    """
    deadline = time.monotonic() + time_limit
    facts = [total(atoms, value) for atoms, value in published]
    found: list[Violation] = []
    attack = Attack(facts, targets, upper=upper, time_limit=time_limit)
    for index, target in enumerate(targets):
        needed = _needed(target, width, {}, upper, whole=True)
        if needed is None or attack.reaches(index, needed):
            continue
        interval = attack.interval(index)
        if interval.proved:
            interval = _fewest(facts, target, interval, needed, upper, deadline)
        found.append(Violation(index, interval))
        if first:
            break
    return tuple(found)


def _fewest(
    facts: Sequence[Fact],
    target: frozenset[str],
    interval: Interval,
    needed: Number,
    upper: Mapping[str, int] | None,
    deadline: float,
) -> Interval:
    """Take facts out of `rests_on` one by one while the target stays too narrow; the interval is what is left then."""
    tried: set[int] = set()
    while untried := sorted(interval.rests_on - tried):
        out = untried[-1]
        tried.add(out)
        kept = sorted(interval.rests_on - {out})
        attack = Attack([facts[place] for place in kept], [target], upper=upper, time_limit=deadline - time.monotonic())
        narrow = attack.interval(0)
        if narrow.proved and narrow.width is not None and narrow.width < needed:
            rests_on = frozenset(kept[place] for place in narrow.rests_on)
            interval = Interval(narrow.low, narrow.high, True, rests_on)
    return interval
