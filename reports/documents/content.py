"""From the released records of one or two waves to what the report states: facts and findings, in no language."""

from reports.documents.bands import same_detail
from reports.documents.facts import (
    WENT_BETTER,
    WENT_WORSE,
    Content,
    ItemFacts,
    MeasureFacts,
    MethodFacts,
    NoChange,
    PolicyChange,
    ReportContext,
    ScaleFacts,
    Shares,
    WaveFacts,
)
from reports.documents.figures import change_of, level_of, reliability_of, scale_input, size_of
from reports.documents.group_facts import Level
from reports.documents.grouping import crossed, groups, name_in, whole_row, withheld_figures, withheld_groups
from reports.releases.types import Reason, Record
from reports.statistics.assessment import assess
from reports.statistics.policy import DEFAULT_TAU
from reports.statistics.types import ScaleAssessment
from reports.statistics.verdicts import Verdict
from surveys.questionnaires.types import Questionnaire, Scale

__all__ = ["PolicyChange", "ReportContext", "WrongQuestionnaire", "build"]


class WrongQuestionnaire(ValueError):
    """The questionnaire given is not the one that the wave was answered with."""


def build(
    current: Record,
    previous: Record | None,
    questionnaire: Questionnaire,
    context: ReportContext,
    *,
    seed: int,
    prior_waves: int = 0,
) -> Content:
    """Return what the report of `current` states, compared with `previous` where that is right.

    Two waves are compared for the whole unit alone, and only when both records name the same whole and the same
    version of the questionnaire; otherwise `not_compared` says why and each wave stands for itself. `prior_waves`
    counts the waves before `previous`. `seed` makes the permutation draws repeatable and is stated in the report.

    Raises: WrongQuestionnaire; InvalidFigure for a bad seed.
    """
    if questionnaire.fingerprint != current.questionnaire_fingerprint:
        raise WrongQuestionnaire(f"the wave was answered with {current.questionnaire_fingerprint}")
    not_compared = _not_compared(current, previous)
    compared = previous if not_compared is None else None
    # Where the questions differ, the earlier wave's figures mean something else: they stay in that wave's own report.
    beside = None if not_compared is NoChange.OTHER_QUESTIONNAIRE else previous
    scales = _scales(current, compared, questionnaire, not_compared, seed=seed, prior_waves=prior_waves)
    verdicts = {scale.key: scale.change.verdict for scale in scales if scale.change}
    before, after = (_wave(previous) if previous else None), _wave(current)
    return Content(
        organisation=context.organisation,
        country=context.country,
        parties=context.parties,
        synthetic=current.synthetic or (previous is not None and previous.synthetic),
        threshold=context.threshold,
        retention_days=context.retention_days,
        whole_name=name_in(current, current.whole),
        before=before,
        after=after,
        not_compared=not_compared,
        changes=tuple(sorted(context.changes, key=lambda change: change.date)),
        changes_between=_between(current, previous, context.changes),
        scales=scales,
        groups=groups(current, beside, questionnaire),
        measures=_measures(current, compared, questionnaire),
        loose_items=_items(
            tuple(item.key for item in questionnaire.items if item.scale is None), current, compared, questionnaire
        ),
        better=tuple(key for key, verdict in verdicts.items() if verdict in WENT_BETTER),
        worse=tuple(key for key, verdict in verdicts.items() if verdict in WENT_WORSE),
        cannot_tell=tuple(key for key, verdict in verdicts.items() if verdict is Verdict.CANNOT_TELL),
        withheld_groups=withheld_groups(current, beside),
        withheld_figures=withheld_figures(current, beside, questionnaire),
        crossed=crossed(current, questionnaire),
        effort=current.effort,
        size=size_of(before.answered if before and compared else None, after.answered, primary=_primary(questionnaire)),
        method=_method(questionnaire, seed),
        signing_key=context.signing_key,
    )


def _primary(questionnaire: Questionnaire) -> int:
    return sum(scale.primary for scale in questionnaire.scales)


def _method(questionnaire: Questionnaire, seed: int) -> MethodFacts:
    return MethodFacts(
        questionnaire=questionnaire.key,
        version=questionnaire.version,
        fingerprint=questionnaire.fingerprint,
        title=questionnaire.title,
        seed=seed,
        tau=DEFAULT_TAU,
        primary=_primary(questionnaire),
    )


