"""What a respondent is asked about herself: only what was agreed, last, with the reason, and never more than that."""

import pytest

from surveys import clock
from surveys.ballots import services as ballots
from surveys.ballots.encoding import encode
from surveys.ballots.types import Answers
from surveys.pages.respond.layout import ABOUT
from surveys.questionnaires.types import Questionnaire
from tests import factories
from tests.journeys.respond.conftest import DURING, OpenWave, Respondent, opened_with_slips
from tests.journeys.respond.pages import read

SAID = {
    "nb": ("Litt om deg", "Du kan la være å svare", "hele virksomheten under ett", "enhetene: Lag 2", "minst 10 "),
    "nn": ("Litt om deg", "Du kan la vere å svare", "heile verksemda under eitt", "einingane: Lag 2", "minst 10 "),
    "sv": ("Lite om dig", "Du kan låta bli att svara", "organisationen som helhet", "enheterna: Lag 2", "minst 10 "),
    "en": ("A little about you", "You may leave this out", "as a whole", "units: Lag 2", "at least 10 "),
}


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[Answers]:
    """Every answer sheet that is put in the box from now on."""
    kept: list[Answers] = []

    def encoded(questionnaire: Questionnaire, answers: Answers) -> bytes:
        kept.append(answers)
        return encode(questionnaire, answers)

    monkeypatch.setattr(ballots, "encode", encoded)
    return kept


def at_background(wave: OpenWave, language: str = "nb") -> Respondent:
    """Go to the page before the one with the box."""
    respondent = Respondent(language=language).to_the_box(wave.codes[0])
    return respondent.step("back")


@pytest.mark.parametrize("language", SAID)
def test_the_last_page_says_why_that_it_may_be_skipped_where_it_is_shown_and_from_how_many(
    wave_with_background: OpenWave, language: str
) -> None:
    respondent = at_background(wave_with_background, language)
    page = read(respondent.page)
    for words in SAID[language]:
        assert words in page.text
    assert respondent.form.fields()["at"] == [ABOUT]
    asked = [one.name for one in respondent.form.controls if one.kind == "radio"]
    assert list(dict.fromkeys(asked)) == [f"q.{key}" for key in factories.CROSSINGS]
    for one in wave_with_background.questionnaire.background:
        assert one.text[language] in page.text
        assert all(label[language] in page.text for _key, label in one.options)
        assert [c.value for c in respondent.form.controls if c.name == f"q.{one.key}"][-1] == "0"


@pytest.mark.parametrize("language", SAID)
def test_the_first_page_says_that_groups_may_be_made_by_it(wave_with_background: OpenWave, language: str) -> None:
    page = read(Respondent(language=language).enter(wave_with_background.codes[0]).page)
    for words in SAID[language][2:]:
        assert words in page.text


def test_where_nothing_is_agreed_nothing_is_said_or_asked(open_wave_with_slips: OpenWave) -> None:
    respondent = Respondent().enter(open_wave_with_slips.codes[0])
    assert "Til slutt spør vi litt om deg" not in respondent.page
    respondent = at_background(open_wave_with_slips)
    assert respondent.form.fields()["at"] == [open_wave_with_slips.questionnaire.sections[-1].key]
    assert "Litt om deg" not in respondent.step("next").page
    assert not any(f"q.{key}" in respondent.form.names() for key in factories.CROSSINGS)


@pytest.mark.django_db
def test_two_waves_of_one_questionnaire_each_ask_what_is_theirs() -> None:
    """Pages are kept per questionnaire: what one wave asks must not be shown in another."""
    with clock.frozen(DURING):
        whole = opened_with_slips(factories.terms(crossings=("tenure",), threshold=6), prefix="a.")
        bare = opened_with_slips(factories.terms(), prefix="b.")
        divided = opened_with_slips(factories.terms(crossings=("contract", "place"), divisions=("lag-1",)), prefix="c.")
        for _again in range(2):
            first, second, third = (at_background(wave) for wave in (whole, bare, divided))
            assert {"q.tenure"} == {one.name for one in first.form.controls if one.kind == "radio"}
            assert "disse enhetene" not in first.page
            assert second.form.fields()["at"] != [ABOUT]
            assert {"q.contract", "q.place"} == {one.name for one in third.form.controls if one.kind == "radio"}
            assert "disse enhetene: Lag 1" in third.page


@pytest.mark.django_db
def test_a_threshold_above_ten_is_the_one_that_counts() -> None:
    with clock.frozen(DURING):
        wave = opened_with_slips(factories.terms(crossings=("tenure",), threshold=12, units=("senteret",)))
        page = Respondent().enter(wave.codes[0]).page
    assert "minst 12 i den" in page


def test_answers_about_oneself_reach_the_box_and_may_be_skipped(
    wave_with_background: OpenWave, sealed: list[Answers]
) -> None:
    respondent = at_background(wave_with_background).step(answers={"tenure": 4, "contract": 0})
    assert "1 av 3 spørsmål" in read(respondent.page).text
    assert respondent.step("cast").status == 303
    assert [dict(one.single) for one in sealed] == [{"tenure": 4}]


def test_going_on_without_an_answer_is_never_held_up(wave_with_background: OpenWave, sealed: list[Answers]) -> None:
    assert Respondent().to_the_box(wave_with_background.codes[0]).step("cast").status == 303
    assert sealed == [Answers()]


@pytest.mark.parametrize("value", ["5", "-1", "01", "x", ""])
def test_an_answer_outside_the_options_is_stated_and_the_rest_kept(wave_with_background: OpenWave, value: str) -> None:
    respondent = at_background(wave_with_background).step(answers={"tenure": value, "place": 2})
    assert respondent.status == 422
    assert "er ikke et av alternativene" in respondent.page
    assert respondent.form.fields()["q.place"] == ["2"]
    assert wave_with_background.ballots() == 0


@pytest.mark.parametrize("go", ["next", "cast", "stay"])
@pytest.mark.parametrize("key", factories.CROSSINGS)
def test_an_answer_to_what_is_not_asked_is_refused_and_never_stored(
    open_wave_with_slips: OpenWave, key: str, go: str, sealed: list[Answers]
) -> None:
    respondent = Respondent().to_the_box(open_wave_with_slips.codes[0])
    respondent.post(respondent.form.fields() | {f"q.{key}": ["1"], "go": [go]})
    assert respondent.status == 422
    assert "ikke hører hjemme" in respondent.page
    assert f"q.{key}" not in respondent.form.names()
    assert open_wave_with_slips.ballots() == 0
    assert respondent.step("cast").status == 303
    assert sealed == [Answers()]


@pytest.mark.django_db
def test_nor_is_one_that_another_agreement_would_have_asked(sealed: list[Answers]) -> None:
    with clock.frozen(DURING):
        wave = opened_with_slips(factories.terms(crossings=("tenure",)))
        respondent = at_background(wave)
        respondent.step(answers={"tenure": 2})
        respondent.post(respondent.form.fields() | {"q.contract": ["1"], "go": ["cast"]})
        assert respondent.status == 422
        assert sealed == []
        assert respondent.step("cast").status == 303
    assert [dict(one.single) for one in sealed] == [{"tenure": 2}]


def test_the_language_may_be_changed_there_without_loss(wave_with_background: OpenWave) -> None:
    respondent = at_background(wave_with_background)
    sent = respondent.form.fields() | {"q.tenure": ["3"], "go": ["stay"]}
    respondent.post(sent, language="sv")
    assert "Lite om dig" in read(respondent.page).title
    assert respondent.form.fields()["q.tenure"] == ["3"]
