"""What goes wrong on the way in a browser: blocked scripts, lost answers, second tabs, shared computers."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.links.conftest import Linked
from tests.journeys.links.walking import (
    answering,
    asked,
    cast,
    collect,
    fill_in,
    go_and_answer,
    in_view,
    open_link,
    press,
    stored,
    to_the_box,
    whole_way,
)
from tests.journeys.respond.test_browser import PHONE

pytestmark = pytest.mark.browser


def lose(page: Page, pattern: str, times: int, *, arrives: bool) -> None:
    """Let the next answers from an address get lost, with the request or after it."""
    left = [times]

    def handle(route: Route) -> None:
        if left[0]:
            left[0] -= 1
            if arrives:
                route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(pattern, handle)


def test_without_script_the_pages_say_so_and_nothing_is_asked(linked: Linked, site: str, browser: Browser) -> None:
    page = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    sent = asked(page)
    for address in (f"/svarbevis/nb/#{linked.tokens[0]}", f"/svar/nb/runde/{linked.wave.id}/"):
        page.goto(site + address)
        in_view(page, "wait")
        assert "et lite program i nettleseren" in page.inner_text("main")
    assert sent == []


def test_a_blocked_module_before_collecting_leaves_everything_as_it_was(linked: Linked, site: str, page: Page) -> None:
    sent = asked(page)
    page.route("**/blind.js", lambda route: route.abort())
    page.goto(f"{site}/svarbevis/nb/#{linked.tokens[0]}")
    page.wait_for_load_state("networkidle")
    in_view(page, "wait")
    assert sent == []
    assert stored(page) == []
    assert linked.tokens[0] in page.url
    page.unroute("**/blind.js")
    page.reload()
    in_view(page, "start")


def test_a_blocked_module_after_collecting_leaves_the_credential_and_no_form(
    linked: Linked, site: str, context: BrowserContext, page: Page
) -> None:
    open_link(page, site, linked.tokens[0])
    collect(page)
    in_view(page, "done")
    # The browser has the module from the first page; a new one, which was sent the address, has not.
    address = page.get_attribute("#answer", "href")
    assert address is not None
    other = context.browser.new_context(viewport=PHONE).new_page()  # type: ignore[union-attr]
    sent = asked(other)
    other.route("**/seal.js", lambda route: route.abort())
    other.goto(address)
    other.wait_for_load_state("networkidle")
    in_view(other, "wait")
    assert other.evaluate("document.getElementById('all').disabled")
    assert other.locator("[name^='q.']").count() == 0
    other.evaluate("document.getElementById('sheet').submit()")
    assert sent == []
    other.unroute("**/seal.js")
    other.reload()
    in_view(other, "start")
    to_the_box(other)
    cast(other)
    assert linked.ballots() == 1


@pytest.mark.parametrize("arrives", [True, False])
def test_a_lost_answer_to_collecting_is_asked_for_again_with_the_same_bytes(
    linked: Linked, site: str, page: Page, arrives: bool
) -> None:
    bodies: list[str | None] = []
    page.on("request", lambda one: bodies.append(one.post_data) if one.url.endswith("/hent/") else None)
    lose(page, "**/hent/", 1, arrives=arrives)
    open_link(page, site, linked.tokens[0])
    collect(page)
    expect(page.locator("#trouble")).to_be_visible()
    page.reload()
    in_view(page, "start")
    collect(page)
    in_view(page, "done")
    page.reload()
    in_view(page, "done")
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


def test_two_tabs_collect_one_credential(linked: Linked, site: str, context: BrowserContext, page: Page) -> None:
    other = context.new_page()
    for tab in (page, other):
        open_link(tab, site, linked.tokens[0])
    collect(page)
    in_view(page, "done")
    in_view(other, "done")
    assert page.get_attribute("#answer", "href") == other.get_attribute("#answer", "href")


def test_a_link_collected_elsewhere_says_how_to_go_on(linked: Linked, site: str, browser: Browser, page: Page) -> None:
    open_link(page, site, linked.tokens[0])
    collect(page)
    in_view(page, "done")
    other = browser.new_context(viewport=PHONE).new_page()
    open_link(other, site, linked.tokens[0])
    collect(other)
    in_view(other, "taken")
    assert "be tilretteleggeren om å få hente ett til" in other.inner_text("main")


@pytest.mark.parametrize("token", ["", "x", "A" * 43])
def test_a_link_that_is_not_whole_or_unknown(linked: Linked, site: str, page: Page, token: str) -> None:
    page.goto(f"{site}/svarbevis/nb/#{token}")
    if len(token) != 43:
        return in_view(page, "missing")
    in_view(page, "start")
    collect(page)
    return in_view(page, "refused")


@pytest.mark.parametrize("arrives", [True, False])
def test_a_lost_answer_to_the_ballot_is_sent_again_and_counts_once(
    linked: Linked, site: str, page: Page, arrives: bool
) -> None:
    bodies: list[bytes | None] = []
    page.on("request", lambda one: bodies.append(one.post_data_buffer) if one.url.endswith("/svarark/") else None)
    answering(page, site, linked.tokens[0])
    to_the_box(page)
    lose(page, "**/svarark/", 2, arrives=arrives)
    press(page, "cast")
    in_view(page, "send")
    press(page, "send")
    in_view(page, "send")
    page.reload()
    in_view(page, "send")
    page.click("[data-do=send]:visible")
    page.wait_for_url("**/takk/")
    assert len(bodies) == 3
    assert len(set(bodies)) == 1
    assert stored(page) == []
    assert linked.ballots() == 1


def test_back_after_the_receipt_shows_no_answers(linked: Linked, site: str, page: Page) -> None:
    whole_way(page, site, linked.tokens[0])
    for _ in range(3):
        page.go_back()
        in_view(page, "missing")
        assert page.locator(":checked").count() == 0
        assert stored(page) == []
    assert linked.ballots() == 1


def test_a_second_tab_is_told_that_the_right_is_used(
    linked: Linked, site: str, context: BrowserContext, page: Page
) -> None:
    answering(page, site, linked.tokens[0])
    press(page, "next")
    other = context.new_page()
    other.goto(page.url)
    in_view(other, "start")
    to_the_box(other, option=2)
    cast(other)
    in_view(page, "used")
    assert page.locator("#sheet").count() == 0
    assert linked.ballots() == 1


def test_a_right_used_on_another_machine_is_told_calmly(
    linked: Linked, site: str, browser: Browser, page: Page
) -> None:
    open_link(page, site, linked.tokens[0])
    collect(page)
    in_view(page, "done")
    address = page.get_attribute("#answer", "href")
    assert address is not None
    go_and_answer(page)
    other = browser.new_context(viewport=PHONE).new_page()
    other.goto(address.partition("&")[0])
    in_view(other, "start")
    to_the_box(other)
    cast(other)
    to_the_box(page, option=3)
    press(page, "cast")
    in_view(page, "used")
    assert stored(page) == []
    assert linked.ballots() == 1


def test_a_ballot_that_cannot_be_read_keeps_the_answers(linked: Linked, site: str, page: Page) -> None:
    answering(page, site, linked.tokens[0])
    to_the_box(page)
    page.route("**/svarark/", lambda route: route.fulfill(status=422, json={"message": "Kan ikke leses."}))
    press(page, "cast")
    expect(page.locator("#errors")).to_contain_text("Kan ikke leses.")
    page.unroute("**/svarark/")
    cast(page)
    assert linked.ballots() == 1


def test_a_shared_computer_keeps_nothing(linked: Linked, site: str, page: Page) -> None:
    open_link(page, site, linked.tokens[0])
    collect(page, shared=True)
    in_view(page, "done")
    assert stored(page) == []
    expect(page.locator("#finish-here")).to_be_visible()
    page.click("nav a[lang=sv]")
    in_view(page, "done")
    assert "/svarbevis/sv/" in page.url
    go_and_answer(page)
    assert page.is_checked("#shared")
    press(page, "next")
    fill_in(page, option=4)
    chosen = page.evaluate("[...document.querySelectorAll(':checked')].filter(e => e.name).map(e => e.id)")
    page.click(".other-languages a[lang=nn]")
    page.wait_for_url("**/svar/nn/**")
    in_view(page, "1")
    assert page.evaluate("[...document.querySelectorAll(':checked')].filter(e => e.name).map(e => e.id)") == chosen
    assert "#" not in page.url
    assert stored(page) == []
    assert page.evaluate("history.state?.carried || ''") == ""
    press(page, "next")
    assert stored(page) == []
    for _ in range(7):
        press(page, "next")
    assert stored(page) == []
    cast(page)
    assert stored(page) == []
    assert linked.ballots() == 1


def test_answers_and_place_survive_a_reload_the_back_button_and_another_language(
    linked: Linked, site: str, page: Page
) -> None:
    answering(page, site, linked.tokens[0])
    press(page, "next")
    fill_in(page, option=2)
    press(page, "next")
    fill_in(page, option=3)
    script = "[...document.querySelectorAll('.question :checked')].map(e => e.id)"
    chosen = page.evaluate(script)
    page.reload()
    in_view(page, "2")
    assert page.evaluate(script) == chosen
    page.click(".other-languages a[lang=en]")
    page.wait_for_url("**/svar/en/**")
    in_view(page, "2")
    assert page.evaluate(script) == chosen
    press(page, "back")
    in_view(page, "1")
    page.go_back()
    in_view(page, "2")
    assert page.evaluate(script) == chosen
    expect(page.locator("[data-state='2'] h1")).to_be_focused()


def test_what_stands_alone_is_stated_and_the_rest_kept(linked: Linked, site: str, page: Page) -> None:
    answering(page, site, linked.tokens[0])
    press(page, "next")
    while page.locator("[type=checkbox][name]:visible").count() == 0:
        press(page, "next")
    boxes = page.locator("[type=checkbox][name]:visible")
    boxes.first.check()
    page.locator("[type=checkbox][value=none]:visible").check()
    press(page, "next")
    expect(page.locator("#errors")).to_be_focused()
    assert page.title().startswith("Feil: ")
    expect(page.locator("[data-alone]:visible")).to_have_count(1)
    expect(page.locator(".question.wrong[aria-describedby$=-error]")).to_have_count(1)
    page.click("#errors a")
    assert "#" not in page.url
    assert boxes.first.is_checked()
    page.locator("[type=checkbox][value=none]:visible").uncheck()
    press(page, "next")
    expect(page.locator("#errors")).to_be_hidden()


def test_the_qr_code_carries_the_right_to_another_phone(
    linked: Linked, site: str, browser: Browser, page: Page
) -> None:
    open_link(page, site, linked.tokens[0])
    collect(page)
    in_view(page, "done")
    page.click("#carry")
    expect(page.locator("#qr svg")).to_be_visible()
    address = page.input_value("#address")
    assert address.startswith(f"{site}/svar/nb/runde/{linked.wave.id}/#")
    other = browser.new_context(viewport=PHONE).new_page()
    other.goto(address)
    in_view(other, "start")
    assert other.url.endswith(f"/runde/{linked.wave.id}/")
    assert stored(other) == []
    to_the_box(other)
    cast(other)
    assert linked.ballots() == 1


def test_the_wrong_hour_on_the_phone_does_not_matter(linked: Linked, site: str, page: Page) -> None:
    # The server's clock stands eight years back in all of these tests; here the phone's runs ahead of its own day too.
    page.clock.install(time="2031-01-01T00:00:00Z")
    whole_way(page, site, linked.tokens[0])
    assert linked.ballots() == 1


def test_the_parties_of_the_protocol_see_no_cookie_referrer_or_query(
    linked: Linked, site: str, context: BrowserContext, page: Page
) -> None:
    seen: list[dict[str, Any]] = []
    page.on("request", lambda one: seen.append(one.all_headers() | {"at": one.url}))
    whole_way(page, site, linked.tokens[0])
    assert not [one for one in seen if one.get("cookie") or one.get("referer") or "?" in one["at"]]
    assert not [one for one in seen if linked.tokens[0] in one["at"].partition("#")[0]]
