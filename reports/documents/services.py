"""From a release to its report in every form. Whoever shows or sends a report gets it here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reports.documents import pdf
from reports.documents.content import build
from reports.documents.facts import Content, PolicyChange, ReportContext
from reports.documents.json import to_json
from reports.documents.model import Document
from reports.documents.register import for_a_meeting, with_register
from reports.documents.trends.content import trends_of
from reports.documents.trends.facts import Trends
from reports.documents.wording import word
from reports.releases.selectors import Released, series_until
from reports.releases.types import Record, ReleasedChange
from surveys.questionnaires.loading import load
from surveys.signing import signing_key

SEED_DIGITS = 8


def content_of(released: Released) -> Content:
    """Return what the report states, in no language: the wave beside the last one released before it.

    Raises CannotSign.
    """
    record, kept = released.record, released.record.surroundings
    series = series_until(released)
    previous = series[-2] if len(series) > 1 else None
    context = ReportContext(
        organisation=kept.organisation,
        country=kept.country,
        parties=kept.parties,
        changes=tuple(
            PolicyChange(change.date, _scoped(change.name, change, record), change.description)
            for change in kept.changes
        ),
        threshold=record.threshold,
        retention_days=kept.retention_days,
        signing_key=signing_key().fingerprint(),
    )
    content = build(
        record,
        previous.record if previous else None,
        load(record.questionnaire, record.questionnaire_version),
        context,
        seed=int(released.fingerprint[:SEED_DIGITS], 16),
        prior_waves=kept.prior_waves,
    )
    return replace(content, trends=trends_in(series))


def trends_in(series: Sequence[Released]) -> Trends | None:
    """Return what a series of releases says together, with the changes at work that its last one knows."""
    record = series[-1].record
    changes = [
        (PolicyChange(change.date, _scoped(change.name, change, record), change.description), frozenset(change.units))
        for change in record.surroundings.changes
    ]
    questionnaire = load(record.questionnaire, record.questionnaire_version)
    return trends_of([one.record for one in series], questionnaire, record.surroundings.organisation, changes)


def _scoped(name: Mapping[str, str], change: ReleasedChange, record: Record) -> dict[str, str]:
    """Return a change's name, with the units that it covers unless it covers the whole workplace."""
    if record.whole in change.units:
        return dict(name)
    units = ", ".join(record.unit_names.get(unit, unit) for unit in change.units)
    return {language: f"{text} ({units})" for language, text in name.items()}


def document_of(released: Released, language: str) -> Document:
    """Return the report worded in a language."""
    return with_register(word(content_of(released), language), released)


def meeting_of(released: Released, language: str) -> Document:
    """Return the two pages on the register beside what people experience, for a meeting."""
    return for_a_meeting(word(content_of(released), language), released)


def meeting_pdf_of(released: Released, language: str) -> bytes:
    """Return those pages as a tagged PDF."""
    return pdf.render(meeting_of(released, language))


def pdf_of(released: Released, language: str) -> bytes:
    """Return the report as a tagged PDF."""
    return pdf.render(document_of(released, language))


def plain_of(released: Released, language: str) -> dict[str, Any]:
    """Return the report as JSON data, with the words of one language."""
    content = content_of(released)
    return to_json(content, word(content, language), fingerprint=released.fingerprint)
