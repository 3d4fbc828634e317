"""How a browser goes from page to page in the journeys."""

from playwright.sync_api import Page


def go_by(page: Page, selector: str) -> None:
    """Click what leads to another page, and wait until all of that page is there.

    A click alone ends when the other page has begun to come, or before. What is then looked for without waiting, such
    as a count, is looked for in half a page or in the old one.
    """
    with page.expect_navigation():
        page.click(selector)
