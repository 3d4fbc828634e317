"""How often an interval holds the truth, and how often a policy is credited that did nothing. Run by hand:

    python -m benchmarks.statistics_coverage [--rounds 4000] [--seed 1]

Coverage: items of five options, n answers a wave of 12, 32, 100 and 240, from three kinds of workplaces: in the middle
of the scale, high, and at the ceiling (six of ten at the top). Intervals: the change (Welch) without and with a true
change, the level of n answers of n/0.8 invited (with the finite population correction), P(after > before) + ½P(tie)
(logit), and the difference of two shares (Newcombe). Asked for: 93 to 97 %.

Policy claims: no policy effect, but every wave of every unit carries ordinary variation of SD 2 of its own. A false
claim is anything but "nothing". Designs: two waves; three waves before and three after with the trend's veto; two waves
with a comparison unit of the same size ("because" asks for both). Asked for: at most 7 %. Beside them: what happens
without τ, where the true variation is 3, where τ is estimated from four earlier waves, and under a steady trend.
Exits with status 1 when a figure is outside by more than three Monte Carlo standard errors.
"""

import argparse
import math
import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from reports.statistics.change import welch
from reports.statistics.checks import CannotCompute
from reports.statistics.claims import Claim, policy_claim
from reports.statistics.comparison import contrast
from reports.statistics.interruption import Step, step_and_trend
from reports.statistics.intervals import Interval
from reports.statistics.level import level
from reports.statistics.ordinary_variation import moment_tau, ordinary_variation
from reports.statistics.policy import policy_interval
from reports.statistics.samples import Sample
from reports.statistics.shares import newcombe
from reports.statistics.superiority import superiority
from reports.statistics.waves import pooled_change

OPTIONS = np.arange(5) * 25.0
PLACES = {
    "middle": np.array([0.10, 0.20, 0.40, 0.20, 0.10]),
    "high": np.array([0.02, 0.08, 0.20, 0.40, 0.30]),
    "ceiling": np.array([0.02, 0.03, 0.10, 0.25, 0.60]),
}
MOVES = (("middle", "middle"), ("high", "high"), ("ceiling", "ceiling"), ("middle", "high"), ("high", "ceiling"))
SIZES = (12, 32, 100, 240)
CLAIM_SIZES = (32, 100, 240, 880)
COVERAGE, MOST_FALSE = (0.93, 0.97), 0.07
SCALE = Interval(0.0, 100.0)
Floats = NDArray[np.float64]


def answers(generator: np.random.Generator, n: int, shares: Floats) -> Sample:
    """Return n answers to an item of five options."""
    people = generator.multinomial(n, shares)
    return Sample.from_pairs((float(value), int(count)) for value, count in zip(OPTIONS, people, strict=True) if count)


def of_change(generator: np.random.Generator, n: int, first: Floats, second: Floats) -> bool:
    """Whether Welch's interval holds the true change; CannotCompute when nobody differs."""
    truth = float(OPTIONS @ (second - first))
    return welch(answers(generator, n, first), answers(generator, n, second)).interval.contains(truth)


def of_level(generator: np.random.Generator, n: int, first: Floats, second: Floats) -> bool:
    """Whether the level's interval holds the mean of all invited."""
    del first
    everybody = generator.multinomial(round(n / 0.8), second)
    drawn = generator.multivariate_hypergeometric(everybody, n)
    pairs = zip(OPTIONS, drawn, strict=True)
    sample = Sample.from_pairs((float(value), int(count)) for value, count in pairs if count)
    found = level(sample, population=int(everybody.sum()), limits=SCALE)
    return found.low - 1e-9 <= float(OPTIONS @ everybody) / float(everybody.sum()) <= found.high + 1e-9


def of_superiority(generator: np.random.Generator, n: int, first: Floats, second: Floats) -> bool:
    """Whether the logit interval holds the true P(after > before) + ½P(tie)."""
    truth = float(second @ (np.cumsum(first) - first / 2.0))
    return superiority(answers(generator, n, first), answers(generator, n, second)).logit.contains(truth)


def of_shares(generator: np.random.Generator, n: int, first: Floats, second: Floats) -> bool:
    """Whether Newcombe's interval holds the true change in the share who chose one of the two highest options."""
    truth = float((second - first)[3:].sum())
    one, other = (int(generator.binomial(n, shares[3:].sum())) for shares in (first, second))
    return newcombe(one, n, other, n).contains(truth)


KINDS: dict[str, Callable[[np.random.Generator, int, Floats, Floats], bool]] = {
    "change": of_change,
    "level": of_level,
    "superiority": of_superiority,
    "shares": of_shares,
}


def coverage(generator: np.random.Generator, kind: str, n: int, move: tuple[str, str], rounds: int) -> float:
    """Return how often the interval holds the truth, among the rounds in which there is one."""
    held = computed = 0
    for _ in range(rounds):
        try:
            held += KINDS[kind](generator, n, PLACES[move[0]], PLACES[move[1]])
        except CannotCompute:
            continue
        computed += 1
    return held / computed


