"""From the link in the e-mail to the thanks, on a phone, in every language."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from project import languages
from tests.journeys.links.conftest import Linked
from tests.journeys.links.walking import (
    cast,
    collect,
    fill_in,
    go_and_answer,
    in_view,
    open_link,
    press,
    sections,
    stored,
    to_the_box,
)
from tests.journeys.respond.test_browser import PHONE, overflows, small_targets, small_text

pytestmark = pytest.mark.browser


def listened(page: Page) -> list[str]:
    """Return a list that fills with what the page's console says: errors, and what the CSP forbids."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("language", languages.CODES)
def test_link_code_credential_answers_receipt(linked: Linked, site: str, browser: Browser, language: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    said = listened(page)
    open_link(page, site, linked.tokens[0], language)
    assert page.url == f"{site}/svarbevis/{language}/"
    collect(page, code=" " + linked.code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    in_view(page, "done")
    expect(page.locator("[data-state=done] [data-code]")).to_have_text(linked.code)
    go_and_answer(page)
    assert page.url == f"{site}/svar/{language}/runde/{linked.wave.id}/"
    expect(page.locator("[data-state=start] [data-code]")).to_have_text(linked.code)
    to_the_box(page)
    cast(page)
    assert page.url == f"{site}/svar/{language}/takk/"
    assert page.locator("html").get_attribute("lang") == language
    assert stored(page) == []
    assert context.cookies() == []
    assert said == []
    assert linked.ballots() == 1


def states_of(page: Page) -> list[str]:
    return [str(one.get_attribute("data-state")) for one in page.locator("[data-state]").all()]


def look_at(page: Page, where: str, axe: Axe | None = None) -> None:
    assert small_targets(page) == [], where
    assert small_text(page) == [], where
    assert not overflows(page), where
    if axe is not None:
        found = axe.run(page)
        assert found.violations_count == 0, f"{where}: {found.generate_report()}"


def show_each(page: Page, where: str, axe: Axe) -> None:
    """Look at every state that the page can be in, whatever leads to it."""
    for state in states_of(page):
        page.evaluate(
            "name => document.querySelectorAll('[data-state]').forEach(one => one.hidden = one.dataset.state !== name)",
            state,
        )
        look_at(page, f"{where} {state}", axe)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_every_page_is_accessible_on_a_phone(
    linked: Linked, site: str, browser: Browser, scheme: str
) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    axe = Axe()
    open_link(page, site, linked.tokens[0])
    collect(page, code="x")
    look_at(page, "wrong code", axe)
    collect(page)
    in_view(page, "done")
    page.click("#carry")
    expect(page.locator("#qr svg")).to_be_visible()
    look_at(page, "carried", axe)
    show_each(page, "collect", axe)
    page.goto(str(page.get_attribute("#answer", "href")))
    in_view(page, "start")
    show_each(page, "answer", axe)
    for path in (f"/nokler/nb/{linked.wave.id}/", "/svar/nb/slik-virker-det/", "/svar/nb/takk/", "/svar/nb/runde/"
                 "00000000-0000-0000-0000-000000000000/"):  # fmt: skip
        page.goto(site + path)
        look_at(page, path, axe)


def test_nothing_overflows_at_four_hundred_per_cent(linked: Linked, site: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 256})
    open_link(page, site, linked.tokens[0])
    assert not overflows(page)
    collect(page)
    in_view(page, "done")
    page.click("#carry")
    assert not overflows(page)
    go_and_answer(page)
    assert not overflows(page)
    press(page, "next")
    for number in range(1, sections(page) + 1):
        in_view(page, str(number))
        fill_in(page)
        assert not overflows(page), number
        press(page, "next")
    assert not overflows(page)
    page.goto(f"{site}/nokler/nb/{linked.wave.id}/")
    assert not overflows(page)
