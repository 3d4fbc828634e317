"""A policy that starts at different waves in different units: group-time effects."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite

Comparison = Literal["never", "not_yet"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Units that started in the same wave (`None`: never): weight (people), mean and its SE per wave, in points."""

    start: int | None
    weight: float
    means: Mapping[int, float]
    errors: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupTimeEffect:
    """ATT(start, wave): change since the wave before the start, less that of the units not treated.

    `standard_error` is None unless every cohort gives its errors.
    """

    start: int
    wave: int
    effect: float
    standard_error: float | None = None


def group_time_effects(
    cohorts: tuple[Cohort, ...], *, comparison: Comparison = "never", tau: float = 0.0
) -> tuple[GroupTimeEffect, ...]:
    """Return ATT(g, t) for every cohort g that starts after the first wave and every wave t after the first.

    For t ≥ g the base is the last wave before g, for t < g (a check: should be near 0) the wave before t. The
    comparison is the never-treated units; where there are none, or with "not_yet", also those not yet treated at t.
    Never two-way fixed effects, which compare the later starters with the earlier.
    SE² = Σ over cohorts a of wₐ²(SEₐₜ² + SEₐ_base² + 2τ²), w 1 for g and the share of the weight for the comparison:
    different people in each wave. An interval is effect ± 1.96 SE with 30 people or more in every cell.

    Source: Callaway & Sant'Anna 2021, J. Econometrics 225:200–230, without covariates, varying base period.

    Raises: CannotCompute (TOO_FEW with fewer than two waves, or no effect that has a comparison); InvalidFigure when
    cohorts have different waves, equal starts, or no weight.

    >>> treated = Cohort(2, 40.0, {1: 50.0, 2: 60.0, 3: 61.0})
    >>> never = Cohort(None, 90.0, {1: 48.0, 2: 50.0, 3: 51.0})
    >>> [(one.wave, one.effect) for one in group_time_effects((treated, never))]
    [(2, 8.0), (3, 8.0)]
    """
    waves, spread = _waves(cohorts), finite("tau", tau, low=0.0)
    if comparison not in ("never", "not_yet"):
        raise InvalidFigure(f"no such comparison: {comparison!r}")
    effects = []
    for cohort in cohorts:
        if cohort.start is None or cohort.start <= waves[0]:
            continue
        earlier = max(wave for wave in waves if wave < cohort.start)
        for place, wave in enumerate(waves[1:], start=1):
            base = earlier if wave >= cohort.start else waves[place - 1]
            others = _untreated(cohorts, cohort, wave, comparison)
            if others:
                effects.append(_effect(cohort.start, cohort, others, wave, base, spread))
    if not effects:
        raise CannotCompute(Why.TOO_FEW, "no cohort has both a wave before its start and a comparison")
    return tuple(effects)


def average_effect(cohorts: tuple[Cohort, ...], *, comparison: Comparison = "never") -> float:
    """Return the mean of ATT(g, t) over t ≥ g, weighted by the cohorts' people ("simple" in R's `did`), in points.

    Source and errors: as `group_time_effects`; CannotCompute when no effect lies after its start.

    >>> treated = Cohort(2, 40.0, {1: 50.0, 2: 60.0, 3: 61.0})
    >>> average_effect((treated, Cohort(None, 90.0, {1: 48.0, 2: 50.0, 3: 51.0})))
    8.0
    """
    after = [one for one in group_time_effects(cohorts, comparison=comparison) if one.wave >= one.start]
    if not after:
        raise CannotCompute(Why.TOO_FEW, "no effect lies after its start")
    return _averages(cohorts, after, lambda one: 0)[0]


def effects_by_age(cohorts: tuple[Cohort, ...], *, comparison: Comparison = "never") -> dict[int, float]:
    """Return the mean of ATT(g, t) at each t − g, in points, weighted by people ("dynamic" in R's `did`).

    Ages under 0 lie before the start and should be near 0. Different cohorts stand behind different ages.

    Source and errors: as `group_time_effects`.

    >>> early, late = Cohort(2, 10.0, {1: 50.0, 2: 60.0, 3: 61.0}), Cohort(3, 30.0, {1: 40.0, 2: 41.0, 3: 47.0})
    >>> effects_by_age((early, late, Cohort(None, 90.0, {1: 48.0, 2: 49.0, 3: 51.0})))
    {-1: 0.0, 0: 5.25, 1: 8.0}
    """
    effects = group_time_effects(cohorts, comparison=comparison)
    return _averages(cohorts, effects, lambda one: one.wave - one.start)


