"""The register in a report and on two pages for a meeting: the chart over time, the figures, what there is room for.

A register of forty measures with long names is the largest that is tried.
"""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from reports.documents import pdf
from reports.documents.content import build
from reports.documents.drawing import Shape, Theme
from reports.documents.formats import Formats
from reports.documents.model import Document, Listing, Paragraph, Table, TimelineChart
from reports.documents.pictures import picture_svg
from reports.documents.policy_change import ScopedChange
from reports.documents.register import for_a_meeting, with_register
from reports.documents.register_facts import RegisterFacts, experienced, registered
from reports.documents.register_parts import findings, in_turn
from reports.documents.register_shares import figure_rows, scale_name, wave_level
from reports.documents.register_time import time_line
from reports.documents.trends.timeline import timeline_spec
from reports.documents.wording import word
from surveys.monitoring.figures import Key, Line
from surveys.monitoring.types import Assessment, Contents, Entry, Kind, Said, Talks, Version
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


RECORDING = replace(measure(13), name="Lydlogg", kind=Kind.CALL_RECORDING)
FORTY = tuple(measure(number) for number in range(1, 41))
MONTHS = tuple(
    month(unit, date(2018 + number // 12, number % 12 + 1, 1), key, "1234.5")
    for number in range(24)
    for unit in ("whole", "a", "b")
    for key in Key
)
LARGE = facts(*FORTY, lines=MONTHS)
EIGHT_BARE = facts(*FORTY[:8], lines=MONTHS)
COMPLETE = tuple(
    replace(
        one, purpose="a", need="b", alternatives="c", legal_basis="d", retention="e", talks=Talks.DISCUSSED,
        talked_on=date(2014, 1, 1), informed_on=date(2014, 2, 1), assessment=Assessment.DONE,
        assessed_on=date(2014, 1, 1), automated=Said.NO, emotions=Said.NO, evaluate_by=date(2020, 1, 1),
    )
    for one in FORTY[31:]
)  # fmt: skip
TEN_OF_WHICH_ONE_BARE = facts(*COMPLETE, FORTY[0], lines=MONTHS)
EIGHT_OF_WHICH_ONE_BARE = facts(*COMPLETE[:7], FORTY[0], lines=MONTHS)


def meeting(told: RegisterFacts, language: str = "nb") -> Document:
    return for_a_meeting(word(CONTENT, language), told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forty_measures_fit_on_two_pages(language: str) -> None:
    document = meeting(LARGE, language)
    assert len(PdfReader(io.BytesIO(pdf.render(document))).pages) == 2
    assert "40" in document.summary[-1]
    duties = next(part for part in document.sections if part.key == "duties")
    table, rest = duties.blocks[:2]
    assert isinstance(table, Table)
    assert isinstance(rest, Paragraph)
    assert str(40 - len(table.rows)) in rest.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "told", [EIGHT_BARE, EIGHT_OF_WHICH_ONE_BARE, TEN_OF_WHICH_ONE_BARE], ids=["eight bare", "eight", "ten"]
)
def test_so_do_fewer_of_which_more_is_said(told: RegisterFacts, language: str) -> None:
    assert len(PdfReader(io.BytesIO(pdf.render(meeting(told, language)))).pages) == 2


def test_nothing_is_left_out_of_a_small_register_and_the_gravest_goes_first() -> None:
    unheard = replace(RECORDING, name="Logg", talks=None)
    told = facts(unheard)
    with override("nb"):
        every = findings(told, Formats("nb"), most=60)
        few = findings(told, Formats("nb"), most=3)
    assert "ikke ført opp i registeret" in every[0]
    assert len(every) == len(set(every))
    assert len(few) == 4
    assert few[:3] == [text for text in every if text in few[:3]]
    assert str(len(every) - 3) in few[3]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=7), st.integers(0, 40))
def test_each_kind_of_finding_is_told_before_a_second_of_any(sizes: list[int], most: int) -> None:
    taken = in_turn(sizes, most)
    assert sum(taken) == min(most, sum(sizes))
    assert all(took <= size for took, size in zip(taken, sizes, strict=True))
    if sum(1 for size in sizes if size) <= most:
        assert all(took for took, size in zip(taken, sizes, strict=True) if size)
    full = [took for took, size in zip(taken, sizes, strict=True) if took < size]
    assert not full or max(taken) - min(full) <= 1


def chart(told: RegisterFacts, language: str = "nb", *, bars: int = 6) -> TimelineChart:
    with override(language):
        found = time_line(told, Formats(language), days=20, bars=bars)
    assert isinstance(found, TimelineChart)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_tells_in_words_what_it_shows(language: str) -> None:
    ended = replace(RECORDING, name="Avsluttet", ended_on=date(2019, 5, 6))
    begun = replace(RECORDING, name="Begynt", started_on=date(2019, 6, 3))
    found, formats = chart(facts(RECORDING, ended, begun), language), Formats(language)
    for wave in (before(), after()):
        level = wave_level(wave).level
        assert formats.mean(level) in found.alternative
        assert formats.mean(level) in str(found.table.rows)
    for text in ("Avsluttet", "Begynt", formats.date("2019-05-06"), formats.date("2019-06-03"), CHANGE.name[language]):
        assert text in found.alternative
        assert text in str(found.table.rows)
    assert [bar.label.partition(":")[0] for bar in found.lanes] == ["Avsluttet", "Begynt"]


