"""The report as plain data for other programs: every figure as it was computed, and rounded as it is printed."""

from typing import Any

from reports.documents import register_plain
from reports.documents.facts import (
    Change,
    Content,
    ItemFacts,
    MeasureFacts,
    ReliabilityFacts,
    ScaleFacts,
    Shares,
    WaveFacts,
)
from reports.documents.group_facts import CrossedFacts, GroupFacts, OptionFacts, WithheldOption
from reports.documents.model import Document
from reports.documents.plain import plain_figure, plain_level
from reports.documents.trends.plain import to_plain

FORMAT = "tillit-report"
FORMAT_VERSION = 1


def to_json(content: Content, document: Document | None = None, *, fingerprint: str | None = None) -> dict[str, Any]:
    """Return the report as JSON-ready data: points 0–100, shares in per cent as released, dates in ISO form.

    A figure is {"value": …, "rounded": …}; what is withheld is null, with the reason beside it. Names come in every
    language; with `document` the worded title, notice and summary come along in its language. `fingerprint` is that of
    the release, for whoever wants to check that nothing was touched; `signing_key` that of the key that the files are
    signed with, null where they are not.
    """
    data: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "synthetic": content.synthetic,
        "fingerprint": fingerprint,
        "signing_key": content.signing_key or None,
        "organisation": content.organisation,
        "country": content.country,
        "parties": list(content.parties),
        "threshold": content.threshold,
        "retention_days": content.retention_days,
        "whole": content.whole_name,
        "waves": {"before": _wave(content.before), "after": _wave(content.after)},
        "compared": content.not_compared is None,
        "not_compared": content.not_compared,
        "changes": [
            {
                "date": change.date,
                "name": dict(change.name),
                "description": dict(change.description),
                "between_waves": change in content.changes_between,
            }
            for change in content.changes
        ],
        "scales": [_scale(scale) for scale in content.scales],
        "trend": to_plain(content.trends),
        "better": list(content.better),
        "worse": list(content.worse),
        "cannot_tell": list(content.cannot_tell),
        "groups": [_group(group) for group in content.groups],
        "crossed": [_crossed(crossed, option) for crossed in content.crossed for option in crossed.shown],
        "withheld_crossed": [
            _withheld_option(crossed, held) for crossed in content.crossed for held in crossed.withheld
        ],
        "effort": content.effort,
        "measures": [_measure(measure) for measure in content.measures],
        "register": register_plain.to_plain(content.register),
        "items": [_item(item) for item in content.loose_items],
        "withheld": _withheld(content),
        "size": _size(content),
        "method": _method(content),
    }
    if document is not None:
        data["text"] = {
            "language": document.language,
            "title": document.title,
            "notice": document.notice_text,
            "summary": list(document.summary),
        }
    return data


def _wave(wave: WaveFacts | None) -> dict[str, Any] | None:
    if wave is None:
        return None
    return {
        "key": wave.key,
        "opened": wave.opened,
        "closed": wave.closed,
        "invited": wave.invited,
        "answered": wave.answered,
        "share": plain_figure(wave.share, 2),
        "agreement": wave.agreement_hash,
        "ballots": {
            "issued": wave.ballots.issued,
            "spent": wave.ballots.spent,
            "accepted": wave.ballots.accepted,
            "undecryptable": wave.ballots.undecryptable,
            "reissued": wave.ballots.reissued,
            "refused": wave.ballots.refused,
        },
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "difference": plain_figure(change.difference),
        "low": plain_figure(change.low),
        "high": plain_figure(change.high),
        "gain": plain_figure(change.gain),
        "with_ordinary_variation": {"low": plain_figure(change.low_policy), "high": plain_figure(change.high_policy)},
        "p": plain_figure(change.p, 3),
        "p_adjusted": plain_figure(change.p_adjusted, 3),
        "method": change.method,
        "adjustment": change.adjustment,
        "verdict": change.verdict,
        "small": change.small,
        "certainty": change.certainty,
        "concerns": list(change.concerns),
        "minimum_detectable": plain_figure(change.mdc),
    }


