"""Attack A3: a server that gives each person a key of her own, and a list to match on its own pages.

The real page runs in Chromium against it. Whoever types the poster's code is stopped before anything is sent to be
signed, always; the controls show that an honest list goes through, and that without the code each person is marked.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path as FilePath

import pytest
from django.db import connections
from playwright.sync_api import BrowserContext, Page
from pytest_django import DjangoDbBlocker

from surveys import clock
from surveys.ballots.base64url import from_text
from surveys.ballots.key_list import code_of, published
from surveys.credentials.blind_signatures import context_of
from surveys.roster.links import new_link
from surveys.roster.models import Issuance
from tests import chromium as browsing
from tests.adversary.attackers.client import Browser as PythonBrowser
from tests.adversary.attackers.client import Stopped
from tests.adversary.attackers.malicious import (
    FORGERIES,
    Forge,
    MaliciousServer,
    own_signing_key,
    parted,
    serving,
    unchanged,
    white_space,
)
from tests.db.file_database import file_database
from tests.db.link_path import opened_by_link, places
from tests.db.path import DURING, sheet

TRIES = 15
SHOWN = "[data-state]:visible"


@dataclass
class Scene:
    """The malicious server in front of the site, a link for each person, and the code on the poster."""

    server: MaliciousServer
    address: str
    code: str
    tokens: list[str]


@pytest.fixture
def scene(tmp_path: FilePath, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with file_database(tmp_path / "tillit.sqlite3", django_db_blocker):
        wave = opened_by_link({"lag-1": 10, "lag-2": 10}).wave
        honest, code = published(wave.id), code_of(wave.id)
        assert honest is not None
        assert code is not None
        tokens = [new_link(place=place) for _, place in zip(range(TRIES + 10), cycle(places(wave)), strict=False)]
        server = MaliciousServer(honest)
        with clock.frozen(DURING), serving(server) as address:
            yield Scene(server, address, code, tokens)


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserContext]:
    # Playwright keeps an event loop in this thread; the database is used before and after it, never inside.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with browsing.chromium() as opened:
        yield opened.new_context()


def _try(context: BrowserContext, scene: Scene, token: str, *, code: str) -> tuple[str, str]:
    """Follow a link; return the state that the page ends in, and where "answer" leads."""
    page = context.new_page()
    try:
        page.goto(f"{scene.address}/svarbevis/nb/#{token}")
        page.wait_for_selector("[data-state=start]:visible")
        page.fill("#poster", code)
        page.click("#go")
        page.wait_for_function(_SETTLED)
        return _state(page), page.locator("#answer").get_attribute("href") or ""
    finally:
        page.close()


_SETTLED = """() => [...document.querySelectorAll("[data-state]")].some(
    (part) => !part.hidden && !["wait", "start"].includes(part.dataset.state))"""


def _collected() -> int:
    """Count in a thread: where Playwright's event loop runs, a connection may be another one."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(_count).result()


def _count() -> int:
    try:
        return Issuance.objects.count()
    finally:
        connections.close_all()


def _state(page: Page) -> str:
    return page.locator(SHOWN).get_attribute("data-state") or ""


@pytest.mark.browser
def test_with_the_posters_code_the_page_stops_always(
    scene: Scene, chromium: BrowserContext, capsys: pytest.CaptureFixture[str]
) -> None:
    ended: dict[str, Counter[str]] = {}
    for number, token in enumerate(scene.tokens[:TRIES]):
        scene.server.forge = FORGERIES[number % len(FORGERIES)]
        state, _ = _try(chromium, scene, token, code=scene.code)
        ended.setdefault(scene.server.forge.__name__, Counter())[state] += 1
    stopped = sum(states["poster"] for states in ended.values())
    with capsys.disabled():
        print(f"\nA3: with the poster's code: stopped {stopped} of {TRIES}, {len(scene.server.blinded)} messages sent")
        print("A3: by forgery: " + ", ".join(f"{name} {dict(states)}" for name, states in ended.items()))
    assert scene.server.lists == TRIES
    assert ended == {forge.__name__: Counter(poster=TRIES // len(FORGERIES)) for forge in FORGERIES}
    assert scene.server.blinded == {}
    assert _collected() == 0


@pytest.mark.browser
def test_control_an_honest_list_goes_through_and_without_the_code_everybody_is_marked(
    scene: Scene, chromium: BrowserContext, capsys: pytest.CaptureFixture[str]
) -> None:
    honest = [_try(chromium, scene, token, code=scene.code)[0] for token in scene.tokens[:5]]
    assert honest == ["done"] * 5
    assert _collected() == 5
    scene.server.forge = own_signing_key
    marked = scene.tokens[5:15]
    recognised = 0
    for token in marked:
        state, address = _try(chromium, scene, token, code="")
        assert state == "done"
        fragment = from_text(address.partition("#")[2].partition("&")[0])
        wave, group, prefix, nonce, signature = parted(fragment)
        recognised += scene.server.recognised(prefix + context_of(wave, group) + nonce, signature) == [token]
    scene.server.forge = white_space
    spaced, _ = _try(chromium, scene, scene.tokens[15], code="")
    with capsys.disabled():
        print(f"\nA3, control: honest list with the code: {len(honest)} of 5 go on")
        print(f"A3, control: own keys without the code: {recognised} of {len(marked)} marked and recognised")
        print(f"A3: another writing of the same list without the code: the page ends in {spaced!r}")
    assert recognised == len(marked)
    assert spaced == "keys"


@pytest.mark.parametrize("forge", FORGERIES)
def test_the_python_client_stops_too(scene: Scene, forge: Forge) -> None:
    """The client of the other tests checks the list like the page does, so that what they show holds for it."""
    scene.server.forge = forge
    with pytest.raises(Stopped):
        PythonBrowser(scene.address).whole_way(scene.tokens[0], sheet(1), code=scene.code)
    assert scene.server.blinded == {}
    scene.server.forge = unchanged
    PythonBrowser(scene.address).whole_way(scene.tokens[0], sheet(1), code=scene.code)
    assert len(scene.server.blinded) == 1
