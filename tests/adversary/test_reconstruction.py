"""Attack B5: complete answers to three questions, reconstructed from everything published of a workplace.

Workplaces of about 40 to 120 people in teams, two questions that make a scale together and one that is a scale alone.
The attacker knows who is in which team and how many answered in each (more than is published), and reads what is
stored too, the score counts. A person is *reconstructed* if her three answers, in her team, stand in
every set of answers that agrees with what is published (`attackers/reconstruction.py`): nothing is guessed.

The control is a tool that shows, for every row of at least five, the distribution of each question and the table of
each pair of them. Beside it stands how many people one arbitrary consistent set of answers gets right, and how many if
only the whole's row is known: what is right there is luck, and nobody can tell which.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

import pytest

from reports.disclosure import rows
from reports.disclosure.rows import Release
from reports.releases.types import ReleasedShares
from tests.adversary.attackers.exhaustive import ends
from tests.adversary.attackers.reconstruction import VECTORS, Answers, Knowledge, Vector, certain, matched
from tests.adversary.attackers.small_waves import Case, K, Shown, case_of, shown

WORKPLACES = 4
ALLOWED = 0.02
MIXED, NEAR_THE_ENDS = (1.0, 2.0, 2.5, 3.0), (0.2, 0.5, 3.5, 3.8)
RELEASE, NAIVE, WHOLE = "release", "naive tool", "whole"
ITEMS = ("pair 1", "pair 2", "only")
SCORES: Mapping[str, Mapping[Vector, int]] = {
    "pair": {vector: (vector[0] + vector[1]) * 150 for vector in VECTORS},
    "alone": {vector: vector[2] * 300 for vector in VECTORS},
}
"""A person's score in twelfths of a point."""


def workplace(draw: Random, leans: Sequence[float]) -> tuple[dict[str, str], dict[str, list[tuple[int, int, int]]]]:
    """Return two departments of teams of 4 to 18 who answered, and their answers, which hang together.

    A team's answers lie around one of the `leans`.
    """
    departments = {"north": "abcd"[: draw.randint(2, 4)], "south": "efgh"[: draw.randint(2, 4)]}

    def answers(lean: float) -> tuple[int, int, int]:
        own = draw.gauss(lean, 0.8)
        one, two, three = (min(4, max(0, round(draw.gauss(own, 0.7)))) for _ in range(3))
        return one, two, three

    found = {}
    for team in "".join(departments.values()):
        lean = draw.choice(leans)
        found[team] = [answers(lean) for _ in range(draw.randint(4, 18))]
    return departments, found


def told_by_the_release(case: Case, answers: Answers, *, whole_alone: bool = False) -> Knowledge:
    """Return everything that the product publishes and stores, and how many answered in each team."""
    known = _sizes(answers)
    for row in shown(case, case.release()):
        if whole_alone and row.key != "whole":
            continue
        for scale, of in SCORES.items():
            figure = row.scales[scale]
            if figure.counts is not None:
                counts = dict(figure.counts)
                for score in range(0, 1201, 150):
                    people = counts.get(score, 0)
                    known.learn(row.groups, {v: 1 for v in VECTORS if of[v] == score}, people, people)
            elif figure.mean is not None and figure.n is not None:
                # Without counts a mean is in whole points: half a point is six twelfths.
                total, slack = 12 * figure.mean * figure.n, 6 * figure.n
                known.learn(row.groups, of, total - slack, total + slack)
        for place, item in enumerate(ITEMS):
            _learn_shares(known, row, place, row.items[item])
    return known


def _sizes(answers: Answers) -> Knowledge:
    known = Knowledge(tuple(sorted(answers)))
    for team, vectors in answers.items():
        known.learn(frozenset(team), dict.fromkeys(VECTORS, 1), len(vectors), len(vectors))
    return known


def _learn_shares(known: Knowledge, row: Shown, place: int, figure: ReleasedShares) -> None:
    bands = ((0, 1), (2,), (3, 4)) if figure.detail == "bands" else tuple((option,) for option in range(5))
    for options, share in zip(bands, figure.shares, strict=False):
        low, high = ends(share, figure.n or 0)
        known.learn(row.groups, {v: 1 for v in VECTORS if v[place] in options}, low, high)


