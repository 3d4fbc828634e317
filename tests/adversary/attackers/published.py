"""Synthetic waves, and what is published of them: by the product, and by a tool that knows the threshold alone.

The one place where the attacks on bounds call the product's gate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from reports.disclosure.plan import Plan, PlannedRow
from reports.disclosure.rows import release_rows
from reports.releases.types import ReleasedRow, ReleasedScale, ReleasedShares
from reports.tallies.types import AtomTally, OptionCounts, ScoreCounts, WaveTally

K = 5
OPTIONS = 5
SCALE_ITEMS = {"wish": frozenset({"wish"}), "control": frozenset({"control 1", "control 2"})}
"""One item alone in its scale, and two that make one together."""
STEP = 1200 // (OPTIONS - 1)
"""Twelfths of a point from one option to the next."""


@dataclass(frozen=True, slots=True)
class Wave:
    """A planned wave with its answers counted."""

    plan: Plan
    tally: WaveTally

    @property
    def answered(self) -> dict[str, int]:
        return {atom.atom: atom.n for atom in self.tally.atoms}


def wave(draw: Random) -> Wave:
    """Return 2 to 4 departments of 2 to 8 teams of 1 to 18 people; about 80 % answer, and 95 % of them each item.

    Departments lean to one side or the other, so that some options are rare in them.
    """
    people: dict[str, int] = {}
    below: list[PlannedRow] = []
    atoms: list[AtomTally] = []
    for department in range(draw.randint(2, 4)):
        unit = f"department {department}"
        teams = {f"{unit} team {team}": draw.randint(1, 18) for team in range(draw.randint(2, 8))}
        people.update(teams)
        size = sum(teams.values())
        below.append(PlannedRow(unit, frozenset(teams), size, size, "whole"))
        below += [PlannedRow(team, frozenset({team}), n, n, unit) for team, n in teams.items()]
        lean = draw.choice((1, 2, 2, 3))
        atoms += [_answers(draw, team, n, lean) for team, n in teams.items()]
    everybody = sum(people.values())
    rows = (PlannedRow("whole", frozenset(people), everybody, everybody), *below)
    return Wave(Plan(rows, "whole", K, people), WaveTally(tuple(atoms), sum(atom.n for atom in atoms), 0))


def _answers(draw: Random, atom: str, people: int, lean: int) -> AtomTally:
    sheets = sum(draw.random() < 0.8 for _ in range(people))

    def answer() -> int:
        return min(OPTIONS - 1, max(0, round(draw.gauss(lean, 1.1))))

    chosen = {
        item: [answer() if draw.random() < 0.95 else None for _ in range(sheets)]
        for items in SCALE_ITEMS.values()
        for item in sorted(items)
    }
    return counted(atom, sheets, chosen)


def counted(atom: str, sheets: int, chosen: Mapping[str, Sequence[int | None]]) -> AtomTally:
    """Return the counts of an atom from the option that each of its people chose for each item (None: skipped).

    A scale is scored for those who answered all its items.
    """
    scales = {}
    for scale, items in SCALE_ITEMS.items():
        sums: dict[int, int] = {}
        for each in zip(*(chosen[item] for item in sorted(items)), strict=True):
            given = [option for option in each if option is not None]
            if len(given) == len(each):
                score = sum(given) * STEP // len(given)
                sums[score] = sums.get(score, 0) + 1
        scales[scale] = ScoreCounts(tuple(sorted(sums.items())))
    counts = {
        item: OptionCounts(
            tuple(sum(option == each for option in given) for each in range(OPTIONS)),
            sum(option is not None for option in given),
        )
        for item, given in chosen.items()
    }
    return AtomTally(atom, sheets, scales, counts)


def released(of: Wave, time_limit: float = 60) -> tuple[ReleasedRow, ...]:
    """Return what the product releases of a first wave."""
    release = release_rows(
        of.tally,
        of.plan,
        scale_items=SCALE_ITEMS,
        multiple_items=frozenset(),
        time_limit=time_limit,
    )
    return release.rows


def threshold_alone(of: Wave) -> tuple[ReleasedRow, ...]:
    """Return the control's release: every row, scale and item of at least k people, with plain rounded shares."""
    atoms = {atom.atom: atom for atom in of.tally.atoms}
    rows = []
    for row in of.plan.rows:
        inside = [atoms[atom] for atom in sorted(row.atoms)]
        n = sum(atom.n for atom in inside)
        if n < K:
            continue
        scales = {scale: _plain_scale([atom.scales[scale] for atom in inside]) for scale in SCALE_ITEMS}
        items = {
            item: _plain_shares([atom.items[item] for atom in inside])
            for items in SCALE_ITEMS.values()
            for item in items
        }
        rows.append(ReleasedRow(row.unit, row.headcount or 0, n, scales, items))
    return tuple(rows)


