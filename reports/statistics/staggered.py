"""A policy that starts at different waves in different units: group-time effects."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.statistics.checks import CannotCompute, InvalidFigure, Why, finite


@dataclass(frozen=True, slots=True)
class Cohort:
    """Units that started in the same wave (`None`: never): their weight (people) and mean per wave, in points."""

    start: int | None
    weight: float
    means: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class GroupTimeEffect:
    """ATT(start, wave): change since the wave before the start, less that of the units not treated."""

    start: int
    wave: int
    effect: float


def group_time_effects(cohorts: tuple[Cohort, ...]) -> tuple[GroupTimeEffect, ...]:
    """Return ATT(g, t) for every cohort g that starts after the first wave and every wave t after the first.

    For t ≥ g the base is the last wave before g, for t < g (a check: should be near 0) the wave before t. The
    comparison is the never-treated units; where there are none, those not yet treated at t. Never two-way fixed
    effects, which compare the later starters with the earlier.

    Source: Callaway & Sant'Anna 2021, J. Econometrics 225:200–230, without covariates, varying base period.

    Raises: CannotCompute (TOO_FEW with fewer than two waves, or no effect that has a comparison); InvalidFigure when
    cohorts have different waves, equal starts, or no weight.

    >>> treated = Cohort(2, 40.0, {1: 50.0, 2: 60.0, 3: 61.0})
    >>> never = Cohort(None, 90.0, {1: 48.0, 2: 50.0, 3: 51.0})
    >>> [(one.wave, one.effect) for one in group_time_effects((treated, never))]
    [(2, 8.0), (3, 8.0)]
    """
    waves = _waves(cohorts)
    effects = []
    for cohort in cohorts:
        if cohort.start is None or cohort.start <= waves[0]:
            continue
        earlier = max(wave for wave in waves if wave < cohort.start)
        for place, wave in enumerate(waves[1:], start=1):
            base = earlier if wave >= cohort.start else waves[place - 1]
            others = _untreated(cohorts, cohort, wave)
            if others:
                own = cohort.means[wave] - cohort.means[base]
                weight = sum(other.weight for other in others)
                theirs = sum(other.weight * (other.means[wave] - other.means[base]) for other in others) / weight
                effects.append(GroupTimeEffect(cohort.start, wave, own - theirs))
    if not effects:
        raise CannotCompute(Why.TOO_FEW, "no cohort has both a wave before its start and a comparison")
    return tuple(effects)


def average_effect(cohorts: tuple[Cohort, ...]) -> float:
    """Return the mean of ATT(g, t) over t ≥ g, weighted by the cohorts' people ("simple" in R's `did`).

    Source and errors: as `group_time_effects`; CannotCompute when no effect lies after its start.

    >>> treated = Cohort(2, 40.0, {1: 50.0, 2: 60.0, 3: 61.0})
    >>> average_effect((treated, Cohort(None, 90.0, {1: 48.0, 2: 50.0, 3: 51.0})))
    8.0
    """
    weights = {cohort.start: cohort.weight for cohort in cohorts}
    after = [effect for effect in group_time_effects(cohorts) if effect.wave >= effect.start]
    if not after:
        raise CannotCompute(Why.TOO_FEW, "no effect lies after its start")
    total = sum(weights[effect.start] for effect in after)
    return sum(weights[effect.start] * effect.effect for effect in after) / total


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
    waves = sorted(cohorts[0].means) if cohorts else []
    if len(waves) < 2:
        raise CannotCompute(Why.TOO_FEW, "two waves are needed")
    return waves


def _untreated(cohorts: tuple[Cohort, ...], own: Cohort, wave: int) -> list[Cohort]:
    """Return the never-treated cohort, or else those that have not started at `wave`."""
    never = [cohort for cohort in cohorts if cohort.start is None]
    if never:
        return never
    return [cohort for cohort in cohorts if cohort is not own and cohort.start is not None and cohort.start > wave]
