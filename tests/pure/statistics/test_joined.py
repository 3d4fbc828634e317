"""Joined answers: the statistic of every arrangement, seeds, limits, and confidence."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reports.statistics.checks import CannotCompute
from reports.statistics.paired import paired_t, sign_flip_p
from reports.statistics.paired_shares import paired_shares
from reports.statistics.part_paired import part_paired
from reports.statistics.part_paired_permutation import absolute_t_new2, part_paired_permutation_p
from reports.statistics.part_paired_shares import part_paired_shares
from reports.statistics.permutation import on_grid, permutation_p
from reports.statistics.samples import Sample
from reports.statistics.shares import wilson
from reports.statistics.superiority import superiority_permutation_p

PAIR = st.tuples(st.integers(0, 4), st.integers(0, 4))
GRID = np.arange(5.0)
NOBODY = Sample((), ())


def of(values: list[int]) -> Sample:
    return Sample.from_pairs((value, 1) for value in values)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PAIR, min_size=5, max_size=9),
    st.lists(st.integers(0, 4), max_size=6),
    st.lists(st.integers(0, 4), max_size=6),
    st.integers(0, 2**9 - 1),
    st.floats(-2.0, 2.0),
)
def test_the_statistic_of_an_arrangement_is_that_of_its_answers(
    pairs: list[tuple[int, int]], before: list[int], after: list[int], flips: int, centre: float
) -> None:
    swapped = [bool(flips >> place & 1) for place in range(len(pairs))]
    arranged = [(a, b, 1) if swap else (b, a, 1) for (b, a), swap in zip(pairs, swapped, strict=True)]
    try:
        expected = part_paired(arranged, of(before), of(after))
    except CannotCompute:
        assume(False)
        return
    first, second = np.array(pairs, dtype=float).T - centre
    dealt = on_grid(GRID, of(after))
    found = absolute_t_new2(
        (first, second, np.ones(len(pairs), dtype=np.int64)),
        np.array([swapped], dtype=np.int64),
        GRID - centre,
        on_grid(GRID, of(before)) + dealt,
        dealt[np.newaxis, :],
    )

    assert float(found[0]) == pytest.approx(abs(expected.difference) / expected.standard_error, rel=1e-7, abs=1e-9)


def test_an_arrangement_without_error_is_infinite_or_nothing() -> None:
    nobody, none = np.zeros(2, dtype=np.int64), np.zeros(2)
    people, still = np.array([3, 3]), np.array([[0, 0]])
    moved = absolute_t_new2((np.array([-1.0, 0.0]), np.array([0.0, 1.0]), people), still, none, nobody, nobody[None])
    stayed = absolute_t_new2((np.array([-1.0, 1.0]), np.array([-1.0, 1.0]), people), still, none, nobody, nobody[None])

    assert (float(moved[0]), float(stayed[0])) == (math.inf, 0.0)


def test_the_drawn_p_comes_near_all_arrangements() -> None:
    pairs, before, after = [(0, 1), (1, 3), (2, 2), (1, 2), (3, 4)], [0, 1, 2], [2, 4]
    hits = total = 0
    observed = abs_t(pairs, before, after)
    for swaps in itertools.product((False, True), repeat=5):
        arranged = [(a, b) if swap else (b, a) for (b, a), swap in zip(pairs, swaps, strict=True)]
        for chosen in itertools.combinations(range(5), 2):
            people = before + after
            second = [people[place] for place in chosen]
            first = [people[place] for place in range(5) if place not in chosen]
            total += 1
            hits += abs_t(arranged, first, second) >= observed - 1e-9
    found = part_paired_permutation_p([(b, a, 1) for b, a in pairs], of(before), of(after), seed=3, draws=20_000)

    assert found == pytest.approx(hits / total, abs=0.012)


def abs_t(pairs: list[tuple[int, int]], before: list[int], after: list[int]) -> float:
    """|T_new2| on rows, infinite without error, 0 without error or difference."""
    b, a = np.array(pairs, dtype=float).T
    first, second = np.append(b, before), np.append(a, after)
    v1, v2 = first.var(ddof=1) / len(first), second.var(ddof=1) / len(second)
    r = float(np.corrcoef(b, a)[0, 1]) if b.std() > 0 and a.std() > 0 else 0.0
    squared = v1 + v2 - 2 * r * len(b) * math.sqrt(v1 * v2 / len(first) / len(second))
    gap = abs(float(second.mean() - first.mean()))
    if squared < 1e-12:
        return math.inf if gap > 1e-12 else 0.0
    return gap / math.sqrt(squared)


def test_the_seed_gives_the_same_p_each_time_and_another_seed_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.statistics.paired.ENUMERATE_UP_TO", 1)
    low, high = Sample((0.0, 25.0, 50.0), (4, 5, 3)), Sample((0.0, 25.0, 75.0), (3, 4, 6))
    pairs = [(0, 25, 5), (25, 25, 4), (50, 75, 4), (50, 25, 3)]
    methods: tuple[Callable[[int | tuple[int, ...]], float], ...] = (
        lambda seed: permutation_p(low, high, seed=seed, draws=4000),
        lambda seed: superiority_permutation_p(low, high, seed=seed, draws=4000),
        lambda seed: part_paired_permutation_p(pairs, low, high, seed=seed, draws=4000),
        lambda seed: sign_flip_p(Sample((-25.0, 25.0, 50.0), (9, 11, 5)), seed=seed, draws=4000),
    )
    for draw in methods:
        assert draw((5, 6)) == draw((5, 6))
        assert len({draw(seed) for seed in (1, 2, 3, (1, 2), (1, 3))}) > 2


def test_blocks_make_no_difference_to_the_number_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.statistics.paired.ENUMERATE_UP_TO", 1)
    low, high = Sample((0.0, 25.0, 50.0), (4, 5, 3)), Sample((0.0, 25.0, 75.0), (4, 4, 6))
    pairs = [(0, 25, 5), (25, 25, 4), (50, 75, 4), (50, 25, 3)]
    draws: list[tuple[str, float]] = []
    for cells in (2_000_000, 70, 1):
        for module in ("permutation", "paired", "part_paired_permutation"):
            monkeypatch.setattr(f"reports.statistics.{module}.CELLS_AT_A_TIME", cells)
        draws += [
            ("unpaired", permutation_p(low, high, seed=1, draws=999)),
            ("part", part_paired_permutation_p(pairs, low, high, seed=1, draws=999)),
            ("flips", sign_flip_p(Sample((-25.0, 25.0, 50.0), (9, 11, 5)), seed=1, draws=999)),
        ]
    for kind in ("unpaired", "part", "flips"):
        found = [p for name, p in draws if name == kind]
        assert max(found) - min(found) < 0.06
        assert all((p * 1000) == pytest.approx(round(p * 1000), abs=1e-9) for p in found)


def test_one_draw_is_allowed_and_gives_a_half_or_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.statistics.paired.ENUMERATE_UP_TO", 1)
    low, high = Sample((0.0, 25.0), (9, 1)), Sample((75.0, 100.0), (1, 9))
    clear = [(0, 75, 9), (25, 100, 9), (25, 75, 5)]

    assert permutation_p(low, high, seed=1, draws=1) == 0.5
    assert sign_flip_p(Sample((25.0, 50.0), (20, 20)), seed=1, draws=1) == 0.5
    assert part_paired_permutation_p(clear, low, high, seed=1, draws=1) == 0.5
    assert permutation_p(low, low, seed=1, draws=1) == 1.0
    assert part_paired_permutation_p([(0, 25, 5), (25, 0, 5)], low, low, seed=1, draws=9) == 1.0


def test_five_pairs_of_two_answers_are_enough() -> None:
    assert 0.0 < part_paired_permutation_p([(0, 25, 3), (25, 0, 2)], NOBODY, NOBODY, seed=1, draws=99) <= 1.0
    assert part_paired([(0, 25, 3), (25, 0, 1), (25, 25, 1)], NOBODY, NOBODY).df == 4.0


def test_flips_are_counted_up_to_the_limit_and_drawn_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    differences = Sample((-1.0, 2.0, 5.0), (2, 3, 4))
    exact = sign_flip_p(differences, seed=1)
    monkeypatch.setattr("reports.statistics.paired.ENUMERATE_UP_TO", 3 * 4 * 5)
    assert sign_flip_p(differences, seed=1, draws=9) == exact
    monkeypatch.setattr("reports.statistics.paired.ENUMERATE_UP_TO", 3 * 4 * 5 - 1)
    assert sign_flip_p(differences, seed=1, draws=9) in {step / 10 for step in range(1, 11)}


def test_sums_that_differ_by_rounding_are_ties() -> None:
    # 0.1 + 0.2 and 0.3 differ in the last digit; over all flips they are the same distance.
    assert sign_flip_p(Sample((0.1, 0.2, 0.3), (1, 1, 1)), seed=1) == pytest.approx(0.25)
    assert sign_flip_p(Sample((-0.3, 0.1, 0.2), (1, 1, 1)), seed=1) == pytest.approx(1.0)
    thirds = Sample.from_pairs([(-100 / 3, 2), (100 / 3, 3), (200 / 3, 2)])
    scaled = Sample((-1.0, 1.0, 2.0), (2, 3, 2))
    assert sign_flip_p(thirds, seed=1) == pytest.approx(sign_flip_p(scaled, seed=1), rel=1e-12)


def test_another_confidence_is_another_interval_everywhere() -> None:
    differences = Sample((-25.0, 0.0, 25.0, 50.0), (2, 5, 6, 2))
    wide, narrow = paired_t(differences, confidence=0.99), paired_t(differences, confidence=0.8)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert narrow.low == pytest.approx(narrow.difference - 1.345030 * narrow.standard_error, abs=1e-4)

    pairs = [(0, 25, 5), (25, 25, 4), (50, 75, 4), (50, 25, 3)]
    one, other = part_paired(pairs, NOBODY, NOBODY, confidence=0.8), part_paired(pairs, NOBODY, NOBODY)
    assert other.low < one.low < one.high < other.high

    shares = paired_shares(both=20, only_before=0, only_after=12, neither=10, confidence=0.8)
    first, second = wilson(20, 42, confidence=0.8), wilson(32, 42, confidence=0.8)
    phi = (200 - 21) / math.sqrt(20 * 22 * 32 * 10)
    down, up = 32 / 42 - second.low, first.high - 20 / 42
    assert shares.interval.low == pytest.approx(12 / 42 - math.sqrt(down**2 - 2 * phi * down * up + up**2), rel=1e-12)


def test_joined_shares_at_the_edge() -> None:
    everybody = paired_shares(both=0, only_before=0, only_after=9, neither=0)
    first, second = wilson(0, 9), wilson(9, 9)

    assert everybody.interval.low == pytest.approx(1 - math.hypot(1 - second.low, first.high), rel=1e-12)
    assert everybody.interval.high == 1.0
    # A product of 1 is taken off to 0, a product of 0 stays: both leave no correlation.
    for counts in ((1, 1, 1, 2), (2, 2, 2, 2)):
        both, fell, rose, neither = counts
        n = sum(counts)
        found = paired_shares(both=both, only_before=fell, only_after=rose, neither=neither)
        one, two = wilson(both + fell, n), wilson(both + rose, n)
        reach = math.hypot((both + rose) / n - two.low, one.high - (both + fell) / n)
        assert found.interval.low == pytest.approx(-reach, rel=1e-12)


def test_a_share_of_the_pairs_alone_by_hand() -> None:
    found = part_paired_shares(both=9, only_before=2, only_after=6, neither=8)
    p, phi = 26 / 50, (72 - 12) / math.sqrt(11 * 14 * 15 * 10)

    assert found.standard_error == pytest.approx(math.sqrt(p * (1 - p) * (2 / 25 - 2 * phi / 25)), rel=1e-12)
    assert found.difference == pytest.approx(4 / 25)
