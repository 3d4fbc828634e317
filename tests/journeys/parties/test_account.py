"""One's own account: the second factor by code, recovery codes, and passwords."""

import re
import time
from urllib.parse import unquote, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories import PASSWORD
from tests.journeys.parties.conftest import House

DOOR = "/parter/nb/logg-inn/"
NEW = "lys grønn båt i mai"
PAGES = ("konto/", "konto/passord/", "konto/engangskode/", "konto/reservekoder/", "konto/passnokler/ny/",
         "konto/bekreft/passord/", "konto/bekreft/kode/", "konto/bekreft/passnokkel/", "konto/passnokler/1/fjern/",
         "konto/engangskode/av/", "konto/reservekoder/nye/", "konto/passnokler/", "konto/passord/nytt/")  # fmt: skip


def code(secret: str, steps: int = 0) -> str:
    """Return the code that an app shows, `steps` half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time() // 30) + steps)))


def enter(email: str = "union@example.org", password: str = PASSWORD) -> tuple[Client, str]:
    client = Client()
    answer = client.post(DOOR, {"email": email, "password": password, "next": "/parter/nn/"})
    return client, answer.headers.get("Location", "")


def confirm(client: Client, onward: str) -> None:
    answer = client.post("/parter/nb/konto/bekreft/passord/", {"password": PASSWORD, "next": onward})
    assert (answer.status_code, answer.headers["Location"]) == (303, onward)


def switch_on(client: Client) -> str:
    """Switch one-time codes on for the client's person and return the secret that her app holds."""
    address = "/parter/nb/konto/engangskode/"
    assert "bekreft/passord" in client.get(address).headers["Location"]
    confirm(client, address)
    page = client.get(address).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None
    assert "<svg" in page
    assert client.post(address, {"code": "000000"}).status_code == 400
    answer = client.post(address, {"code": code(secret[1])})
    assert answer.headers["Location"] == "/parter/nb/konto/reservekoder/"
    return secret[1]


@pytest.fixture
def secret(house: House, settings: Settings) -> str:
    return switch_on(house.browsers["union"])


