"""Small synthetic waves that an attacker can search to the end: hierarchies, crossings, and a second wave.

Answers lean to one end in some teams, people skip items, and some sizes are tiny, so that each rule of disclosure
control has something to do.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from reports.disclosure.plan import Crossing, Plan, PlannedRow
from reports.disclosure.rows import Release, release_rows
from reports.disclosure.waves import EarlierWave
from reports.releases.types import ReleasedScale, ReleasedShares
from reports.tallies.atoms import atom_name
from reports.tallies.types import AtomTally, OptionCounts, ScoreCounts, WaveTally

K = 5
OPTIONS = 5
SCALE_ITEMS = {"pair": frozenset({"pair 1", "pair 2"}), "alone": frozenset({"only"})}
QUESTION = "place"
QUESTIONS = (QUESTION, "terms")
Moves = Mapping[tuple[str | None, str | None], int]


@dataclass(frozen=True, slots=True)
class Case:
    """A wave to be released: the plan, the answers counted, and the waves before it."""

    plan: Plan
    tally: WaveTally
    earlier: tuple[EarlierWave, ...] = ()
    time_limit: float = 20.0

    @property
    def sheets(self) -> dict[str, int]:
        return {atom.atom: atom.n for atom in self.tally.atoms}

    def with_threshold(self, threshold: int) -> "Case":
        return replace(self, plan=replace(self.plan, threshold=threshold))

    def release(self) -> Release:
        return release_rows(
            self.tally,
            self.plan,
            earlier=self.earlier,
            scale_items=SCALE_ITEMS,
            multiple_items=frozenset(),
            time_limit=self.time_limit,
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A published row as a reader sees it, and the atoms that she knows to be in it."""

    key: str
    groups: frozenset[str]
    atoms: frozenset[str]
    n: int
    crossing: str | None
    scales: Mapping[str, ReleasedScale]
    items: Mapping[str, ReleasedShares]


def shown(case: Case, release: Release) -> list[Shown]:
    """Return the published rows over the atoms of the tally."""
    groups = {row.unit: row.atoms for row in case.plan.rows}
    rows = []
    for row in release.rows:
        atoms = frozenset(atom for atom in case.sheets if inside(atom, groups[row.unit], None))
        rows.append(Shown(row.unit, groups[row.unit], atoms, row.n, None, row.scales, row.items))
    for cross in release.crossed:
        answer = f"{cross.question}={cross.option}"
        atoms = frozenset(atom for atom in case.sheets if inside(atom, groups[cross.unit], answer))
        key = f"{cross.unit}|{answer}"
        rows.append(Shown(key, groups[cross.unit], atoms, cross.n, answer, cross.scales, {}))
    return rows


def inside(atom: str, groups: frozenset[str], answer: str | None) -> bool:
    """Whether an atom's people are in one of the groups and gave the answer ("question=option"), if one is asked."""
    group, *answers = atom.split("|")
    return group in groups and (answer is None or answer in answers)


def counted(atom: str, answers: Sequence[tuple[int | None, int | None, int | None]]) -> AtomTally:
    """Return the counts of one atom from each person's options (from 0) for the two items and the one alone."""
    pair = Counter((one + two) * 150 for one, two, _ in answers if one is not None and two is not None)
    alone = Counter(only * 300 for _, _, only in answers if only is not None)
    items = {}
    for place, item in enumerate(("pair 1", "pair 2", "only")):
        given = Counter(answer[place] for answer in answers if answer[place] is not None)
        items[item] = OptionCounts(tuple(given[option] for option in range(OPTIONS)), given.total())
    scales = {"pair": ScoreCounts(tuple(sorted(pair.items()))), "alone": ScoreCounts(tuple(sorted(alone.items())))}
    return AtomTally(atom, len(answers), scales, items)


def _answers(draw: Random, people: int) -> list[tuple[int | None, int | None, int | None]]:
    lean = draw.choice((0, 0, 2, 2, 4))
    spread = draw.choice((0.3, 1.2))

    def answer() -> int | None:
        return None if draw.random() < 0.1 else min(OPTIONS - 1, max(0, round(draw.gauss(lean, spread))))

    return [(answer(), answer(), answer()) for _ in range(people)]


def _plan(people: Mapping[str, int], departments: Mapping[str, str]) -> tuple[PlannedRow, ...]:
    def row(unit: str, inside: str, parent: str | None) -> PlannedRow:
        size = sum(people[group] for group in inside)
        return PlannedRow(unit, frozenset(inside), size, size, parent)

    rows = [row("whole", "".join(people), None)]
    for department, inside in departments.items():
        rows += [row(department, inside, "whole"), *(row(f"team {team}", team, department) for team in inside)]
    return tuple(rows)


