"""What a person with a link does in a browser, a step at a time; nothing here depends on the page's language."""

from playwright.sync_api import Page, expect


def in_view(page: Page, state: str) -> None:
    """Wait until this state of the page, and no other, is in view."""
    expect(page.locator(f"[data-state='{state}']")).to_be_visible()
    expect(page.locator("[data-state]:visible")).to_have_count(1)


def open_link(page: Page, site: str, token: str, language: str = "nb") -> None:
    page.goto(f"{site}/svarbevis/{language}/#{token}")
    in_view(page, "start")


def collect(page: Page, *, code: str = "", shared: bool = False) -> None:
    page.fill("#poster", code)
    page.set_checked("#shared", shared)
    page.click("#go")


def go_and_answer(page: Page) -> None:
    in_view(page, "done")
    page.click("#answer")
    page.wait_for_url("**/svar/*/runde/*/")
    in_view(page, "start")


def sections(page: Page) -> int:
    return page.locator("#all > [data-state]").count() - 2


def press(page: Page, name: str) -> None:
    page.click(f"[data-state]:visible [data-do='{name}']")


def fill_in(page: Page, *, option: int = 1) -> None:
    """Answer every question in view with the option of this place."""
    for question in page.locator("[data-state]:visible .question").all():
        question.locator("label").nth(option).click()


def to_the_box(page: Page, *, option: int = 1) -> None:
    """Answer everything, from the page before the first question to the last page."""
    press(page, "next")
    for number in range(1, sections(page) + 1):
        in_view(page, str(number))
        fill_in(page, option=option)
        press(page, "next")
    in_view(page, "box")


def cast(page: Page) -> None:
    press(page, "cast")
    page.wait_for_url("**/takk/")


def whole_way(page: Page, site: str, token: str, *, language: str = "nb", code: str = "", shared: bool = False) -> None:
    open_link(page, site, token, language)
    collect(page, code=code, shared=shared)
    go_and_answer(page)
    to_the_box(page)
    cast(page)


def stored(page: Page) -> list[str]:
    """Return every key of the browser's two storages for the page's origin."""
    found: list[str] = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    return found


def asked(page: Page) -> list[str]:
    """Return a list that fills with the paths that are posted to."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url.rsplit("/", 2)[-2]) if one.method == "POST" else None)
    return found


def answering(page: Page, site: str, token: str) -> None:
    """Collect, and go to the page before the first question."""
    open_link(page, site, token)
    collect(page)
    go_and_answer(page)
