"""The sentences: what may be said, in which order, and how numbers are written."""

import textwrap
from dataclasses import replace

import pytest

from reports.documents.charts import FINDING_WRAP
from reports.documents.content import build
from reports.documents.facts import Change, Content, ScaleFacts
from reports.documents.formats import Formats
from reports.documents.model import BandsChart, Document, Listing, Paragraph, Section, Table
from reports.documents.sentences import change_sentence, policy_sentence, verdict_sentence, verdict_words
from reports.documents.wording import word
from reports.releases.types import Reason, Record, ReleasedRow, ReleasedShares
from reports.statistics.verdicts import CertaintyLevel, Concern, Verdict
from surveys.questionnaires.types import LANGUAGES
from tests.documents_factory import CONTEXT, after, before, profile_of, questionnaire, record, with_whole

NB = Formats("nb")


def content(current: Record | None = None, previous: Record | None = None) -> Content:
    return build(current or after(), previous or before(), questionnaire(), CONTEXT, seed=1)


def text_of(section: Section) -> str:
    parts: list[str] = [section.title]
    for block in section.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Listing):
            parts += block.points
    return " ".join(parts)


def section(document: Document, key: str) -> str:
    return next(text_of(part) for part in document.sections if part.key == key)


def some_change() -> tuple[ScaleFacts, Change]:
    scale = content().scales[0]
    assert scale.change is not None
    return scale, scale.change


LONGEST_PARAGRAPH, LONGEST_SUMMARY = 300, 1000
"""Signs: the summary is read first, and has to be read."""


def test_the_summary_is_four_short_paragraphs() -> None:
    summary = word(content(), "nb").summary
    assert len(summary) == 4
    assert summary[0] == (
        "34 av 40 (85 prosent) svarte på «Arbeidshverdagen» i september 2019, mot 33 av 40 i september 2018. Det "
        "viktigste de ble spurt om, var styring over egen arbeidsdag, frihet til å velge framgangsmåte, opplevd "
        "kontroll fra arbeidsgiveren og tillit til ledelsen."
    )
    assert summary[1].startswith("Etter endringen 6. mai 2019 («Den detaljerte vaktplanen ble fjernet») er ")
    assert "arbeidsmengde og tid på telefonen (mer nå)" in summary[2]
    assert summary[3].startswith("Sikkerheten i det meste av det vi har funnet, er lav. Kravet til et funn")
    assert summary[3].endswith("Vi kan heller ikke si hva som er grunnen til endringene.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_is_short_in_every_language(language: str) -> None:
    summary = word(content(), language).summary
    assert max(len(paragraph) for paragraph in summary) <= LONGEST_PARAGRAPH
    assert sum(len(paragraph) for paragraph in summary) <= LONGEST_SUMMARY


def test_the_summary_names_every_scale_that_got_worse_and_each_main_one_that_got_better() -> None:
    facts = content()
    _asked, better, worse, _sure = word(facts, "nb").summary
    names = {scale.key: f"{scale.name['nb'][:1].lower()}{scale.name['nb'][1:]}" for scale in facts.scales}
    main = {scale.key for scale in facts.scales if scale.primary}
    assert facts.worse
    assert main & set(facts.better)
    assert all(names[key] in worse for key in facts.worse)
    assert all(names[key] in better for key in facts.better if key in main)
    assert f"{len(facts.better)} av {len(facts.scales)} indekser" in better


def test_nothing_is_said_to_be_because_of_the_change() -> None:
    document = word(content(), "nb")
    text = " ".join([*document.summary, *(text_of(part) for part in document.sections)])
    assert "på grunn av" not in text.replace("aldri «på grunn av»", "")
    assert "skyldes" not in text


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("small", [True, False])
def test_every_verdict_has_its_own_words(verdict: Verdict, small: bool) -> None:
    _, change = some_change()
    said = verdict_sentence(replace(change, verdict=verdict, small=small), 5.0, NB)
    others = {
        verdict_sentence(replace(change, verdict=other, small=False), 5.0, NB)
        for other in Verdict
        if other is not verdict
    }
    assert said not in others
    assert verdict_words(verdict, small=small)


def test_cannot_tell_is_never_said_as_no_change() -> None:
    _, change = some_change()
    said = verdict_sentence(replace(change, verdict=Verdict.CANNOT_TELL), 5.0, NB)
    assert said.startswith("Vi kan ikke si")
    assert "ingen endring" not in said.lower()
    assert "Det er ikke det samme som at ingenting er endret" in section(word(content(), "nb"), "cannot-tell")


def test_what_cannot_be_told_has_the_change_that_could_have_been_found() -> None:
    facts = content()
    said = section(word(facts, "nb"), "cannot-tell")
    unsure = [scale for scale in facts.scales if scale.key in facts.cannot_tell]
    assert unsure
    for scale in unsure:
        assert scale.change is not None
        assert scale.change.mdc is not None
        assert f"omtrent {NB.points(scale.change.mdc)} poeng" in said


def test_the_range_stands_before_the_probability() -> None:
    scale, change = some_change()
    said = change_sentence(scale, change, NB)
    assert said.index(NB.signed(change.low)) < said.index("p\u00a0")


def test_a_change_downwards_has_a_true_minus_sign() -> None:
    assert NB.signed(-12.34) == "\u221212,3"
    assert NB.signed(12.34) == "+12,3"
    assert NB.signed(0.04) == NB.signed(-0.04) == "0,0"


@pytest.mark.parametrize(
    ("language", "points", "date", "whole"),
    [
        ("nb", "58,1", "6. mai 2019", "1\u00a0100"),
        ("nn", "58,1", "6. mai 2019", "1\u00a0100"),
        ("sv", "58,1", "6 maj 2019", "1\u00a0100"),
        ("en", "58.1", "6 May 2019", "1,100"),
    ],
)
def test_numbers_and_dates_are_those_of_the_language(language: str, points: str, date: str, whole: str) -> None:
    formats = Formats(language)
    assert (formats.points(58.08), formats.date("2019-05-06"), formats.whole(1100)) == (points, date, whole)


@pytest.mark.parametrize("language", LANGUAGES)
def test_shares_are_written_as_released(language: str) -> None:
    assert [Formats(language).share(share) for share in ("37", "<=10", ">=80", "32-42")] == [
        "37",
        "≤\u00a010",
        "≥\u00a080",
        "32–42",
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "3.–21. sep. 2018"),
        ("nn", "3.–21. sep. 2018"),
        ("sv", "3–21 sep. 2018"),
        ("en", "3–21 Sept 2018"),
    ],
)
def test_a_period_is_written_as_in_the_language(language: str, text: str) -> None:
    assert Formats(language).dates("2018-09-03", "2018-09-21") == text


