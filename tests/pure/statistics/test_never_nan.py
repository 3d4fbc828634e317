"""Whatever is put in, a method gives finite numbers in their range or says why it cannot: never NaN nor infinity."""

import dataclasses
import math
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.statistics.assessment import ScaleInput, assess
from reports.statistics.change import welch
from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.dominance import cliffs_delta
from reports.statistics.equal_variances import student
from reports.statistics.equivalence import equivalence
from reports.statistics.exact import exact_permutation_p, exact_superiority_p
from reports.statistics.interruption import segments, step_and_trend
from reports.statistics.intraclass import intraclass
from reports.statistics.level import level
from reports.statistics.omega import omega_total
from reports.statistics.paired import paired_t, sign_flip_p
from reports.statistics.part_paired import part_paired
from reports.statistics.part_paired_permutation import part_paired_permutation_p
from reports.statistics.permutation import permutation_p
from reports.statistics.policy import policy_interval
from reports.statistics.rank_sum import rank_sum_normal_p, rank_sum_p
from reports.statistics.reliability import cronbach_alpha
from reports.statistics.samples import Sample
from reports.statistics.signed_rank import signed_rank
from reports.statistics.superiority import superiority, superiority_permutation_p
from reports.statistics.trend import mann_kendall
from reports.statistics.waves import pooled_change

NOBODY, ONE, TWO = Sample((), ()), Sample((50.0,), (1,)), Sample((25.0, 75.0), (1, 1))
ALIKE, LOW, HIGH = Sample((50.0,), (9,)), Sample((0.0, 25.0), (5, 4)), Sample((75.0, 100.0), (5, 4))

VALUES = st.one_of(
    st.sampled_from((0.0, 25.0, 50.0, 75.0, 100.0, 100 / 3, -50.0)),
    st.floats(-1e12, 1e12, allow_nan=False),
    st.floats(-1e-12, 1e-12, allow_nan=False),
)


@st.composite
def anything(draw: st.DrawFn) -> Sample:
    """A sample as odd as a sample may be: nobody, one person, all alike, huge and tiny scores, many people."""
    chosen = draw(st.lists(st.tuples(VALUES, st.sampled_from((1, 1, 2, 3, 7, 20, 100_000))), max_size=6))
    people: dict[float, int] = {}
    largest = max((abs(value) for value, _ in chosen), default=0.0)
    for value, count in sorted(chosen):
        if not people or value - max(people) > 2e-12 * largest:
            people[value] = count
    return Sample(tuple(people), tuple(people.values()))


def draw_with(method: Callable[..., float]) -> Callable[[Sample, Sample], float]:
    return lambda before, after: method(before, after, seed=1, draws=49)


TWO_WAVES: dict[str, Callable[[Sample, Sample], Any]] = {
    "welch": welch,
    "student": student,
    "policy": lambda before, after: policy_interval(welch(before, after)),
    "equivalence": lambda before, after: equivalence(welch(before, after), margin=5.0),
    "permutation": draw_with(permutation_p),
    "exact": exact_permutation_p,
    "exact superiority": exact_superiority_p,
    "superiority": superiority,
    "superiority permuted": draw_with(superiority_permutation_p),
    "dominance": cliffs_delta,
    "rank sum": rank_sum_p,
    "rank sum normal": rank_sum_normal_p,
    "pooled": lambda before, after: pooled_change([before, before], [after]),
    "units": lambda before, after: intraclass([before, after]),
}
DIFFERENCES: dict[str, Callable[[Sample], Any]] = {
    "paired": paired_t,
    "flips": lambda sample: sign_flip_p(sample, seed=1, draws=49),
    "signed rank": signed_rank,
    "level": lambda sample: level(sample, population=sample.n + 1),
}


def numbers(value: object) -> list[float]:
    """Every number anywhere in a result."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [number for part in dataclasses.astuple(value) for number in numbers(part)]
    if isinstance(value, (tuple, list)):
        return [number for part in value for number in numbers(part)]
    return [float(value)] if isinstance(value, (int, float)) else []


def outcome(method: Callable[[], Any]) -> Any:
    """The result, with every number finite and every p a probability; or the reason why there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = method()
        except CannotCompute as error:
            return error.why
    found = numbers(result)
    assert found
    assert all(math.isfinite(number) for number in found), result
    p = result if isinstance(result, float) else getattr(result, "p", 0.5)
    assert 0.0 <= p <= 1.0
    low, high = getattr(result, "low", None), getattr(result, "high", None)
    assert low is None or high is None or low <= high
    return result


