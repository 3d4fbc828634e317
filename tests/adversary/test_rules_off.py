"""Attack B6: each rule of disclosure control switched off in turn. Without it an attack succeeds, with it none does.

The workplaces are small, fixed by a seed, and the attackers try every group (`attackers/exhaustive.py`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

import pytest

from reports.disclosure import figures, planning, printing, rows, waves
from reports.disclosure.attacks import Gate
from reports.disclosure.plan import BadPlan
from reports.disclosure.rows import Release
from reports.releases.types import Effort
from tests.adversary.attackers import exhaustive, rules_off
from tests.adversary.attackers.exhaustive import ATTACKS
from tests.adversary.attackers.rules_off import Switch, blind_to_figures, blind_to_rows, constant, switched_off
from tests.adversary.attackers.small_waves import Case, K, crossed, hierarchy, later, twice_crossed

Kind = Callable[[Random], Case]

WORKPLACES = 40
EMPTY = Release((), (), (), (), Effort.OPTIMAL)
SEEDS: dict[Kind, int] = {hierarchy: 11, crossed: 12, later: 13, twice_crossed: 14}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, how it is switched off, the attack that then succeeds, and on which workplaces."""

    name: str
    off: tuple[Switch, ...]
    attack: Callable[[Case, Release], int]
    kind: Kind
    threshold: int = K
    time_limit: float = 20.0


SMALL_REST = constant(Gate, "small_rest", rules_off.unseen)
MEANS_TOGETHER = constant(figures, "_without_undone_means", rules_off.means_one_by_one)
SHARES_TOGETHER = constant(figures, "without_undone_shares", rules_off.rows_one_by_one)
"""What a crossing leaves, and what holds rows together to what each may say, overlaps with some rules and is switched
off with them. By itself it is switched off in test_crossing_rest.py and test_bounds.py."""


RULES = (
    Rule("k is at least 5", (rules_off.LOW_THRESHOLD,), exhaustive.isolated, hierarchy, threshold=2),
    Rule("rows: isolation by answers", (blind_to_rows("too_small"),), exhaustive.isolated, hierarchy),
    Rule(
        "rows: isolation by who may answer", (blind_to_rows("too_small", invited=True),), exhaustive.silent, hierarchy
    ),
    Rule("rows: nobody chose", (blind_to_rows("nobody"), SMALL_REST), exhaustive.nobody, crossed),
    Rule("rows: only what was signed", (rules_off.crossings_of_answers, SMALL_REST), exhaustive.unsigned, crossed),
    Rule(
        "rows: not proved in time",
        (rules_off.CARELESS, constant(Gate, "left", lambda _gate: 1.0)),
        exhaustive.isolated,
        crossed,
        time_limit=0,
    ),
    Rule(
        "crossings from 10",
        tuple(constant(module, "shown_by_background_from", lambda k: k) for module in (planning, rows)),
        exhaustive.small_crossing,
        crossed,
    ),
    Rule(
        "scales: isolation",
        (blind_to_figures("choose_scale", "too_small", bounds=(K,)),),
        exhaustive.figure_isolated,
        hierarchy,
    ),
    Rule(
        "scales: no counts by subtraction",
        (blind_to_figures("choose_scale", "too_small", bounds=(10,)), MEANS_TOGETHER),
        exhaustive.detailed,
        hierarchy,
    ),
    Rule("scales: alike answers", (blind_to_figures("choose_scale", "alike"),), exhaustive.alike, hierarchy),
    Rule(
        "counts and bands from 10",
        (
            constant(figures, "DISTRIBUTION_FROM", K),
            constant(printing, "single_shares", rules_off.shares_from_ten),
            MEANS_TOGETHER,
        ),
        exhaustive.detailed,
        hierarchy,
    ),
    Rule("options from 30", (constant(figures, "OPTIONS_FROM", 10),), exhaustive.detailed, hierarchy),
    Rule(
        "items: isolation",
        (blind_to_figures("choose_item", "too_small", bounds=(10, 30)),),
        exhaustive.detailed,
        hierarchy,
    ),
    Rule("items: alike answers", (blind_to_figures("choose_item", "alike"),), exhaustive.alike_items, hierarchy),
    Rule("items only with their scale", (rules_off.items_everywhere,), exhaustive.scale_by_items, hierarchy),
    Rule(
        "shares blunted",
        (constant(printing, "single_shares", rules_off.plain_shares), SHARES_TOGETHER),
        exhaustive.blunted,
        hierarchy,
    ),
    Rule(
        "blunted shares do not follow",
        (constant(printing, "single_shares", rules_off.shares_one_by_one), SHARES_TOGETHER),
        exhaustive.blunted,
        hierarchy,
    ),
    Rule("later waves from 8", (constant(waves, "AGAIN_FROM", 0),), exhaustive.followed, later),
    Rule("changed groups from 10", (constant(waves, "CHANGED_FROM", 8),), exhaustive.followed, later),
    Rule("rows: attack over waves", (constant(rows, "followed", rules_off.unseen),), exhaustive.followed, later),
    Rule("figures: attack over waves", (constant(figures, "followed", rules_off.unseen),), exhaustive.followed, later),
)

