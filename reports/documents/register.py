"""The register in a report, and the two pages for a meeting: as it stood at the release, in the active language.

The register keeps every version, so that the same report is written from it whenever it is asked for.
"""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.documents.figures import level_of
from reports.documents.formats import Formats
from reports.documents.grouping import whole_row
from reports.documents.model import Document, Section
from reports.documents.register_facts import QUESTION, SCALE, RegisterFacts, registered, shares_of
from reports.documents.register_parts import duties_parts, findings, parts
from reports.releases.selectors import Released, compared_with
from surveys.monitoring.selectors import entries
from surveys.organisations.rules import Country
from surveys.organisations.selectors import local_day
from surveys.questionnaires.loading import load

AFTER = ("other-items", "measures", "crossed", "groups")
"""The register stands behind the first of these that the report has, what people experience."""


def register_facts(released: Released) -> RegisterFacts:
    """Return the register at the moment of the release beside the wave's released shares."""
    record, organisation = released.record, released.wave.agreement.organisation
    questionnaire = load(record.questionnaire, record.questionnaire_version)
    item = next((item for item in questionnaire.multiple if item.key == QUESTION), None)
    options = [key for key, _text in item.options] if item else []
    day = local_day(organisation, released.released_at)
    earlier = compared_with(released)
    now = shares_of(record, options)
    return RegisterFacts(
        day=day,
        threshold=record.threshold,
        entries=tuple(
            registered(
                entry,
                country=Country(organisation.country),
                opened=date.fromisoformat(record.opened),
                closed=date.fromisoformat(record.closed),
                day=day,
            )
            for entry in entries(organisation, at=released.released_at)
        ),
        told=bool(now),
        now=now,
        before=shares_of(earlier.record, options) if earlier else None,
        waves=_levels(released),
    )


def _levels(released: Released) -> tuple[tuple[str, str, float | None], ...]:
    found: list[tuple[str, str, float | None]] = []
    one: Released | None = released
    while one is not None:
        row = whole_row(one.record)
        level = level_of(row.scales.get(SCALE), invited=row.headcount).mean if row else None
        found.append((one.record.opened, one.wave.label, level))
        one = compared_with(one)
    return tuple(reversed(found))


def with_register(document: Document, released: Released) -> Document:
    """Return a report with its part on the register behind what people say that they experience."""
    with override(document.language):
        section = Section(
            "register",
            _("Registeret og det folk opplever"),
            1,
            parts(register_facts(released), Formats(document.language)),
        )
    keys = [one.key for one in document.sections]
    place = next((keys.index(key) + 1 for key in AFTER if key in keys), len(keys))
    return replace(document, sections=(*document.sections[:place], section, *document.sections[place:]))


def for_a_meeting(document: Document, released: Released) -> Document:
    """Return the two pages on the register alone: the findings first, then what they rest on."""
    facts, formats = register_facts(released), Formats(document.language)
    with override(document.language):
        return replace(
            document,
            title=_("Kontrolltiltak: %(organisation)s") % {"organisation": document.organisation},
            summary=tuple(findings(facts, formats)),
            facts=document.facts[-1:],
            sections=(
                Section(
                    "register",
                    _("Registeret og det folk opplever"),
                    1,
                    parts(facts, formats, with_findings=False),
                ),
                Section("duties", _("Pliktene"), 1, duties_parts(facts, formats)),
            ),
        )