@pytest.mark.parametrize("name", TWO_WAVES)
@settings(max_examples=60, deadline=None)
@given(before=anything(), after=anything())
@example(before=NOBODY, after=NOBODY)
@example(before=NOBODY, after=LOW)
@example(before=ONE, after=ONE)
@example(before=ONE, after=LOW)
@example(before=TWO, after=TWO)
@example(before=ALIKE, after=ALIKE)
@example(before=ALIKE, after=LOW)
@example(before=LOW, after=HIGH)
@example(before=ALIKE, after=Sample((75.0,), (4,)))
@example(before=Sample((1e12,), (3,)), after=Sample((-1e12, 1e12), (1, 3)))
def test_two_waves(name: str, before: Sample, after: Sample) -> None:
    outcome(lambda: TWO_WAVES[name](before, after))
    outcome(lambda: TWO_WAVES[name](after, before))


@pytest.mark.parametrize("name", DIFFERENCES)
@settings(max_examples=60, deadline=None)
@given(sample=anything())
@example(sample=NOBODY)
@example(sample=ONE)
@example(sample=Sample((0.0,), (5,)))
@example(sample=Sample((-25.0, 0.0, 25.0), (2, 3, 2)))
def test_differences(name: str, sample: Sample) -> None:
    outcome(lambda: DIFFERENCES[name](sample))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(VALUES, VALUES, st.sampled_from((1, 2, 9))), max_size=6),
    anything(),
    anything(),
)
@example([(0.0, 100.0, 5)], NOBODY, NOBODY)
@example([(0.0, 100.0, 5), (100.0, 0.0, 5)], NOBODY, NOBODY)
@example([(50.0, 50.0, 9)], ALIKE, ALIKE)
@example([(25.0, 50.0, 3), (50.0, 75.0, 3)], NOBODY, LOW)
def test_part_pairs(pairs: list[tuple[float, float, int]], before: Sample, after: Sample) -> None:
    for method in (
        lambda: part_paired(pairs, before, after),
        lambda: part_paired_permutation_p(pairs, before, after, seed=1, draws=49),
    ):
        try:
            outcome(method)
        except InvalidFigure as error:
            assert "distinct" in str(error)  # noqa: PT017 - two scores nearer than rounding, drawn by chance


@given(st.lists(st.floats(-1e6, 1e6), max_size=14), st.integers(0, 14))
def test_waves(means: list[float], change_at: int) -> None:
    for method in (
        lambda: mann_kendall(range(len(means)), means),
        lambda: step_and_trend(range(len(means)), means, change_at=change_at),
        lambda: segments(range(len(means)), means, change_at=change_at),
    ):
        outcome(method)


@settings(deadline=None)
@given(st.integers(3, 5).flatmap(lambda k: st.lists(st.lists(st.integers(0, 4), min_size=k, max_size=k), max_size=12)))
def test_items(answers: list[list[int]]) -> None:
    people, items = len(answers), len(answers[0]) if answers else 3
    means = [sum(row[i] for row in answers) / max(people, 1) for i in range(items)]
    matrix = [
        [sum((row[i] - means[i]) * (row[j] - means[j]) for row in answers) / max(people - 1, 1) for j in range(items)]
        for i in range(items)
    ]
    outcome(lambda: cronbach_alpha(matrix, n=people))
    found = outcome(lambda: omega_total(matrix, n=people))
    assert isinstance(found, Why) or 0.0 <= found.omega <= 1.0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from((0.0, 25.0, 50.0, 75.0, 100.0)), st.integers(1, 40)), max_size=5),
    st.lists(st.tuples(st.sampled_from((0.0, 25.0, 50.0, 75.0, 100.0)), st.integers(1, 40)), max_size=5),
    st.sampled_from((-1, 1)),
)
@example([], [], 1)
@example([(50.0, 20)], [], 1)
@example([(0.0, 20)], [(100.0, 20)], -1)
def test_a_whole_assessment(before: list[tuple[float, int]], after: list[tuple[float, int]], sign: int) -> None:
    first, second = Sample.from_pairs(before), Sample.from_pairs(after)
    scale = ScaleInput("trust", sign, True, 5.0, None, first, second, first.n + 1, second.n + 1)
    result = assess([scale], seed=1)[0]

    assert all(math.isfinite(number) for number in numbers(result))
    assert (result.tested is None) == (result.why_not is not None)
    if min(first.n, second.n) < 2:
        assert result.why_not is Why.TOO_FEW
