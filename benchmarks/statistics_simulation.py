"""How often the report says "better" or "worse" though nothing changed. Run by hand:

    python -m benchmarks.statistics_simulation [--rounds 2000] [--seed 1]

Each round is a workplace of four primary and seven exploratory scales that hang together (correlation .4 between
scales, scores in twelve steps, some skewed to the top), two independent waves, no real change. Allowed: at most 5 % of
rounds with a "better" or "worse" among the primary scales (Holm), at most 10 % among the exploratory ones
(Benjamini–Hochberg at .10, all hypotheses true). Exits with status 1 when a rate is above that by more than three
Monte Carlo standard errors. The other two tables show why: what the finite population correction does to a change,
and what ordinary variation from wave to wave does without τ.
"""

import argparse
import math
import sys

import numpy as np
from numpy.typing import NDArray

from reports.statistics.assessment import ScaleInput, assess
from reports.statistics.change import welch
from reports.statistics.checks import CannotCompute
from reports.statistics.level import level
from reports.statistics.policy import policy_interval
from reports.statistics.samples import Sample
from reports.statistics.verdicts import Verdict

SAYS_SO = {Verdict.BETTER, Verdict.CLEARLY_BETTER, Verdict.WORSE, Verdict.CLEARLY_WORSE}
PRIMARY, ALL = 4, 11
STEPS = 12
ALLOWED = {"primary": 0.05, "exploratory": 0.10}


def scores(latent: NDArray[np.float64], centre: float, spread: float) -> NDArray[np.float64]:
    """Return points 0–100 in twelve steps from standard normal values."""
    points: NDArray[np.float64] = np.clip(np.round((centre + spread * latent) / 100 * STEPS), 0, STEPS) * (100 / STEPS)
    return points


def sample(points: NDArray[np.float64]) -> Sample:
    """Return the counts of these points."""
    values, people = np.unique(np.round(points, 6), return_counts=True)
    return Sample(tuple(values.tolist()), tuple(people.tolist()))


def wave(generator: np.random.Generator, n: int, centres: NDArray[np.float64]) -> list[Sample]:
    """Return every scale's answers of n people."""
    common, own = generator.standard_normal((n, 1)), generator.standard_normal((n, ALL))
    latent = math.sqrt(0.4) * common + math.sqrt(0.6) * own
    return [sample(scores(latent[:, place], centre, 20)) for place, centre in enumerate(centres)]


def false_verdicts(generator: np.random.Generator, sizes: tuple[int, int], rounds: int) -> dict[str, float]:
    """Return the share of rounds with a false "better" or "worse", among primary and among exploratory scales."""
    centres = np.array([50, 60, 70, 85, 45, 50, 55, 60, 65, 80, 90], dtype=np.float64)
    found = dict.fromkeys(ALLOWED, 0)
    for number in range(rounds):
        before, after = (wave(generator, n, centres) for n in sizes)
        scales = [
            ScaleInput(str(place), 1, place < PRIMARY, 5.0, None, before[place], after[place], sizes[0], sizes[1])
            for place in range(ALL)
        ]
        results = assess(scales, seed=number)
        for family in ALLOWED:
            verdicts = {one.tested.verdict for one in results if one.tested and one.primary is (family == "primary")}
            found[family] += bool(verdicts & SAYS_SO)
    return {family: count / rounds for family, count in found.items()}


def with_wrong_correction(generator: np.random.Generator, rounds: int) -> float:
    """Return how often a change of 40 people, 35 answering each time, looks real when both levels are corrected.

    Half of a person's deviation stays from wave to wave (r = .5), half is passing.
    """
    misses = 0
    for _ in range(rounds):
        lasting = generator.standard_normal(40)
        sides = []
        for _ in range(2):
            answers = math.sqrt(0.5) * lasting + math.sqrt(0.5) * generator.standard_normal(40)
            sides.append(sample(scores(generator.permutation(answers)[:35], 55, 20)))
        first, second = (level(side, population=40) for side in sides)
        error = math.hypot(first.standard_error, second.standard_error)
        misses += abs(second.mean - first.mean) > 1.96 * error
    return misses / rounds


def without_tau(generator: np.random.Generator, n: int, rounds: int) -> tuple[float, float]:
    """Return how often the plain and the τ interval miss zero when only ordinary variation of SD 2 is there."""
    plain = with_tau = 0
    for _ in range(rounds):
        sides = [sample(scores(generator.standard_normal(n), 55 + generator.normal(0, 2), 20)) for _ in range(2)]
        try:
            change = welch(*sides)
        except CannotCompute:
            continue
        plain += not change.interval.contains(0.0)
        with_tau += not policy_interval(change).interval.contains(0.0)
    return plain / rounds, with_tau / rounds


def main() -> int:
    """Print the three tables; 1 when a false verdict is more frequent than allowed."""
    parser = argparse.ArgumentParser(description="False verdicts when nothing changed.")
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    generator = np.random.default_rng(chosen.seed)
    above = False
    print("answers per wave   primary (at most .05)   exploratory (at most .10)")
    for sizes in ((10, 10), (12, 25), (32, 32), (120, 100)):
        rates = false_verdicts(generator, sizes, chosen.rounds)
        print(f"{sizes!s:>16}   {rates['primary']:21.3f}   {rates['exploratory']:25.3f}", flush=True)
        for family, allowed in ALLOWED.items():
            above |= rates[family] > allowed + 3 * math.sqrt(allowed * (1 - allowed) / chosen.rounds)
    rate = with_wrong_correction(generator, chosen.rounds)
    print(f"\n35 of 40 twice, no change, finite population correction wrongly used: {rate:.3f} (nominal .05)")
    print("\nonly ordinary variation, SD 2: misses zero    plain   with tau")
    for n in (32, 100, 240, 880):
        plain, with_tau = without_tau(generator, n, chosen.rounds)
        print(f"{n:>44}   {plain:6.3f}   {with_tau:8.3f}")
    return int(above)


if __name__ == "__main__":
    sys.exit(main())
