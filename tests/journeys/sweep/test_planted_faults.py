"""Each fault that the sweep looks for is planted in a page of the site, and found."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.journeys.sweep import addresses
from tests.journeys.sweep.pictures import readable
from tests.journeys.sweep.skeleton import skeleton_of
from tests.journeys.sweep.texts import left_in_bokmal
from tests.journeys.sweep.walking import Walk
from tests.journeys.sweep.world import World

ADD = """const main = document.querySelector('main'), add = (tag, css, text = 'Noe som står her') => {
    const made = document.createElement(tag);
    made.style.cssText = css;
    made.textContent = text;
    main.append(made);
    return made; };"""
BUTTON = "min-height: 50px; min-width: 50px"
PLANTED = (
    ("document.title = ''", "no title"),
    ("add('h1', '')", "2 h1"),
    ("add('p', '').id = 'content'", "id twice: content"),
    ("add('button', 'width: 20px; height: 20px; padding: 0', 'x')", 'small target: <button style="width: 20px'),
    ("add('p', '', '').append(Object.assign(document.createElement('a'), {href: '#x', textContent: 'Videre'}))",
     'small target: <a href="#x"'),
    ("add('p', 'font-size: 11px')", 'text under 12 px: <p style="font-size: 11px'),
    ("add('div', 'width: 350px; position: relative; left: 60px')",
     "wider than the screen", "400 %: wider than the screen"),
    ("add('div', 'width: 1300px')", "1280 px: wider than the screen"),
    ("add('p', 'width: 60px; overflow: hidden; white-space: nowrap')", 'cut off: <p style="width: 60px'),
    ("add('div', 'width: 60px; overflow-x: auto; white-space: nowrap')", "moves sideways, and is no table"),
    ("add('p', 'transition: color 2s')", 'would move: <p style="transition'),
    ("main.append(document.createElement('img'))", "axe image-alt", "a picture is not shown: <img>"),
    ("add('p', 'color: rgb(190, 190, 190)')", 'axe color-contrast: <p style="color: rgb(190'),
    ("add('p', 'color: rgb(60, 60, 60)')", 'dark: axe color-contrast: <p style="color: rgb(60'),
    (f"add('button', 'outline: none; {BUTTON}')", 'focus is not seen: <button style="outline',
     'forced colours: focus is not seen: <button style="outline'),
    (f"add('button', 'border: 0; {BUTTON}')", 'forced colours: no edge in forced colours: <button style="border'),
    ("add('p', 'forced-color-adjust: none')", "forced colours: keeps its colours"),
    ("Object.assign(main.appendChild(new Image()), {alt: '', src: 'http://elsewhere.invalid/x.png'})",
     "CSP: img-src http://elsewhere.invalid/x.png", "console: "),
    ("document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {}'}))",
     "CSP: style-src-elem"),
    ("add('p', '', 'Logg inn')", "in bokmål on a page in sv: Logg inn"),
)  # fmt: skip
"""What is planted, and the words with which it is found."""


@pytest.mark.browser
def test_every_planted_fault_is_found(live_server: LiveServer, browser: Browser) -> None:
    walk = Walk(browser, live_server.url, World())
    walk.go("welcome", language="sv")
    walk.page.evaluate(f"{ADD} {'; '.join(script for script, *_words in PLANTED)}")
    walk.look("planted", name="privacy")
    (found,) = walk.faults.values()
    expected = ["this is not privacy", *(words for _script, *every in PLANTED for words in every)]
    assert [words for words in expected if not any(fault.startswith(words) for fault in found)] == [], walk.told()


@pytest.mark.browser
def test_what_a_page_asks_of_other_sites_is_found(live_server: LiveServer, browser: Browser) -> None:
    walk = Walk(browser, live_server.url, World())
    walk.go("welcome")
    walk.page.route("http://elsewhere.invalid/**", lambda route: route.fulfill(status=204))
    with walk.page.expect_request("http://elsewhere.invalid/x"):
        walk.page.evaluate("location = 'http://elsewhere.invalid/x'")
    walk.look("asking elsewhere")
    assert walk.faults == {f"asking elsewhere {walk.address('welcome', {}, 'nb')}": [
        "asks elsewhere: http://elsewhere.invalid/x"
    ]}  # fmt: skip


def test_an_address_that_is_neither_seen_nor_known_to_be_no_page_is_found() -> None:
    seen = set(addresses.known()) - set(addresses.NO_PAGES)
    assert addresses.escaped(seen) == []
    assert addresses.escaped(seen - {"home"}) == ["home"]
    assert addresses.escaped(seen, names={*addresses.known(), "a-new-page"}) == ["a-new-page"]


def test_what_is_known_to_be_no_page_is_in_the_address_table() -> None:
    assert set(addresses.NO_PAGES) <= set(addresses.known())


def test_a_text_with_something_put_into_it_is_found_in_bokmal() -> None:
    said = [("sv", "Du er tillitsvalgt for Fagforeningen."), ("nb", "Logg inn"), ("sv", "Logga in"), ("nn", "Logg inn")]
    assert left_in_bokmal(said) == ["in bokmål on a page in sv: Du er tillitsvalgt for Fagforeningen."]


@pytest.mark.parametrize(("ink", "expected"), [(0, True), (100, True), (150, False), (255, False)])
def test_a_chart_whose_ink_is_as_its_paper_is_found(ink: int, expected: bool) -> None:
    picture = Image.new("L", (200, 100), 255)
    picture.paste(ink, (20, 20, 60, 30))
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    assert readable(kept.getvalue()) is expected


def test_a_page_that_is_built_otherwise_is_looked_at() -> None:
    page = skeleton_of("<main><h1>A</h1><p>x</p><p>y</p></main>")
    assert skeleton_of("<main><h1>B</h1><p>z</p></main>") <= page
    assert not skeleton_of('<main><h1>B</h1><p class="quiet">z</p></main>') <= page
    assert not skeleton_of("<main><p>z</p><h1>B</h1></main>") <= page