def effects_by_start(cohorts: tuple[Cohort, ...], *, comparison: Comparison = "never") -> dict[int, float]:
    """Return each cohort's mean of ATT(g, t) over t ≥ g, in points ("group" in R's `did`).

    Source and errors: as `group_time_effects`.

    >>> treated = Cohort(2, 40.0, {1: 50.0, 2: 60.0, 3: 62.0})
    >>> effects_by_start((treated, Cohort(None, 90.0, {1: 48.0, 2: 50.0, 3: 51.0})))
    {2: 8.5}
    """
    effects = [one for one in group_time_effects(cohorts, comparison=comparison) if one.wave >= one.start]
    return _averages(cohorts, effects, lambda one: one.start)


def _effect(start: int, own: Cohort, others: list[Cohort], wave: int, base: int, tau: float) -> GroupTimeEffect:
    """Return ATT(start, wave) against `others`, from the wave `base`."""
    total = sum(other.weight for other in others)
    shares = [(own, 1.0), *((other, other.weight / total) for other in others)]
    theirs = math.fsum(share * (cohort.means[wave] - cohort.means[base]) for cohort, share in shares[1:])
    error = None
    if all(cohort.errors for cohort, _ in shares):
        squares = (
            share**2 * (cohort.errors[wave] ** 2 + cohort.errors[base] ** 2 + 2.0 * tau**2) for cohort, share in shares
        )
        error = math.sqrt(math.fsum(squares))
    return GroupTimeEffect(start, wave, own.means[wave] - own.means[base] - theirs, error)


def _averages(
    cohorts: tuple[Cohort, ...], effects: Sequence[GroupTimeEffect], key: Callable[[GroupTimeEffect], int]
) -> dict[int, float]:
    """Return the mean effect at each value of `key`, weighted by the cohorts' people."""
    weights = {cohort.start: cohort.weight for cohort in cohorts}
    kinds = sorted({key(one) for one in effects})
    result = {}
    for kind in kinds:
        here = [(weights[one.start], one.effect) for one in effects if key(one) == kind]
        result[kind] = math.fsum(weight * effect for weight, effect in here) / sum(weight for weight, _ in here)
    return result


def _waves(cohorts: tuple[Cohort, ...]) -> list[int]:
    """Return the waves in order, checked to be the same for all cohorts."""
    if len({cohort.start for cohort in cohorts}) != len(cohorts):
        raise InvalidFigure("units that start together are one cohort")
    if len({frozenset(cohort.means) for cohort in cohorts}) > 1:
        raise InvalidFigure("all cohorts must have the same waves")
    for cohort in cohorts:
        if finite("weight", cohort.weight, low=0.0) == 0.0:
            raise InvalidFigure("weight must be above 0")
        for mean in cohort.means.values():
            finite("mean", mean)
        if cohort.errors and set(cohort.errors) != set(cohort.means):
            raise InvalidFigure("a cohort has an error for each of its means, or for none")
        for error in cohort.errors.values():
            finite("error", error, low=0.0)
    waves = sorted(cohorts[0].means) if cohorts else []
    if len(waves) < 2:
        raise CannotCompute(Why.TOO_FEW, "two waves are needed")
    return waves


def _untreated(cohorts: tuple[Cohort, ...], own: Cohort, wave: int, comparison: Comparison) -> list[Cohort]:
    """Return the never-treated cohort, or else (or besides) those that have not started at `wave`."""
    never = [cohort for cohort in cohorts if cohort.start is None]
    if never and comparison == "never":
        return never
    later = [cohort for cohort in cohorts if cohort is not own and cohort.start is not None and cohort.start > wave]
    return never + later
