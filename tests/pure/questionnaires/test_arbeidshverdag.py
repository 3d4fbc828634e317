"""The shipped instrument is what the parties are told it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from surveys.questionnaires.loading import available, load
from surveys.questionnaires.rules import complete_languages
from surveys.questionnaires.types import LANGUAGES, Direction, Questionnaire, Texts

ITEMS_PER_SCALE = {
    "schedule_control": 4,
    "autonomy": 4,
    "perceived_monitoring": 4,
    "trust": 3,
    "pace_and_breaks": 3,
    "performance_pressure": 3,
    "monitoring_purpose": 3,
    "monitoring_say": 2,
    "watched_by_colleagues": 2,
    "support": 3,
    "workload": 2,
    "wellbeing": 4,
    "wish_to_stay": 1,
}
MOST_CHARACTERS = 140


@pytest.fixture(scope="module")
def ours() -> Questionnaire:
    return load("arbeidshverdag", 1)


def _items_and_sections(questionnaire: Questionnaire) -> Iterator[Texts]:
    yield questionnaire.title
    yield from (item.text for item in questionnaire.items)
    for section in questionnaire.sections:
        yield from (section.title, section.introduction)
    for several in questionnaire.multiple:
        yield several.text
        yield from (text for _, text in several.options)
    for one in questionnaire.background:
        yield one.text
        yield from (text for _, text in one.options)
    for scale in questionnaire.scales:
        yield from (scale.name, scale.meaning)


def test_is_in_the_catalogue_and_loaded_once(ours: Questionnaire) -> None:
    assert ("arbeidshverdag", 1) in available()
    assert load("arbeidshverdag", 1) is ours


def test_items_per_scale(ours: Questionnaire) -> None:
    assert {scale.key: len(scale.items) for scale in ours.scales} == ITEMS_PER_SCALE
    assert Counter(item.scale for item in ours.items) == ITEMS_PER_SCALE
    assert 30 <= len(ours.items) <= 38


def test_scale_and_item_name_each_other(ours: Questionnaire) -> None:
    for scale in ours.scales:
        assert scale.items == tuple(item.key for item in ours.items if item.scale == scale.key)


def test_every_item_has_five_options(ours: Questionnaire) -> None:
    assert {len(ours.answer_lists[item.answers]) for item in ours.items} == {5}


def test_options_run_from_lowest_to_highest(ours: Questionnaire) -> None:
    assert [text["nb"] for text in ours.answer_lists["frequency"]] == [
        "Aldri",
        "Sjelden",
        "Av og til",
        "Ofte",
        "Alltid",
    ]
    assert [text["nn"] for text in ours.answer_lists["agreement"]][::2] == [
        "Heilt usamd",
        "Verken samd eller usamd",
        "Heilt samd",
    ]


def test_declared_directions_and_primary_scales(ours: Questionnaire) -> None:
    worse = {scale.key for scale in ours.scales if scale.direction is Direction.MORE_IS_WORSE}
    assert worse == {"perceived_monitoring", "performance_pressure", "watched_by_colleagues", "workload"}
    primary = {scale.key for scale in ours.scales if scale.primary}
    assert primary == {"schedule_control", "autonomy", "perceived_monitoring", "trust"}
    assert {scale.mid for scale in ours.scales} == {5.0}


def test_reversed_items_are_those_that_say_the_opposite_of_the_scale(ours: Questionnaire) -> None:
    assert {item.key for item in ours.items if item.reversed} == {
        "hour_by_hour",
        "bound_by_routine",
        "help_before_speed",
        "monitoring_continuity",
        "used_for_more",
        "dread_the_day",
    }


def test_no_reliability_is_claimed_for_wording_that_nobody_has_measured(ours: Questionnaire) -> None:
    assert {scale.reference_alpha for scale in ours.scales} == {None}
    assert all(scale.research for scale in ours.scales)


def test_pages_are_short_and_questions_follow_the_pages(ours: Questionnaire) -> None:
    per_page = Counter([*(item.section for item in ours.items), *(several.section for several in ours.multiple)])
    assert 7 <= len(ours.sections) <= 8
    assert all(3 <= per_page[section.key] <= 6 for section in ours.sections)
    order = [section.key for section in ours.sections]
    positions = [order.index(item.section) for item in ours.items]
    assert positions == sorted(positions)


def test_monitoring_measures(ours: Questionnaire) -> None:
    (measures,) = ours.multiple
    keys = [key for key, _ in measures.options]
    assert keys[-2:] == ["none", "dont_know"]
    assert measures.exclusive == {"none", "dont_know"}
    assert len(keys) - len(measures.exclusive) == 12


def test_background_questions(ours: Questionnaire) -> None:
    assert [(one.key, len(one.options)) for one in ours.background] == [("place", 3), ("tenure", 4), ("contract", 3)]
    for language in LANGUAGES:
        assert all(one.text[language].endswith("?") for one in ours.background)
        labels = [text[language] for one in ours.background for _, text in one.options]
        assert len(set(labels)) == len(labels)
        assert not [label for label in labels if label.endswith(".")]


def test_no_question_is_called_the_last_while_others_may_follow(ours: Questionnaire) -> None:
    for language, words in {"nb": "til slutt", "nn": "til slutt", "sv": "till sist", "en": "finally"}.items():
        assert not [one for one in ours.sections if words in one.introduction[language].lower()]


def test_every_language_is_complete(ours: Questionnaire) -> None:
    assert complete_languages(ours) == frozenset(LANGUAGES)


def test_a_background_question_without_a_text_makes_its_language_incomplete(ours: Questionnaire) -> None:
    first = ours.background[0]
    key, text = first.options[0]
    for lacking in (
        replace(first, text={**first.text, "nn": ""}),
        replace(first, options=((key, {**text, "nn": ""}), *first.options[1:])),
    ):
        assert complete_languages(replace(ours, background=(lacking,))) == frozenset(LANGUAGES) - {"nn"}


def test_items_are_short(ours: Questionnaire) -> None:
    asked = [*(item.text for item in ours.items), *(several.text for several in ours.multiple)]
    too_long = [text for texts in asked for text in texts.values() if len(text) > MOST_CHARACTERS]
    assert too_long == []


def test_no_language_borrows_another_ones_text(ours: Questionnaire) -> None:
    every = list(_items_and_sections(ours))
    for language in ("nn", "sv", "en"):
        same = [texts["nb"] for texts in every if texts[language] == texts["nb"]]
        assert len(same) <= 0.03 * len(every), (language, same)


def test_no_two_items_read_alike(ours: Questionnaire) -> None:
    for language in LANGUAGES:
        texts = [item.text[language] for item in ours.items]
        assert len(set(texts)) == len(texts)
        names = [scale.name[language] for scale in ours.scales]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_items_are_sentences_and_names_and_options_are_not(ours: Questionnaire, language: str) -> None:
    assert all(item.text[language].endswith(".") for item in ours.items)
    assert all(section.introduction[language][-1] in ".?" for section in ours.sections)
    labels = [
        *(section.title[language] for section in ours.sections),
        *(scale.name[language] for scale in ours.scales),
        *(text[language] for several in ours.multiple for _, text in several.options),
        *(text[language] for options in ours.answer_lists.values() for text in options),
    ]
    assert not [label for label in labels if label.endswith(".")]


def test_nynorsk_has_no_bokmaal_words(ours: Questionnaire) -> None:
    bokmaal = {
        *("jeg", "ikke", "hva", "hvor", "hvordan", "hvorfor", "hvem", "noen", "noe", "mye", "mer", "fra", "selv"),
        *("en", "et", "de", "dem", "hver", "gjør", "følger", "kolleger", "arbeidsgiveren", "ledelsen", "uke", "ukene"),
    }
    words = {word.strip(".,?").lower() for texts in _items_and_sections(ours) for word in texts["nn"].split()}
    assert words & bokmaal == set()


def test_swedish_has_no_norwegian_letters(ours: Questionnaire) -> None:
    every = "".join(texts["sv"] for texts in _items_and_sections(ours))
    assert set(every) & set("æøÆØ") == set()
