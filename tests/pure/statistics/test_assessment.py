"""The whole assessment: families, orientation, small groups, and what cannot be computed."""

import math
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.statistics.assessment import ScaleAssessment, ScaleInput, assess
from reports.statistics.change import welch
from reports.statistics.checks import InvalidFigure, Why
from reports.statistics.multiplicity import benjamini_hochberg, holm
from reports.statistics.samples import Sample
from reports.statistics.types import Adjustment, InvalidScale, Method
from reports.statistics.verdicts import CertaintyLevel, Concern, Verdict
from tests.pure.statistics.strategies import samples

LOW = Sample((0.0, 25.0, 50.0, 75.0), (8, 12, 8, 4))
HIGH = Sample((25.0, 50.0, 75.0, 100.0), (4, 8, 12, 8))


def scale(key: str = "trust", **changes: Any) -> ScaleInput:
    """A scale of 40 invited and 32 answering in each wave, from low to high."""
    given_input = ScaleInput(key, 1, True, 5.0, 0.8, LOW, HIGH, 40, 40)
    return replace(given_input, **changes)


def only(*scales: ScaleInput, **setting: Any) -> ScaleAssessment:
    return assess(scales, seed=1, **setting)[0]


def numbers(value: object) -> list[float]:
    """Every number anywhere in a result."""
    if isinstance(value, (tuple, list)):
        return [number for part in value for number in numbers(part)]
    return [float(value)] if isinstance(value, (int, float)) else []


def test_a_large_rise_is_clearly_better_on_a_scale_where_more_is_better() -> None:
    result = only(scale())

    assert result.tested is not None
    assert result.tested.verdict is Verdict.CLEARLY_BETTER
    assert result.tested.method is Method.WELCH
    assert result.tested.p == welch(LOW, HIGH).p
    assert (result.difference, result.improvement) == (37.5, 37.5)
    assert result.before.level is not None
    assert result.before.level.mean == LOW.mean


def test_the_same_rise_is_clearly_worse_where_more_is_worse() -> None:
    better, worse = only(scale()), only(scale(sign=-1))

    assert worse.tested is not None
    assert better.tested is not None
    assert worse.tested.verdict is Verdict.CLEARLY_WORSE
    assert worse.tested.change == better.tested.change
    assert worse.tested.improvement == better.tested.change.mirrored()
    assert worse.tested.improvement_with_tau == better.tested.with_tau.interval.mirrored()
    assert (worse.difference, worse.improvement) == (37.5, -37.5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(samples(least=1), samples(least=1), st.booleans()), min_size=1, max_size=3))
def test_turning_every_sign_mirrors_every_verdict_and_nothing_is_nan(
    sides: list[tuple[Sample, Sample, bool]],
) -> None:
    scales = [
        ScaleInput(f"scale{place}", 1, primary, 5.0, None, before, after, before.n + 3, after.n + 3)
        for place, (before, after, primary) in enumerate(sides)
    ]
    up = assess(scales, seed=4)
    down = assess([replace(one, sign=-1) for one in scales], seed=4)

    for one, other in zip(up, down, strict=True):
        assert all(math.isfinite(number) for number in numbers(astuple(one)))
        assert (one.tested is None) == (one.why_not is not None)
        assert one.why_not is other.why_not
        if one.tested is not None and other.tested is not None:
            assert other.tested.verdict is one.tested.verdict.mirrored
            assert (other.tested.small, other.tested.certainty) == (one.tested.small, one.tested.certainty)
            if one.tested.verdict in (Verdict.BETTER, Verdict.CLEARLY_BETTER):
                assert one.tested.change.low > 0.0


