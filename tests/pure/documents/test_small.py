"""Reports of which little or nothing may be shown: still whole, readable and worth reading, in every form."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from reports.documents import html, pdf
from reports.documents.content import build
from reports.documents.facts import Content
from reports.documents.json import to_json
from reports.documents.model import Document, Listing, Paragraph, Table
from reports.documents.sentences import covered, reason_words
from reports.documents.wording import word
from reports.releases.types import Effort, Reason, Record, WithheldRow
from surveys.fingerprints import canonical
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, nothing_shown, questionnaire, two_shifts, with_crossings


def first(current: Record) -> Content:
    return build(current, None, questionnaire(), CONTEXT, seed=1)


def now_nothing() -> Content:
    return build(after(rows=(), withheld=nothing_shown().withheld), before(), questionnaire(), CONTEXT, seed=1)


def teams_alone() -> Content:
    record = before()
    return first(before(rows=record.rows[1:], withheld=(WithheldRow("whole", Reason.MEMBERSHIP_CHANGED, None),)))


def no_scales() -> Content:
    row = before().rows[0]
    held = {key: type(scale)(None, None, None, Reason.NOT_SHOWN) for key, scale in row.scales.items()}
    return first(before(rows=(type(row)(row.unit, row.headcount, row.n, held, {}),), withheld=()))


CASES: dict[str, Callable[[], Content]] = {
    "eleven of twelve": lambda: first(two_shifts()),
    "ten of twelve": lambda: first(two_shifts(answered=10)),
    "seven of twelve": lambda: first(two_shifts(answered=7)),
    "nothing": lambda: first(nothing_shown()),
    "could not be checked": lambda: first(nothing_shown(Reason.COULD_NOT_CHECK)),
    "nothing, and crossings": lambda: first(with_crossings(nothing_shown())),
    "nothing now, something before": now_nothing,
    "teams alone": teams_alone,
    "no scale": no_scales,
}


def text_of(document: Document, key: str) -> str:
    part = next(part for part in document.sections if part.key == key)
    found: list[str] = []
    for block in part.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Listing):
            found += block.points
    return " ".join(found)


def keys(document: Document) -> list[str]:
    return [part.key for part in document.sections]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_it_is_whole_in_every_language(case: str, language: str) -> None:
    document = word(CASES[case](), language)
    assert len(set(keys(document))) == len(keys(document))
    for part in document.sections:
        assert part.blocks
        for block in part.blocks:
            assert not isinstance(block, Paragraph) or block.text.strip()
            assert not isinstance(block, Listing) or all(point.strip() for point in block.points)
            if isinstance(block, Table):
                assert block.rows
                assert all(len(cells) == len(block.header) and all(cells) for cells in block.rows)
    assert all(sentence.strip() for sentence in document.summary)
    assert "talk" in keys(document)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_it_can_be_read_in_every_form(case: str, language: str) -> None:
    facts = CASES[case]()
    document = word(facts, language)
    page = html.standalone(document)
    sheet = PdfReader(io.BytesIO(pdf.render(document)))
    squeezed = re.sub(r"\s+", "", "".join(part.extract_text() for part in sheet.pages))
    assert 2 <= len(sheet.pages) <= 9
    for part in document.sections:
        assert re.sub(r"\s+", "", part.title) in squeezed
        assert part.title in page
    assert not re.search(r"\bNone\b(?! of)", page)
    assert canonical(to_json(facts, document, fingerprint="ab"))


@pytest.mark.parametrize("case", ["nothing", "could not be checked", "nothing now, something before"])
def test_a_report_of_nothing_has_no_figures_no_chart_and_no_empty_part(case: str) -> None:
    facts = CASES[case]()
    document = word(facts, "nb")
    assert document.charts() == ()
    assert keys(document)[:2] == ["unshown", "asked"]
    assert not {"profile", "primary", "exploratory", "size", "worse", "measures"} & set(keys(document))
    assert "kan ikke vises samlet" in document.summary[0]
    assert "Det betyr ikke at svarene var gode eller dårlige" in " ".join(document.summary)
    data = to_json(facts)
    assert data["size"] is None
    assert all(scale["after"]["mean"] is None for scale in data["scales"])


def test_a_report_of_nothing_says_what_was_asked() -> None:
    document = word(first(nothing_shown()), "nb")
    part = next(part for part in document.sections if part.key == "asked")
    (table,) = part.blocks
    assert isinstance(table, Table)
    asked = " ".join(cells[1] for cells in table.rows)
    assert all(item.text["nb"] in asked for item in questionnaire().items if item.scale)


def test_what_is_hidden_for_the_same_reason_stands_together_and_says_that_nothing_covers_it() -> None:
    said = text_of(word(first(nothing_shown()), "nb"), "not-published")
    assert "Växeln og Mottagningen i september 2018: etter planen som partene signerte på forhånd" in said
    assert said.count("Svarene er ikke med i noen tall som vises.") == 2


def test_a_hidden_whole_beside_shown_teams_is_not_said_to_be_nowhere() -> None:
    said = text_of(word(teams_alone(), "nb"), "not-published")
    assert "Ingen av tallene som vises, tar med alle disse svarene." in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_every_cover_has_words_of_its_own(language: str) -> None:
    with override(language):
        assert len({reason_words(reason) for reason in Reason}) == len(Reason)
        said = {covered("A"), covered(None), covered(None, anything=False)}
    assert len(said) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_the_rows_were_chosen_is_said_in_words(language: str) -> None:
    texts = {text_of(word(first(before(effort=effort)), language), "not-published") for effort in Effort}
    assert len(texts) == len(Effort)


def test_each_way_of_choosing_says_what_it_is() -> None:
    words = {
        Effort.OPTIMAL: "ikke noe annet utvalg av grupper viser mer",
        Effort.GREEDY: "valgt én for én",
        Effort.OUT_OF_TIME: "mindre enn den kunne ha gjort, men aldri mer",
    }
    for effort, expected in words.items():
        said = text_of(word(first(before(effort=effort)), "nb"), "not-published")
        assert expected in said
        assert not any(other in said for other in words.values() if other != expected)


def test_where_nothing_is_shown_nothing_is_said_to_be_chosen_but_a_lack_of_time_is() -> None:
    assert "valgt" not in text_of(word(first(nothing_shown()), "nb"), "not-published")
    late = replace(nothing_shown(Reason.COULD_NOT_CHECK), effort=Effort.OUT_OF_TIME)
    assert "ble ikke ferdig i tide" in text_of(word(first(late), "nb"), "not-published")


def test_a_workplace_of_some_size_has_no_part_for_small_ones() -> None:
    document = word(build(after(), before(), questionnaire(), CONTEXT, seed=1), "nb")
    assert not {"small", "talk"} & set(keys(document))


def test_only_the_whole_where_more_was_planned_is_little() -> None:
    held = (WithheldRow("pool", Reason.TOO_FEW, "whole"),)
    document = word(build(after(withheld=held), before(), questionnaire(), CONTEXT, seed=1), "nb")
    assert "«Felles kø» er ikke vist, og grunnen står i «Dette er ikke vist»." in text_of(document, "small")


def test_two_shifts_of_six_are_told_what_is_shown_and_how_much_one_person_weighs() -> None:
    said = text_of(word(first(two_shifts()), "nb"), "small")
    assert "«Vakttelefonen i Lia kommune», «Dagskiftet» og «Kveldsskiftet»" in said
    assert "Med 11 svar kan svarene fra én person alene flytte et snitt med opptil 9 poeng." in said
    said = text_of(word(first(two_shifts(answered=7)), "nb"), "small")
    assert "«Dagskiftet» og «Kveldsskiftet» er ikke vist" in said
    assert "opptil 14 poeng" in said


def test_the_talk_is_about_the_work_and_never_about_who_said_what() -> None:
    for case in ("eleven of twelve", "nothing"):
        said = text_of(word(CASES[case](), "nb"), "talk")
        for words in ("verneombudet", "Ingen trenger å si", "Ikke gjett", "én ting dere vil prøve", "Spør på nytt"):
            assert words in said


def test_the_size_reads_sensibly_at_ten_without_a_comparison_and_below_ten() -> None:
    said = text_of(word(first(two_shifts(answered=10)), "nb"), "size")
    assert "Svarer 10 også neste gang" in said
    assert "Så store endringer er sjeldne" in said
    assert "i hver runde finner" not in said
    below = text_of(word(first(two_shifts(answered=7)), "nb"), "size")
    assert "for liten til å finne endringer" in below
    assert "fire av fem" not in below


def test_measures_that_are_not_shown_are_one_sentence_and_no_table() -> None:
    document = word(first(two_shifts()), "nb")
    part = next(part for part in document.sections if part.key == "measures")
    assert not any(isinstance(block, Table) for block in part.blocks)
    assert "Grunnen står i «Dette er ikke vist»." in text_of(document, "measures")
