"""Reading and signing an agreement."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from surveys.agreements import services
from surveys.agreements.documents import document_fingerprint
from surveys.agreements.models import Agreement, Signature
from surveys.agreements.rules import Holder, PlannedWave
from surveys.agreements.selectors import is_in_force
from surveys.agreements.services import change_terms
from surveys.ballots.sealing import fingerprint as mark
from surveys.organisations.services import add_unit
from surveys.pages.organise.attempts import LIMIT
from surveys.questionnaires.loading import load
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, PASSWORD
from tests.journeys.parties.conftest import House


@pytest.fixture
def agreement(house: House) -> Agreement:
    return factories.draft(house.place)


def signing(agreement: Agreement, password: str = PASSWORD) -> dict[str, object]:
    return {"read_fingerprint": document_fingerprint(agreement), "password": password}


def test_the_page_tells_everything_that_is_signed(house: House, agreement: Agreement) -> None:
    page = house.get("employer", f"avtale/{agreement.id}/").content.decode()
    for holder in Holder:
        assert mark(house.place.keys[holder].public_key) in page
    for told in (
        "Hele senteret",
        "Lag 3",
        "Høsten 2018",
        "1. oktober 2018 kl. 08:00",
        "19. oktober 2018 kl. 16:00",
        "Minste gruppestørrelse er 5",
        "senest 14 dager",
        "innen 60 dager",
        document_fingerprint(agreement),
    ):
        assert told in page
    assert page.count("Har ikke signert") == 2


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_every_question_and_option_can_be_read(house: House, agreement: Agreement, language: str) -> None:
    answer = house.browsers["safety"].get(f"/parter/{language}/avtale/{agreement.id}/sporsmal/")
    page = answer.content.decode()
    questionnaire = load("arbeidshverdag", 1)
    for text in (*(item.text for item in questionnaire.items), *(item.text for item in questionnaire.multiple)):
        assert text[language].replace("'", "&#x27;").replace('"', "&quot;") in page


def test_the_page_tells_that_nothing_is_asked_of_background_and_how_many_are_expected(
    house: House, agreement: Agreement
) -> None:
    page = house.get("union", f"avtale/{agreement.id}/").content.decode()
    assert "Skjemaet spør ikke om den som svarer" in page
    assert "80 av 100 svarer" in page
    assert "Hvor lenge har du jobbet her?" not in page
    assert "Litt om deg" not in house.get("union", f"avtale/{agreement.id}/sporsmal/").content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_pages_tell_what_is_asked_of_background_and_where_it_is_shown(house: House, language: str) -> None:
    terms = replace(factories.terms(crossings=("tenure", "contract"), divisions=("lag-2",)), expected_percent=65)
    agreement = factories.draft(house.place, terms)
    background = {one.key: one for one in load("arbeidshverdag", 1).background}
    for address in ("", "sporsmal/"):
        answer = house.browsers["employer"].get(f"/parter/{language}/avtale/{agreement.id}/{address}")
        page = answer.content.decode()
        for key in ("tenure", "contract"):
            assert background[key].text[language] in page
            assert all(label[language] in page for _key, label in background[key].options)
        assert background["place"].text[language] not in page
        assert ": Lag 2." in page
        assert address or "65" in page


def test_both_sign_and_it_is_in_force(house: House, agreement: Agreement) -> None:
    for who in ("union", "employer"):
        assert "Les og signer avtalen" in house.get(who, "").content.decode()
        assert house.post(who, f"avtale/{agreement.id}/", signing(agreement)).status_code == 303
        assert "Les og signer avtalen" not in house.get(who, "").content.decode()
    assert is_in_force(agreement)
    page = house.get("union", f"avtale/{agreement.id}/").content.decode()
    assert "signert av alle parter og gjelder" in page
    assert 'name="password"' not in page


def test_a_wrong_password_signs_nothing_and_the_page_stands(house: House, agreement: Agreement) -> None:
    answer = house.post("union", f"avtale/{agreement.id}/", signing(agreement, "ikke dette"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Passordet er ikke riktig" in page
    assert "ikke dette" not in page
    assert document_fingerprint(agreement) in page
    assert not Signature.objects.exists()


def test_guessing_at_the_signature_is_stopped(house: House, agreement: Agreement) -> None:
    for _guess in range(LIMIT):
        house.post("union", f"avtale/{agreement.id}/", signing(agreement, "gjett"))
    assert house.post("union", f"avtale/{agreement.id}/", signing(agreement)).status_code == 429
    assert not Signature.objects.exists()


def test_wrong_sign_ins_by_anybody_do_not_keep_a_representative_from_signing(
    house: House, agreement: Agreement
) -> None:
    guess: dict[str, object] = {"email": "union@example.org", "password": "gjett"}
    statuses = {house.post("outsider", "logg-inn/", guess).status_code for _guess in range(LIMIT + 1)}
    assert statuses == {400, 429}
    assert house.post("union", f"avtale/{agreement.id}/", signing(agreement)).status_code == 303


def test_guessing_under_the_name_of_the_other_counter_blocks_nobody(house: House, agreement: Agreement) -> None:
    guess: dict[str, object] = {"email": str(house.place.members["union"].id), "password": "gjett"}
    for _guess in range(LIMIT):
        house.post("outsider", "logg-inn/", guess)
    assert house.post("union", f"avtale/{agreement.id}/", signing(agreement)).status_code == 303


def test_the_page_tells_the_limits_and_what_role_each_key_holder_has(house: House, agreement: Agreement) -> None:
    page = house.get("union", f"avtale/{agreement.id}/").content.decode()
    for told in (
        "full kontroll over serveren mens folk svarer",
        "Den som skriver ut lappene, kan bruke dem selv.",
        "Den tredje ligger i reserve hos varaen",
        "<dd>Union, tillitsvalgt<br>",
        "<dd>Employer, representant for arbeidsgiveren<br>",
        "<dd>Safety, verneombud<br>",
    ):
        assert told in page


def test_a_group_is_named_as_on_the_workplaces_own_day_of_opening(house: House) -> None:
    add_unit(
        organisation=house.place.organisation, parent=house.place.root, code="lag-9", name="Lag ni",
        valid_from=date(2018, 10, 2), valid_to=None, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    # Half past midnight on the second of October in Norway.
    wave = PlannedWave("natt", "Natt", datetime(2018, 10, 1, 22, 30, tzinfo=UTC), CLOSES)
    drafted = factories.draft(house.place, factories.terms(wave, units=("senteret", "lag-9")))
    assert '<span class="unit">Lag ni</span>' in house.get("union", f"avtale/{drafted.id}/").content.decode()


def test_no_password_is_asked_for_again(house: House, agreement: Agreement) -> None:
    answer = house.post("union", f"avtale/{agreement.id}/", signing(agreement, ""))
    assert answer.status_code == 400
    assert "Skriv passordet ditt for å signere" in answer.content.decode()


def test_a_change_after_the_page_was_read_is_shown_and_must_be_read(house: House, agreement: Agreement) -> None:
    read = signing(agreement)
    change_terms(
        agreement=agreement, terms=factories.terms(threshold=8), by=house.place.members["organiser"], now=DRAFTED
    )
    answer = house.post("union", f"avtale/{agreement.id}/", read)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Avtalen er endret etter at du åpnet siden" in page
    agreement.refresh_from_db()
    assert f"<code>{document_fingerprint(agreement)}</code>" in page
    assert str(read["read_fingerprint"]) not in page
    assert "Minste gruppestørrelse er 8" in page
    assert not Signature.objects.exists()


def test_without_key_holders_it_cannot_be_signed(house: House) -> None:
    by = house.place.members["organiser"]
    bare = services.draft(organisation=house.place.organisation, terms=factories.terms(), by=by, now=DRAFTED)
    answer = house.post("union", f"avtale/{bare.id}/", signing(bare))
    assert answer.status_code == 400
    assert "hver sin nøkkelholder" in answer.content.decode()


@pytest.mark.parametrize("who", ["safety", "organiser", "outsider"])
def test_only_a_partys_representative_signs(house: House, agreement: Agreement, who: str) -> None:
    assert house.post(who, f"avtale/{agreement.id}/", signing(agreement)).status_code == 404
    assert 'name="password"' not in house.get(who, f"avtale/{agreement.id}/").content.decode()
    assert not Signature.objects.exists()
