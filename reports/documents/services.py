"""From a release to its report in every form. Whoever shows or sends a report gets it here."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reports.documents import html, pdf
from reports.documents.content import build
from reports.documents.drawing import Shape, Theme
from reports.documents.facts import Content, PolicyChange, ReportContext
from reports.documents.json import to_json
from reports.documents.model import Document
from reports.documents.pictures import picture_svg
from reports.documents.wording import word
from reports.releases.selectors import Released, compared_with
from reports.releases.types import Record, ReleasedChange
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import LANGUAGES

SEED_DIGITS = 8


def content_of(released: Released) -> Content:
    """Return what the report states, in no language: the wave beside the last one released before it."""
    record, kept = released.record, released.record.surroundings
    previous = compared_with(released)
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
    )
    return build(
        record,
        previous.record if previous else None,
        load(record.questionnaire, record.questionnaire_version),
        context,
        seed=int(released.fingerprint[:SEED_DIGITS], 16),
        prior_waves=kept.prior_waves,
    )


def _scoped(name: Mapping[str, str], change: ReleasedChange, record: Record) -> dict[str, str]:
    """Return a change's name, with the units that it covers unless it covers the whole workplace."""
    if record.whole in change.units:
        return dict(name)
    units = ", ".join(record.unit_names.get(unit, unit) for unit in change.units)
    return {language: f"{text} ({units})" for language, text in name.items()}


def document_of(released: Released, language: str) -> Document:
    """Return the report worded in a language."""
    return word(content_of(released), language)


def pdf_of(released: Released, language: str) -> bytes:
    """Return the report as a tagged PDF."""
    return pdf.render(document_of(released, language))


def plain_of(released: Released, language: str) -> dict[str, Any]:
    """Return the report as JSON data, with the words of one language."""
    content = content_of(released)
    return to_json(content, word(content, language), fingerprint=released.fingerprint)


def chart_of(released: Released, language: str, key: str, shape: Shape, theme: Theme) -> str | None:
    """Return one chart of the report as SVG, or None where the report has none of that key."""
    found = next((chart for chart in document_of(released, language).charts() if chart.key == key), None)
    return None if found is None else picture_svg(found, shape=shape, theme=theme)


def write_report(released: Released, folder: Path) -> Iterator[Path]:
    """Write report-LANGUAGE.html and .pdf for every language, and report.json; yield each file when it is there."""
    content = content_of(released)
    for language in LANGUAGES:
        document = word(content, language)
        page, sheet = folder / f"report-{language}.html", folder / f"report-{language}.pdf"
        page.write_text(html.standalone(document), encoding="utf-8")
        yield page
        sheet.write_bytes(pdf.render(document))
        yield sheet
    file = folder / "report.json"
    data = to_json(content, fingerprint=released.fingerprint)
    file.write_text(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n", encoding="utf-8")
    yield file
