"""What only a browser can tell: sizes, overflow, cookies and axe, on a phone and without scripts."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.respond.conftest import OpenWave

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
TARGETS = "a[href], button, select, textarea, label, input:not([type=hidden], [type=radio], [type=checkbox])"
OPEN_PAGES = ("/velkommen/nb/", "/svar/", "/svar/nb/", "/svar/nb/slik-virker-det/", "/svar/nb/takk/", "/personvern/nb/",
              "/tilgjengelighet/nb/", "/svar/nb/finnes-ikke/")  # fmt: skip


def fill_in_everything(page: Page, address: str, code: str, *, language: str = "nb") -> Iterator[str]:
    """Go from the code to the thanks, and yield the name of each page while it is in view."""
    page.goto(f"{address}/svar/{language}/")
    yield "code"
    page.fill("#code", code)
    page.click("button[value=stay]")
    yield "before"
    page.click("button[value=next]")
    while page.locator("button[value=cast]").count() == 0:
        for group in page.locator("fieldset").all():
            group.locator("label").nth(1).click()
        yield page.locator("input[name=at]").input_value()
        page.click("button[value=next]")
    yield "box"
    page.click("button[value=cast]")
    yield "thanks"


def small_targets(page: Page) -> list[str]:
    """Return the controls below 44 by 44 px; a link inside a sentence is exempt, as in WCAG 2.5.8."""
    found: list[str] = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(element => {
            const box = element.getBoundingClientRect();
            const text = element.tagName === "A" && getComputedStyle(element).display === "inline";
            const caption = element.tagName === "LABEL" && !element.closest(".choice");
            const hidden = element.classList.contains("ds-skip-link");
            return element.checkVisibility() && !text && !caption && !hidden && (box.height < 43.5 || box.width < 43.5);
        }).map(element => element.outerHTML.slice(0, 120))""",
        TARGETS,
    )
    return found


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def small_text(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll("body *")].filter(element => element.checkVisibility()
            && parseFloat(getComputedStyle(element).fontSize) < 12).map(element => element.outerHTML.slice(0, 120))"""
    )
    return found


def test_a_phone_without_scripts_comes_through_with_large_targets_and_no_cookie(
    open_wave_with_slips: OpenWave, site: str, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    seen = []
    for name in fill_in_everything(page, site, open_wave_with_slips.codes[0]):
        assert small_targets(page) == [], name
        assert small_text(page) == [], name
        assert not overflows(page), name
        assert context.cookies() == [], name
        seen.append(name)
    assert len(seen) == len(open_wave_with_slips.questionnaire.sections) + 4
    assert page.url == f"{site}/svar/nb/takk/"
    for path in OPEN_PAGES:
        page.goto(site + path)
        assert small_targets(page) == [], path
        assert not overflows(page), path
    assert context.cookies() == []
    context.close()
    assert open_wave_with_slips.ballots() == 1


def test_nothing_overflows_at_four_hundred_per_cent(
    open_wave_with_slips: OpenWave, site: str, browser: Browser
) -> None:
    # 1280 px at 400 % is a page of 320 px; WCAG 1.4.10 measures it so.
    page = browser.new_page(viewport={"width": 320, "height": 256}, java_script_enabled=False)
    for name in fill_in_everything(page, site, open_wave_with_slips.codes[0]):
        assert not overflows(page), name
    for path in OPEN_PAGES:
        page.goto(site + path)
        assert not overflows(page), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_wave_with_slips: OpenWave, site: str, browser: Browser, scheme: str) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    axe = Axe()
    for name in fill_in_everything(page, site, open_wave_with_slips.codes[0]):
        found = axe.run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    for path in OPEN_PAGES:
        page.goto(site + path)
        found = axe.run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


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
    page.click("button[value=stay]")
    assert page.locator("input[name=at]").input_value() == "start"
    assert complaints == []