def test_days_stand_where_the_calendar_puts_them() -> None:
    found = chart(facts(replace(RECORDING, started_on=date(2019, 3, 1), ended_on=date(2019, 6, 3))))
    days = (DAY - date.fromisoformat(before().opened)).days
    expected = [(day - date.fromisoformat(before().opened)).days / days for day in (date(2019, 3, 1), date(2019, 6, 3))]
    (lane,) = found.lanes
    assert [lane.start, lane.end] == pytest.approx(expected)
    assert [at for at, _label in found.waves] == pytest.approx(
        [0.0, (date.fromisoformat(after().opened) - date.fromisoformat(before().opened)).days / days]
    )
    assert [at for at, _mark in found.changes] == pytest.approx([(date(2019, 5, 6) - date(2018, 9, 3)).days / days])


def test_a_bar_goes_on_where_the_measure_does() -> None:
    told = facts(replace(RECORDING, ended_on=date(2019, 5, 6)), replace(RECORDING, started_on=date(2019, 5, 6)))
    first, second = chart(told).lanes
    assert (first.start, second.end) == (None, None)
    assert first.end == second.start


def test_of_many_bars_the_last_to_move_are_drawn_and_the_others_counted() -> None:
    found = chart(LARGE, bars=3)
    assert len(found.lanes) == 3
    assert all(text in found.lanes[-1].label for text in ("Tiltak nummer 40", "20. mai 2019"))
    moved = sum(one.entry.contents.started_on >= date(2018, 9, 3) for one in LARGE.entries)  # type: ignore[operator]
    assert str(moved - 3) in found.notes[-1]


def test_one_wave_alone_has_a_table_and_no_chart() -> None:
    alone = replace(facts(RECORDING), waves=(wave_level(after()),))
    hidden = replace(facts(RECORDING), waves=(wave_level(before(rows=())), wave_level(after())))
    with override("nb"):
        for told in (alone, hidden, replace(alone, waves=())):
            assert isinstance(time_line(told, Formats("nb"), days=9, bars=6), Table)


@pytest.mark.parametrize("shape", list(Shape))
def test_every_part_of_the_picture_lies_within_it(shape: Shape) -> None:
    spec = timeline_spec(chart(LARGE), shape=shape, theme=Theme.LIGHT)
    for one in spec["layer"]:
        for value in one["data"]["values"]:
            assert 0 <= value["y"] <= spec["height"]
            assert 0 <= value.get("y2", 0) <= spec["height"]
            assert all(0 <= value[name] <= spec["width"] for name in ("x", "x2") if name in value)
    drawn = picture_svg(chart(LARGE), shape=shape, theme=Theme.DARK)
    assert "Tiltak nummer 40" in drawn


def test_the_bars_can_be_told_apart_without_colour() -> None:
    spec = timeline_spec(chart(LARGE), shape=Shape.PRINT, theme=Theme.LIGHT)
    rules = [one["mark"] for one in spec["layer"] if one["mark"]["type"] == "rule"]
    looks = {(mark["strokeWidth"], tuple(mark.get("strokeDash", ()))) for mark in rules}
    assert {(5, ()), (2.5, ()), (1.2, (4, 3))} <= looks


def table_of(document: Document, key: str) -> Table:
    blocks = [block for part in document.sections for block in part.blocks]
    return next(block for block in blocks if isinstance(block, Table) and block.key == key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_stand_beside_the_levels_of_the_same_unit_and_time(language: str) -> None:
    september = (
        month("whole", date(2018, 9, 1), Key.CALLS, "1234.5"),
        month("whole", date(2019, 9, 1), Key.CALLS, "1340"),
        month("a", date(2019, 5, 1), Key.CALLS, "410"),
        month("b", date(2019, 5, 1), Key.CALLS, "425"),
    )
    told, formats = facts(RECORDING, lines=september), Formats(language)
    document = with_register(word(CONTENT, language), told)
    rows = table_of(document, "register-figures").rows
    levels = [formats.mean(wave_level(wave).level) for wave in (before(), after())]
    assert [row[2] for row in rows if row[0].startswith("Hele kundesenteret")] == levels
    assert formats.points(1234.5) in rows[0]
    a, b = (next(row for row in rows if row[0].startswith(name)) for name in ("Team A", "Team B"))
    assert CHANGE.name[language] in a[0]
    inside, outside = (row[0].partition(CHANGE.name[language])[2].strip(" .") for row in (a, b))
    assert inside == ""
    assert outside != ""


def test_a_unit_that_is_not_shown_has_no_level_beside_its_figures() -> None:
    told = facts(RECORDING, lines=(month("a", date(2019, 9, 1), Key.CALLS, "410"),))
    assert "a" not in {row.unit for row in after().rows}
    (row,) = table_of(meeting(told), "register-figures").rows
    assert row[2:] == ("ikke vist", "ikke vist")


def test_of_many_periods_those_with_a_round_or_a_change_are_kept() -> None:
    rows = table_of(meeting(LARGE), "register-figures").rows
    assert [row[0] for row in rows] == [
        "Hele kundesenteret, 1.–28. sep. 2018. Runden høsten 2018.",
        "Hele kundesenteret, 1.–28. sep. 2019. Runden høsten 2019.",
    ]
    notes = " ".join(
        block.text for part in meeting(LARGE).sections for block in part.blocks if isinstance(block, Paragraph)
    )
    assert str(72 - len(rows)) in notes


def test_the_report_has_the_part_and_without_facts_none() -> None:
    plain = word(CONTENT, "nb")
    whole = with_register(plain, facts(RECORDING))
    assert [part.key for part in whole.sections if part.key == "register"] == ["register"]
    assert with_register(plain, None) == plain
    listing = next(part for part in whole.sections if part.key == "register").blocks[1]
    assert isinstance(listing, Listing)
