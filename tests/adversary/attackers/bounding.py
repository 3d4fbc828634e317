"""A reader who writes down all that is published as facts about unknown counts, and bounds what is hidden.

One system for each figure. Of an item: how many stand at each option in each team, how many skipped it, and how many
did not answer at all; of a scale the same with scores. Headcounts are known to all. An item alone in its scale and the
scale are one figure: stored score counts are its options. (That a scale's items add up to its total is not used.)

What may a reader learn of a small hidden team? Whatever is printed of a group that it is part of binds the team too: if
two of twelve chose "never", at most two of the team did. So an interval is held against a *reference*, which is what
follows from

- the published rows that the team stands in, and
- the smallest group around the team whose totals follow exactly: the nearest of these rows less the published rows
  below it (of n, of the mean, of counts and of shares each by the rows that show it), as if that group were a row
  itself and printed by the house's rules. Below k people it gives no reference.

The rules of isolation let these out on purpose. What *all* that is published says together must be at least as wide as
the lesser of k − 1 and the reference, and so not exact where the reference is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.disclosure.intervals import Attack
from reports.disclosure.knowledge import Fact, total
from reports.disclosure.plan import Plan
from reports.disclosure.shares import single_shares
from reports.releases.types import ReleasedRow, ReleasedScale, ReleasedShares
from reports.tallies.types import AtomTally, OptionCounts, ScoreCounts
from tests.adversary.attackers.published import OPTIONS, SCALE_ITEMS, STEP, K, Wave

SKIPPED, SILENT = "skipped", "silent"
BANDS = {"low": (0, 1), "middle": (2,), "high": (3, 4)}
LIMIT = 300.0


def people_behind(share: str, n: int) -> tuple[int, int]:
    """Return the fewest and the most of n people that a printed share can stand for."""
    if share.startswith("<="):
        fits = [people for people in range(n + 1) if 100 * people <= int(share[2:]) * n]
    elif share.startswith(">="):
        fits = [people for people in range(n + 1) if 100 * people >= int(share[2:]) * n]
    else:
        low, _, high = share.partition("-")
        fits = [people for people in range(n + 1) if int(low) <= _printed(people, n) <= int(high or low)]
    return min(fits), max(fits)


def _printed(people: int, n: int) -> int:
    return int(Fraction(100 * people, n) + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Figure:
    """An item, a scale, or both in one: the scores (twelfths) that one answer can have, and what is printed of it."""

    name: str
    scores: tuple[int, ...]
    scale: str | None
    item: str | None

    def unknown(self, team: str, place: object) -> str:
        return f"{team}|{place}"

    def at(self, teams: Iterable[str], places: Iterable[object]) -> frozenset[str]:
        listed = list(places)
        return frozenset(self.unknown(team, place) for team in teams for place in listed)


def figures() -> list[Figure]:
    """Return the figures of the synthetic questionnaire."""
    found = []
    for scale, items in SCALE_ITEMS.items():
        steps = len(items) * (OPTIONS - 1)
        scores = tuple(STEP * step // len(items) for step in range(steps + 1))
        found.append(Figure(scale, scores, scale, next(iter(items)) if len(items) == 1 else None))
        if len(items) > 1:
            found += [
                Figure(item, tuple(STEP * option for option in range(OPTIONS)), None, item) for item in sorted(items)
            ]
    return found


def known_to_all(figure: Figure, plan: Plan) -> list[Fact]:
    """Return each team's headcount."""
    places = (*figure.scores, SKIPPED, SILENT)
    return [total(figure.at([team], places), people) for team, people in plan.people.items()]


def read_row(figure: Figure, row: ReleasedRow, teams: frozenset[str]) -> list[Fact]:
    """Return what a published row says of a figure."""
    facts = [total(figure.at(teams, (*figure.scores, SKIPPED)), row.n)]
    if figure.scale is not None:
        facts += _read_scale(figure, row.scales[figure.scale], teams)
    if figure.item is not None:
        facts += _read_shares(figure, row.items[figure.item], teams)
    return facts


def _read_scale(figure: Figure, shown: ReleasedScale, teams: frozenset[str]) -> list[Fact]:
    if shown.n is None or shown.mean is None:
        return []
    facts = [total(figure.at(teams, figure.scores), shown.n)]
    if shown.counts is not None:
        counts = dict(shown.counts)
        return facts + [total(figure.at(teams, [score]), counts.get(score, 0)) for score in figure.scores]
    low, high = (round(12 * shown.n * (shown.mean + half)) for half in (-0.5, 0.5))
    weights = {figure.unknown(team, score): score for team in teams for score in figure.scores if score}
    return [*facts, Fact(weights, low, high)]