def test_names_that_hold_an_and_are_kept_apart_by_semicolons() -> None:
    assert NB.names(["Ro", "Tillit", "Støtte"]) == "Ro, Tillit og Støtte"
    assert NB.names(["Ro", "Tempo og pauser"]) == "Ro; Tempo og pauser"
    assert NB.names(["Solvik", "Fagforbundet, avdeling Solvik"]) == "Solvik; Fagforbundet, avdeling Solvik"
    assert NB.names(["Borgen", "Sandvik"]) == "Borgen og Sandvik"


def facts_of(document: Document) -> dict[str, str]:
    return dict(document.facts)


def test_a_change_has_its_short_name_in_the_summary_and_all_of_it_in_the_facts() -> None:
    document = word(content(), "nb")
    assert "Planen sa" not in " ".join(document.summary)
    assert facts_of(document)["Endring mellom rundene"] == (
        "6. mai 2019: Den detaljerte vaktplanen ble fjernet. Planen sa når hver enkelt skulle sitte på telefonen og "
        "spise. De tre lagene ble én gruppe."
    )


def test_the_only_changes_of_a_first_wave_are_not_called_other() -> None:
    facts = facts_of(word(build(before(), None, questionnaire(), CONTEXT, seed=1), "nb"))
    assert "Andre endringer" not in facts
    assert "Endringer på arbeidsplassen" in facts


def test_the_name_of_a_whole_keeps_its_capitals() -> None:
    names = {"whole": "Solvik kundesenter", "a": "Team A", "b": "Team B", "c": "Team C", "pool": "Felles kø"}
    document = word(content(after(unit_names=names), before(unit_names=names)), "nb")
    assert "«Solvik kundesenter»" in section(document, "groups")
    assert "«Solvik kundesenter»" in section(document, "not-published")


@pytest.mark.parametrize(("days", "text"), [(1, "senest 1 dag etter"), (14, "senest 14 dager etter")])
def test_one_day_is_not_several(days: int, text: str) -> None:
    context = replace(CONTEXT, retention_days=days)
    document = word(build(after(), before(), questionnaire(), context, seed=1), "nb")
    assert text in section(document, "control")


