"""What only a browser can tell of the way by slip: no script is needed and no cookie is set."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.going import go_by
from tests.journeys.respond.conftest import OpenWave

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
OPEN_PAGES = ("/velkommen/nb/", "/svar/", "/svar/nb/", "/svar/nb/slik-virker-det/", "/svar/nb/takk/", "/personvern/nb/",
              "/tilgjengelighet/nb/", "/svar/nb/finnes-ikke/")  # fmt: skip


def fill_in_everything(page: Page, address: str, code: str, *, language: str = "nb") -> Iterator[str]:
    """Go from the code to the thanks, and yield the name of each page while it is in view."""
    page.goto(f"{address}/svar/{language}/")
    yield "code"
    page.fill("#code", code)
    go_by(page, "button[value=stay]")
    yield "before"
    go_by(page, "button[value=next]")
    while page.locator("button[value=cast]").count() == 0:
        for group in page.locator("fieldset").all():
            group.locator("label").nth(1).click()
        yield page.locator("input[name=at]").input_value()
        go_by(page, "button[value=next]")
    yield "box"
    go_by(page, "button[value=cast]")
    yield "thanks"


def test_a_phone_without_scripts_comes_through_and_gets_no_cookie(
    open_wave_with_slips: OpenWave, site: str, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    seen = []
    for name in fill_in_everything(page, site, open_wave_with_slips.codes[0]):
        assert context.cookies() == [], name
        seen.append(name)
    assert len(seen) == len(open_wave_with_slips.questionnaire.sections) + 4
    assert page.url == f"{site}/svar/nb/takk/"
    for path in OPEN_PAGES:
        page.goto(site + path)
    assert context.cookies() == []
    context.close()
    assert open_wave_with_slips.ballots() == 1


def test_the_code_in_the_fragment_fills_the_field_and_leaves_the_address(
    open_wave_with_slips: OpenWave, site: str, browser: Browser
) -> None:
    code = open_wave_with_slips.codes[0]
    page = browser.new_page(viewport=PHONE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site}/svar/#{code}")
    page.click("a[lang=sv][data-code]")
    page.wait_for_function("document.getElementById('code').value !== ''")
    assert page.input_value("#code") == code
    assert page.url == f"{site}/svar/sv/"
    go_by(page, "button[value=stay]")
    assert page.locator("input[name=at]").input_value() == "start"
    assert complaints == []
