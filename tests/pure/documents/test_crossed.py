"""The figures by background questions: only what is released, beside the reason for what is not."""

import io
import math
import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from pypdf import PdfReader
from scipy import stats

from reports.documents import html, pdf
from reports.documents.content import build
from reports.documents.facts import Content
from reports.documents.group_facts import CrossedFacts, Spread
from reports.documents.json import to_json
from reports.documents.model import Document, Listing, Paragraph, Section, Table
from reports.documents.wording import word
from reports.releases.types import CrossedRow, Reason, Record, ReleasedScale, WithheldCrossing, WithheldRow
from surveys.fingerprints import canonical
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import (
    CONTEXT,
    after,
    before,
    few,
    people,
    questionnaire,
    row,
    two_shifts,
    with_crossings,
    with_whole,
)

CANARY = 71.375


def content(current: Record | None = None) -> Content:
    return build(current or with_crossings(after()), before(), questionnaire(), CONTEXT, seed=1)


def parts(document: Document) -> list[Section]:
    return [part for part in document.sections if part.key.startswith("crossed")]


def tables(document: Document) -> list[Table]:
    return [block for part in parts(document) for block in part.blocks if isinstance(block, Table)]


def said(document: Document, sections: Iterable[Section] | None = None) -> str:
    found: list[str] = []
    for part in document.sections if sections is None else sections:
        for block in part.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Listing):
                found += block.points
    return " ".join(found)


def by_question(facts: Content, key: str) -> CrossedFacts:
    return next(crossed for crossed in facts.crossed if crossed.question == key)


def test_there_is_no_such_part_where_no_crossings_were_agreed() -> None:
    document = word(content(after()), "nb")
    assert parts(document) == []
    assert "akgrunn" not in said(document)


def test_the_earlier_waves_rows_are_not_shown() -> None:
    facts = build(after(), with_crossings(before()), questionnaire(), CONTEXT, seed=1)
    assert facts.crossed == ()


def test_only_shown_options_are_columns_and_say_how_many_they_are() -> None:
    document = word(content(), "nb")
    (table,) = tables(document)
    assert [name.replace("\u00a0", " ") for name in table.header] == [
        "Indeks",
        "På arbeidsplassen (18 svar)",
        "Hjemme eller et annet sted (12 svar)",
    ]
    assert len(table.rows) == len(questionnaire().scales)
    assert [part.title for part in parts(document)] == [
        "Tallene etter bakgrunn",
        "Hvor jobber du mest?",
        "Hvor lenge har du jobbet her?",
    ]


def test_what_is_not_shown_has_its_reason_and_where_its_people_are_read() -> None:
    written = said(word(content(), "nb"))
    assert "«Omtrent like mye på arbeidsplassen og andre steder» er ikke vist: for få svar" in written
    assert "«Mellom to og fem år» og «Mer enn fem år» er ikke vist: med disse tallene kunne" in written
    here = said(word(content(), "nb"), parts(word(content(), "nb")))
    assert here.count("Svarene er med i tallene for «Hele kundesenteret».") == 3
    assert "Noen svar på bakgrunnsspørsmålene." in written


def test_it_says_that_groups_overlap_that_nothing_is_tested_and_that_waves_are_not_compared() -> None:
    written = said(word(content(), "nb"))
    for words in ("Alle er også med i tallene for enheten", "i hele poeng", "minst 10 svar", "ikke prøvd statistisk"):
        assert words in written
    assert "Vi sammenlikner dem ikke med tidligere runder." in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_means_are_in_whole_points_in_every_form(language: str) -> None:
    facts = content()
    document = word(facts, language)
    (table,) = tables(document)
    sheet = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(document))).pages)
    page = html.standalone(document)
    first = by_question(facts, "place").shown[0]
    for (_, cell, _), scale in zip(table.rows, facts.scales, strict=True):
        mean = first.levels[scale.key].mean
        assert mean is not None
        assert cell.startswith(f"{mean:.0f} (")
        assert "," not in cell
        assert "." not in cell
        assert cell in page
        assert cell in sheet
    assert questionnaire().background[0].text[language] in page


def test_a_unit_of_its_own_is_named_in_the_titles_and_a_hidden_one_is_read_above() -> None:
    one = with_crossings(after())
    current = replace(
        one,
        withheld=(WithheldRow("pool", Reason.TOO_FEW, "whole"),),
        withheld_crossed=(*one.withheld_crossed, WithheldCrossing("pool", "place", 1, Reason.TOO_FEW)),
    )
    document = word(content(current), "nb")
    assert [part.title for part in parts(document)][1:] == [
        "Hele kundesenteret: Hvor jobber du mest?",
        "Hele kundesenteret: Hvor lenge har du jobbet her?",
        "Felles kø: Hvor jobber du mest?",
    ]
    (last,) = parts(document)[-1].blocks
    assert isinstance(last, Paragraph)
    assert last.text.endswith("Svarene er med i tallene for «Hele kundesenteret».")


