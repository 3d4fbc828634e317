"""Signing in through another organisation, at a provider that runs on this machine."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from project.settings import accounts
from project.settings.environment import BadSetting
from surveys.organisations.models import User
from tests import oidc_provider
from tests.journeys.parties.conftest import House
from tests.journeys.parties.test_account import switch_on
from tests.oidc_provider import CLIENT, SECRET, Provider

WAY = "/parter/nn/logg-inn/med/feide/"
UNION = {"sub": "u-1", "email": "union@example.org", "email_verified": True, "name": "Somebody"}


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with oidc_provider.running() as found:
        for name, value in {"NAME": "Feide", "SERVER": found.address, "CLIENT_ID": CLIENT, "SECRET": SECRET}.items():
            monkeypatch.setenv(f"TILLIT_OIDC_FEIDE_{name}", value)
        trust(settings, monkeypatch, trusted=True)
        yield found


def trust(settings: Settings, monkeypatch: pytest.MonkeyPatch, *, trusted: bool) -> None:
    monkeypatch.setenv("TILLIT_OIDC_FEIDE_TRUST_EMAIL", "1" if trusted else "0")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [accounts.provider("feide")]}}


def go(client: Client, way: str = WAY, onward: str = "/parter/nn/konto/") -> tuple[int, str, str]:
    """Go the whole way as a browser does, and return the status, the address and the page of the return."""
    page = client.post(way, {"next": onward})
    assert page.status_code == 200
    target = re.fullmatch(r"0; url=(.+)", page.headers["Refresh"])
    assert target is not None
    back = requests.get(target[1], allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    assert parts.path == "/parter/inn/feide/"
    answer = client.get(f"{parts.path}?{parts.query}")
    return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()


def test_none_is_offered_by_default(house: House) -> None:
    assert "/logg-inn/med/" not in Client().get("/parter/nb/logg-inn/").content.decode()
    assert Client().post(WAY).status_code == 404


def test_an_invited_person_comes_in_by_an_address_that_the_provider_checks(house: House, provider: Provider) -> None:
    provider.claims = UNION
    client = Client()
    assert "Logg inn med Feide" in client.get("/parter/nn/logg-inn/").content.decode()
    assert go(client)[:2] == (303, "/parter/nn/konto/")
    assert "union@example.org" in client.get("/parter/nn/konto/").content.decode()
    assert not SocialToken.objects.exists()
    provider.claims = UNION | {"email": "renamed@example.org"}
    assert go(Client())[:2] == (303, "/parter/nn/konto/")


@pytest.mark.parametrize(
    "claims",
    [UNION | {"email": "stranger@example.org"}, UNION | {"email_verified": False}, {"sub": "u-1"}],
)
def test_a_stranger_gets_no_account(house: House, provider: Provider, claims: dict[str, object]) -> None:
    before = User.objects.count()
    provider.claims = claims
    client = Client()
    _status, location, page = go(client)
    if location:
        page = client.get(location).content.decode()
    assert "Ingen konto er knytt til innlogginga" in page
    assert client.get("/parter/nn/konto/").status_code == 303
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_address_that_nobody_checks_signs_nobody_in(
    house: House, provider: Provider, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(settings, monkeypatch, trusted=False)
    provider.claims = UNION
    client = Client()
    go(client)
    assert client.get("/parter/nn/konto/").status_code == 303
    # She has to link it herself, from inside.
    inside = house.browsers["union"]
    assert go(inside, f"{WAY}?process=connect")[0] == 303
    assert SocialAccount.objects.get().user == house.place.members["union"].user
    assert go(Client())[:2] == (303, "/parter/nn/konto/")


def test_it_goes_round_no_second_factor(house: House, provider: Provider) -> None:
    switch_on(house.browsers["union"])
    provider.claims = UNION
    client = Client()
    assert go(client)[1].endswith("/logg-inn/kode/")
    assert client.get("/parter/nn/konto/").status_code == 303


def test_a_return_that_nobody_asked_for_lets_nobody_in(house: House, provider: Provider) -> None:
    provider.claims = UNION
    thief, victim = Client(), Client()
    target = thief.post(WAY).headers["Refresh"].removeprefix("0; url=")
    parts = urlsplit(requests.get(target, allow_redirects=False, timeout=5).headers["Location"])
    answer = victim.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 401
    assert victim.get("/parter/nn/konto/").status_code == 303


def test_a_sign_in_that_was_broken_off_says_so(house: House, provider: Provider) -> None:
    provider.refuse = True
    client = Client()
    _status, location, page = go(client)
    assert "avbr" in (client.get(location).content.decode() if location else page)


def test_no_other_site_starts_it(house: House, provider: Provider) -> None:
    assert Client().get(WAY).headers["Location"] == "/parter/nn/logg-inn/"
    assert Client(enforce_csrf_checks=True).post(WAY).status_code == 400


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("SERVER", "http://feide.example.org", "https"), ("SERVER", "", "not set"), ("TRUST_EMAIL", "maybe", "one of")],
)
def test_a_bad_setting_stops_the_start(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"TILLIT_OIDC_FEIDE_{name}", value)
    if not value:
        monkeypatch.delenv(f"TILLIT_OIDC_FEIDE_{name}")
    with pytest.raises(BadSetting, match=said):
        accounts.provider("feide")


@pytest.mark.browser
def test_the_policy_of_the_page_lets_the_browser_go(
    live_server: LiveServer, house: House, provider: Provider, browser: Browser
) -> None:
    provider.claims = UNION
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/parter/nb/logg-inn/?next=/parter/nb/konto/")
    page.click("text=Logg inn med Feide")
    page.wait_for_url(f"{live_server.url}/parter/nb/konto/")
