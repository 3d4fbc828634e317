"""Signing in and out."""

import re

import pytest
from django.test import Client

from surveys.pages.organise.attempts import LIMIT
from tests.factories import PASSWORD
from tests.journeys.parties.conftest import House

DOOR = "/parter/nb/logg-inn/"
REFUSED = {400, 403}


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def sign_in(client: Client, email: str, password: str, **more: str) -> tuple[int, str, str]:
    answer = client.post(DOOR, {"email": email, "password": password, **more})
    return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()


def test_the_right_password_leads_to_the_overview(house: House) -> None:
    client = Client()
    assert sign_in(client, " UNION@example.org ", PASSWORD)[:2] == (303, "/parter/nb/")
    assert "Fjellbygd kundesenter" in client.get("/parter/nb/").content.decode()
    assert client.get(DOOR).headers["Location"] == "/parter/nb/"


def test_wrong_address_and_wrong_password_get_one_answer_and_the_address_is_kept(house: House) -> None:
    wrong = sign_in(Client(), "union@example.org", "feil passord her")
    unknown = sign_in(Client(), "ingen@example.org", "feil passord her")
    assert wrong[0] == unknown[0] == 400
    assert wrong[2].count("E-postadressen eller passordet er feil") == 1
    assert 'value="union@example.org"' in wrong[2]
    assert "feil passord her" not in wrong[2]
    assert without_token(wrong[2]).replace("union@", "ingen@") == without_token(unknown[2])


def test_an_account_that_is_put_aside_gets_the_same_answer(house: House) -> None:
    user = house.place.members["union"].user
    user.is_active = False
    user.save()
    assert sign_in(Client(), "union@example.org", PASSWORD)[0] == 400
    assert house.get("union", "").status_code == 303


@pytest.mark.parametrize(
    ("email", "password", "said"), [("", "x", "Skriv e-postadressen"), ("a@b.no", "", "Skriv pass")]
)
def test_an_empty_field_is_named(house: House, email: str, password: str, said: str) -> None:
    status, _location, page = sign_in(Client(), email, password)
    assert status == 400
    assert said in page


def test_guessing_is_stopped_for_that_address_alone(house: House) -> None:
    for _guess in range(LIMIT):
        assert sign_in(Client(), "union@example.org", "gjett")[0] == 400
    status, _location, page = sign_in(Client(), "UNION@example.org", PASSWORD)
    assert status == 429
    assert "for mange forsøk" in page
    assert sign_in(Client(), "employer@example.org", PASSWORD)[0] == 303


def test_the_right_password_clears_the_count(house: House) -> None:
    for _round in range(2):
        for _guess in range(LIMIT - 1):
            sign_in(Client(), "union@example.org", "gjett")
        assert sign_in(Client(), "union@example.org", PASSWORD)[0] == 303


def test_the_session_gets_a_new_key_and_its_cookie_stays_with_the_parties(house: House) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    sign_in(client, "union@example.org", PASSWORD)
    cookie = client.cookies["sessionid"]
    assert cookie.value != "a" * 32
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == ("/parter/", True, "Lax")


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/parter/nn/runde/1/", "/parter/nn/runde/1/"),
        ("https://example.com/parter/nb/", "/parter/nb/"),
        ("//example.com/parter/", "/parter/nb/"),
        ("/svar/nb/", "/parter/nb/"),
        ("javascript:alert(1)", "/parter/nb/"),
        ("/parter/\\example.com", "/parter/nb/"),
        ("/parter/..//example.com", "/parter/nb/"),
        ("/parter/../svar/nb/", "/parter/nb/"),
        ("/parter//example.com", "/parter/nb/"),
        ("/parter/nb/\nSet-Cookie: a=b", "/parter/nb/"),
        ("/parter/nb/\n", "/parter/nb/"),
        ("/parter/nb/rapport/1/diagram/a/b-c.svg", "/parter/nb/rapport/1/diagram/a/b-c.svg"),
        ("", "/parter/nb/"),
    ],
)
def test_only_a_page_of_the_parties_follows(house: House, wanted: str, led_to: str) -> None:
    assert sign_in(Client(), "union@example.org", PASSWORD, next=wanted)[:2] == (303, led_to)


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_door_keeps_the_language_and_the_way(db: None, language: str) -> None:
    answer = Client().get(f"/parter/{language}/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/parter/{language}/logg-inn/?next=%2Fparter%2F{language}%2F"
    page = Client().get(answer.headers["Location"]).content.decode()
    assert f'name="next" value="/parter/{language}/"' in page


def test_signing_out_takes_a_post(house: House) -> None:
    client = house.browsers["union"]
    client.get("/parter/nb/logg-ut/")
    assert client.get("/parter/nb/").status_code == 200
    client.post("/parter/nb/logg-ut/")
    assert client.get("/parter/nb/").status_code == 303


def test_every_form_is_checked_for_forgery(house: House) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "union@example.org", PASSWORD)[0] in REFUSED
    page = strict.get(DOOR)
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert sign_in(strict, "union@example.org", PASSWORD, csrfmiddlewaretoken=token)[0] == 303
    for address in ("logg-ut/", f"virksomhet/{house.place.organisation.id}/mottakere/"):
        assert strict.post(f"/parter/nb/{address}").status_code in REFUSED
