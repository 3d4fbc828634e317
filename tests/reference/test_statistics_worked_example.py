"""The example that docs/statistics.md works through: the figures there are the figures computed."""

import re
from pathlib import Path

import pytest

from reports.statistics.assessment import ScaleInput, assess
from reports.statistics.equivalence import equivalence
from reports.statistics.multiplicity import holm
from reports.statistics.permutation import permutation_p
from reports.statistics.samples import Sample
from reports.statistics.shares import newcombe, wilson
from reports.statistics.verdicts import Verdict, decide

DOCUMENT = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")
SCORES = (0.0, 25.0, 50.0, 75.0, 100.0)


def row(label: str) -> tuple[int, ...]:
    """The five counts of a row of the document's table."""
    found = re.search(rf"\| {label} \|([^\n]*)\|", DOCUMENT)
    assert found is not None
    return tuple(int(cell) for cell in found[1].split("|"))[:5]


BEFORE, AFTER = Sample(SCORES, row("people before")), Sample(SCORES, row("people after"))
RESULT = assess([ScaleInput("example", 1, True, 5.0, None, BEFORE, AFTER, 40, 40)], seed=1)[0]


def test_the_level_and_the_change() -> None:
    tested, first = RESULT.tested, RESULT.before.level
    assert tested is not None
    assert first is not None

    assert (BEFORE.mean, BEFORE.sd, AFTER.mean, AFTER.sd) == pytest.approx((44.697, 27.069, 61.029, 25.518), abs=5e-4)
    assert (first.standard_error, first.low, first.high) == pytest.approx((1.971, 40.73, 48.73), abs=5e-3)
    change = tested.change
    assert (change.difference, change.low, change.high) == pytest.approx((16.33, 3.49, 29.18), abs=5e-3)
    assert (change.standard_error, change.df) == pytest.approx((6.430859, 64.4872), abs=1e-5)
    assert change.p == pytest.approx(0.01352, abs=1e-5)
    assert permutation_p(BEFORE, AFTER, seed=1) == pytest.approx(0.013, abs=0.005)


def test_the_policy_interval_and_the_people_missing() -> None:
    tested = RESULT.tested
    assert tested is not None
    assert tested.tipping is not None

    assert (tested.with_tau.low, tested.with_tau.high) == pytest.approx((2.38, 30.29), abs=5e-3)
    assert tested.tipping.gap == pytest.approx(-23.25, abs=5e-3)
    assert AFTER.sd / 2 == pytest.approx(12.76, abs=5e-3)
    assert not tested.tipping.fragile
    assert (tested.worst_case.low, tested.worst_case.high) == pytest.approx((-2.5, 30.0), abs=1e-9)
    assert RESULT.minimum_detectable == pytest.approx(18.3, abs=0.05)


def test_the_verdict_alone_and_among_four() -> None:
    tested = RESULT.tested
    assert tested is not None

    assert (tested.verdict, tested.small) == (Verdict.BETTER, False)
    p = holm([tested.p, 0.2, 0.5, 0.9])[0]
    assert p == pytest.approx(0.054, abs=5e-4)
    among = decide(tested.improvement.interval, tested.improvement.interval90, significant=p < 0.05, mid=5.0)
    assert among.verdict is Verdict.NOT_WORSE
    assert equivalence(tested.change, margin=5.0).not_lower


def test_the_shares() -> None:
    one, difference = wilson(8, 33), newcombe(8, 33, 17, 34)

    assert (one.low, one.high) == pytest.approx((0.128, 0.410), abs=5e-4)
    assert (difference.low, difference.high) == pytest.approx((0.026, 0.454), abs=5e-4)
