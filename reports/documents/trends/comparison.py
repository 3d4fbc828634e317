"""A change of some units alone: those that it covers beside those that it does not, from released counts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from reports.documents.figures import sample_of
from reports.documents.grouping import name_in
from reports.documents.policy_change import ScopedChange
from reports.documents.trends.facts import Compared, Comparison
from reports.releases.types import Record, ReleasedRow
from reports.statistics.change import welch
from reports.statistics.checks import CannotCompute
from reports.statistics.claims import Claim, Ground, PolicyClaim, policy_claim
from reports.statistics.comparison import Contrast, contrast
from reports.statistics.intervals import Interval
from reports.statistics.multiplicity import holm
from reports.statistics.policy import policy_interval
from reports.statistics.samples import Sample
from surveys.changes.rules import Side, side_of
from surveys.organisations.rules import path_to_root
from surveys.questionnaires.types import Questionnaire, Scale

FAMILY_ERROR = 0.05

Parents = Mapping[str, str | None]


def side_in(record: Record, unit: str, scoped: ScopedChange, parents: Parents) -> Side:
    """Return where a unit stands in a wave beside a change."""
    return side_of(
        day=date.fromisoformat(scoped.change.date),
        scope=scoped.units,
        unit=unit,
        parents=parents,
        opened=date.fromisoformat(record.opened),
    )


def comparisons_of(
    records: Sequence[Record], questionnaire: Questionnaire, changes: Iterable[ScopedChange], parents: Parents
) -> tuple[Comparison, ...]:
    """Return each change that leaves somebody outside, beside the last wave before it and the first after.

    `records` are of the same whole and questions, in the order in which the waves opened. A change of the whole is one
    only where it names people that are exempt.
    """
    found = []
    for scoped in changes:
        covers_all = side_in(records[0], records[0].whole, scoped, parents) is not Side.COMPARISON
        day = scoped.change.date
        before = [record for record in records if record.opened < day]
        after = [record for record in records if record.opened >= day]
        if not before or not after or (covers_all and not scoped.change.exempt):
            continue
        pair = (before[-1], after[0])
        if covers_all:
            found.append(_without_groups(scoped, pair))
        else:
            found.append(_comparison(scoped, pair, questionnaire, parents))
    return tuple(found)


def _without_groups(scoped: ScopedChange, pair: tuple[Record, Record]) -> Comparison:
    return Comparison(scoped.change, pair[0].opened, pair[1].opened, (), (), (), ())


def _comparison(
    scoped: ScopedChange, pair: tuple[Record, Record], questionnaire: Questionnaire, parents: Parents
) -> Comparison:
    before, after = ({row.unit: row for row in record.rows} for record in pair)
    primary = [scale for scale in questionnaire.scales if scale.primary]
    sides: dict[Side, list[str]] = {Side.AFTER: [], Side.COMPARISON: []}
    few = []
    # A unit above one that is covered holds people of both kinds, and is neither.
    mixed = {code for unit in scoped.units for code in path_to_root(unit, dict(parents))[1:]}
    for unit in before:
        if unit not in after or unit == pair[1].whole or unit in mixed - scoped.units:
            continue
        if all(sample_of(row.scales.get(scale.key)) for row in (before[unit], after[unit]) for scale in primary):
            sides[side_in(pair[1], unit, scoped, parents)].append(unit)
        else:
            few.append(unit)
    treated, others = (_topmost(sides[side], parents) for side in (Side.AFTER, Side.COMPARISON))
    named = partial(name_in, pair[1])
    return Comparison(
        change=scoped.change,
        before=pair[0].opened,
        after=pair[1].opened,
        treated=tuple(map(named, treated)),
        others=tuple(map(named, others)),
        few=tuple(map(named, few)),
        scales=_scales(primary, before, after, treated, others) if treated and others else (),
    )


def _topmost(units: Sequence[str], parents: Parents) -> list[str]:
    """Return the units that lie below none of the others, so that nobody is counted twice."""
    return [unit for unit in units if not set(path_to_root(unit, dict(parents))[1:]) & set(units)]


def _sum(rows: Mapping[str, ReleasedRow], units: Sequence[str], scale: Scale) -> Sample:
    samples = [sample for unit in units if (sample := sample_of(rows[unit].scales.get(scale.key)))]
    return Sample.from_pairs(pair for one in samples for pair in zip(one.values, one.counts, strict=True))


def _scales(
    primary: Sequence[Scale],
    before: Mapping[str, ReleasedRow],
    after: Mapping[str, ReleasedRow],
    treated: Sequence[str],
    others: Sequence[str],
) -> tuple[Compared, ...]:
    """Return each primary scale; what Holm's method does not let through claims nothing."""
    samples = {
        scale.key: [_sum(rows, units, scale) for units in (treated, others) for rows in (before, after)]
        for scale in primary
    }
    found = {key: _contrast(*four) for key, four in samples.items()}
    adjusted = holm([told[0].p if (told := found[scale.key]) else 1.0 for scale in primary])
    compared = []
    for scale, p in zip(primary, adjusted, strict=True):
        told = found[scale.key]
        claimed = told[1] if told else None
        if claimed is not None and p >= FAMILY_ERROR:
            claimed = PolicyClaim(Claim.NOTHING, (Ground.COMPARISON_DOES_NOT,))
        compared.append(
            Compared(
                key=scale.key,
                name=scale.name,
                direction=scale.direction,
                treated=(samples[scale.key][0].mean, samples[scale.key][1].mean),
                others=(samples[scale.key][2].mean, samples[scale.key][3].mean),
                difference=told[0].difference if told else None,
                low=told[0].low if told else None,
                high=told[0].high if told else None,
                p=p if told else None,
                claim=claimed.claim if claimed else Claim.NOTHING,
            )
        )
    return tuple(compared)


def _contrast(
    treated_before: Sample, treated_after: Sample, other_before: Sample, other_after: Sample
) -> tuple[Contrast, PolicyClaim] | None:
    try:
        treated, other = welch(treated_before, treated_after), welch(other_before, other_after)
        found = contrast(treated, other)
        own = policy_interval(treated)
    except CannotCompute:
        return None
    return found, policy_claim(own.interval, contrast=Interval(found.low, found.high))
