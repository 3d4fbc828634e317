"""What a first visit costs on the wire, from opening the link to the thanks: every byte of every request and answer."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from project import languages
from surveys.ballots.models import Ballot
from surveys.roster.links import new_link
from tests import factories
from tests.db.file_database import file_database
from tests.db.link_path import opened_by_link, places
from tests.journeys.links.served import HOST, CountingProxy, served
from tests.journeys.links.walking import whole_way
from tests.journeys.respond.test_browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.services]

LIMIT = 40_000


@pytest.fixture
def tokens(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    with file_database(tmp_path / "tillit.sqlite3", django_db_blocker):
        # The heaviest there is: everything that can be asked, and two divisions to name.
        terms = factories.terms(crossings=factories.CROSSINGS, divisions=("lag-1", "lag-2"))
        wave = opened_by_link({"lag-1": 12, "lag-2": 14, "lag-3": 14}, terms=terms).wave
        yield [new_link(place=place) for place in places(wave)]


def ballots_in(file: Path) -> int:
    # Past Django, whose connections follow the browser's event loop and may lead to the other tests' database.
    with closing(sqlite3.connect(file)) as database:
        return int(database.execute(f"SELECT COUNT(*) FROM {Ballot._meta.db_table}").fetchone()[0])


def test_a_first_visit_up_to_the_receipt_is_at_most_forty_kilobytes(
    tokens: list[str], tmp_path: Path, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = {}
    with served(tmp_path / "tillit.sqlite3", settings.WAVE_KEYS, tmp_path / "static") as port:
        for language, token in zip(languages.CODES, tokens, strict=False):
            proxy = CountingProxy(port)
            context = browser.new_context(viewport=PHONE)
            page = context.new_page()
            whole_way(page, f"http://{HOST}:{proxy.port}", token, language=language)
            page.wait_for_load_state("networkidle")
            context.close()
            proxy.close()
            weights[language] = proxy
    with capsys.disabled():
        for language, proxy in weights.items():
            print(f"\n{language}: {proxy.total} bytes ({proxy.sent} sent, {proxy.received} received)", end="")
    assert ballots_in(tmp_path / "tillit.sqlite3") == len(languages.CODES)
    assert max(proxy.total for proxy in weights.values()) <= LIMIT