def test_primary_scales_are_one_family_by_holm_and_the_others_one_by_false_discovery() -> None:
    middle = Sample((25.0, 50.0, 75.0), (8, 14, 10))
    scales = [
        scale("a"),
        scale("b", after=middle),
        scale("c", primary=False, after=middle),
        scale("d", primary=False),
        scale("e", primary=False, after=LOW),
    ]
    results = assess(scales, seed=1)
    raw = [result.tested.p for result in results if result.tested]
    adjusted = [result.tested.p_adjusted for result in results if result.tested]

    assert adjusted[:2] == list(holm(raw[:2]))
    assert adjusted[2:] == list(benjamini_hochberg(raw[2:]))
    assert [result.adjustment for result in results[1:3]] == [
        Adjustment.HOLM_PRIMARY,
        Adjustment.BENJAMINI_HOCHBERG_EXPLORATORY,
    ]
    assert [(result.family, result.alpha) for result in results] == [(2, 0.025)] * 2 + [(3, 0.05)] * 3


def test_a_scale_that_cannot_be_tested_still_counts_in_its_family() -> None:
    results = assess([scale("a"), scale("b", before=None, before_mean=40.0)], seed=1)

    assert results[0].tested is not None
    assert results[0].tested.p_adjusted == pytest.approx(2 * results[0].tested.p)


def test_an_exploratory_finding_is_never_better_while_its_interval_holds_zero() -> None:
    # p lies between .05 and .10: within the false discovery rate, but the 95 % interval holds zero.
    before, after = Sample((25.0, 50.0, 75.0), (12, 14, 14)), Sample((25.0, 50.0, 75.0), (7, 11, 22))
    result = only(scale(primary=False, before=before, after=after))

    assert result.tested is not None
    assert 0.05 < result.tested.p < 0.10
    assert result.tested.significant
    assert result.tested.change.low < 0.0
    assert result.tested.verdict is Verdict.NOT_WORSE


def test_a_small_side_is_permuted_and_a_large_one_is_not() -> None:
    small = Sample((50.0, 75.0, 100.0), (9, 10, 10))
    result, large = only(scale(after=small)), only(scale(after=Sample((50.0, 75.0, 100.0), (9, 10, 11))))

    assert result.tested is not None
    assert large.tested is not None
    assert (result.tested.method, large.tested.method) == (Method.PERMUTATION, Method.WELCH)
    assert result.tested.p != result.tested.change.p
    assert result.tested.p == pytest.approx(result.tested.change.p, abs=0.01)


def test_leaving_one_scale_out_does_not_move_anothers_draw() -> None:
    few = Sample((25.0, 50.0, 75.0), (3, 5, 6))
    one, two = scale("one", after=few), scale("two", after=few)
    alone, together = assess([two], seed=9)[0], assess([one, two], seed=9)

    assert alone.tested is not None
    assert together[1].tested is not None
    assert together[0].tested is not None
    assert alone.tested.p == together[1].tested.p


def test_means_alone_give_a_difference_and_the_reason_for_no_interval() -> None:
    result = only(scale(sign=-1, before=None, before_mean=40.0, after=None, after_mean=55.0))

    assert (result.tested, result.why_not) == (None, Why.MEAN_ONLY)
    assert (result.difference, result.improvement) == (15.0, -15.0)
    assert (result.before.mean, result.before.n, result.before.level) == (40.0, None, None)
    assert result.before.why_no_level is Why.MEAN_ONLY
    assert result.minimum_detectable is None


def test_a_mean_beside_a_sample_gives_a_level_on_one_side_only() -> None:
    result = only(scale(before=None, before_mean=40.0))

    assert result.why_not is Why.MEAN_ONLY
    assert result.after.level is not None
    assert result.difference == pytest.approx(HIGH.mean - 40.0)


def test_a_side_that_is_not_shown_gives_no_difference() -> None:
    result = only(scale(before=None))

    assert (result.why_not, result.difference, result.improvement) == (Why.NOT_SHOWN, None, None)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (Sample((), ()), HIGH, Why.TOO_FEW),
        (Sample((50.0,), (1,)), HIGH, Why.TOO_FEW),
        (Sample((50.0,), (12,)), Sample((50.0,), (12,)), Why.NO_VARIATION),
        (Sample((25.0,), (32,)), Sample((75.0,), (32,)), Why.NO_VARIATION),
    ],
)
def test_what_cannot_be_computed_is_said(before: Sample, after: Sample, why: Why) -> None:
    result = only(scale(before=before, after=after))

    assert (result.tested, result.why_not) == (None, why)
    assert result.minimum_detectable is None