def _plain_scale(parts: list[ScoreCounts]) -> ReleasedScale:
    counts = ScoreCounts.merged(parts)
    if counts.n < K:
        return ReleasedScale(None, None, None)
    mean = Fraction(sum(score * people for score, people in counts.pairs), 12 * counts.n)
    return ReleasedScale(counts.n, float(int(mean + Fraction(1, 2))), None)


def _plain_shares(parts: list[OptionCounts]) -> ReleasedShares:
    counts = OptionCounts.merged(parts)
    if counts.answered < K:
        return ReleasedShares(None, "options", ())
    shares = [str(int(Fraction(100 * people, counts.answered) + Fraction(1, 2))) for people in counts.counts]
    return ReleasedShares(counts.answered, "options", tuple(shares))


def hidden_and_small(of: Wave, rows: tuple[ReleasedRow, ...]) -> Mapping[str, int]:
    """Return the teams that are not shown and of which 1 to k − 1 people answered."""
    shown = {row.unit for row in rows}
    return {atom: n for atom, n in of.answered.items() if 1 <= n < K and atom not in shown}


def shown_sizes(of: Wave, rows: tuple[ReleasedRow, ...]) -> list[dict[str, dict[str, int]]]:
    """Return, for answer sheets and for each scale and item, the units that show it with their people by atom."""
    atoms = of.tally.atoms
    found = [{row.unit: of.answered for row in rows}]
    for scale in SCALE_ITEMS:
        people = {atom.atom: atom.scales[scale].n for atom in atoms}
        found.append({row.unit: people for row in rows if row.scales[scale].n is not None})
    for item in sorted(frozenset().union(*SCALE_ITEMS.values())):
        people = {atom.atom: atom.items[item].answered for atom in atoms}
        found.append({row.unit: people for row in rows if row.items[item].n is not None})
    return found


def hand_made(teams: Mapping[str, tuple[str, Mapping[str, str]]]) -> Wave:
    """Return a wave of given answers: by team its department, and by item one digit (option) for each who answered.

    All who may answer did. Items that are not given nobody answered.
    """
    people = {team: max(len(answers) for answers in given.values()) for team, (_, given) in teams.items()}
    departments: dict[str, list[str]] = {}
    for team, (department, _) in teams.items():
        departments.setdefault(department, []).append(team)
    below = []
    for department, inside in departments.items():
        size = sum(people[team] for team in inside)
        below.append(PlannedRow(department, frozenset(inside), size, size, "whole"))
        below += [PlannedRow(team, frozenset({team}), people[team], people[team], department) for team in inside]
    everybody = sum(people.values())
    plan = Plan((PlannedRow("whole", frozenset(people), everybody, everybody), *below), "whole", K, people)
    atoms = []
    for team, (_, given) in teams.items():
        chosen = {
            item: [int(digit) for digit in given[item]] if item in given else [None] * people[team]
            for items in SCALE_ITEMS.values()
            for item in items
        }
        atoms.append(counted(team, people[team], chosen))
    return Wave(plan, WaveTally(tuple(atoms), everybody, 0))
