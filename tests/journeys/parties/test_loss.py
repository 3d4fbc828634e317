"""Declaring a share lost on the page of the opening, each party with its password, and the substitute in its place."""

import pytest
from django.http import HttpResponse

from surveys.ballots.models import LossDeclaration, LossSignature
from surveys.pages.organise.attempts import LIMIT
from surveys.waves.models import Wave
from tests.factories import PASSWORD
from tests.journeys.parties.conftest import House


def declare(house: House, who: str, wave: Wave, lost: str = "union", password: str = PASSWORD) -> HttpResponse:
    return house.post(who, f"runde/{wave.id}/apning/tap/", {"lost": lost, "password": password})


def sign(house: House, who: str, wave: Wave, lost: str = "union", password: str = PASSWORD) -> HttpResponse:
    return house.post(who, f"runde/{wave.id}/apning/tap/", {"step": "sign", "lost": lost, "password": password})


def page(house: House, who: str, wave: Wave) -> str:
    return house.get(who, f"runde/{wave.id}/apning/").content.decode()


def test_both_declare_and_the_substitute_gives(house: House, closed: Wave) -> None:
    assert "Erklær delen tapt" in page(house, "union", closed)
    assert declare(house, "union", closed).status_code == 303
    told = page(house, "employer", closed)
    assert "Delen til fagforeningen er meldt tapt" in told
    assert "Signer for Ledelsen" in told
    assert "Les erklæringen" in house.get("employer", "").content.decode()
    assert "Les erklæringen" not in house.get("union", "").content.decode()
    assert "Din del brukes bare hvis" in page(house, "safety", closed)
    assert "Hent og lever din del" not in house.get("safety", "").content.decode()
    assert sign(house, "employer", closed).status_code == 303
    told = page(house, "safety", closed)
    assert "Safety (vara) kan levere i stedet" in told
    assert "Lever min del" in told
    assert "Hent og lever din del" in house.get("safety", "").content.decode()
    assert "Hent og lever din del" not in house.get("union", "").content.decode()
    house.give("safety", closed)
    assert "Levert" in page(house, "employer", closed)
    assert house.give("employer", closed).headers["Location"] == f"/parter/nb/rapport/{closed.id}/"


def test_whoever_signs_is_told_that_the_share_has_been_out_of_the_server(house: House, closed: Wave) -> None:
    declare(house, "union", closed)
    assert "er hentet fra serveren før" not in page(house, "employer", closed)
    house.sealed("union", closed)
    assert "er hentet fra serveren før" in page(house, "employer", closed)
    sign(house, "employer", closed)
    assert house.get("union", f"runde/{closed.id}/apning/min-del/").status_code == 409
    told = page(house, "union", closed)
    assert "Delen din er erklært tapt, så Safety (vara) leverer i stedet" in told
    assert "Lever min del" not in told


def test_a_wrong_password_declares_nothing_and_guessing_is_stopped(house: House, closed: Wave) -> None:
    for _guess in range(LIMIT):
        answer = declare(house, "union", closed, password="gjett")
        assert answer.status_code == 400
    assert "Passordet er ikke riktig" in answer.content.decode()
    assert "<title>Feil:" in answer.content.decode()
    assert declare(house, "union", closed).status_code == 429
    assert not LossDeclaration.objects.exists()
    assert declare(house, "employer", closed).status_code == 303
    assert sign(house, "union", closed).status_code == 429


@pytest.mark.parametrize("lost", ["", "substitute", "noe annet"])
def test_only_a_partys_share(house: House, closed: Wave, lost: str) -> None:
    answer = declare(house, "union", closed, lost=lost)
    assert answer.status_code == 400
    assert "Velg hvem sin del" in answer.content.decode()


@pytest.mark.parametrize("who", ["safety", "organiser", "outsider"])
def test_only_representatives(house: House, closed: Wave, who: str) -> None:
    assert "Erklær delen tapt" not in house.get(who, f"runde/{closed.id}/apning/").content.decode()
    assert declare(house, who, closed).status_code == 404
    declare(house, "union", closed)
    assert sign(house, who, closed).status_code == 404
    assert house.post(who, f"runde/{closed.id}/apning/tap/trekk/").status_code == 404
    assert LossSignature.objects.count() == 1


def test_taking_it_back_and_what_was_not_read(house: House, closed: Wave) -> None:
    declare(house, "union", closed)
    assert house.post("employer", f"runde/{closed.id}/apning/tap/trekk/").status_code == 303
    answer = house.post("union", f"runde/{closed.id}/apning/tap/trekk/")
    assert answer.status_code == 409
    assert "trukket tilbake eller endret" in answer.content.decode()
    assert sign(house, "employer", closed).status_code == 409
    declare(house, "union", closed, lost="employer")
    assert sign(house, "employer", closed, lost="union").status_code == 409
    assert sign(house, "employer", closed, lost="employer").status_code == 303
    assert house.post("employer", f"runde/{closed.id}/apning/tap/trekk/").status_code == 409


def test_the_log_words_what_was_declared(house: House, closed: Wave) -> None:
    declare(house, "union", closed)
    house.post("union", f"runde/{closed.id}/apning/tap/trekk/")
    log = house.get("safety", f"virksomhet/{house.place.organisation.id}/logg/").content.decode()
    assert "Delen til nøkkelholderen for fagforeningen i runden host-2018 ble erklært tapt." in log
    assert "host-2018 ble trukket tilbake" in log