def test_two_people_a_side_give_an_answer_without_a_detectable_change() -> None:
    near, far = Sample((25.0, 50.0), (1, 1)), Sample((0.0, 75.0), (1, 1))
    beyond_the_search = assess([scale(key, before=near, after=near) for key in "abcd"], seed=1)[0]
    beyond_the_scale = only(scale(before=far, after=far))

    for result in (beyond_the_search, beyond_the_scale):
        assert result.tested is not None
        assert result.tested.verdict is Verdict.CANNOT_TELL
        assert result.minimum_detectable is None


def test_complete_separation_of_small_groups_is_clearly_better() -> None:
    result = only(scale(before=Sample((0.0, 25.0), (6, 6)), after=Sample((75.0, 100.0), (6, 6))))

    assert result.tested is not None
    assert result.tested.p == pytest.approx(0.0001, abs=1e-4)
    assert result.tested.verdict is Verdict.CLEARLY_BETTER


def test_the_detectable_change_of_a_primary_scale_uses_its_share_of_the_error_rate() -> None:
    one = only(scale())
    four = assess([scale(key) for key in "abcd"], seed=1)[0]

    assert one.minimum_detectable is not None
    assert four.minimum_detectable is not None
    assert four.minimum_detectable > one.minimum_detectable


def test_certainty_reads_the_answering_the_reliability_the_waves_and_the_comparison() -> None:
    result = only(scale(invited_before=60, reference_alpha=0.6), prior_waves=0)
    agreed = only(scale(), prior_waves=2, comparison_agrees=True)

    assert result.tested is not None
    assert agreed.tested is not None
    assert result.tested.certainty.level is CertaintyLevel.VERY_LOW
    assert result.tested.certainty.reasons == (
        Concern.FEW_ANSWERED,
        Concern.LOW_RELIABILITY,
        Concern.NO_PRIOR_WAVES,
    )
    assert agreed.tested.certainty.level is CertaintyLevel.HIGH


def test_ordinary_variation_lowers_certainty_and_leaves_the_verdict() -> None:
    before, after = Sample((25.0, 50.0, 75.0), (40, 50, 30)), Sample((25.0, 50.0, 75.0), (24, 50, 46))
    one = scale(before=before, after=after, invited_before=130, invited_after=130)
    plain, wide = only(one, prior_waves=1, tau=0.5), only(one, prior_waves=1, tau=8.0)

    assert plain.tested is not None
    assert wide.tested is not None
    assert plain.tested.verdict is wide.tested.verdict is Verdict.BETTER
    assert Concern.ORDINARY_VARIATION in wide.tested.certainty.reasons
    assert Concern.ORDINARY_VARIATION not in plain.tested.certainty.reasons


def test_no_scales_give_no_assessments() -> None:
    assert assess([], seed=1) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"sign": 0},
        {"mid": 0.0},
        {"mid": math.nan},
        {"reference_alpha": 1.5},
        {"invited_before": 31},
        {"invited_after": 0},
        {"before": Sample((25.0, 101.0), (5, 5))},
        {"before_mean": 50.0},
        {"before": None, "before_mean": 101.0},
    ],
)
def test_input_that_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidScale, match="trust"):
        scale(**changes)


@pytest.mark.parametrize("setting", [{"tau": -1.0}, {"tau": math.nan}, {"prior_waves": -1}])
def test_a_bad_setting_is_refused(setting: dict[str, Any]) -> None:
    with pytest.raises(InvalidFigure):
        only(scale(), **setting)


def test_a_key_twice_or_a_bad_seed_is_refused() -> None:
    with pytest.raises(InvalidFigure):
        assess([scale(), scale()], seed=1)
    with pytest.raises(InvalidFigure):
        assess([scale()], seed=-1)
