"""An open wave whose people have links, and a browser to follow them with."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from surveys import clock
from surveys.ballots.key_list import code_of
from surveys.ballots.models import Ballot
from surveys.roster.links import new_link
from surveys.waves.models import Wave
from tests.db.link_path import opened_by_link, places
from tests.db.path import DURING
from tests.journeys.respond.test_browser import PHONE


@dataclass
class Linked:
    """An open wave; `tokens` has a fresh link's for each person."""

    wave: Wave
    code: str
    tokens: list[str]

    def ballots(self) -> int:
        return Ballot.objects.filter(group__wave=self.wave).count()


@pytest.fixture
def linked(db: None) -> Iterator[Linked]:
    """A wave of two groups with links, the clock held one day after its opening."""
    wave = opened_by_link({"lag-1": 6, "lag-2": 6}).wave
    code = code_of(wave.id)
    assert code is not None
    with clock.frozen(DURING):
        yield Linked(wave, code, [new_link(place=place) for place in places(wave)])


@pytest.fixture
def context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport=PHONE)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
