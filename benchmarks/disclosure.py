"""How long disclosure control takes, by the size of a workplace. Run by hand:

    python -m benchmarks.disclosure [--teams 5 20 60 120] [--seconds 60] [--seed 1] [--profile]

A synthetic workplace of teams of 1 to 36 people, ten to a division, of whom 85 % answer. First which rows may be
shown, in the hierarchy alone and with two background questions crossed at the whole and at every division; then the
whole release of 60 teams, with every scale and item of the questionnaire. Beside each, measured in the same run: the
linear algebra alone (the reduced basis of all planned rows, once). `--seconds` is the limit that is set (60 is the
product's); what is not proved by then is not shown. Targets on two cores: a hierarchy of 60 teams under 2 s, the
release under 30 s.
"""

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from reports.disclosure.building import built
from reports.disclosure.linear import structure
from reports.disclosure.meeting import rows_over
from reports.disclosure.plan import Crossing, Plan
from reports.disclosure.planning import choose_rows
from reports.disclosure.rows import release_rows
from reports.tallies.counting import count
from reports.tallies.types import WaveTally
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import Questionnaire

CROSSINGS = ("place", "tenure")
RELEASED_TEAMS = 60
DIVISION = 10
K = 5
Made = TypeVar("Made")


def timed(act: Callable[[], Made]) -> tuple[Made, tuple[float, float]]:
    """Return what `act` gives, the seconds that it took, and those of the processor's work in them."""
    begun, worked = time.perf_counter(), time.process_time()
    made = act()
    return made, (time.perf_counter() - begun, time.process_time() - worked)


def workplace(questionnaire: Questionnaire, teams: int, *, crossed: bool, seed: int) -> tuple[Plan, WaveTally]:
    """Return the plan of a workplace and its answers counted."""
    draw = Random(seed)  # noqa: S311
    division_of = {f"team {team}": f"division {team // DIVISION}" for team in range(teams)}
    people = {team: draw.randint(1, 36) for team in division_of}
    divisions = sorted(set(division_of.values()))
    parents: dict[str, str | None] = {"whole": None, **dict.fromkeys(divisions, "whole"), **division_of}
    members = {team: frozenset({team}) for team in people} | {"whole": frozenset(people)}
    for division in divisions:
        members[division] = frozenset(team for team, above in division_of.items() if above == division)
    options = {background.key: len(background.options) for background in questionnaire.background}
    crossings = [
        (unit, Crossing(question, option))
        for unit in ("whole", *divisions)
        for question in CROSSINGS
        for option in range(1, options[question] + 1)
    ]
    plan = built(
        parents=parents,
        people=people,
        members=members,
        wanted=parents,
        threshold=K,
        crossed=crossings if crossed else (),
    )
    sheets = (
        (team, sheet(questionnaire, draw, options)) for team, n in people.items() for _ in range(n) if answers(draw)
    )
    return plan, count(questionnaire, sheets, people, CROSSINGS if crossed else ())


def answers(draw: Random) -> bool:
    return draw.random() < 0.85


def sheet(questionnaire: Questionnaire, draw: Random, options: dict[str, int]) -> Answers:
    """Return one person's answers: she leans to one side, skips an item in thirty, and says most of herself."""
    lean = draw.gauss(3, 0.7)
    single = {
        item.key: min(len(questionnaire.answer_lists[item.answers]), max(1, round(draw.gauss(lean, 0.9))))
        for item in questionnaire.items
        if draw.random() < 0.97
    }
    single |= {key: draw.randint(1, options[key]) for key in CROSSINGS if draw.random() < 0.95}
    return Answers(single, {each.key: frozenset({each.options[0][0]}) for each in questionnaire.multiple})


def algebra(plan: Plan, tally: WaveTally) -> float:
    """Return the processor's seconds that the reduced basis of all planned rows takes."""
    sizes = {atom.atom: atom.n for atom in tally.atoms}
    rows = [frozenset(atom for atom in row.atoms if sizes.get(atom, 0)) for row in rows_over(plan, sizes)]
    return timed(lambda: structure(rows))[1][1]


def line(what: str, people: int, planned: int, shown: int, effort: str, took: tuple[float, float], base: float) -> None:
    seconds, worked = took
    print(f"{what:<34}{people:>7}{planned:>9}{shown:>7}  {effort:<12}{seconds:>8.2f}{worked:>8.2f}", end="")
    print(f"{1000 * base:>12.1f}{worked / base:>9.0f}")


def choosing(questionnaire: Questionnaire, teams: int, *, crossed: bool, seconds: float, seed: int) -> None:
    """Measure the choice of rows."""
    plan, tally = workplace(questionnaire, teams, crossed=crossed, seed=seed)
    answered = {atom.atom: atom.n for atom in tally.atoms}
    choice, took = timed(lambda: choose_rows(plan, answered, time_limit=seconds))
    what = f"{teams} teams{', two crossings' if crossed else ''}"
    rows, people = len(choice.rows), sum(plan.people.values())
    line(what, people, len(choice.planned), rows, choice.effort, took, algebra(plan, tally))


def releasing(questionnaire: Questionnaire, *, crossed: bool, seconds: float, seed: int) -> None:
    """Measure the whole release of 60 teams, and say how much was not proved in time."""
    plan, tally = workplace(questionnaire, RELEASED_TEAMS, crossed=crossed, seed=seed)
    release, took = timed(
        lambda: release_rows(
            tally,
            plan,
            scale_items={scale.key: frozenset(scale.items) for scale in questionnaire.scales},
            multiple_items=frozenset(item.key for item in questionnaire.multiple),
            time_limit=seconds,
        )
    )
    shown, hidden = len(release.rows) + len(release.crossed), len(release.withheld) + len(release.withheld_crossed)
    what = f"release, {RELEASED_TEAMS} teams{', two crossings' if crossed else ''}"
    people = sum(plan.people.values())
    line(what, people, shown + hidden, shown, release.effort, took, algebra(plan, tally))
    scales = [row.scales for row in release.rows] + [row.scales for row in release.crossed]
    figures = [figure for each in scales for figure in each.values()]
    figures_shown = sum(figure.n is not None for figure in figures)
    unproved = sum(figure.withheld == "could_not_check" for figure in figures)
    print(f"  scales' figures: {figures_shown} of {len(figures)} shown, {unproved} not proved in time")


def main() -> None:
    """Print the times, and their ratio to the linear algebra alone."""
    parser = argparse.ArgumentParser(description="Seconds that disclosure control takes.")
    parser.add_argument("--teams", type=int, nargs="*", default=[5, 20, 60, 120])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", action="store_true", help="where the time of the crossed release goes")
    asked = parser.parse_args()
    questionnaire = load("arbeidshverdag", 1)
    print(f"{'':<34}{'people':>7}{'planned':>9}{'shown':>7}  {'effort':<12}{'seconds':>8}{'CPU':>8}", end="")
    print(f"{'algebra, ms':>12}{'ratio':>9}")
    for teams in asked.teams:
        for crossed in (False, True):
            choosing(questionnaire, teams, crossed=crossed, seconds=asked.seconds, seed=asked.seed)
    releasing(questionnaire, crossed=False, seconds=asked.seconds, seed=asked.seed)
    profile = cProfile.Profile()
    if asked.profile:
        profile.enable()
    releasing(questionnaire, crossed=True, seconds=asked.seconds, seed=asked.seed)
    if asked.profile:
        profile.disable()
        pstats.Stats(profile).sort_stats("cumulative").print_stats(25)


if __name__ == "__main__":
    main()