def _not_compared(current: Record, previous: Record | None) -> NoChange | None:
    if previous is None:
        return NoChange.FIRST_WAVE
    if previous.whole != current.whole:
        return NoChange.OTHER_WHOLE
    if previous.questionnaire_fingerprint != current.questionnaire_fingerprint:
        return NoChange.OTHER_QUESTIONNAIRE
    return None


def _between(current: Record, previous: Record | None, changes: tuple[PolicyChange, ...]) -> tuple[PolicyChange, ...]:
    """Return the changes that the first wave opened before and the second did not, in order of date.

    A wave is before or after by its opening day (`surveys.changes.rules.side_of`).
    """
    if previous is None:
        return ()
    inside = [change for change in changes if previous.opened < change.date <= current.opened]
    return tuple(sorted(inside, key=lambda change: change.date))


def _wave(record: Record) -> WaveFacts:
    row = whole_row(record)
    return WaveFacts(
        key=record.wave,
        opened=record.opened,
        closed=record.closed,
        whole=record.whole,
        invited=row.headcount if row else None,
        answered=row.n if row else None,
        ballots=record.ballots,
        agreement_hash=record.agreement_hash,
    )


def _scales(
    current: Record,
    previous: Record | None,
    questionnaire: Questionnaire,
    not_compared: NoChange | None,
    *,
    seed: int,
    prior_waves: int,
) -> tuple[ScaleFacts, ...]:
    """Return the primary scales, then the others, each in the questionnaire's order."""
    ordered = sorted(questionnaire.scales, key=lambda scale: not scale.primary)
    before, after = whole_row(previous), whole_row(current)
    outcomes: dict[str, ScaleAssessment] = {}
    if before is not None and after is not None:
        alphas = {scale: told.alpha for scale, told in current.reliability.items()}
        inputs = [scale_input(scale, before, after, alphas.get(scale.key)) for scale in ordered]
        outcomes = {found.key: found for found in assess(inputs, seed=seed, prior_waves=prior_waves)}
    facts = []
    for scale in ordered:
        found, level = outcomes.get(scale.key), _whole_level(current, scale)
        change, no_change = change_of(found) if found else (None, not_compared or NoChange.NOT_SHOWN)
        facts.append(
            ScaleFacts(
                key=scale.key,
                name=scale.name,
                meaning=scale.meaning,
                direction=scale.direction,
                primary=scale.primary,
                mid=scale.mid,
                before=_whole_level(previous, scale) if previous else None,
                after=level,
                change=change,
                no_change=no_change,
                items=_items(scale.items, current, previous, questionnaire),
                reliability=reliability_of(current.reliability.get(scale.key), level.n),
            )
        )
    return tuple(facts)


def _whole_level(record: Record, scale: Scale) -> Level:
    row = whole_row(record)
    if row is not None:
        return level_of(row.scales.get(scale.key), invited=row.headcount)
    reasons = [held.reason for held in record.withheld if held.unit == record.whole]
    return Level(None, None, None, None, reasons[0] if reasons else Reason.NOT_SHOWN)


def _whole_shares(record: Record | None, key: str) -> Shares | None:
    row = whole_row(record)
    released = row.items.get(key) if row else None
    if released is None:
        return None
    if released.withheld is not None:
        return Shares(None, released.detail, (), released.withheld)
    return Shares(released.n, released.detail, released.shares)


def _items(
    keys: tuple[str, ...], current: Record, previous: Record | None, questionnaire: Questionnaire
) -> tuple[ItemFacts, ...]:
    wanted = {item.key: item for item in questionnaire.items}
    facts = []
    for key in keys:
        item = wanted[key]
        before, after = same_detail(_whole_shares(previous, key), _whole_shares(current, key))
        facts.append(ItemFacts(key, item.text, questionnaire.answer_lists[item.answers], before, after))
    return tuple(facts)


def _measures(current: Record, previous: Record | None, questionnaire: Questionnaire) -> tuple[MeasureFacts, ...]:
    return tuple(
        MeasureFacts(
            key=item.key,
            text=item.text,
            options=item.options,
            before=_whole_shares(previous, item.key),
            after=_whole_shares(current, item.key),
        )
        for item in questionnaire.multiple
    )