def unit(generator: np.random.Generator, n: int, waves: int, tau: float, drift: float = 0.0) -> list[Sample]:
    """Return a unit's waves without any effect: SD 20 around 55, in twelve steps, and a level of its own per wave."""
    result = []
    for place in range(waves):
        centre = 55.0 + drift * place + generator.normal(0.0, tau)
        points = np.clip(np.round((centre + 20.0 * generator.standard_normal(n)) / 100 * 12), 0, 12)
        steps, people = np.unique(points, return_counts=True)
        result.append(Sample.from_pairs(zip(steps.tolist(), people.tolist(), strict=True), unit=100 / 12))
    return result


def two_waves(waves: list[Sample], tau: float) -> Claim:
    """Return the claim from two waves."""
    return policy_claim(policy_interval(welch(*waves), tau=tau).interval).claim


def six_waves(waves: list[Sample], tau: float) -> Claim:
    """Return the claim from three waves before and three after."""
    step: Step = step_and_trend(range(6), [wave.mean for wave in waves], change_at=3)
    return policy_claim(pooled_change(waves[:3], waves[3:], tau=tau).interval, step=step).claim


def with_comparison(waves: list[Sample], others: list[Sample], tau: float) -> Claim:
    """Return the claim from two waves beside a comparison unit's."""
    own, theirs = welch(*waves), welch(*others)
    beside = contrast(own, theirs, tau=tau)
    return policy_claim(policy_interval(own, tau=tau).interval, contrast=Interval(beside.low, beside.high)).claim


def estimated(waves: list[Sample], estimate: Callable[[list[float], list[float]], float]) -> Claim:
    """Return the claim from the last two of six waves, τ estimated from the four before."""
    prior = waves[:4]
    tau = estimate([wave.mean for wave in prior], [wave.sd / math.sqrt(wave.n) for wave in prior])
    return two_waves(waves[4:], tau)


def claims(generator: np.random.Generator, n: int, rounds: int) -> dict[str, float]:
    """Return the share of rounds with a false claim, by design."""

    def rate(act: Callable[[], bool]) -> float:
        return sum(act() for _ in range(rounds)) / rounds

    def new(waves: int, tau: float = 2.0, drift: float = 0.0) -> list[Sample]:
        return unit(generator, n, waves, tau, drift)

    nothing, because = Claim.NOTHING, Claim.BECAUSE
    return {
        "two waves": rate(lambda: two_waves(new(2), 2.0) is not nothing),
        "3 + 3 waves": rate(lambda: six_waves(new(6), 2.0) is not nothing),
        "3 + 3, because": rate(lambda: six_waves(new(6), 2.0) is because),
        "comparison, because": rate(lambda: with_comparison(new(2), new(2), 2.0) is because),
        "four waves before": rate(lambda: estimated(new(6), ordinary_variation) is not nothing),
        "- their own alone": rate(lambda: estimated(new(6), moment_tau) is not nothing),
        "- no tau": rate(lambda: two_waves(new(2), 0.0) is not nothing),
        "- true SD 3": rate(lambda: two_waves(new(2, 3.0), 2.0) is not nothing),
        "- trend 1, because": rate(lambda: six_waves(new(6, 2.0, 1.0), 2.0) is because),
    }


def main() -> int:
    """Print the two tables; 1 when a figure is outside what is asked for."""
    parser = argparse.ArgumentParser(description="Coverage of intervals, and false policy claims.")
    parser.add_argument("--rounds", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    generator, outside = np.random.default_rng(chosen.seed), False
    print(f"{'coverage':<12}{'from':>9}{'to':>9}" + "".join(f"{n:>9}" for n in SIZES))
    for kind in KINDS:
        for move in MOVES if kind != "level" else MOVES[:3]:
            row = [coverage(generator, kind, n, move, chosen.rounds) for n in SIZES]
            print(f"{kind:<12}{move[0]:>9}{move[1]:>9}" + "".join(f"{rate:>9.3f}" for rate in row), flush=True)
            slack = 3 * math.sqrt(0.05 * 0.95 / chosen.rounds)
            outside |= any(not COVERAGE[0] - slack <= rate <= COVERAGE[1] + slack for rate in row)
    table = [claims(generator, n, chosen.rounds // 2) for n in CLAIM_SIZES]
    print(f"\n{'false claims':<24}" + "".join(f"{n:>9}" for n in CLAIM_SIZES))
    for design in table[0]:
        print(f"{design:<24}" + "".join(f"{row[design]:>9.3f}" for row in table), flush=True)
        slack = 3 * math.sqrt(MOST_FALSE * (1 - MOST_FALSE) / (chosen.rounds // 2))
        outside |= not design.startswith("-") and any(row[design] > MOST_FALSE + slack for row in table)
    return int(outside)


if __name__ == "__main__":
    sys.exit(main())
