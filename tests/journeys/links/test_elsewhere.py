"""The answering page on an origin of its own, and two people who answer in one browser."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.links.conftest import Linked
from tests.journeys.links.walking import answering, cast, collect, go_and_answer, in_view, open_link, stored, to_the_box

pytestmark = pytest.mark.browser


def test_the_answering_page_may_have_an_origin_of_its_own(
    linked: Linked, site: str, settings: Any, context: BrowserContext, page: Page
) -> None:
    here, there = site, site.replace("localhost", "127.0.0.1")
    assert here != there, "one machine by two names is two origins to a browser"
    settings.RESPOND_ADDRESS = there
    asked: list[tuple[str, str, str]] = []
    page.on("request", lambda one: asked.append((one.method, one.url, one.headers.get("referer", ""))))
    open_link(page, here, linked.tokens[0])
    collect(page, code=linked.code)
    go_and_answer(page)
    assert page.url.startswith(there)
    to_the_box(page)
    cast(page)
    assert linked.ballots() == 1
    assert stored(page) == []
    posted = {url.rsplit("/", 2)[-2]: url for method, url, _ in asked if method == "POST"}
    assert {name: url.startswith(there) for name, url in posted.items()} == {
        "oppslag": False, "hent": False, "svarark": True,
    }  # fmt: skip
    assert {referrer for _, _, referrer in asked} == {""}
    assert not context.cookies()
    # Where it was collected nothing is left that could be used, or recognised in the box.
    page.goto(f"{here}/svarbevis/nb/")
    kept = page.evaluate("Object.values(localStorage).join()")
    assert "credential" not in kept
    assert "handed" in kept


def test_two_people_in_one_browser_do_not_take_each_others_right(
    linked: Linked, site: str, context: BrowserContext, page: Page
) -> None:
    """Neither of them has said that the computer is shared."""
    other = context.new_page()
    # A tab in the background is drawn about once a second, and every click waits for that.
    page.bring_to_front()
    answering(page, site, linked.tokens[0])
    to_the_box(page)
    other.bring_to_front()
    answering(other, site, linked.tokens[1])
    to_the_box(other, option=2)
    page.bring_to_front()
    cast(page)
    other.bring_to_front()
    cast(other)
    assert linked.ballots() == 2
    assert stored(page) == []


def test_a_lost_answer_of_one_does_not_cost_the_other_her_right(
    linked: Linked, site: str, context: BrowserContext, page: Page
) -> None:
    page.route("**/svarark/", lambda route: route.abort())
    answering(page, site, linked.tokens[0])
    to_the_box(page)
    page.click("[data-do='cast']")
    in_view(page, "send")
    other = context.new_page()
    answering(other, site, linked.tokens[1])
    to_the_box(other)
    cast(other)
    page.unroute("**/svarark/")
    page.click("[data-do='send']")
    page.wait_for_url("**/takk/")
    assert linked.ballots() == 2
    assert stored(page) == []
