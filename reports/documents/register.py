"""The register in a report, and the two pages for a meeting: as it stood at the release, in the active language.

The register keeps every version, so that the same report is written from it whenever it is asked for.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from textwrap import shorten

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.documents.formats import Formats
from reports.documents.model import Document, Section
from reports.documents.policy_change import changes_of
from reports.documents.register_facts import QUESTION, Registered, RegisterFacts, registered
from reports.documents.register_parts import WHOLE, duties_parts, findings, meeting_room, parts
from reports.documents.register_shares import figure_rows, scale_name, shares_of, wave_level
from reports.releases.selectors import Released
from surveys.monitoring.importing import figures_of
from surveys.monitoring.selectors import entries
from surveys.organisations.rules import Country
from surveys.organisations.selectors import every_unit, local_day, parent_codes
from surveys.questionnaires.loading import load

SECTION = "register"
SHORT_NAME = 60
"""Signs of a measure's own name on the pages for a meeting."""
AFTER = ("other-items", "measures", "crossed", "groups")
"""The register stands behind the first of these that the report has, what people experience."""


def register_facts(series: Sequence[Released]) -> RegisterFacts:
    """Return the register at the moment of the last release beside what the series has released."""
    released = series[-1]
    record, organisation = released.record, released.wave.agreement.organisation
    questionnaire = load(record.questionnaire, record.questionnaire_version)
    item = next((item for item in questionnaire.multiple if item.key == QUESTION), None)
    options = [key for key, _text in item.options] if item else []
    day, changes, units = local_day(organisation, released.released_at), changes_of(record), every_unit(organisation)
    now = shares_of(record, options)
    before = shares_of(series[-2].record, options) if len(series) > 1 else None
    # A wave of other questions or of another whole has figures that mean something else.
    same = (record.whole, record.questionnaire_fingerprint)
    records = [one.record for one in series if (one.record.whole, one.record.questionnaire_fingerprint) == same]
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
        before=before,
        waves=tuple(wave_level(one) for one in records),
        scale=scale_name(questionnaire),
        changes=tuple(one.change for one in changes),
        figures=figure_rows(
            figures_of(organisation, at=released.released_at),
            records=records,
            changes=changes,
            questionnaire=questionnaire,
            parents=parent_codes(units),
            names={unit.code: unit.name for unit in units} | dict(record.unit_names),
        ),
    )


def with_register(document: Document, facts: RegisterFacts | None) -> Document:
    """Return a report with its part on the register behind what people say that they experience."""
    if facts is None:
        return document
    with override(document.language):
        title = _("Registeret og det folk opplever")
        section = Section(SECTION, title, 1, parts(facts, Formats(document.language), WHOLE))
    keys = [one.key for one in document.sections]
    place = next((keys.index(key) + 1 for key in AFTER if key in keys), len(keys))
    return replace(document, sections=(*document.sections[:place], section, *document.sections[place:]))


def for_a_meeting(document: Document, facts: RegisterFacts | None) -> Document:
    """Return the two pages on the register alone: the findings first, then what they rest on."""
    if facts is None:
        return document
    facts, room, formats = _with_short_names(facts), meeting_room(facts), Formats(document.language)
    with override(document.language):
        register = parts(facts, formats, room, with_findings=False)
        return replace(
            document,
            title=_("Kontrolltiltak: %(organisation)s") % {"organisation": document.organisation},
            summary=tuple(findings(facts, formats, most=room.findings)),
            facts=(),
            sections=(
                Section(SECTION, _("Registeret og det folk opplever"), 1, register),
                Section("duties", _("Pliktene"), 1, duties_parts(facts, formats, room)),
            ),
        )


def _with_short_names(facts: RegisterFacts) -> RegisterFacts:
    return replace(facts, entries=tuple(_with_short_name(one) for one in facts.entries))


def _with_short_name(one: Registered) -> Registered:
    latest = one.entry.latest
    name = shorten(latest.contents.name, SHORT_NAME, placeholder="…")
    named = replace(latest, contents=replace(latest.contents, name=name))
    return replace(one, entry=replace(one.entry, versions=(*one.entry.versions[:-1], named)))
