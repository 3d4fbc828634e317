"""Passkeys in a browser with a virtual authenticator (WebAuthn over Chromium's own protocol)."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from surveys.agreements.models import Signature
from tests import factories
from tests.factories import PASSWORD
from tests.journeys.going import go_by
from tests.journeys.parties.conftest import House
from tests.journeys.parties.test_browser import SCREENS, signed_in

pytestmark = pytest.mark.browser


def with_authenticator(page: Page) -> None:
    """Put an authenticator into the browser that keeps passkeys and whose finger is always there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_by_password(page: Page, site: str) -> None:
    go_by(page, "text=Logg ut")
    page.goto(f"{site}/parter/nb/logg-inn/")
    page.fill("#id_email", "union@example.org")
    page.fill("#id_password", PASSWORD)
    go_by(page, "main button >> nth=0")


def make(page: Page, site: str) -> None:
    """Make a passkey from the account's page, which asks for the password first."""
    page.goto(f"{site}/parter/nb/konto/")
    go_by(page, "text=Legg til passnøkkel")
    page.fill("#id_password", PASSWORD)
    go_by(page, "main button")
    page.fill("#id_name", "Telefonen")
    page.click("text=Lag passnøkkelen")
    page.wait_for_url("**/konto/reservekoder/")


def test_a_passkey_is_made_lets_in_and_signs(live_server: LiveServer, house: House, browser: Browser) -> None:
    # A passkey belongs to a domain, and a browser takes a number for none.
    site = live_server.url.replace("127.0.0.1", "localhost")
    agreement = factories.draft(house.place)
    page = signed_in(browser, site, "union", SCREENS["phone"], scripts=True)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    with_authenticator(page)
    make(page, site)
    go_by(page, "text=Logg ut")
    page.goto(f"{site}/parter/nn/logg-inn/")
    page.click("text=Logg inn med passnøkkel")
    page.wait_for_url(f"{site}/parter/nn/")
    page.goto(f"{site}/parter/nb/avtale/{agreement.id}/")
    go_by(page, "text=Bekreft med passnøkkel")
    page.click("text=Bruk passnøkkelen")
    page.wait_for_url("**/avtale/**")
    assert page.locator("#id_password").count() == 0
    page.click("text=Signer avtalen")
    page.wait_for_selector("text=Du har signert avtalen")
    assert Signature.objects.filter(voided_at=None).count() == 1
    assert refused == []


def test_a_passkey_is_the_second_step_and_can_be_removed(
    live_server: LiveServer, house: House, browser: Browser
) -> None:
    site = live_server.url.replace("127.0.0.1", "localhost")
    page = signed_in(browser, site, "union", SCREENS["desk"], scripts=True)
    with_authenticator(page)
    make(page, site)
    sign_in_by_password(page, site)
    page.wait_for_url("**/logg-inn/kode/")
    page.click("text=Bruk passnøkkelen")
    page.wait_for_url(f"{site}/parter/nb/")
    page.goto(f"{site}/parter/nb/konto/")
    assert "Telefonen" in page.inner_text("main")
    go_by(page, "main .rows a")
    page.fill("#id_password", PASSWORD)
    go_by(page, "main button")
    go_by(page, "main button")
    page.wait_for_url("**/konto/")
    assert "Du har ingen passnøkkel" in page.inner_text("main")
    assert not Authenticator.objects.exists()


def test_without_a_passkey_the_page_says_so(live_server: LiveServer, house: House, browser: Browser) -> None:
    site = live_server.url.replace("127.0.0.1", "localhost")
    page = browser.new_context(viewport=SCREENS["phone"]).new_page()
    with_authenticator(page)
    page.goto(f"{site}/parter/nb/logg-inn/")
    page.click("text=Logg inn med passnøkkel")
    page.wait_for_selector("text=Passnøkkelen ble ikke brukt")


def test_without_scripts_no_button_asks_for_a_passkey(live_server: LiveServer, house: House, browser: Browser) -> None:
    page = browser.new_context(viewport=SCREENS["phone"], java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/parter/nb/logg-inn/")
    assert not page.locator("text=Logg inn med passnøkkel").is_visible()