def told_by_a_naive_tool(case: Case, answers: Answers) -> Knowledge:
    """Return the distribution of each question and the table of each pair, for every row of at least five."""
    known = _sizes(answers)
    for row in case.plan.rows:
        inside = [vector for team in row.atoms for vector in answers[team]]
        if len(inside) < K:
            continue
        for one, two in combinations(range(3), 2):
            table: Mapping[tuple[int, int], int] = Counter((vector[one], vector[two]) for vector in inside)
            for first in range(5):
                for second in range(5):
                    cell = {v: 1 for v in VECTORS if (v[one], v[two]) == (first, second)}
                    people = table.get((first, second), 0)
                    known.learn(row.atoms, cell, people, people)
    return known


@dataclass
class Found:
    """People, those reconstructed for certain, and those right in one consistent set, by what the attacker knows."""

    people: int = 0
    sure: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def told(self, of: str) -> str:
        return (
            f"{of} {self.sure[of] / self.people:.1%} for certain, {self.right[of] / self.people:.0%} right in one set"
        )


def attacked(name: str, leans: Sequence[float], capsys: pytest.CaptureFixture[str]) -> Found:
    found = Found()
    for case, answers in workplaces(leans):
        draw = Random(len(answers))  # noqa: S311
        found.people += sum(map(len, answers.values()))
        knowledge = {
            RELEASE: told_by_the_release(case, answers),
            NAIVE: told_by_a_naive_tool(case, answers),
            WHOLE: told_by_the_release(case, answers, whole_alone=True),
        }
        for of, known in knowledge.items():
            found.right[of] += matched(known, answers, draw)
            found.sure[of] += 0 if of == WHOLE else certain(known, answers, draw)
    with capsys.disabled():
        print(f"\nB5 {name}: {WORKPLACES} workplaces, {found.people} people: ", end="")
        print("; ".join(found.told(of) for of in (RELEASE, NAIVE)), end="")
        print(f"; the whole's row alone {found.right[WHOLE] / found.people:.0%} right in one set")
    return found


def workplaces(leans: Sequence[float]) -> Iterator[tuple[Case, dict[str, list[tuple[int, int, int]]]]]:
    draw = Random(5)  # noqa: S311
    for _ in range(WORKPLACES):
        departments, answers = workplace(draw, leans)
        yield case_of(departments, answers), answers


@pytest.mark.parametrize(("name", "leans"), [("mixed answers", MIXED), ("answers near the ends", NEAR_THE_ENDS)])
def test_complete_answers_are_not_reconstructed_and_a_naive_tool_gives_many(
    name: str, leans: Sequence[float], capsys: pytest.CaptureFixture[str]
) -> None:
    found = attacked(name, leans, capsys)
    assert found.sure[RELEASE] <= ALLOWED * found.people
    assert found.sure[NAIVE] >= 0.5 * found.people


def test_without_the_rule_on_two_scales_at_once_the_limit_does_not_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of 16, 13 have the highest score of one scale and 12 of the other: at least nine have both."""
    shown_with = sum(map(figures_in, (case.release() for case, _ in workplaces(NEAR_THE_ENDS))))
    monkeypatch.setattr(rows, "without_crowds", lambda figures, *_: figures)
    sure = people = shown_without = 0
    for case, answers in workplaces(NEAR_THE_ENDS):
        people += sum(map(len, answers.values()))
        sure += certain(told_by_the_release(case, answers), answers, Random(5))  # noqa: S311
        shown_without += figures_in(case.release())
    with capsys.disabled():
        print(f"\nB5 without the rule: {sure / people:.1%} for certain; {shown_with} of {shown_without} figures remain")
    assert sure > ALLOWED * people
    assert shown_with > 0.6 * shown_without


def figures_in(release: Release) -> int:
    return sum(figure.n is not None for row in release.rows for figure in row.scales.values())