def with_certainty(level: CertaintyLevel, concerns: tuple[Concern, ...], *, first: bool = False) -> Content:
    """Return the report with every scale as sure as the others, or with the first one alone changed."""
    facts = content()
    scales = tuple(
        replace(scale, change=scale.change and replace(scale.change, certainty=level, concerns=concerns))
        if number == 0 or not first
        else scale
        for number, scale in enumerate(facts.scales)
    )
    return replace(facts, scales=scales)


def scale_texts(document: Document) -> list[str]:
    return [text_of(part) for part in document.sections if part.key.startswith("scale-")]


def test_a_certainty_that_all_scales_share_is_said_once() -> None:
    document = word(with_certainty(CertaintyLevel.LOW, (Concern.NO_PRIOR_WAVES,)), "nb")
    assert "Sikkerhet: lav for alle indeksene. Det som trekker ned: ingen tidligere" in section(document, "primary")
    assert "Sikkerhet" not in " ".join([*scale_texts(document), section(document, "exploratory")])


def test_a_certainty_of_its_own_is_said_with_its_scale() -> None:
    document = word(content(), "nb")
    assert "Sikkerhet: lav for alle indeksene der ikke noe annet står." in section(document, "primary")
    own = [text for text in scale_texts(document) if "Sikkerhet: svært lav. Det som også trekker ned: " in text]
    assert len(own) == 2
    assert not any("ingen tidligere runder" in text for text in own)


def test_a_scale_that_lacks_a_shared_concern_lists_its_reasons_whole() -> None:
    facts = with_certainty(CertaintyLevel.MODERATE, (Concern.FRAGILE, Concern.COMPARISON_AGREES), first=True)
    said = scale_texts(word(facts, "nb"))[0]
    assert "Det som trekker ned: konklusjonen kunne" in said
    assert "Det som trekker opp" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_whole_in_every_language(language: str) -> None:
    document = word(content(), language)
    tables = [block for part in document.sections for block in part.blocks if isinstance(block, Table)]
    assert len(tables) + len(document.charts()) > len(questionnaire().scales)
    for table in [*tables, *(chart.table for chart in document.charts())]:
        assert all(len(row) == len(table.header) and all(row) for row in table.rows)
    assert len({part.key for part in document.sections}) == len(document.sections)


def test_a_first_wave_says_that_there_is_nothing_to_compare_with() -> None:
    document = word(build(before(), None, questionnaire(), CONTEXT, seed=1), "nb")
    assert "Dette er den første runden." in " ".join(document.summary)
    assert "worse" not in {part.key for part in document.sections}
    assert profile_of(document).before_label == ""
    assert all("→" not in cell for row in profile_of(document).table.rows for cell in row)


def test_groups_of_one_wave_are_said_to_be_so_and_the_withheld_one_has_its_reason() -> None:
    document = word(content(), "nb")
    assert "Team A og Team B vises bare i den ene runden" in section(document, "groups")
    held = section(document, "not-published")
    assert "Team C i september 2018: med disse tallene kunne svarene i en annen, liten gruppe vært regnet ut." in held
    assert "Svarene er med i tallene for «Hele kundesenteret»." in held


def test_two_waves_in_one_month_are_told_apart_by_their_dates() -> None:
    early = before(opened="2019-09-02", closed="2019-09-06")
    late = after(opened="2019-09-20", closed="2019-09-27")
    chart = profile_of(word(content(late, early), "nb"))
    assert chart.before_label != chart.after_label.replace("Etter", "Før")
    summary = word(content(late, early), "nb").summary[0]
    assert "i perioden 20.–27. sep. 2019, mot 33 av 40 i perioden 2.–6. sep. 2019." in summary


def test_a_workplace_of_nine_gets_levels_and_plain_reasons() -> None:
    facts = build(record(moved=True, answered=9), record(moved=False, answered=9), questionnaire(), CONTEXT, seed=1)
    document = word(facts, "nb")
    assert facts.better == facts.worse == ()
    assert "færre enn ti svarte" in section(document, "cannot-tell")
    assert all(dot.after is not None and dot.after.low is None for dot in profile_of(document).rows)
    assert "Svarene på 3 spørsmål er ikke vist." in section(document, "scale-trust")
    assert not [
        block for part in document.sections for block in part.blocks if block.kind == "table" and "items" in str(block)
    ]


