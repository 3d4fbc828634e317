"""How long a whole report's tests take from counts, beside the same tests by SciPy on rows. Run by hand:

    python -m benchmarks.statistics [--seed 1] [--rows 10000000] [--seconds 20]

A report here is eleven scales, scored in twelve steps, in two waves of n answers each. For every scale: Welch's t with
its intervals, the studentised permutation p (9,999 resamples), Brunner and Munzel's test, its permutation p (9,999),
the rank sum, and the level of each wave. On the side of the rows: `scipy.stats.ttest_ind` and its confidence interval,
`brunnermunzel`, `mannwhitneyu`, `sem`, and the same two statistics resampled as often.

Both run in the same process; processor time is counted, so that other work on the machine does not matter. On rows one
of the eleven scales is timed and multiplied by eleven. Up to 1,000 answers its resamples are made in full, by
`scipy.stats.permutation_test`. Above that they are made by hand, as that function makes them (`Generator.permuted`,
then the statistic on the two parts), as many as fit into `--seconds` and at least three, and scaled up to 9,999: every
resample does the same work. (By hand because `permutation_test` first works out how many permutations there are, about
a minute at 2,000,000 rows, which would make the rows look worse than they are.) Beyond `--rows` answers the rows' time
is taken in proportion from the line above.
"""

import argparse
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from reports.statistics.change import welch
from reports.statistics.level import level
from reports.statistics.permutation import DRAWS, permutation_p
from reports.statistics.rank_sum import rank_sum_normal_p
from reports.statistics.samples import Sample
from reports.statistics.superiority import superiority, superiority_permutation_p

SCALES, STEPS = 11, 12
IN_FULL = 1_000
SIZES = (40, 1_000, 1_000_000, 10_000_000)
Floats = NDArray[np.float64]


def wave(generator: np.random.Generator, n: int, centre: float) -> Sample:
    """Return n people's scores on one scale, by counts: normal around `centre`, SD 20, cut to the scale's ends."""
    steps = np.arange(STEPS + 1) * (100.0 / STEPS)
    edges = np.concatenate([[-np.inf], (steps[1:] + steps[:-1]) / 2.0, [np.inf]])
    people = generator.multinomial(n, np.diff(stats.norm.cdf(edges, centre, 20.0)))
    return Sample.from_pairs((float(step), int(count)) for step, count in zip(steps, people, strict=True) if count)


def timed(act: Callable[[], object]) -> float:
    """Return the processor seconds that `act` takes."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def by_counts(before: Sample, after: Sample) -> None:
    """Do one scale's tests from counts."""
    level(before, population=before.n + 1)
    level(after, population=after.n + 1)
    welch(before, after)
    permutation_p(before, after, seed=1)
    superiority(before, after)
    superiority_permutation_p(before, after, seed=1)
    rank_sum_normal_p(before, after)


def all_by_counts(samples: list[tuple[Sample, Sample]]) -> None:
    """Do all scales' tests from counts."""
    for before, after in samples:
        by_counts(before, after)


def by_rows(before: Floats, after: Floats) -> None:
    """Do the same tests by SciPy on rows, all but the resampled ones."""
    stats.sem(before)
    stats.sem(after)
    found = stats.ttest_ind(after, before, equal_var=False)
    found.confidence_interval(0.95)
    found.confidence_interval(0.90)
    stats.brunnermunzel(before, after)
    stats.mannwhitneyu(after, before, method="asymptotic")


def absolute_t(after: Floats, before: Floats) -> float:
    """Return Welch's |t| of two arrays of rows."""
    error = after.var(ddof=1) / len(after) + before.var(ddof=1) / len(before)
    return float(abs(after.mean() - before.mean()) / np.sqrt(error))


def absolute_bm(after: Floats, before: Floats) -> float:
    """Return Brunner and Munzel's |statistic| of two arrays of rows."""
    return float(abs(stats.brunnermunzel(before, after).statistic))


def resampled(statistic: Callable[[Floats, Floats], float], before: Floats, after: Floats, seconds: float) -> float:
    """Return the seconds that 9,999 resamples of one statistic take on rows."""
    generator = np.random.default_rng(1)
    if len(before) <= IN_FULL:
        return timed(
            lambda: stats.permutation_test(
                (after, before), statistic, n_resamples=DRAWS, alternative="greater", vectorized=False, rng=generator
            )
        )
    everybody, size, number = np.concatenate([after, before]), len(after), 0
    begun = time.process_time()
    while number < 3 or time.process_time() - begun < seconds:
        shuffled = generator.permuted(everybody)
        statistic(shuffled[:size], shuffled[size:])
        number += 1
    return (time.process_time() - begun) / number * DRAWS


def counted(samples: list[tuple[Sample, Sample]], rounds: int = 3) -> float:
    """Return the median seconds of all scales' tests from counts."""
    return sorted(timed(lambda: all_by_counts(samples)) for _ in range(rounds))[rounds // 2]


def rowed(before: Sample, after: Sample, seconds: float) -> float:
    """Return the seconds of all scales' tests on rows, from one scale."""
    first, second = (np.repeat(sample.values, sample.counts) for sample in (before, after))
    plain = min(timed(lambda: by_rows(first, second)) for _ in range(2))
    parts = (resampled(statistic, first, second, seconds) for statistic in (absolute_t, absolute_bm))
    return SCALES * (plain + sum(parts))


def main() -> None:
    """Print a row for each size: seconds from counts, seconds on rows, and how many times quicker."""
    parser = argparse.ArgumentParser(description="A report's tests from counts and on rows.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    chosen = parser.parse_args()
    generator = np.random.default_rng(chosen.seed)
    centres = np.linspace(45.0, 85.0, SCALES)
    by_counts(wave(generator, 100, 50.0), wave(generator, 100, 52.0))
    print(f"{SCALES} scales, {DRAWS} resamples\n")
    print(f"{'answers a wave':>14}{'from counts, s':>16}{'on rows, s':>14}{'times quicker':>15}", flush=True)
    last = 0.0
    for n in SIZES:
        samples = [(wave(generator, n, centre), wave(generator, n, centre + 1.0)) for centre in centres]
        counts = counted(samples)
        if n <= chosen.rows:
            last = rowed(*samples[0], chosen.seconds) / n
        note = "" if n <= chosen.rows else "  (rows: by proportion from the line above)"
        print(f"{n:>14,}{counts:>16.3f}{last * n:>14.1f}{last * n / counts:>15,.0f}{note}", flush=True)


if __name__ == "__main__":
    main()
