"""Attacks B2 and B3: bounds on what is hidden, by linear programmes over all that is published of a wave.

The figures: how many answered in each hidden unit; and in each hidden team of fewer than k answers, how many stand at
each score of a scale, and at each option and band of an item. B2 is a reader outside, B3 a member of the team who knows
her own answers. What counts as broken is defined in `attackers/bounding.py`. The control publishes every row, scale and
item of at least k people with plain rounded shares.

Three ways in by which a gate that looks at rows one by one is broken have their smallest examples, each tried with and
without what mends it. Intervals that are narrower than the reference, and not exact, are counted and printed.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import pytest

from reports.disclosure import figures as disclosed
from reports.releases.types import ReleasedRow
from tests.adversary.attackers.bounding import (
    Figure,
    Result,
    bound_answers,
    bound_colleagues,
    bound_participation,
    figures,
    unblunted,
)
from tests.adversary.attackers.published import (
    OPTIONS,
    STEP,
    K,
    Wave,
    hand_made,
    hidden_and_small,
    released,
    shown_sizes,
    threshold_alone,
    wave,
)

WORKPLACES = 10
CONTROLS = 4
INSIDERS = 5

Rows = tuple[ReleasedRow, ...]
PARTICIPATION, SCALES, ITEMS, SHARES = "n", "scales", "items", "blunted shares"


@dataclass(frozen=True, slots=True)
class Measured:
    """Results by kind of figure, in how many workplaces anything was broken, and the fewest people left to anyone."""

    results: dict[str, Result]
    broken: int
    fewest: int


def kind(figure: Figure) -> str:
    return SCALES if figure.scale is not None else ITEMS


def outside(of: Wave, rows: Rows) -> dict[str, Result]:
    """Attack one release as a reader outside."""
    results: dict[str, Result] = defaultdict(Result)
    results[PARTICIPATION] += bound_participation(of, rows)
    teams = sorted(hidden_and_small(of, rows))
    for figure in figures():
        results[kind(figure)] += bound_answers(figure, of, rows, teams)
        if figure.scale is None:
            results[SHARES] += unblunted(figure, of, rows)
    return results


def inside(of: Wave, rows: Rows, draw: Random) -> dict[str, Result]:
    """Attack one release as a member of each small hidden team of at least two, drawn among those who answered."""
    results: dict[str, Result] = defaultdict(Result)
    for team, n in sorted(hidden_and_small(of, rows).items()):
        if n < 2:
            continue
        for figure in figures():
            results[kind(figure)] += bound_colleagues(figure, of, rows, team, _own(of, figure, team, draw))
    return results


def _own(of: Wave, figure: Figure, team: str, draw: Random) -> int | None:
    (atom,) = (each for each in of.tally.atoms if each.atom == team)
    if figure.scale is not None:
        people = [score for score, count in atom.scales[figure.scale].pairs for _ in range(count)]
    else:
        counts = atom.items[str(figure.item)].counts
        people = [STEP * option for option in range(OPTIONS) for _ in range(counts[option])]
    return draw.choice(people) if people else None


def measure(
    publish: Callable[[Wave], Rows], attack: Callable[[Wave, Rows], dict[str, Result]], workplaces: int
) -> Measured:
    draw = Random(20190501)  # noqa: S311
    results: dict[str, Result] = defaultdict(Result)
    broken, fewest = 0, 10**6
    for _ in range(workplaces):
        of = wave(draw)
        rows = publish(of)
        found = attack(of, rows)
        for each, result in found.items():
            results[each] += result
        broken += any(result.exact for result in found.values())
        fewest = min(fewest, *left_over(of, rows))
    return Measured(results, broken, fewest)


def left_over(of: Wave, rows: Rows) -> list[int]:
    """Return the people of every group that follows from n, or from any figure's own n, by subtraction."""
    groups = []
    for sizes in shown_sizes(of, rows):
        for unit, of_atom in sizes.items():
            outer = of.plan.row(unit).atoms
            below = [of.plan.row(other).atoms for other in sizes if of.plan.row(other).atoms < outer]
            groups.append(sum(of_atom[atom] for atom in outer.difference(*below)))
    return [people for people in groups if people]


@pytest.fixture(scope="module")
def b2() -> Measured:
    return measure(released, outside, WORKPLACES)


@pytest.fixture(scope="module")
def control() -> Measured:
    return measure(threshold_alone, outside, CONTROLS)


@pytest.fixture(scope="module")
def b3() -> Measured:
    draw = Random(7)  # noqa: S311
    return measure(released, lambda of, rows: inside(of, rows, draw), INSIDERS)


def tell(name: str, measured: Measured, workplaces: int, capsys: pytest.CaptureFixture[str]) -> None:
    parts = [
        f"{kind} {result.bounded} bounded, {result.exact} exact, {result.narrow} too narrow"
        for kind, result in sorted(measured.results.items())
    ]
    with capsys.disabled():
        print(f"\n{name}: {workplaces} workplaces, anything exact in {measured.broken}; " + "; ".join(parts))


def safe(measured: Measured, kinds: Sequence[str]) -> None:
    for each in kinds:
        result = measured.results[each]
        assert result.bounded
        assert (result.exact, result.narrow, result.examples) == (0, 0, ())


