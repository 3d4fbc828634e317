"""Every bad input that a respondent's pages can meet: a clear answer, and nothing lost."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from surveys import clock
from surveys.credentials.codes import new_code
from tests import factories
from tests.journeys.respond.conftest import DURING, OpenWave, Respondent
from tests.journeys.respond.pages import read


def first_items(wave: OpenWave, section: int = 0) -> list[str]:
    key = wave.questionnaire.sections[section].key
    return [item.key for item in wave.questionnaire.items if item.section == key]


def anchors(respondent: Respondent) -> list[str]:
    """Return where the links of the summary of errors lead; each must exist on the page."""
    page = read(respondent.page)
    found = [link[1:] for link in page.links if link.startswith("#") and link != "#content"]
    assert set(found) <= page.identities
    return found


def refusal(code: str, moment: datetime = DURING) -> tuple[int, str]:
    with clock.frozen(moment):
        respondent = Respondent().enter(code)
    return respondent.status, respondent.page


def test_unknown_used_early_and_late_codes_get_the_same_calm_page(open_wave_with_slips: OpenWave) -> None:
    used, unused = open_wave_with_slips.codes[:2]
    Respondent().to_the_box(used).step("cast")
    answers = {
        refusal(new_code()),
        refusal(used),
        refusal(unused, factories.OPENS - timedelta(seconds=1)),
        refusal(unused, factories.CLOSES),
    }
    assert len(answers) == 1
    status, page = answers.pop()
    assert status == 404
    assert "Koden kan ikke brukes nå" in read(page).title
    assert "snakk med den som sto for lappetrekningen" in page


@pytest.mark.parametrize(
    "typed", ["", "abc", "ABCD-2345-EFG", "ABCD-2345-EFGHJ", "UUUU-UUUU-UUUU", "ÆØÅÆ-2345-EFGH", "\x00"]
)
def test_a_malformed_code_gives_the_form_again_with_what_was_typed(
    open_wave_with_slips: OpenWave, respondent: Respondent, typed: str
) -> None:
    respondent.enter(typed)
    assert respondent.status == 422
    assert read(respondent.page).title.startswith("Feil: ")
    assert anchors(respondent) == ["code"]
    assert respondent.form.fields()["code"] == [typed]


def test_a_code_is_read_however_it_is_typed(open_wave_with_slips: OpenWave, respondent: Respondent) -> None:
    respondent.enter("  " + open_wave_with_slips.codes[0].lower().replace("-", " "))
    assert "Før du begynner" in read(respondent.page).title


def test_two_different_codes_at_once_are_no_code(open_wave_with_slips: OpenWave, respondent: Respondent) -> None:
    respondent.post({"code": open_wave_with_slips.codes[:2]})
    assert respondent.status == 422


def test_an_answer_outside_the_options_is_stated_and_the_rest_kept(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    right, wrong = first_items(open_wave_with_slips)[:2]
    for value in ("6", "-1", "1.0", "x" * 5000, "\x00", "１"):
        respondent.enter(open_wave_with_slips.codes[0]).step()
        respondent.step(answers={right: 2, wrong: value})
        assert respondent.status == 422
        page = read(respondent.page)
        assert page.title.startswith("Feil: ")
        assert "er ikke et av alternativene" in page.text
        assert anchors(respondent) == [f"q-{wrong}-1"]
        assert respondent.form.fields()[f"q.{right}"] == ["2"]
        assert f"q.{wrong}" not in respondent.form.fields()
    respondent.step(answers={wrong: 5})
    assert respondent.status == 200
    assert respondent.form.hidden()[f"q.{wrong}"] == ["5"]


def test_a_bad_answer_in_a_hidden_field_is_never_cast(open_wave_with_slips: OpenWave, respondent: Respondent) -> None:
    wrong = first_items(open_wave_with_slips)[0]
    respondent.to_the_box(open_wave_with_slips.codes[0])
    respondent.step("cast", answers={wrong: 9})
    assert respondent.status == 422
    assert respondent.form.fields()["at"] == [open_wave_with_slips.questionnaire.sections[0].key]
    assert open_wave_with_slips.ballots() == 0
    respondent.step(answers={wrong: 1})
    assert respondent.status == 200


def test_the_same_question_answered_twice_is_stated(open_wave_with_slips: OpenWave, respondent: Respondent) -> None:
    item, other = first_items(open_wave_with_slips)[:2]
    respondent.enter(open_wave_with_slips.codes[0]).step()
    respondent.step(answers={item: [1, 5], other: [3, 3]})
    assert respondent.status == 422
    assert "mer enn ett svar" in respondent.page
    assert anchors(respondent) == [f"q-{item}-1"]
    assert respondent.form.fields()[f"q.{other}"] == ["3"]


def at_section(wave: OpenWave, respondent: Respondent, key: str) -> Respondent:
    respondent.enter(wave.codes[0]).step()
    while respondent.form.fields()["at"] != [key]:
        respondent.step()
    return respondent


def test_none_of_these_together_with_another_measure_is_stated_and_both_kept(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    measures = open_wave_with_slips.questionnaire.multiple[0]
    at_section(open_wave_with_slips, respondent, measures.section)
    respondent.step(answers={measures.key: ["camera", "none"]})
    assert respondent.status == 422
    assert "kan ikke velges sammen med andre" in respondent.page
    assert respondent.form.fields()[f"m.{measures.key}"] == ["camera", "none"]
    respondent.step(answers={measures.key: ["camera", "location"]})
    assert respondent.form.hidden()[f"m.{measures.key}"] == ["camera", "location"]


def test_a_conflict_does_not_hold_up_the_way_back_and_is_stated_on_the_way_forward(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    measures = open_wave_with_slips.questionnaire.multiple[0]
    at_section(open_wave_with_slips, respondent, measures.section)
    respondent.step("back", answers={measures.key: ["camera", "none"]})
    assert respondent.status == 200
    assert respondent.form.hidden()[f"m.{measures.key}"] == ["camera", "none"]
    respondent.step()
    assert respondent.status == 422
    respondent.step()
    assert respondent.status == 422
    assert respondent.form.fields()[f"m.{measures.key}"] == ["camera", "none"]


def test_a_section_posted_twice_changes_nothing(open_wave_with_slips: OpenWave, respondent: Respondent) -> None:
    item = first_items(open_wave_with_slips)[0]
    respondent.enter(open_wave_with_slips.codes[0]).step()
    sent = respondent.form.fields() | {f"q.{item}": ["4"], "go": ["next"]}
    first, second = respondent.post(sent).page, respondent.post(sent).page
    assert first == second
    assert respondent.status == 200


def test_a_missing_earlier_section_leads_back_to_it_with_the_rest_kept(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    sections = open_wave_with_slips.questionnaire.sections
    missing = tuple(f"q.{key}" for key in first_items(open_wave_with_slips, 1))
    kept = first_items(open_wave_with_slips, 0)[0]
    at_section(open_wave_with_slips, respondent, sections[3].key)
    respondent.step(without=missing, answers={kept: 5})
    assert respondent.status == 422
    assert respondent.form.fields()["at"] == [sections[1].key]
    assert "mangler" in respondent.page
    assert "sheet" in anchors(respondent)
    assert respondent.form.hidden()[f"q.{kept}"] == ["5"]
    assert f"q.{first_items(open_wave_with_slips, 3)[0]}" in respondent.form.hidden()


def test_the_box_takes_nothing_while_a_section_is_missing(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    respondent.post({"code": [open_wave_with_slips.codes[0]], "at": ["box"], "go": ["cast"]})
    assert respondent.status == 422
    assert respondent.form.fields()["at"] == [open_wave_with_slips.questionnaire.sections[0].key]
    assert open_wave_with_slips.ballots() == 0


def test_cast_from_another_page_than_the_last_takes_nothing(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    respondent.to_the_box(open_wave_with_slips.codes[0]).step("back").step("cast")
    assert open_wave_with_slips.ballots() == 0
    assert respondent.form.fields()["at"] == ["box"]


def test_the_wave_closes_while_somebody_answers(open_wave_with_slips: OpenWave, respondent: Respondent) -> None:
    respondent.to_the_box(open_wave_with_slips.codes[0])
    with clock.frozen(factories.CLOSES):
        respondent.step("cast")
    assert (respondent.status, respondent.page) == refusal(new_code())
    assert "Ellers er ingenting levert" in respondent.page
    assert open_wave_with_slips.ballots() == 0


def test_the_back_button_after_the_thanks_meets_the_calm_page(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    respondent.to_the_box(open_wave_with_slips.codes[0])
    sent = respondent.form.fields() | {"go": ["cast"]}
    assert respondent.post(sent).status == 303
    assert respondent.post(sent).status == 404
    assert (respondent.status, respondent.page) == refusal(new_code())
    assert open_wave_with_slips.ballots() == 1


def test_a_code_used_in_another_tab_meets_the_calm_page(open_wave_with_slips: OpenWave, respondent: Respondent) -> None:
    code = open_wave_with_slips.codes[0]
    at_section(open_wave_with_slips, respondent, open_wave_with_slips.questionnaire.sections[2].key)
    Respondent().to_the_box(code).step("cast")
    assert respondent.step().status == 404
    assert open_wave_with_slips.ballots() == 1


@pytest.mark.parametrize(
    "junk",
    [{"q.not_an_item": ["1"]}, {"name": ["Kari"]}, {"at": ["nowhere"]}, {"go": ["sideways"]}, {"at": ["start", "box"]}],
)
def test_what_does_not_belong_in_the_form_is_stated_and_the_answers_kept(
    open_wave_with_slips: OpenWave, respondent: Respondent, junk: dict[str, list[str]]
) -> None:
    item = first_items(open_wave_with_slips)[0]
    respondent.enter(open_wave_with_slips.codes[0]).step().step(answers={item: 4})
    respondent.post(respondent.form.fields() | {"go": ["next"]} | junk)
    assert respondent.status == 422
    assert "ikke hører hjemme" in respondent.page
    assert respondent.form.hidden()[f"q.{item}"] == ["4"]
    assert not set(junk) & (respondent.form.names() - {"at", "go"})


def test_a_lost_code_keeps_the_answers(open_wave_with_slips: OpenWave, respondent: Respondent) -> None:
    item = first_items(open_wave_with_slips)[0]
    respondent.enter(open_wave_with_slips.codes[0]).step().step(answers={item: 4})
    respondent.post(respondent.form.fields() | {"code": ["oops"], "go": ["next"]})
    assert respondent.status == 422
    assert respondent.form.hidden()[f"q.{item}"] == ["4"]
    respondent.post(respondent.form.fields() | {"code": [open_wave_with_slips.codes[0]], "go": ["stay"]})
    assert respondent.status == 200
    assert respondent.form.hidden()[f"q.{item}"] == ["4"]


def test_too_large_a_form_is_refused_in_words(client: Client) -> None:
    response = client.post("/svar/nb/skjema/", "code=" + "x" * 40_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "for stort" in response.content.decode()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\nA\r\n--x--\r\n',
        ),
        ("application/json", b'{"code": "A"}'),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(1500))),
        ("application/x-www-form-urlencoded; charset=utf-16", b"code=A"),
    ],
)
def test_a_body_that_is_no_form_of_ours_is_refused_in_words(client: Client, content_type: str, body: bytes) -> None:
    response = client.generic("POST", "/svar/nb/skjema/", body, content_type)
    assert response.status_code == 400
    assert "kunne ikke leses" in response.content.decode()


def test_a_get_of_the_form_leads_to_the_code(client: Client) -> None:
    response = client.get("/svar/sv/skjema/")
    assert (response.status_code, response.headers["Location"]) == (303, "/svar/sv/")


def test_bytes_that_are_no_text_are_no_code(client: Client) -> None:
    response = client.post("/svar/nb/skjema/", b"code=%ff%fe", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