def test_with_a_code_the_password_alone_lets_nobody_in(house: House, secret: str) -> None:
    client, onward = enter()
    assert onward == "/parter/nb/logg-inn/kode/"
    assert client.get("/parter/nb/").status_code == 303
    page = client.get(onward).content.decode()
    assert "Ett steg til" in page
    wrong = client.post(onward, {"code": "123456"})
    assert wrong.status_code == 400
    assert "Koden er feil eller for gammel" in wrong.content.decode()
    answer = client.post(onward, {"code": code(secret, 1)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/parter/nn/")
    assert client.get("/parter/nb/").status_code == 200


def test_a_code_lets_in_once(house: House, secret: str) -> None:
    used = code(secret, 1)
    for expected in (303, 400):
        client, onward = enter()
        assert client.post(onward, {"code": used}).status_code == expected


def test_a_recovery_code_lets_in_once(house: House, secret: str) -> None:
    page = house.get("union", "konto/reservekoder/").content.decode()
    codes = re.search(r'<pre class="command">(.*?)</pre>', page, re.DOTALL)
    assert codes is not None
    assert len(codes[1].split()) == 10
    for expected in (303, 400):
        client, onward = enter()
        assert client.post(onward, {"code": codes[1].split()[0]}).status_code == expected


def test_guessing_codes_is_stopped(house: House, secret: str) -> None:
    client, onward = enter()
    answers = [client.post(onward, {"code": "123456"}).content.decode() for _guess in range(12)]
    assert "for mange forsøk" in answers[-1]
    assert "for mange forsøk" in client.post(onward, {"code": code(secret, 1)}).content.decode()


def test_the_database_holds_no_secret_that_makes_codes(house: House, secret: str) -> None:
    stored = [str(one.data) for one in Authenticator.objects.all()]
    assert len(stored) == 2
    assert all(secret not in one for one in stored)


def test_under_another_secret_of_the_installation_no_code_is_right(
    house: House, secret: str, settings: Settings
) -> None:
    settings.SECRET_KEY = "another one than before"
    client, onward = enter()
    for guess in (code(secret, 1), code(""), code("A" * 32)):
        assert client.post(onward, {"code": guess}).status_code == 400


def test_switching_off_takes_the_password_again(house: House, secret: str) -> None:
    client, onward = enter()
    client.post(onward, {"code": code(secret, 1)})
    assert "bekreft" in client.get("/parter/nb/konto/engangskode/av/").headers["Location"]
    confirm(client, "/parter/nb/konto/engangskode/av/")
    assert client.post("/parter/nb/konto/engangskode/av/").headers["Location"] == "/parter/nb/konto/"
    assert enter()[1] == "/parter/nn/"
    assert not Authenticator.objects.exists()


def test_a_wrong_password_confirms_nothing(house: House) -> None:
    answer = house.post("union", "konto/bekreft/passord/", {"password": "feil"})
    assert answer.status_code == 400
    assert "Passordet er feil" in answer.content.decode()
    assert "bekreft" in house.get("union", "konto/engangskode/").headers["Location"]


@pytest.mark.parametrize("address", PAGES)
def test_who_has_not_signed_in_is_led_to_the_door(house: House, address: str) -> None:
    for method in ("get", "post"):
        answer = getattr(house.browsers["employee"], method)(f"/parter/nb/{address}")
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith(DOOR)


def test_one_account_reaches_nothing_of_another(house: House) -> None:
    union = house.place.members["union"].user
    key = Authenticator.objects.create(user=union, type="webauthn", data={"name": "x", "credential": {}})
    for who in ("employer", "outsider"):
        address = f"konto/passnokler/{key.pk}/fjern/"
        confirm(house.browsers[who], f"/parter/nb/{address}")
        assert house.get(who, address).status_code == house.post(who, address).status_code == 404
        assert house.get(who, "konto/passnokler/999/fjern/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_the_password_is_changed(house: House) -> None:
    address = "konto/passord/"
    for given, said in (
        ({"oldpassword": "feil", "password1": NEW, "password2": NEW}, "Passordet du har nå, er feil"),
        ({"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}, "for kort"),
        (
            {"oldpassword": PASSWORD, "password1": "password12345", "password2": "password12345"},
            "Mange bruker dette passordet",
        ),
        ({"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "x"}, "ikke like"),
        ({}, "Skriv passordet du har nå"),
    ):
        answer = house.post("union", address, dict(given))
        assert (answer.status_code, said in answer.content.decode()) == (400, True), said
    refused = house.post("union", address)
    assert (refused.status_code, "for mange forsøk" in refused.content.decode()) == (429, True)
    cache.clear()
    done = house.post("union", address, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert done.headers["Location"] == "/parter/nb/konto/"
    assert "Passordet er byttet" in house.get("union", "konto/").content.decode()
    assert enter(password=NEW)[1] == "/parter/nn/"
    assert enter()[1] == ""


def link_in(message: str) -> str:
    found = re.search(r"https://tillit\.example\.org(/parter/\S+)", message)
    assert found is not None
    return found[1]


def test_a_forgotten_password_is_made_anew_by_a_link(house: House, with_mail: None) -> None:
    client = Client(headers={"host": "evil.example.com"})
    answer = client.post("/parter/nn/passord/glemt/", {"email": "Union@example.org"})
    assert answer.headers["Location"] == "/parter/nn/passord/sendt/"
    (message,) = mail.outbox
    assert message.to == ["union@example.org"]
    assert "evil" not in str(message.body)
    link = link_in(str(message.body))
    form = client.get(link).headers["Location"]
    assert unquote(urlsplit(form).path).endswith("-set-password/")
    assert client.post(form, {"password1": "kort", "password2": "kort"}).status_code == 400
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 303
    assert enter(password=NEW)[1] == "/parter/nn/"
    again = Client().get(link)
    assert again.status_code == 404
    assert "brukt eller for gam" in again.content.decode()


def test_a_new_password_goes_round_no_second_factor(house: House, secret: str, with_mail: None) -> None:
    client = Client()
    client.post("/parter/nb/passord/glemt/", {"email": "union@example.org"})
    form = client.get(link_in(str(mail.outbox[0].body))).headers["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert client.get("/parter/nb/konto/").status_code == 303
    assert enter(password=NEW)[1] == "/parter/nb/logg-inn/kode/"


def test_known_and_unknown_addresses_get_one_answer(house: House, with_mail: None) -> None:
    pages = []
    for email in ("union@example.org", "ingen@example.org"):
        client = Client()
        answer = client.post("/parter/nb/passord/glemt/", {"email": email})
        pages.append((answer.status_code, answer.headers["Location"], client.get(answer.headers["Location"]).content))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["union@example.org"], ["ingen@example.org"]]
    assert "/passord/ny/" not in str(mail.outbox[1].body)


def test_nobody_gets_in_by_signing_up(house: House) -> None:
    for address in ("signup/", "registrer/", "konto/signup/", "accounts/signup/", "logg-inn/signup/"):
        assert Client().get(f"/parter/nb/{address}").status_code == 404
