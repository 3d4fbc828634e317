"""An open wave whose people have links, and a browser to follow them with."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from surveys import clock
from surveys.agreements.services import Terms
from surveys.ballots.key_list import code_of
from surveys.ballots.models import Ballot
from surveys.roster.links import new_link
from surveys.waves.models import Wave
from tests import factories
from tests.db.link_path import opened_by_link, places
from tests.db.path import DURING
from tests.journeys.respond.test_browser import PHONE
from tests.standing import bare_ground, lay


@dataclass
class Linked:
    """An open wave; `tokens` has a fresh link's for each person."""

    wave: Wave
    code: str
    tokens: list[str]

    def ballots(self) -> int:
        return Ballot.objects.filter(group__wave=self.wave).count()


def linked_under(terms: Terms) -> Linked:
    """Return an open wave of two groups with links under these terms."""
    wave = opened_by_link({"lag-1": 6, "lag-2": 6}, terms=terms).wave
    code = code_of(wave.id)
    assert code is not None
    return Linked(wave, code, [new_link(place=place) for place in places(wave)])


@pytest.fixture
def linked(db: None) -> Iterator[Linked]:
    """A wave of two groups with links, the clock held one day after its opening."""
    yield from _during("linked", factories.terms())


@pytest.fixture
def linked_with_background(db: None) -> Iterator[Linked]:
    """The same, where every background question is asked and one unit is a division."""
    yield from _during("linked with background", factories.terms(crossings=factories.CROSSINGS, divisions=("lag-2",)))


def _during(stage: str, terms: Terms) -> Iterator[Linked]:
    ground = bare_ground()
    with clock.frozen(DURING):
        found, _ground = lay(stage, ground, lambda: linked_under(terms))
        yield found


@pytest.fixture
def context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport=PHONE)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
