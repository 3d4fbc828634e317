"""With a keyboard alone: one answers a round by slip, and one signs in and signs an agreement."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from surveys.agreements.models import Signature
from tests import factories
from tests.factories import PASSWORD
from tests.journeys.parties.conftest import House, house
from tests.journeys.respond.conftest import OpenWave, open_wave_with_slips
from tests.journeys.sweep.walking import PHONE

__all__ = ["house", "open_wave_with_slips"]

pytestmark = pytest.mark.browser

MOST_TABS = 150
FOCUSED = """() => {
    const element = document.activeElement, box = element.getBoundingClientRect();
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight - box.y) / 2);
    const covered = at === null || !(element.contains(at) || at.contains(element) || at.control === element);
    const outside = box.top < 0 || box.bottom > innerHeight + 1 || box.left < 0 || box.right > innerWidth + 1;
    // The ring may be drawn round the field that the control stands in.
    const lined = [element, element.closest(".ds-field")].filter(Boolean).map(one => getComputedStyle(one))
        .some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    const seen = lined && element.matches(":focus-visible");
    return {element: element.outerHTML.slice(0, 140), seen, covered, outside};
}"""
"""What has the focus, whether that is seen, and whether anything lies over it or it stands outside the screen."""


def tabbed(page: Page) -> Iterator[None]:
    """Press Tab again and again; each element that the focus comes to shows it and can be seen."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        # Past the last element the focus is the browser's own.
        if page.evaluate("document.activeElement !== document.body"):
            found = page.evaluate(FOCUSED)
            assert (found["seen"], found["covered"], found["outside"]) == (True, False, False), found["element"]
        yield


def tab_to(page: Page, selector: str) -> None:
    for _step in tabbed(page):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached with Tab on {page.url}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer_section(page: Page) -> None:
    """Answer every question that Tab comes to: the second of its options, or the first of several, and go on."""
    for _step in tabbed(page):
        if page.evaluate("document.activeElement.matches('[type=radio]')"):
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        elif page.evaluate("document.activeElement.matches('[type=checkbox]:first-of-type')"):
            ticked = "[...document.activeElement.closest('fieldset').querySelectorAll(':checked')].length"
            if page.evaluate(ticked) == 0:
                page.keyboard.press("Space")
        elif page.evaluate("document.activeElement.matches('button[value=next]')"):
            break
    groups = page.locator("fieldset.question")
    assert groups.locator(":checked").count() == groups.count() > 0
    enter(page)


def test_a_respondent_answers_with_a_keyboard_alone(
    open_wave_with_slips: OpenWave, site: str, browser: Browser
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site}/svar/nb/")
    tab_to(page, "#code")
    page.keyboard.type(open_wave_with_slips.codes[0])
    enter(page)
    tab_to(page, "button[value=next]")
    enter(page)
    while page.locator("button[value=cast]").count() == 0:
        answer_section(page)
    tab_to(page, "button[value=cast]")
    enter(page)
    assert page.url == f"{site}/svar/nb/takk/"
    assert open_wave_with_slips.ballots() == 1


def test_a_party_signs_in_and_signs_with_a_keyboard_alone(house: House, site: str, browser: Browser) -> None:
    factories.draft(house.place)
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site}/parter/nb/logg-inn/")
    for field, typed in (("#id_email", "union@example.org"), ("#id_password", PASSWORD)):
        tab_to(page, field)
        page.keyboard.type(typed)
    enter(page)
    tab_to(page, "main a[href*='/nb/avtale/']")
    enter(page)
    tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    tab_to(page, "main form:has(#id_password) button")
    enter(page)
    assert "Du har signert avtalen" in page.inner_text("main")
    assert Signature.objects.filter(voided_at=None).count() == 1


@pytest.mark.parametrize(
    "planted",
    [
        "document.querySelector('#code').style.outline = 'none'",
        "document.querySelector('#code').style.cssText = 'position: absolute; left: -999px'",
        "document.querySelector('.site-footer').style.cssText = 'position: fixed; inset: 0'",
        "document.querySelector('#code').tabIndex = -1",
    ],
)
def test_a_field_that_a_keyboard_cannot_use_is_found(site: str, browser: Browser, db: None, planted: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site}/svar/nb/")
    tab_to(page, "#code")
    page.reload()
    page.evaluate(planted)
    with pytest.raises(AssertionError):
        tab_to(page, "#code")
