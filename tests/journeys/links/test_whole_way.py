"""From the link in the e-mail to the thanks, on a phone, in every language."""

import pytest
from playwright.sync_api import Browser, Page, expect

from project import languages
from tests.journeys.links.conftest import Linked
from tests.journeys.links.walking import (
    cast,
    collect,
    go_and_answer,
    in_view,
    open_link,
    stored,
    to_the_box,
)
from tests.journeys.respond.test_browser import PHONE

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