def _read_shares(figure: Figure, shown: ReleasedShares, teams: frozenset[str]) -> list[Fact]:
    if shown.n is None or not shown.shares:
        return []
    facts = [total(figure.at(teams, figure.scores), shown.n)]
    groups = list(BANDS.values()) if shown.detail == "bands" else [(option,) for option in range(OPTIONS)]
    for share, options in zip(shown.shares, groups, strict=True):
        facts.append(total(figure.at(teams, [STEP * option for option in options]), *people_behind(share, shown.n)))
    return facts


@dataclass(frozen=True, slots=True)
class Result:
    """How many counts were bounded, how many of them are exact or too narrow beside the reference, and examples."""

    bounded: int = 0
    exact: int = 0
    narrow: int = 0
    examples: tuple[str, ...] = ()

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.bounded + other.bounded,
            self.exact + other.exact,
            self.narrow + other.narrow,
            (self.examples + other.examples)[:5],
        )


def everything(figure: Figure, of: Wave, rows: Sequence[ReleasedRow]) -> list[Fact]:
    """Return all that is published of a figure, and the headcounts."""
    facts = known_to_all(figure, of.plan)
    for row in rows:
        facts += read_row(figure, row, of.plan.row(row.unit).atoms)
    return facts


def bound_answers(figure: Figure, of: Wave, rows: Sequence[ReleasedRow], teams: Sequence[str]) -> Result:
    """Bound the number of people at each place of a figure in each of the teams, for a reader outside."""
    targets = [target for team in teams for target in asked(figure, team)]
    attack = Attack(everything(figure, of, rows), targets, upper=None, time_limit=LIMIT)
    result, start = Result(), 0
    for team in teams:
        result += _beside(attack, start, figure, of, rows, team, {})
        start += len(asked(figure, team))
    return result


def bound_colleagues(figure: Figure, of: Wave, rows: Sequence[ReleasedRow], team: str, own: int | None) -> Result:
    """Bound the same for an insider of the team who knows that she herself stands at the score `own` (None: skipped).

    Her own answer is a lower limit there; what is left of the interval is her colleagues'.
    """
    mine = {figure.unknown(team, SKIPPED if own is None else own): 1}
    attack = Attack(everything(figure, of, rows), asked(figure, team), upper=None, lower=mine, time_limit=LIMIT)
    return _beside(attack, 0, figure, of, rows, team, mine)


def asked(figure: Figure, team: str) -> list[frozenset[str]]:
    """Return the targets in one team: each score, and of an item's also each band."""
    targets = [figure.at([team], [score]) for score in figure.scores]
    if figure.item is not None:
        targets += [figure.at([team], [STEP * option for option in band]) for band in BANDS.values() if len(band) > 1]
    return targets


def _beside(
    attack: Attack,
    start: int,
    figure: Figure,
    of: Wave,
    rows: Sequence[ReleasedRow],
    team: str,
    mine: Mapping[str, int],
) -> Result:
    targets = asked(figure, team)
    around = known_to_all(figure, of.plan) + reference(figure, of, rows, team)
    beside = Attack(around, targets, upper=None, lower=mine, time_limit=LIMIT)
    result = Result(len(targets))
    for index, target in enumerate(targets):
        if attack.reaches(start + index, K - 1):
            continue
        allowed, found = beside.interval(index), attack.interval(start + index)
        assert allowed.proved
        assert found.proved
        assert allowed.width is not None
        assert found.width is not None
        if found.width < min(K - 1, allowed.width):
            printed = (
                f"{figure.name}: {sorted(target)} {found.low}–{found.high}, reference {allowed.low}–{allowed.high}"
            )
            result += Result(0, int(found.width <= 0), 1, (printed,))
    return result


def unblunted(figure: Figure, of: Wave, rows: Sequence[ReleasedRow]) -> Result:
    """Bound every share printed as "<=10" that stands for several numbers; exact: all rows together leave one.

    (Whole per cent of more than a hundred people stand for several numbers too, and hide nothing on purpose.)
    """
    if figure.item is None:
        return Result()
    targets, printed = [], []
    for row in rows:
        shown = row.items[figure.item]
        if shown.n is None or not shown.shares:
            continue
        groups = list(BANDS.values()) if shown.detail == "bands" else [(option,) for option in range(OPTIONS)]
        for share, options in zip(shown.shares, groups, strict=True):
            low, high = people_behind(share, shown.n)
            if low < high and share.startswith("<="):
                targets.append(figure.at(of.plan.row(row.unit).atoms, [STEP * option for option in options]))
                printed.append(f"{figure.name}: {row.unit} {options} {share} of {shown.n}")
    attack = Attack(everything(figure, of, rows), targets, upper=None, time_limit=LIMIT)
    result = Result(len(targets))
    for index, name in enumerate(printed):
        found = attack.interval(index)
        assert found.proved
        if found.low == found.high:
            result += Result(0, 1, 1, (f"{name} is {found.low}",))
    return result