def _scale(scale: ScaleFacts) -> dict[str, Any]:
    return {
        "key": scale.key,
        "name": dict(scale.name),
        "direction": scale.direction,
        "primary": scale.primary,
        "minimal_important_difference": scale.mid,
        "before": plain_level(scale.before),
        "after": plain_level(scale.after),
        "change": _change(scale.change),
        "no_change": scale.no_change,
        "items": [_item(item) for item in scale.items],
        "reliability": _reliability(scale.reliability),
    }


def _reliability(told: ReliabilityFacts | None) -> dict[str, Any] | None:
    if told is None:
        return None
    figures = {"alpha": told.alpha, "low": told.low, "high": told.high, "omega": told.omega}
    return {name: plain_figure(value, 2) for name, value in figures.items()}


def _shares(shares: Shares | None) -> dict[str, Any] | None:
    if shares is None:
        return None
    return {"n": shares.n, "detail": shares.detail, "percent": list(shares.shares), "withheld": shares.withheld}


def _item(item: ItemFacts) -> dict[str, Any]:
    return {
        "key": item.key,
        "text": dict(item.text),
        "options": [dict(option) for option in item.options],
        "before": _shares(item.before),
        "after": _shares(item.after),
    }


def _measure(measure: MeasureFacts) -> dict[str, Any]:
    return {
        "key": measure.key,
        "text": dict(measure.text),
        "options": [{"key": key, "name": dict(name)} for key, name in measure.options],
        "before": _shares(measure.before),
        "after": _shares(measure.after),
    }


def _group(group: GroupFacts) -> dict[str, Any]:
    return {
        "unit": group.unit,
        "name": group.name,
        "wave": group.side,
        "invited": group.headcount,
        "answered": group.answered,
        "in_both_waves": group.in_both,
        "levels": {key: plain_level(level) for key, level in group.levels.items()},
    }


def _crossed(crossed: CrossedFacts, option: OptionFacts) -> dict[str, Any]:
    return {
        "unit": crossed.unit,
        "name": crossed.name,
        "question": crossed.question,
        "text": dict(crossed.text),
        "option": option.option,
        "option_key": option.key,
        "option_name": dict(option.name),
        "answered": option.answered,
        "levels": {key: plain_level(level) for key, level in option.levels.items()},
    }


def _withheld_option(crossed: CrossedFacts, held: WithheldOption) -> dict[str, Any]:
    return {
        "unit": crossed.unit,
        "name": crossed.name,
        "question": crossed.question,
        "option": held.option,
        "option_key": held.key,
        "option_name": dict(held.name),
        "reason": held.reason,
        "read_in": crossed.read_in,
    }


def _withheld(content: Content) -> dict[str, Any]:
    return {
        "groups": [
            {"wave": held.side, "name": held.name, "reason": held.reason, "read_in": held.read_in}
            for held in content.withheld_groups
        ],
        "figures": [
            {
                "wave": held.side,
                "name": held.name,
                "reason": held.reason,
                "scales": [dict(name) for name in held.scales],
                "items": held.items,
            }
            for held in content.withheld_figures
        ],
    }


def _size(content: Content) -> dict[str, Any] | None:
    size = content.size
    if size is None:
        return None
    return {
        "answered": size.answered,
        "minimum_detectable_primary": plain_figure(size.mdc_primary),
        "planned_sd": size.sd,
        "same_within": size.same_within,
        "same_needs": size.same_needs,
    }


def _method(content: Content) -> dict[str, Any]:
    method = content.method
    return {
        "questionnaire": method.questionnaire,
        "version": method.version,
        "fingerprint": method.fingerprint,
        "title": dict(method.title),
        "seed": method.seed,
        "ordinary_variation_sd": method.tau,
        "primary_scales": method.primary,
    }
