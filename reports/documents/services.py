"""From a release to its report in every form. Whoever shows or sends a report gets it here."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reports.documents import pdf
from reports.documents.content import build
from reports.documents.facts import Content, ReportContext
from reports.documents.json import to_json
from reports.documents.model import Document
from reports.documents.policy_change import changes_of
from reports.documents.register import for_a_meeting, register_facts, with_register
from reports.documents.trends.content import trends_of
from reports.documents.trends.facts import Trends
from reports.documents.wording import word
from reports.releases.selectors import Released, series_until
from surveys.organisations.selectors import every_unit, parent_codes
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
        changes=tuple(one.change for one in changes_of(record)),
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
    return replace(content, trends=trends_in(series), register=register_facts(series))


def trends_in(series: Sequence[Released]) -> Trends | None:
    """Return what a series of releases says together, with the changes at work that its last one knows."""
    record = series[-1].record
    questionnaire = load(record.questionnaire, record.questionnaire_version)
    parents = parent_codes(every_unit(series[-1].wave.agreement.organisation))
    records, name = [one.record for one in series], record.surroundings.organisation
    return trends_of(records, questionnaire, name, changes_of(record), parents)


def document_of(released: Released, language: str) -> Document:
    """Return the report worded in a language, with its part on the register: the parties' own copy."""
    content = content_of(released)
    return with_register(word(content, language), content.register)


def shared_document_of(released: Released, language: str) -> Document:
    """Return the report as a link shows it: what was released, without the parties' own register and figures."""
    return word(content_of(released), language)


def meeting_of(released: Released, language: str) -> Document:
    """Return the two pages on the register beside what people experience, for a meeting."""
    content = content_of(released)
    return for_a_meeting(word(content, language), content.register)


def meeting_pdf_of(released: Released, language: str) -> bytes:
    """Return those pages as a tagged PDF."""
    return pdf.render(meeting_of(released, language))


def shared_pdf_of(released: Released, language: str) -> bytes:
    """Return the report as a link hands it out, as a tagged PDF."""
    return pdf.render(shared_document_of(released, language))


def plain_of(released: Released, language: str) -> dict[str, Any]:
    """Return the report as JSON data, with the words of one language."""
    content = content_of(released)
    return to_json(content, word(content, language), fingerprint=released.fingerprint)