def hierarchy(draw: Random) -> Case:
    """Return two departments of two to four teams of 1 to 16 people, of whom most answer."""
    first, second = draw.randint(2, 4), draw.randint(2, 4)
    departments = {"north": "abcd"[:first], "south": "efgh"[:second]}
    people = {team: draw.choice((1, 2, 3, 5, 7, 9, 12, 16)) for team in "".join(departments.values())}
    tallies = tuple(
        counted(team, _answers(draw, sum(draw.random() < 0.85 for _ in range(n)))) for team, n in people.items()
    )
    return Case(Plan(_plan(people, departments), "whole", K, people), _wave(tallies))


def hierarchy_of(people: Mapping[str, int]) -> Case:
    """Return teams a and b of these sizes right below the whole; all answer, and not alike."""
    rows = [PlannedRow("whole", frozenset(people), sum(people.values()), sum(people.values()))]
    rows += [PlannedRow(f"team {team}", frozenset(team), n, n, "whole") for team, n in people.items()]
    tallies = tuple(
        counted(team, [(person % 5, (person + 1) % 5, (2 * person) % 5) for person in range(n)])
        for team, n in people.items()
    )
    return Case(Plan(tuple(rows), "whole", K, people), _wave(tallies))


def case_of(departments: Mapping[str, str], answers: Mapping[str, Sequence[tuple[int, int, int]]]) -> Case:
    """Return a first wave of these teams (one letter each, by department) in which everybody answered so."""
    people = {team: len(answers[team]) for team in "".join(departments.values())}
    tallies = tuple(counted(team, answers[team]) for team in people)
    return Case(Plan(_plan(people, departments), "whole", K, people), _wave(tallies))


def crossed(draw: Random, questions: Sequence[str] = (QUESTION,), sizes: Sequence[int] = (2, 5, 9, 14, 20)) -> Case:
    """Return three teams, the whole and one department of them crossed with questions of two options each."""
    people = {team: draw.choice(sizes) for team in "abe"}
    tallies: list[AtomTally] = []
    for team, n in people.items():
        likely = {question: draw.choice((0.0, 0.1, 0.3, 0.5, 0.9)) for question in questions}
        chosen = Counter({team: 0})
        for _ in range(sum(draw.random() < 0.9 for _ in range(n))):
            given = {each: 1 + (draw.random() < likely[each]) for each in questions if draw.random() < 0.95}
            chosen[atom_name(team, given)] += 1
        tallies += [counted(atom, _answers(draw, answered)) for atom, answered in sorted(chosen.items())]
    crossings = tuple(
        (unit, Crossing(question, option)) for unit in ("whole", "north") for question in questions for option in (1, 2)
    )
    plan = Plan(_plan(people, {"north": "ab", "south": "e"}), "whole", K, people, crossings)
    return Case(plan, _wave(tuple(tallies)))


def twice_crossed(draw: Random) -> Case:
    """Return three teams crossed with two questions, each by itself."""
    return crossed(draw, QUESTIONS, (2, 4, 7, 11))


def later(draw: Random) -> Case:
    """Return a hierarchy that was released once before in the same way; then up to five people move, join or leave."""
    first = hierarchy(draw)
    released = {row.unit: row.atoms for row in shown_units(first)}
    moved: Counter[tuple[str | None, str | None]] = Counter({(team, team): n for team, n in first.plan.people.items()})
    for _ in range(draw.randint(0, 5)):
        now, then = (draw.choice([None, *first.plan.people]) for _ in range(2))
        if then is None and now is not None:
            moved[(now, None)] += 1
        elif then is not None and moved[(then, then)] > 1:
            moved[(then, then)] -= 1
            moved[(now, then)] += 1
    people = {team: sum(n for (now, _), n in moved.items() if now == team) for team in first.plan.people}
    departments = {unit: "".join(sorted(first.plan.row(unit).atoms)) for unit in ("north", "south")}
    tallies = tuple(
        counted(team, _answers(draw, sum(draw.random() < 0.85 for _ in range(n)))) for team, n in people.items()
    )
    plan = Plan(_plan(people, departments), "whole", K, people)
    return Case(plan, _wave(tallies), (EarlierWave(released, {pair: n for pair, n in moved.items() if n}),))


def shown_units(case: Case) -> list[PlannedRow]:
    """Return the planned rows that the product releases of a wave."""
    released = {row.unit for row in case.release().rows}
    return [row for row in case.plan.rows if row.unit in released]


def _wave(tallies: tuple[AtomTally, ...]) -> WaveTally:
    return WaveTally(tallies, sum(atom.n for atom in tallies), 0)
