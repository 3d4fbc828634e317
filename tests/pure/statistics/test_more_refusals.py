"""The rest of what is refused, by name: items, planning, ranks, samples, shares, staggered starts, scales, verdicts."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reports.statistics.assessment import ScaleInput, assess
from reports.statistics.checks import CannotCompute, InvalidFigure, Why
from reports.statistics.intervals import Interval
from reports.statistics.omega import omega_total
from reports.statistics.planning import plan
from reports.statistics.power import (
    minimum_detectable_change,
    minimum_detectable_paired_change,
    people_for_the_same,
    people_to_detect,
    power_of_t,
)
from reports.statistics.rank_sum import rank_sum_normal_p, rank_sum_p
from reports.statistics.reliability import cronbach_alpha
from reports.statistics.samples import Sample
from reports.statistics.shares import newcombe, wilson
from reports.statistics.signed_rank import signed_rank
from reports.statistics.staggered import Cohort, average_effect, group_time_effects
from reports.statistics.superiority import superiority
from reports.statistics.trend import mann_kendall
from reports.statistics.verdicts import certainty, decide

NOBODY, ONE, ALIKE = Sample((), ()), Sample((50.0,), (1,)), Sample((50.0,), (9,))
SOME, LOW, HIGH = Sample((25.0, 50.0, 75.0), (4, 6, 5)), Sample((0.0, 25.0), (5, 4)), Sample((75.0, 100.0), (5, 4))
SCALE = ScaleInput("trust", 1, True, 5.0, 0.8, SOME, SOME, 20, 20)
THREE = [[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]]
TREATED, NEVER = Cohort(2, 10.0, {1: 50.0, 2: 60.0}), Cohort(None, 10.0, {1: 45.0, 2: 46.0})
NAN, SHARE = math.nan, "must lie strictly between 0 and 1"
AT_LEAST_0 = "must be finite and within [0.0, "
ANY = "must be finite and within [-1000000000000.0, "


def mdc(**changes: Any) -> Any:
    return minimum_detectable_change(**{"n_before": 20, "n_after": 20, "sd_before": 20, "sd_after": 20} | changes)


def sure(**changes: Any) -> Any:
    given: dict[str, Any] = {
        "answered": 0.8,
        "fragile": False,
        "plain": Interval(1, 2),
        "with_tau": Interval(1, 2),
        "reference_alpha": 0.8,
        "prior_waves": 0,
        "comparison_agrees": None,
    }
    return certainty(**given | changes)


CASES: list[tuple[Callable[[], Any], str]] = [
    (lambda: assess([SCALE, SCALE], seed=1), "each scale can be assessed once in a call"),
    (lambda: assess([SCALE], seed=-1), "seed must be at least 0: -1"),
    (lambda: assess([SCALE], seed=1, tau=-1.0), f"tau {AT_LEAST_0}"),
    (lambda: assess([SCALE], seed=1, prior_waves=-1), "prior_waves must be at least 0: -1"),
    (lambda: omega_total(THREE, n=-1), "n must be at least 0: -1"),
    (lambda: omega_total([[2.0, 1.0], [1.0, 2.0]], n=50), "one factor needs at least 3 items, there are 2"),
    (lambda: omega_total(THREE, n=3), "more people than items are needed, there are 3 and 3"),
    (lambda: omega_total([[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 0.0]], n=50), "an item does not vary"),
    (lambda: omega_total([[1.0, 0.5, 1.5], [0.5, 1.0, 1.5], [1.5, 1.5, 3.0]], n=50), "one item is a sum of others"),
    (lambda: omega_total([[1.0, 0.8, 0.8], [0.8, 1.0, 0.6], [0.8, 0.6, 1.0]], n=50), "the best one-factor fit leaves"),
    (lambda: omega_total([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], n=50), "the items have no common factor"),
    (lambda: cronbach_alpha(THREE, n=-1), "n must be at least 0: -1"),
    (lambda: cronbach_alpha(THREE, n=9, confidence=1.0), f"confidence {SHARE}"),
    (lambda: cronbach_alpha(THREE, n=1), "two people are needed, there are 1"),
    (lambda: cronbach_alpha([[1.0, -1.0], [-1.0, 1.0]], n=9), "the sum of the items does not vary"),
    (lambda: cronbach_alpha([[0.0, 0.0], [0.0, 0.0]], n=9), "the sum of the items does not vary"),
    (lambda: cronbach_alpha([[1.0]], n=9), "the covariance matrix must be square, of at least two items"),
    (lambda: cronbach_alpha([[1.0, NAN], [NAN, 1.0]], n=9), f"covariance {ANY}"),
    (lambda: cronbach_alpha([[1.0, 0.2], [0.3, 1.0]], n=9), "a covariance matrix is symmetric with variances of at"),
    (lambda: cronbach_alpha([[-1.0, 0.0], [0.0, 1.0]], n=9), "a covariance matrix is symmetric with variances of at"),
    (lambda: cronbach_alpha([[1.0, 1.1], [1.1, 1.0]], n=9), "the covariances are larger than the variances allow"),
    (lambda: plan(-1), "people must be at least 0: -1"),
    (lambda: plan(40, primary_scales=0), "primary_scales must be at least 1: 0"),
    (lambda: plan(40, answering=1.1), f"answering {AT_LEAST_0}1.0]: 1.1"),
    (lambda: plan(40, correlation=1.0), f"correlation {AT_LEAST_0}0.999]: 1.0"),
    (lambda: plan(40, sd=-1.0), f"sd {AT_LEAST_0}"),
    (lambda: plan(40, sd=0.0), "sd must be above 0"),
    (lambda: power_of_t(-1.0, 9), f"noncentrality {AT_LEAST_0}8.0]: -1.0"),
    (lambda: power_of_t(1.0, 0.0), "df must be finite and within [1e-06, "),
    (lambda: power_of_t(1.0, 9, alpha=0.0), f"alpha {SHARE}"),
    (lambda: mdc(n_before=-1), f"n {AT_LEAST_0}"),
    (lambda: mdc(sd_after=-1), f"sd {AT_LEAST_0}"),
    (lambda: mdc(n_after=1.5), "a change needs two answers on each side: 20 and 1.5"),
    (lambda: mdc(sd_before=0.0, sd_after=0.0), "without variation there is nothing to detect against"),
    (lambda: mdc(power=1.0), f"power {SHARE}"),
    (lambda: mdc(power=0.02), "a power of 0.02 is reached without any change at alpha 0.05"),
    (lambda: mdc(n_before=2, n_after=2, alpha=0.0125), "more than 8.0 standard errors with 2 degrees of freedom"),
    (lambda: minimum_detectable_paired_change(pairs=-1, sd_difference=9.0), f"pairs {AT_LEAST_0}"),
    (lambda: minimum_detectable_paired_change(pairs=9, sd_difference=-1.0), f"sd_difference {AT_LEAST_0}"),
    (lambda: minimum_detectable_paired_change(pairs=1, sd_difference=9.0), "a paired change needs two pairs: 1"),
    (lambda: minimum_detectable_paired_change(pairs=9, sd_difference=0.0), "without variation there is nothing to"),
    (lambda: people_to_detect(5.0, sd=20.0, power=1.0), f"power {SHARE}"),
    (lambda: people_to_detect(-1.0, sd=20.0), f"effect {AT_LEAST_0}"),
    (lambda: people_to_detect(0.0, sd=20.0), "the difference must be above 0"),
    (lambda: people_to_detect(5.0, sd=0.0), "sd must be finite and within [1e-09, "),
    (lambda: people_to_detect(5.0, sd=20.0, alpha=1e-15), "more than 8.0 standard errors would be needed"),
    (lambda: people_for_the_same(5.0, sd=20.0, alpha=0.5), "alpha must be under one half: 0.5"),
    (lambda: people_for_the_same(5.0, sd=20.0, alpha=0.0), f"alpha {SHARE}"),
    (lambda: people_for_the_same(5.0, sd=20.0, power=0.0), f"power {SHARE}"),
    (lambda: rank_sum_p(Sample((1.0, 2.0), (60, 1)), Sample((1.0, 2.0), (59, 1))), "more than 120 people: use a perm"),
    (lambda: rank_sum_normal_p(SOME, SOME, alternative="up"), "no such alternative: 'up'"),  # type: ignore[arg-type]
    (lambda: rank_sum_p(NOBODY, SOME), "each side needs somebody"),
    (lambda: rank_sum_p(ALIKE, ALIKE), "everybody gave the same answer before and after"),
    (lambda: signed_rank(NOBODY), "there is no pair"),
    (lambda: signed_rank(Sample((0.0,), (4,))), "nobody changed"),
    (lambda: signed_rank(Sample((1.0,), (301,))), "more than 300 people changed: use sign_flip_p"),
    (lambda: Sample((NAN,), (1,)), f"value {ANY}"),
    (lambda: Sample((50.0,), (0,)), "count must be at least 1: 0"),
    (lambda: Sample((25.0, 50.0), (1,)), "2 values but 1 counts"),
    (lambda: Sample((25.0,), (10**9,)), "more than 999999999 people"),
    (lambda: Sample((50.0, 25.0), (1, 1)), "values must be ascending and distinct"),
    (lambda: Sample.from_pairs([(1, 1)], unit=-1.0), f"unit {AT_LEAST_0}"),
    (lambda: Sample.from_pairs([(1, 1)], unit=0.0), "unit must be above 0"),
    (lambda: Sample.from_pairs([(NAN, 1)]), f"value {ANY}"),
    (lambda: Sample.from_pairs([(1, 0)]), "count must be at least 1: 0"),
    (lambda: NOBODY.mean, "nobody answered: there is no mean"),
    (lambda: ONE.variance, "a variance needs two people, there are 1"),
    (lambda: wilson(1, -1), "n must be at least 0: -1"),
    (lambda: wilson(-1, 1), "chose must be at least 0: -1"),
    (lambda: wilson(1, 2, confidence=1.0), f"confidence {SHARE}"),
    (lambda: newcombe(1, 2, 1, 2, confidence=0.0), f"confidence {SHARE}"),
    (lambda: wilson(3, 2), "3 of 2 is no share"),
    (lambda: wilson(0, 0), "nobody answered: there is no share"),
    (lambda: group_time_effects((TREATED, NEVER), tau=-1.0), f"tau {AT_LEAST_0}"),
    (lambda: group_time_effects((TREATED, NEVER), comparison="all"), "no such comparison: 'all'"),  # type: ignore[arg-type]
    (lambda: group_time_effects((TREATED,)), "no cohort has both a wave before its start and a comparison"),
    (lambda: average_effect((replace(TREATED, start=5), NEVER)), "no effect lies after its start"),
    (lambda: group_time_effects((TREATED, TREATED)), "units that start together are one cohort"),
    (lambda: group_time_effects((TREATED, Cohort(None, 9.0, {1: 5.0}))), "all cohorts must have the same waves"),
    (lambda: group_time_effects((TREATED, replace(NEVER, weight=-1.0))), f"weight {AT_LEAST_0}"),
    (lambda: group_time_effects((TREATED, replace(NEVER, weight=0.0))), "weight must be above 0"),
    (lambda: group_time_effects((TREATED, replace(NEVER, means={1: NAN, 2: 5.0}))), f"mean {ANY}"),
    (lambda: group_time_effects((TREATED, replace(NEVER, errors={1: 1.0}))), "a cohort has an error for each of its"),
    (lambda: group_time_effects((TREATED, replace(NEVER, errors={1: 1.0, 2: -1.0}))), f"error {AT_LEAST_0}"),
    (lambda: group_time_effects(()), "two waves are needed"),
    (lambda: superiority(ONE, SOME), "two answers are needed on each side: 1 and 15"),
    (lambda: superiority(LOW, HIGH), "no person's place among the others varies: there is no error to measure"),
    (lambda: superiority(SOME, SOME, confidence=0.0), f"confidence {SHARE}"),
    (lambda: mann_kendall([0, 1, 2, 3, NAN], range(5)), f"time {ANY}"),
    (lambda: mann_kendall(range(5), [0, 1, 2, 3, NAN]), f"value {ANY}"),
    (lambda: mann_kendall([0, 1, 1, 2, 3], range(5)), "each value needs its own time, in rising order"),
    (lambda: mann_kendall(range(4), range(4)), "a trend needs 5 waves, there are 4"),
    (lambda: mann_kendall(range(5), [1] * 5), "all waves have the same mean"),
    (lambda: replace(SCALE, sign=0), "trust: sign must be 1 or -1: 0"),
    (lambda: replace(SCALE, mid=-1.0), f"trust: mid {AT_LEAST_0}"),
    (lambda: replace(SCALE, mid=0.0), "trust: mid must be above 0"),
    (
        lambda: replace(SCALE, reference_alpha=1.5),
        "trust: reference_alpha must be finite and within [-1000000000000.0, 1.0",
    ),
    (lambda: replace(SCALE, invited_after=0), "trust: invited must be at least 1: 0"),
    (lambda: replace(SCALE, before=None, before_mean=101.0), f"trust: mean {AT_LEAST_0}100.0]: 101.0"),
    (lambda: replace(SCALE, before=None, before_mean=-1.0), f"trust: mean {AT_LEAST_0}100.0]: -1.0"),
    (lambda: replace(SCALE, before_mean=50.0), "trust: a side has either a sample or a mean alone"),
    (lambda: replace(SCALE, before=Sample((-1.0, 50.0), (4, 4))), "trust: scores must lie within 0 and 100"),
    (lambda: replace(SCALE, invited_before=14), "trust: 15 answers from 14 people"),
    (lambda: decide(Interval(0, 1), Interval(0, 1), significant=True, mid=-1.0), f"mid {AT_LEAST_0}"),
    (lambda: decide(Interval(0, 1), Interval(0, 1), significant=True, mid=0.0), "mid must be above 0"),
    (lambda: sure(answered=1.1), f"answered {AT_LEAST_0}1.0]: 1.1"),
    (lambda: sure(answered=-0.1), f"answered {AT_LEAST_0}1.0]: -0.1"),
    (lambda: sure(prior_waves=-1), "prior_waves must be at least 0: -1"),
    (lambda: sure(reference_alpha=1.1), "reference_alpha must be finite and within [-1000000000000.0, 1.0]: 1.1"),
]


@pytest.mark.parametrize(("call", "message"), CASES, ids=[message for _, message in CASES])
def test_a_refusal_names_what_is_wrong(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((CannotCompute, InvalidFigure)) as caught:
        call()
    assert str(caught.value).startswith(message)
    assert isinstance(getattr(caught.value, "why", Why.TOO_FEW), Why)
