"""The parties' pages in a browser: how one signs in there, and the organiser's way without scripts."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.factories import PASSWORD
from tests.journeys.going import go_by
from tests.journeys.parties.conftest import SIZES, House

pytestmark = pytest.mark.browser

SCREENS: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


def signed_in(browser: Browser, site: str, who: str, screen: ViewportSize, *, scripts: bool = False) -> Page:
    page = browser.new_context(viewport=screen, java_script_enabled=scripts).new_page()
    page.goto(f"{site}/parter/nb/")
    page.fill("#id_email", f"{who}@example.org")
    page.fill("#id_password", PASSWORD)
    go_by(page, "main button")
    assert page.url == f"{site}/parter/nb/"
    return page


def test_the_organisers_way_without_scripts(live_server: LiveServer, house: House, browser: Browser) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    page = signed_in(browser, live_server.url, "organiser", SCREENS["desk"])
    go_by(page, "text=Lag lapper")
    with page.expect_download() as sheets:
        page.click("text=Lag lapper og hent dem")
    assert sheets.value.suggested_filename == "lapper-fjellbygd-kundesenter-hoesten-2018.pdf"
    assert len(PdfReader(sheets.value.path()).pages) == 4
    page.goto(f"{live_server.url}/parter/nb/runde/{wave.id}/")
    go_by(page, "text=Logg ut")
    assert page.url.startswith(f"{live_server.url}/parter/nb/logg-inn/")