def bound_participation(of: Wave, rows: Sequence[ReleasedRow]) -> Result:
    """Bound how many answered in each hidden unit, by every published n and the headcounts.

    The reference: the rows around each of its teams, and the smallest group around that follows exactly. That all of a
    group of at least k answered, or none, can be read from its response rate; it binds every unit within.
    """
    atoms = {row.unit: of.plan.row(row.unit).atoms for row in rows}
    facts = [total(atoms[row.unit], row.n) for row in rows]
    hidden = [row for row in of.plan.rows if row.unit not in atoms]
    attack = Attack(facts, [row.atoms for row in hidden], upper=of.plan.people, time_limit=LIMIT)
    result = Result(len(hidden))
    for index, row in enumerate(hidden):
        groups = {group for team in row.atoms for group in _around(team, list(atoms.values()))}
        sizes = {group: sum(of.answered[team] for team in group) for group in groups}
        around = [total(group, n) for group, n in sizes.items() if n >= K]
        beside = Attack(around, [row.atoms], upper=of.plan.people, time_limit=LIMIT)
        found, allowed = attack.interval(index), beside.interval(0)
        assert found.proved
        assert allowed.proved
        assert found.width is not None
        assert allowed.width is not None
        if found.width < min(K - 1, allowed.width):
            example = f"n of {row.unit}: {found.low}–{found.high}, reference {allowed.low}–{allowed.high}"
            result += Result(0, int(found.width <= 0), 1, (example,))
    return result


def _around(team: str, shown: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return the published rows that hold a team, and what the smallest of them leaves of those below it."""
    around = [row for row in shown if team in row]
    nearest = min(around, key=len)
    return [*around, nearest.difference(*(row for row in shown if row < nearest))]


def reference(figure: Figure, of: Wave, rows: Sequence[ReleasedRow], team: str) -> list[Fact]:
    """Return what the rows above say, and what the group left of them would if it were printed as a row."""
    atoms = {row.unit: of.plan.row(row.unit).atoms for row in rows}
    above = [row for row in rows if team in atoms[row.unit]]
    facts = [fact for row in above for fact in read_row(figure, row, atoms[row.unit])]
    for detail in range(5):
        shown = [atoms[row.unit] for row in rows if _detail(figure, row)[detail]]
        if any(team in row for row in shown):
            left = _around(team, shown)[-1]
            if sum(of.answered[each] for each in left) >= K:
                facts += read_row(figure, as_printed(figure, of, left), left)
    return facts


def _detail(figure: Figure, row: ReleasedRow) -> tuple[bool, ...]:
    """Return what a row shows: itself, the scale's mean, its counts, the item's shares, and these over all options."""
    scale = None if figure.scale is None else row.scales[figure.scale]
    item = None if figure.item is None else row.items[figure.item]
    return (
        True,
        scale is not None and scale.n is not None,
        scale is not None and scale.counts is not None,
        item is not None and item.n is not None,
        item is not None and item.n is not None and item.detail == "options",
    )


def as_printed(figure: Figure, of: Wave, teams: frozenset[str]) -> ReleasedRow:
    """Return a group as the house would print it, were it a row."""
    inside = [atom for atom in of.tally.atoms if atom.atom in teams]
    n = sum(atom.n for atom in inside)
    scales, items = {}, {}
    if figure.scale is not None:
        scales[figure.scale] = _scale_as_printed(figure.scale, inside)
    if figure.item is not None:
        items[figure.item] = _shares_as_printed(figure, inside)
    return ReleasedRow("", sum(of.plan.people[team] for team in teams), n, scales, items)


def _scale_as_printed(scale: str, inside: Sequence[AtomTally]) -> ReleasedScale:
    counts = ScoreCounts.merged(atom.scales[scale] for atom in inside)
    if counts.n < K:
        return ReleasedScale(None, None, None)
    mean = Fraction(sum(score * people for score, people in counts.pairs), 12 * counts.n)
    if counts.n >= 2 * K:
        return ReleasedScale(counts.n, float(mean), counts.pairs)
    return ReleasedScale(counts.n, float(int(mean + Fraction(1, 2))), None)


def _shares_as_printed(figure: Figure, inside: Sequence[AtomTally]) -> ReleasedShares:
    assert figure.item is not None
    counts = OptionCounts.merged(atom.items[figure.item] for atom in inside)
    if counts.answered >= 30:
        return ReleasedShares(counts.answered, "options", single_shares(counts.counts))
    if counts.answered < 10 or figure.scale is not None:
        return ReleasedShares(None, "bands", ())
    summed = [sum(counts.counts[option] for option in options) for options in BANDS.values()]
    return ReleasedShares(counts.answered, "bands", single_shares(summed))
