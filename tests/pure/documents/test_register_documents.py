"""The register in a report and on two pages for a meeting: the chart over time, the figures, what there is room for.

A register of forty measures with long names is the largest that is tried.
"""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pypdf import PdfReader

from reports.documents import pdf
from reports.documents.content import build
from reports.documents.model import Document
from reports.documents.policy_change import ScopedChange
from reports.documents.register import for_a_meeting
from reports.documents.register_facts import RegisterFacts, experienced, registered
from reports.documents.register_shares import figure_rows, scale_name, wave_level
from reports.documents.wording import word
from surveys.monitoring.figures import Key, Line
from surveys.monitoring.types import Contents, Entry, Kind, Version
from surveys.organisations.rules import Country
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, questionnaire

CHANGE = CONTEXT.changes[0]
DAY = date(2019, 10, 22)
PARENTS = {"whole": None, "a": "whole", "b": "whole"}
CONTENT = build(after(), before(), questionnaire(), CONTEXT, seed=1)


def entry(number: int, said: Contents) -> Entry:
    at = datetime(2018, 9, 1, tzinfo=UTC)
    return Entry(number, (Version(1, at, "Kari", "Part", UUID(int=1), "Part", False, said),), ())


def measure(number: int, **changed: object) -> Contents:
    """Return a measure of a large workplace: a long name, little said, its evaluation overdue."""
    name = f"Tiltak nummer {number} for hele kundesenteret, skiftene og de innleide, " + "og enda flere ord " * 7
    kinds = list(Kind)
    said = Contents(name, kinds[number % len(kinds)], ("whole",), started_on=date(2015, 1, 1) + timedelta(40 * number))
    return replace(said, evaluate_by=date(2019, 1, 1), **changed)  # type: ignore[arg-type]


def facts(*measures: Contents, lines: tuple[Line, ...] = ()) -> RegisterFacts:
    """Return the register beside the two waves of the factory's workplace; call recording and cameras are met."""
    records = (before(), after())
    shares = {kind: experienced("50" if number % 2 else "<=10", 34, 5) for number, kind in enumerate(Kind)}
    return RegisterFacts(
        day=DAY,
        threshold=5,
        entries=tuple(
            registered(
                entry(number, said),
                country=Country.NORWAY,
                opened=date.fromisoformat(records[1].opened),
                closed=date.fromisoformat(records[1].closed),
                day=DAY,
            )
            for number, said in enumerate(measures, start=1)
        ),
        told=True,
        now=shares,
        before=shares,
        waves=tuple(wave_level(one) for one in records),
        scale=scale_name(questionnaire()),
        changes=(CHANGE,),
        figures=figure_rows(
            lines,
            records=records,
            changes=(ScopedChange(CHANGE, frozenset({"a"})),),
            questionnaire=questionnaire(),
            parents=PARENTS,
            names={"whole": "Hele kundesenteret", "a": "Team A", "b": "Team B"},
        ),
    )


def month(unit: str, first: date, key: Key, value: str) -> Line:
    return Line(unit, first, first + timedelta(27), key, Decimal(value))


FORTY = tuple(measure(number) for number in range(1, 41))
MONTHS = tuple(
    month(unit, date(2018 + number // 12, number % 12 + 1, 1), key, "1234.5")
    for number in range(24)
    for unit in ("whole", "a", "b")
    for key in Key
)
LARGE = facts(*FORTY, lines=MONTHS)


def meeting(told: RegisterFacts, language: str = "nb") -> Document:
    return for_a_meeting(word(CONTENT, language), told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forty_measures_fit_on_two_pages(language: str) -> None:
    pages = PdfReader(io.BytesIO(pdf.render(meeting(LARGE, language)))).pages
    assert len(pages) == 2
