"""Every verdict at its border, its mirror, and the certainty beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.statistics.checks import InvalidFigure
from reports.statistics.intervals import Interval
from reports.statistics.verdicts import CertaintyLevel, Concern, Verdict, certainty, decide

MID = 5.0
CLEAR = Interval(1.0, 10.0)


@pytest.mark.parametrize(
    ("ends", "ends90", "significant", "verdict", "small"),
    [
        ((5.0, 9.0), (5.3, 8.7), True, Verdict.CLEARLY_BETTER, False),
        ((4.99, 9.0), (5.3, 8.7), True, Verdict.BETTER, False),
        ((1.0, 5.0), (1.3, 4.7), True, Verdict.BETTER, False),
        ((1.0, 4.99), (1.3, 4.7), True, Verdict.BETTER, True),
        ((-9.0, -5.0), (-8.7, -5.3), True, Verdict.CLEARLY_WORSE, False),
        ((-9.0, -4.99), (-8.7, -5.3), True, Verdict.WORSE, False),
        ((-4.99, -1.0), (-4.7, -1.3), True, Verdict.WORSE, True),
        ((5.0, 9.0), (5.3, 8.7), False, Verdict.NOT_WORSE, False),
        ((0.0, 12.0), (0.5, 11.0), True, Verdict.NOT_WORSE, False),
        ((-6.0, 6.0), (-4.99, 4.99), False, Verdict.ABOUT_THE_SAME, False),
        ((-6.0, 6.0), (-5.0, 4.0), False, Verdict.NOT_BETTER, False),
        ((-6.0, 6.0), (-4.0, 5.0), False, Verdict.NOT_WORSE, False),
        ((-6.0, 6.0), (-5.0, 5.0), False, Verdict.CANNOT_TELL, False),
        ((1.0, 4.0), (1.3, 3.7), False, Verdict.ABOUT_THE_SAME, False),
    ],
)
def test_each_verdict_at_its_border(
    ends: tuple[float, float], ends90: tuple[float, float], significant: bool, verdict: Verdict, small: bool
) -> None:
    decision = decide(Interval(*ends), Interval(*ends90), significant=significant, mid=MID)

    assert (decision.verdict, decision.small) == (verdict, small)


@given(st.floats(-40, 40), st.floats(0, 40), st.booleans())
def test_the_mirrored_change_has_the_mirrored_verdict(middle: float, half: float, significant: bool) -> None:
    plain, narrow = Interval(middle - half, middle + half), Interval(middle - half * 0.83, middle + half * 0.83)
    one = decide(plain, narrow, significant=significant, mid=MID)
    other = decide(plain.mirrored(), narrow.mirrored(), significant=significant, mid=MID)

    assert other.verdict is one.verdict.mirrored
    assert other.small is one.small
    if one.verdict in (Verdict.BETTER, Verdict.CLEARLY_BETTER):
        assert plain.low > 0.0


def test_mirroring_twice_is_the_verdict_itself() -> None:
    assert [verdict.mirrored.mirrored for verdict in Verdict] == list(Verdict)


@pytest.mark.parametrize("mid", [0.0, -5.0, float("nan")])
def test_the_important_difference_is_above_zero(mid: float) -> None:
    with pytest.raises(InvalidFigure):
        decide(Interval(0, 1), Interval(0, 1), significant=False, mid=mid)


def line(
    *,
    answered: float = 0.8,
    fragile: bool = False,
    with_tau: Interval = CLEAR,
    alpha: float | None = 0.8,
    prior: int = 1,
    agrees: bool | None = None,
) -> tuple[CertaintyLevel, tuple[Concern, ...]]:
    result = certainty(
        answered=answered,
        fragile=fragile,
        plain=Interval(2.0, 9.0),
        with_tau=with_tau,
        reference_alpha=alpha,
        prior_waves=prior,
        comparison_agrees=agrees,
    )
    return result.level, result.reasons


def test_certainty_starts_at_moderate() -> None:
    assert line() == (CertaintyLevel.MODERATE, ())
    assert line(alpha=None, agrees=False, answered=0.6) == (CertaintyLevel.MODERATE, ())
    assert line(alpha=0.7) == (CertaintyLevel.MODERATE, ())


def test_each_concern_moves_it_one_step() -> None:
    assert line(answered=0.599) == (CertaintyLevel.LOW, (Concern.FEW_ANSWERED,))
    assert line(fragile=True) == (CertaintyLevel.LOW, (Concern.FRAGILE,))
    assert line(with_tau=Interval(0.0, 11.0)) == (CertaintyLevel.LOW, (Concern.ORDINARY_VARIATION,))
    assert line(alpha=0.69) == (CertaintyLevel.LOW, (Concern.LOW_RELIABILITY,))
    assert line(prior=0) == (CertaintyLevel.LOW, (Concern.NO_PRIOR_WAVES,))
    assert line(agrees=True) == (CertaintyLevel.HIGH, (Concern.COMPARISON_AGREES,))


def test_few_answers_and_a_fragile_result_are_one_step_with_both_named() -> None:
    assert line(answered=0.5, fragile=True) == (CertaintyLevel.LOW, (Concern.FEW_ANSWERED, Concern.FRAGILE))


def test_it_ends_at_very_low_with_all_reasons_kept() -> None:
    level, reasons = line(answered=0.5, with_tau=Interval(-1.0, 12.0), alpha=0.5, prior=0)

    assert level is CertaintyLevel.VERY_LOW
    assert len(reasons) == 4


def test_a_comparison_that_agrees_makes_up_for_one_concern() -> None:
    assert line(prior=0, agrees=True)[0] is CertaintyLevel.MODERATE


def test_an_interval_that_holds_zero_anyway_is_no_matter_of_ordinary_variation() -> None:
    result = certainty(
        answered=1.0,
        fragile=False,
        plain=Interval(-1.0, 9.0),
        with_tau=Interval(-3.0, 11.0),
        reference_alpha=None,
        prior_waves=1,
        comparison_agrees=None,
    )

    assert result.reasons == ()


@pytest.mark.parametrize(("answered", "alpha", "prior"), [(1.1, 0.8, 0), (0.8, 1.2, 0), (0.8, 0.8, -1)])
def test_rates_outside_their_range_are_refused(answered: float, alpha: float, prior: int) -> None:
    with pytest.raises(InvalidFigure):
        line(answered=answered, alpha=alpha, prior=prior)