def test_b2_no_hidden_number_of_answers_is_bounded_too_closely(
    b2: Measured, capsys: pytest.CaptureFixture[str]
) -> None:
    tell("B2", b2, WORKPLACES, capsys)
    safe(b2, (PARTICIPATION,))


@pytest.mark.parametrize("kind", [SCALES, ITEMS, SHARES])
def test_b2_no_score_or_share_of_a_small_hidden_group_is_exact(kind: str, b2: Measured) -> None:
    result = b2.results[kind]
    assert result.bounded
    assert (result.exact, result.examples if result.exact else ()) == (0, ())


@pytest.fixture
def reading_alone(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Switch off what holds rows together to what each may say (`reports.disclosure.reader`)."""

    def off() -> None:
        monkeypatch.setattr(disclosed, "_without_undone_means", lambda shown, *_: tuple(shown))
        monkeypatch.setattr(disclosed, "without_undone_shares", lambda shown, detailed, *_, **__: (shown, detailed))

    return off


def test_b2_none_at_an_end_follows_from_a_mean_and_the_counts_above(reading_alone: Callable[[], None]) -> None:
    """Four of 20 are at the lowest score. Team A, six people, has a mean of 8: at least four of these are its own.

    So none of the others is there, and of team C, three people, who show nothing, neither.
    """
    answers = {"A": ("D", "000011"), "B": ("E", "2233412"), "C": ("G", "123"), "H": ("G", "2341")}
    of = hand_made({team: (department, {"wish": given}) for team, (department, given) in answers.items()})
    (figure,) = (each for each in figures() if each.name == "wish")
    assert not bound_answers(figure, of, released(of), ["C"]).exact
    reading_alone()
    assert bound_answers(figure, of, released(of), ["C"]).exact


def test_b2_none_of_a_rest_at_one_end_follows(reading_alone: Callable[[], None]) -> None:
    """Whole: 7, 9, 6 of 22 in three bands; team A: 4, 2, 6 of 12. Nobody of the ten others is high, C's three neither.

    Were the ten a row, "<=10" would stand there, for nobody or one.
    """
    of = hand_made(
        {
            "A": ("D", dict.fromkeys(("control 1", "control 2"), "000022444444")),
            "B": ("D", dict.fromkeys(("control 1", "control 2"), "0222222")),
            "C": ("D", dict.fromkeys(("control 1", "control 2"), "002")),
        }
    )
    (figure,) = (each for each in figures() if each.name == "control 1")
    assert not bound_answers(figure, of, released(of), ["C"]).exact
    reading_alone()
    assert bound_answers(figure, of, released(of), ["C"]).exact


def test_b2_one_person_at_the_end_follows_from_coarser_rows(reading_alone: Callable[[], None]) -> None:
    """Of 34 people "<=10" chose the last option. The next to last is exact, and so are the departments' upper bands.

    So 10 less 9 is the one who did, and she knows that she is alone.
    """
    of = hand_made(
        {
            "A": ("D", dict.fromkeys(("control 1", "control 2"), "00001111122233334")),
            "B": ("E", dict.fromkeys(("control 1", "control 2"), "00001111122233333")),
        }
    )
    (figure,) = (each for each in figures() if each.name == "control 1")
    assert not unblunted(figure, of, released(of)).exact
    reading_alone()
    assert "control 1: whole (4,) <=10 of 34 is 1" in unblunted(figure, of, released(of)).examples


def test_b2_the_threshold_alone_is_broken(control: Measured, capsys: pytest.CaptureFixture[str]) -> None:
    tell("B2 control", control, CONTROLS, capsys)
    assert control.broken >= 0.8 * CONTROLS
    for each in (PARTICIPATION, SCALES, ITEMS):
        assert control.results[each].exact
    assert control.fewest < K


def test_b2_leaves_less_than_a_tenth_of_what_the_threshold_alone_gives_away(b2: Measured, control: Measured) -> None:
    for each in (SCALES, ITEMS):
        ours, theirs = b2.results[each], control.results[each]
        assert 10 * ours.exact * theirs.bounded < theirs.exact * ours.bounded


@pytest.mark.parametrize("kind", [SCALES, ITEMS])
def test_b3_an_insider_reads_no_colleagues_answer(kind: str, b3: Measured) -> None:
    result = b3.results[kind]
    assert result.bounded
    assert (result.exact, result.examples if result.exact else ()) == (0, ())


def test_b3_whoever_takes_her_own_answers_away_is_left_with_those_of_k_minus_one(
    b2: Measured, b3: Measured, capsys: pytest.CaptureFixture[str]
) -> None:
    tell("B3", b3, INSIDERS, capsys)
    assert min(b2.fewest, b3.fewest) - 1 >= K - 1


def test_b3_the_threshold_alone_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    draw = Random(7)  # noqa: S311
    control = measure(threshold_alone, lambda of, rows: inside(of, rows, draw), CONTROLS)
    tell("B3 control", control, CONTROLS, capsys)
    assert control.broken >= 0.5 * CONTROLS
    assert control.fewest - 1 < K - 1
    for each in (SCALES, ITEMS):
        assert control.results[each].exact