COVERED = (
    Rule("rows: bounds on hidden numbers", (blind_to_rows("narrow"),), exhaustive.narrow, twice_crossed),
    Rule("rows: floors in later waves", (constant(rows, "floors", lambda *_: {}),), exhaustive.followed, later),
)
"""Rules beside which the others already keep their attack out, at least in what was tried here."""


def workplaces(rule: Rule) -> list[Case]:
    draw = Random(SEEDS[rule.kind])  # noqa: S311
    return [replace(rule.kind(draw), time_limit=rule.time_limit) for _ in range(WORKPLACES)]


def released(case: Case, threshold: int) -> Release:
    """Return what is released; nothing where the parties ask for a plan that cannot be followed safely."""
    try:
        return case.with_threshold(threshold).release()
    except BadPlan:
        return EMPTY


@cache
def with_the_rules(kind: Kind, threshold: int, time_limit: float) -> tuple[Release, ...]:
    draw = Random(SEEDS[kind])  # noqa: S311
    cases = [replace(kind(draw), time_limit=time_limit) for _ in range(WORKPLACES)]
    return tuple(released(case, threshold) for case in cases)


def broken(rule: Rule, cases: Sequence[Case], releases: Iterable[Release]) -> int:
    return sum(rule.attack(case, release) > 0 for case, release in zip(cases, releases, strict=True))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_without_the_rule_its_attack_succeeds_and_with_it_not(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    cases = workplaces(rule)
    kept = broken(rule, cases, with_the_rules(rule.kind, rule.threshold, rule.time_limit))
    with switched_off(*rule.off):
        lost = broken(rule, cases, [released(case, rule.threshold) for case in cases])
    with capsys.disabled():
        print(f"\nB6 {rule.name:<36}{rule.attack.__name__:<18} off: {lost:>2} of {len(cases)} broken, on: {kept}")
    assert kept == 0
    assert lost > 0


@pytest.mark.parametrize("rule", COVERED, ids=lambda rule: rule.name)
def test_a_rule_that_the_others_cover(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    """Switched off by itself it lets no attack in; whoever takes away another must look at these again."""
    cases = workplaces(rule)
    with switched_off(*rule.off):
        lost = broken(rule, cases, [released(case, rule.threshold) for case in cases])
    with capsys.disabled():
        print(f"\nB6 {rule.name:<36}{rule.attack.__name__:<18} off: {lost:>2} of {len(cases)} broken: covered")
    assert lost == 0


@pytest.mark.parametrize("kind", [hierarchy, crossed, later], ids=lambda kind: kind.__name__)
def test_with_all_rules_no_attack_succeeds(kind: Kind) -> None:
    draw = Random(SEEDS[kind])  # noqa: S311
    cases = [kind(draw) for _ in range(WORKPLACES)]
    releases = with_the_rules(kind, K, 20.0)
    assert sum(len(release.rows) for release in releases) > WORKPLACES
    for attack in ATTACKS:
        assert [attack(case, release) for case, release in zip(cases, releases, strict=True)] == [0] * WORKPLACES
