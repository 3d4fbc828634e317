"""What only a browser can tell of the parties' pages: sizes, overflow, axe, and nothing refused by the policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from surveys.waves.models import Wave
from tests import factories
from tests.factories import PASSWORD
from tests.journeys.conftest import CHROMIUM
from tests.journeys.parties.conftest import SIZES, House
from tests.journeys.respond.test_browser import small_targets

pytestmark = pytest.mark.browser

SCREENS: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; the database is used before and after it, never inside.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def signed_in(browser: Browser, site: str, who: str, screen: ViewportSize, *, scripts: bool = False) -> Page:
    page = browser.new_context(viewport=screen, java_script_enabled=scripts).new_page()
    page.goto(f"{site}/parter/nb/")
    page.fill("#id_email", f"{who}@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    assert page.url == f"{site}/parter/nb/"
    return page


def faults(page: Page) -> list[str]:
    """Return what axe finds, controls that are too small, and whether the page is wider than the screen."""
    found = [violation["id"] for violation in Axe().run(page).response["violations"]]
    found += small_targets(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("wider than the screen")
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_can_be_used_on_every_screen(
    live_server: LiveServer, house: House, released: Wave, browser: Browser, screen: str
) -> None:
    organisation = house.place.organisation.id
    addresses = ("", f"avtale/{released.agreement_id}/", f"avtale/{released.agreement_id}/sporsmal/",
                 f"avtale/{released.agreement_id}/plan/",
                 f"virksomhet/{organisation}/mottakere/", f"virksomhet/{organisation}/logg/",
                 f"virksomhet/{organisation}/utvikling/",
                 f"runde/{released.id}/", f"runde/{released.id}/apning/", f"rapport/{released.id}/",
                 f"virksomhet/{organisation}/folk/", f"virksomhet/{organisation}/enheter/",
                 f"virksomhet/{organisation}/enheter/{house.place.units['lag-1'].id}/",
                 f"virksomhet/{organisation}/avtale/", f"rapport/{released.id}/deling/")  # fmt: skip
    page = signed_in(browser, live_server.url, "union", SCREENS[screen], scripts=True)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    found = {}
    for address in addresses:
        page.goto(f"{live_server.url}/parter/nb/{address}")
        found[address] = faults(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    assert refused == []


def test_the_opening_and_its_error_on_a_phone(
    live_server: LiveServer, house: House, closed: Wave, browser: Browser, tmp_path: Path
) -> None:
    page = signed_in(browser, live_server.url, "union", SCREENS["phone"], scripts=True)
    page.click("text=Hent og lever din del")
    assert faults(page) == []
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    page.click("text=uten hjelp fra nettleseren")
    page.set_input_files("#id_file", wrong)
    page.click("#hand-in button")
    assert page.title().startswith("Feil:")
    assert faults(page) == []


def test_the_organisers_way_without_scripts(live_server: LiveServer, house: House, browser: Browser) -> None:
    wave = factories.frozen_wave(house.place, SIZES)
    page = signed_in(browser, live_server.url, "organiser", SCREENS["desk"])
    page.click("text=Lag lapper")
    with page.expect_download() as sheets:
        page.click("text=Lag lapper og hent dem")
    assert sheets.value.suggested_filename == "lapper-fjellbygd-kundesenter-hoesten-2018.pdf"
    assert len(PdfReader(sheets.value.path()).pages) == 4
    page.goto(f"{live_server.url}/parter/nb/runde/{wave.id}/")
    page.click("text=Logg ut")
    assert page.url.startswith(f"{live_server.url}/parter/nb/logg-inn/")
