"""How often the report says "better" or "worse" though nothing changed. Run by hand:

    python -m benchmarks.statistics_simulation [--rounds 1000] [--seed 1]

Each round is a workplace of four primary and seven exploratory scales that hang together (correlation .4 between
scales), two independent waves, no real change. Each scale is a single item of five options, the hardest case, and some
have half of their answers or more at the top. Allowed: at most 5 % of rounds with a "better" or "worse" among the
primary scales (Holm), at most 10 % among the exploratory ones (Benjamini–Hochberg at .10, all hypotheses true), and at
most 5 % of single verdicts. Exits with status 1 when a rate is above that by more than three Monte Carlo standard
errors. The last table shows what the finite population correction does to a change. Coverage and policy claims are in
statistics_coverage.py.
"""

import argparse
import math
import sys

import numpy as np
from numpy.typing import NDArray

from reports.statistics.assessment import ScaleInput, assess
from reports.statistics.level import level
from reports.statistics.samples import Sample
from reports.statistics.verdicts import Verdict

SAYS_SO = {Verdict.BETTER, Verdict.CLEARLY_BETTER, Verdict.WORSE, Verdict.CLEARLY_WORSE}
PRIMARY, ALL = 4, 11
STEPS = 4
SIZES = ((12, 12), (12, 25), (32, 32), (100, 100), (240, 240))
ALLOWED = {"primary": 0.05, "exploratory": 0.10, "single": 0.05}


def scores(latent: NDArray[np.float64], centre: float, spread: float) -> NDArray[np.float64]:
    """Return points 0–100 of an item with five options from standard normal values."""
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
    """Return how often a round has a false "better" or "worse", by family, and the share of false single verdicts."""
    centres = np.array([50, 65, 80, 92, 45, 50, 60, 70, 80, 90, 96], dtype=np.float64)
    found = dict.fromkeys(ALLOWED, 0.0)
    for number in range(rounds):
        before, after = (wave(generator, n, centres) for n in sizes)
        scales = [
            ScaleInput(str(place), 1, place < PRIMARY, 5.0, None, before[place], after[place], sizes[0], sizes[1])
            for place in range(ALL)
        ]
        results = assess(scales, seed=number)
        false = [one for one in results if one.tested and one.tested.verdict in SAYS_SO]
        found["primary"] += any(one.primary for one in false)
        found["exploratory"] += any(not one.primary for one in false)
        found["single"] += len(false) / ALL
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


def main() -> int:
    """Print the two tables; 1 when a false verdict is more frequent than allowed."""
    parser = argparse.ArgumentParser(description="False verdicts when nothing changed.")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    generator = np.random.default_rng(chosen.seed)
    above = False
    print("answers per wave   primary (at most .05)   exploratory (at most .10)   single verdict (at most .05)")
    for sizes in SIZES:
        rates = false_verdicts(generator, sizes, chosen.rounds)
        print(f"{sizes!s:>16}{rates['primary']:24.3f}{rates['exploratory']:28.3f}{rates['single']:31.4f}", flush=True)
        for family, allowed in ALLOWED.items():
            above |= rates[family] > allowed + 3 * math.sqrt(allowed * (1 - allowed) / chosen.rounds)
    rate = with_wrong_correction(generator, 4 * chosen.rounds)
    print(f"\n35 of 40 twice, no change, finite population correction wrongly used: {rate:.3f} (nominal .05)")
    return int(above)


if __name__ == "__main__":
    sys.exit(main())
