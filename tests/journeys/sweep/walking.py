"""A reader who goes through the site page by page, and looks at each in every setting that a reader may have."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]
from django.conf import settings
from django.test import Client
from django.test.signals import template_rendered
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, ViewportSize

from project import languages
from surveys.organisations.models import User
from tests.journeys.sweep import addresses
from tests.journeys.sweep.pictures import readable
from tests.journeys.sweep.skeleton import skeleton_of
from tests.journeys.sweep.texts import left_in_bokmal
from tests.journeys.sweep.world import Values, World

PHONE: ViewportSize = {"width": 390, "height": 844}
ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""1280 px at 400 %: WCAG 1.4.10 measures it so."""
DESK: ViewportSize = {"width": 1280, "height": 900}
MOST_CHARTS = 2
"""All of a report's charts are drawn in the same colours."""
LOOKING = Path(__file__).with_name("looking.js")


@dataclass
class Walk:
    """What has been seen on the way: `faults` by page, the names of the `addresses`, and the `templates`."""

    browser: Browser
    site: str
    world: World
    faults: dict[str, list[str]] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    looks: int = 0
    settings: int = 0
    _noise: list[str] = field(default_factory=list)
    _seen: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    _languages: Iterator[str] = field(default_factory=lambda: cycle(languages.CODES))

    def __post_init__(self) -> None:
        # A reader who wants no movement: then nothing may move, and no colour is on its way when axe looks.
        self.context = self.browser.new_context(viewport=PHONE, reduced_motion="reduce")
        self.context.add_init_script(path=AXE_FILE_PATH)
        self.context.add_init_script(path=LOOKING)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._noise.append(f"script: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _said(self, message: ConsoleMessage) -> None:
        # That the page itself is an error page is told as well.
        if message.type in {"error", "warning"} and message.location["url"] != self.page.url:
            self._noise.append(f"console: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.site}/", "data:", "blob:")):
            self._noise.append(f"asks elsewhere: {url}")

    def told(self) -> str:
        """Return the faults as a text to read: a page, and below it what is wrong with it."""
        return "\n".join(f"{page}\n    " + "\n    ".join(found) for page, found in self.faults.items())

    def allow(self, address: str) -> None:
        """Forget that this other site was asked: here it was meant to be, and it must have been seen."""
        left = [said for said in self._noise if address not in said]
        assert len(left) < len(self._noise), f"{address} was not asked"
        self._noise = left

    def next_language(self) -> str:
        return next(self._languages)

    def enter(self, user: User | None) -> None:
        """Become somebody who has signed in, or nobody."""
        self.context.clear_cookies()
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": f"{self.site}/parter/"}
            self.context.add_cookies([cookie])

    def address(self, name: str, values: Values, language: str) -> str:
        return addresses.path(name, values | {"language": language})

    def go(self, name: str, values: Values | None = None, *, language: str = "", status: int = 200) -> None:
        """Open a page of this name."""
        path = self.address(name, values or {}, language or self.next_language())
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status == status, f"{path} answers {answer.status}"

    def see(self, name: str, values: Values | None = None, *, state: str = "", status: int = 200) -> None:
        """Open a page of this name and look at it."""
        self.go(name, values, status=status)
        self.look(state or name, name=name)

    def send(
        self, form: str, given: Mapping[str, str | tuple[str, bytes]] | None = None, *, status: int = 400
    ) -> Response:
        """Fill fields of a form, send it by its first button without the browser's own checks, and say what came."""
        self.page.evaluate("looking.unfold()")
        found = self.page.locator(form).first
        for selector, value in (given or {}).items():
            control = found.locator(selector).first
            if isinstance(value, tuple):
                control.set_input_files({"name": value[0], "mimeType": "text/plain", "buffer": value[1]})
            elif value == "check":
                control.check()
            elif value == "uncheck":
                found.locator(selector).evaluate_all("every => every.forEach(one => { one.checked = false; })")
            else:
                control.fill(value)
        with self.page.expect_navigation() as arrived:
            found.evaluate("form => { form.noValidate = true; form.querySelector('button').click(); }")
        answer = arrived.value
        assert answer.status == status, f"{form} on {self.page.url} answers {answer.status}"
        return answer

    def new_to(self, name: str, page: str) -> bool:
        """Tell whether the page has anything in it that no version of it had, for whomever and at whatever stage."""
        seen, here = self._seen.setdefault(name, set()), skeleton_of(page)
        new = not here <= seen
        seen |= here
        return new

    def look_behind(self, label: str) -> None:
        """Look at the page with everything in view that its script shows at one time or another."""
        self.page.evaluate("document.querySelectorAll('main [hidden]').forEach(one => { one.hidden = false; })")
        self.look(label, several=True)

    def look(self, label: str, *, name: str | None = None, several: bool = False) -> None:
        """Look at the page that is open. `several`: it shows all its states at once, and so several headings."""
        self.looks += 1
        path = urlsplit(self.page.url).path
        found_at = addresses.name_of(path)
        if found_at is not None:
            self.addresses.add(found_at)
        label = f"{label} {path}"
        if name is not None and found_at != name:
            self.faults.setdefault(label, []).append(f"this is not {name}")
        found = self._measured(several=several)
        found += left_in_bokmal(self.page.evaluate("looking.texts()"))
        found += self.page.evaluate("looking.violations.splice(0)")
        found += self._noise
        self._noise.clear()
        if found:
            self.faults.setdefault(label, []).extend(found)

    def _measured(self, *, several: bool) -> list[str]:
        page = self.page
        page.set_viewport_size(ZOOMED)
        found = _under("400 %", page.evaluate("looking.unfold(); looking.overflow()"))
        page.set_viewport_size(PHONE)
        found += page.evaluate(
            """async several => [...(several ? [] : looking.structure()), ...looking.smallTargets(),
            ...looking.smallText(), ...await looking.smallPictureText(), ...looking.overflow(), ...looking.motion(),
            ...await looking.axeAll()]""",
            several,
        )
        return found + (self._in_every_setting() if page.evaluate("looking.newPlaces()") else [])

    def _in_every_setting(self) -> list[str]:
        """Look at what stands in places that no page had before: see `newPlaces` in looking.js."""
        page = self.page
        self.settings += 1
        # Once a key has been pressed, a browser shows the focus that a script moves.
        page.keyboard.press("Tab")
        found: list[str] = page.evaluate("async () => [...looking.focus(), ...await looking.axeColours()]")
        page.emulate_media(color_scheme="dark")
        found += _under("dark", page.evaluate("looking.axeColours()") + self._pale_charts())
        page.emulate_media(forced_colors="active")
        found += _under("forced colours", page.evaluate("[...looking.forcedColours(), ...looking.focus()]"))
        found += _under("forced colours", self._pale_charts())
        page.emulate_media(color_scheme="light", forced_colors="none")
        page.set_viewport_size(DESK)
        found += _under("1280 px", page.evaluate("looking.overflow()"))
        page.set_viewport_size(PHONE)
        return found

    def _pale_charts(self) -> list[str]:
        drawn = self.page.locator("main picture img:visible, main svg:visible").all()[:MOST_CHARTS]
        return [f"a chart that cannot be read: {one.get_attribute('alt')}" for one in drawn
                if not readable(one.screenshot())]  # fmt: skip


def _under(setting: str, faults: list[str]) -> list[str]:
    return [f"{setting}: {fault}" for fault in faults]


@contextmanager
def templates_kept(walk: Walk) -> Iterator[None]:
    """Keep the names of the templates that the site itself makes pages of, which it does in threads of its own."""

    def keep(template: Any, **_more: object) -> None:
        if current_thread() is not main_thread():
            walk.templates.add(template.name)

    template_rendered.connect(keep)
    try:
        yield
    finally:
        template_rendered.disconnect(keep)