def test_a_question_with_many_options_turns_its_table() -> None:
    asked = questionnaire()
    place = asked.background[0]
    options = tuple((f"o{number}", dict.fromkeys(LANGUAGES, f"Svar {number}")) for number in range(1, 7))
    wider = replace(asked, background=(replace(place, options=options),))
    shown = by_question(content(), "place").shown[0]
    scales = {key: ReleasedScale(level.n, level.mean, None) for key, level in shown.levels.items()}
    rows = tuple(CrossedRow("whole", "place", number, 10 + number, scales) for number in range(1, 7))
    document = word(build(after(crossed=rows), before(), wider, CONTEXT, seed=1), "nb")
    (table,) = tables(document)
    assert len(table.header) == 1 + sum(scale.primary for scale in asked.scales)
    assert [row[0].replace("\u00a0", " ") for row in table.rows][:2] == ["Svar 1 (11 svar)", "Svar 2 (12 svar)"]


def test_a_scale_left_out_of_a_row_is_shown_in_no_form_and_has_its_reason() -> None:
    one = with_crossings(after())
    held = ReleasedScale(n=17, mean=CANARY, counts=((int(CANARY * 12), 17),), withheld=Reason.NOT_SHOWN)
    first = replace(one.crossed[0], scales={**one.crossed[0].scales, "trust": held})
    facts = content(replace(one, crossed=(first, *one.crossed[1:])))
    document = word(facts, "nb")
    # Where a drawing's lines run is no figure: "71,4" may be a place in it.
    page = re.sub(r' (d|transform)="[^"]*"', "", html.standalone(document))
    written = (page, canonical(to_json(facts, document)).decode(), str(document))
    assert not any("71.375" in text or "71,4" in text for text in written)
    cells = next(cells for cells in tables(document)[0].rows if cells[0] == "Tillit til ledelsen")
    assert cells[1] == "ikke vist"
    reason = "For «På arbeidsplassen» er disse indeksene ikke vist: Tillit til ledelsen. Grunnen: holdt tilbake"
    assert reason in said(document)


def test_the_interval_has_the_spread_of_the_whole_and_the_groups_own_n() -> None:
    facts = content()
    counts = after().rows[0].scales["support"].counts
    assert counts is not None
    n = sum(number for _, number in counts)
    mean = sum(score / 12 * number for score, number in counts) / n
    sd = math.sqrt(sum(number * (score / 12 - mean) ** 2 for score, number in counts) / (n - 1))
    level = by_question(facts, "place").shown[0].levels["support"]
    assert level.mean is not None
    assert level.n is not None
    margin = stats.t.ppf(0.975, n - 1) * sd / math.sqrt(level.n)
    assert (level.low, level.high) == pytest.approx((level.mean - margin, level.mean + margin))
    assert level.spread is Spread.WHOLE
    assert "sprer seg like mye som i «Hele kundesenteret»" in said(word(facts, "nb"))


def test_a_unit_of_few_has_it_too_with_the_correction_for_those_who_did_not_answer() -> None:
    facts = build(two_shifts(), None, questionnaire(), CONTEXT, seed=1)
    day, evening = facts.groups
    full = [level for level in day.levels.values() if level.n == 6]
    assert full
    assert all(level.known and level.low == level.mean and level.spread is None for level in full)
    level = evening.levels["support"]
    counts = two_shifts().rows[0].scales["support"].counts
    assert counts is not None
    values = [score / 12 for score, number in counts for _ in range(number)]
    sd = math.sqrt(sum((value - sum(values) / len(values)) ** 2 for value in values) / (len(values) - 1))
    assert level.n is not None
    assert level.mean is not None
    assert level.high is not None
    margin = stats.t.ppf(0.975, len(values) - 1) * sd * math.sqrt((1 - level.n / 6) / level.n)
    assert level.high == pytest.approx(min(100.0, level.mean + margin))
    assert any("," not in cell for cells in group_cells(word(facts, "nb")) for cell in cells)


def group_cells(document: Document) -> list[tuple[str, ...]]:
    part = next(part for part in document.sections if part.key == "groups")
    return [cells[1:] for block in part.blocks if isinstance(block, Table) for cells in block.rows]


def test_without_a_spread_of_the_whole_there_is_no_interval() -> None:
    asked = questionnaire()
    small = few(row("a", 9, people(6, seed=3, moved=False, asked=asked), moved=False, asked=asked))
    same = with_whole(
        before(),
        lambda whole: replace(whole, scales={key: ReleasedScale(33, 50.0, ((600, 33),)) for key in whole.scales}),
    )
    coarse = with_whole(
        before(), lambda whole: replace(whole, scales={key: ReleasedScale(9, 50.0, None) for key in whole.scales})
    )
    for one in (same, coarse):
        facts = build(replace(one, rows=(one.rows[0], small)), None, asked, CONTEXT, seed=1)
        assert all(level.low is None and level.spread is None for level in facts.groups[0].levels.values())


def test_json_has_the_rows_the_hidden_ones_and_how_they_were_chosen() -> None:
    data = to_json(content())
    assert [(one["unit"], one["question"], one["option"], one["answered"]) for one in data["crossed"]] == [
        ("whole", "place", 1, 18),
        ("whole", "place", 3, 12),
    ]
    assert data["crossed"][1]["option_key"] == "elsewhere"
    assert all(level["mean"]["rounded"].is_integer() for level in data["crossed"][0]["levels"].values())
    assert {level["spread"] for level in data["crossed"][0]["levels"].values()} == {"whole"}
    held = data["withheld_crossed"]
    assert len(held) == 5
    assert {one["read_in"] for one in held} == {"Hele kundesenteret"}
    assert {one["reason"] for one in held} == {"too_few", "protects_others"}
    assert data["effort"] == "optimal"