def test_a_question_shown_in_one_wave_alone_has_a_dash_for_the_other() -> None:
    def hide(row: ReleasedRow) -> ReleasedRow:
        held = ReleasedShares(n=None, detail="options", shares=(), withheld=Reason.NOT_SHOWN)
        return replace(row, items={**row.items, "own_words": held})

    document = word(content(with_whole(after(), hide)), "nb")
    part = next(part for part in document.sections if part.key == "scale-autonomy")
    table = next(block.table for block in part.blocks if isinstance(block, BandsChart))
    row = next(row for row in table.rows if row[0].startswith("Jeg kan bruke mine egne ord"))
    assert all(cell.endswith("→\u00a0–") for cell in row[1:])
    assert "– er ikke vist" in table.caption


def all_answered(row: ReleasedRow) -> ReleasedRow:
    return replace(
        row, headcount=row.n, scales={key: figure for key, figure in row.scales.items() if figure.n == row.n}
    )


def test_a_level_that_everybody_gave_is_known_and_has_no_interval_in_words_tables_or_chart() -> None:
    first = with_whole(before(), all_answered)
    document = word(build(first, None, questionnaire(), CONTEXT, seed=1), "nb")
    known = [scale.key for scale in questionnaire().scales if scale.key in first.rows[0].scales]
    assert known
    for key in known:
        said = section(document, f"scale-{key}")
        assert "Alle i gruppen svarte, så snittet er kjent for denne gruppen." in said
        assert "med usikkerhet fra" not in said
    rows = profile_of(document).table.rows
    assert [row[2] for row in rows].count("alle svarte") == len(known)
    dots = [row.after for row in profile_of(document).rows if row.after is not None]
    assert all((dot.low, dot.high) == (None, None) for dot in dots)


@pytest.mark.parametrize("facts", [content(), build(before(), None, questionnaire(), CONTEXT, seed=1)])
def test_the_note_to_the_chart_says_that_its_bars_count_those_who_answered(facts: Content) -> None:
    assert "Strekene tar hensyn til hvor mange som svarte." in section(word(facts, "nb"), "profile")


@pytest.mark.parametrize("verdict", [Verdict.CLEARLY_BETTER, Verdict.CLEARLY_WORSE, Verdict.BETTER, Verdict.WORSE])
def test_the_end_of_an_interval_is_not_a_fact(verdict: Verdict) -> None:
    _, change = some_change()
    small = verdict in {Verdict.BETTER, Verdict.WORSE}
    said = verdict_sentence(replace(change, verdict=verdict, small=small), 5.0, NB)
    assert ("er trolig mindre enn 5 poeng" if small else "er trolig på minst 5 poeng") in said


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.NOT_WORSE, "neppe klart dårligere, kanskje bedre"),
        (Verdict.NOT_BETTER, "neppe klart bedre, kanskje dårligere"),
    ],
)
def test_an_interval_that_allows_a_little_worse_is_not_called_not_worse(verdict: Verdict, words: str) -> None:
    _, change = some_change()
    assert verdict_words(verdict, small=False) == words
    assert verdict_sentence(replace(change, verdict=verdict), 5.0, NB).lower().startswith(words)
    figure = f"{words} ({NB.signed(-13.4)})"
    assert len(textwrap.wrap(figure, FINDING_WRAP)) <= 2


def test_a_change_beyond_ordinary_variation_is_said_to_be_beyond_what_is_reckoned_with() -> None:
    _, change = some_change()
    said = policy_sentence(replace(change, low_policy=1.0, high_policy=9.0), NB)
    assert said.endswith(", altså mer enn svingningen vi regner med.")


def test_what_about_the_same_takes_names_its_spread_and_is_not_absolute() -> None:
    said = section(word(content(), "nb"), "size")
    assert "trengs det vanligvis omtrent 275 svar i hver runde (standardavvik 20)" in said
    assert "Det går vanligvis ikke" in said


def test_nothing_absolute_is_promised_of_finding_people() -> None:
    document = word(content(), "nb")
    assert "Ingen kan finne" not in " ".join(text_of(part) for part in document.sections)
    assert "Svararkene har ikke navn." in section(document, "control")


def test_the_summary_says_where_no_finding_is_primary_and_that_less_is_asked_of_those() -> None:
    facts = content()
    primary = {scale.key for scale in facts.scales if scale.primary}
    summary = word(facts, "nb").summary
    for keys, said in ((facts.better, summary[1]), (facts.worse, summary[2])):
        assert ("Ingen av dem er hovedindekser." in said) is not bool(primary & set(keys))
    assert not primary & set(facts.worse)
    assert "Kravet til et funn er mindre strengt i de andre indeksene" in summary[3]
