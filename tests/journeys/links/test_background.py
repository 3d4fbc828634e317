"""Background by link: on the page where it was agreed on, sealed with the rest, and the same bytes for everybody."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from reports.tallies.atoms import answer_in
from reports.tallies.services import tally
from surveys import clock
from surveys.ballots import services as ballots
from surveys.ballots.sealing import KeyPair, new_key_pair
from tests import factories
from tests.db.path import DURING
from tests.journeys.links.conftest import Linked, linked_under
from tests.journeys.links.walking import answering, cast, in_view, press, sections
from tests.journeys.respond.pages import read
from tests.journeys.respond.test_browser import PHONE

LANGUAGES = {"nb": "Litt om deg", "nn": "Litt om deg", "sv": "Lite om dig", "en": "A little about you"}


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> KeyPair:
    """The key of the box that a wave will get, which nobody else has whole."""
    pair = new_key_pair()
    monkeypatch.setattr(ballots, "new_key_pair", lambda: pair)
    return pair


def page_of(linked: Linked, language: str = "nb") -> str:
    return Client().get(f"/svar/{language}/runde/{linked.wave.id}/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_that_is_agreed_on_is_asked_last_with_the_reason(
    linked_with_background: Linked, language: str
) -> None:
    page = page_of(linked_with_background, language)
    keys = [part.partition('"')[0] for part in page.split('data-key="')[1:]]
    assert keys[-3:] == list(factories.CROSSINGS)
    text = read(page).text
    assert LANGUAGES[language] in text
    assert text.count("Lag 2.") == 2
    assert text.count("10 ") >= 2


def test_where_nothing_is_agreed_none_of_it_is_on_the_page(linked: Linked) -> None:
    page = page_of(linked)
    assert "Litt om deg" not in page
    assert not any(f'data-key="{key}"' in page for key in factories.CROSSINGS)


@pytest.mark.django_db
def test_pages_that_are_kept_are_kept_for_what_their_wave_asks() -> None:
    """Two agreements that say the same but for what is asked: the address has the wave, and the page must too."""
    with clock.frozen(DURING):
        wave = linked_under(factories.terms(crossings=("tenure",)))
        before = page_of(wave)
        agreement = wave.wave.agreement
        agreement.crossings, agreement.divisions = ["place"], ["lag-1"]
        agreement.save()
        after = page_of(wave)
    assert 'data-key="tenure"' in before
    assert 'data-key="tenure"' not in after
    assert "enhetene: Lag 1" in after


@pytest.mark.browser
def test_what_is_chosen_on_a_phone_is_what_is_counted(
    box: KeyPair, linked_with_background: Linked, site: str, browser: Browser
) -> None:
    page = browser.new_page(viewport=PHONE)
    answering(page, site, linked_with_background.tokens[0])
    press(page, "next")
    last = sections(page)
    for number in range(1, last):
        in_view(page, str(number))
        press(page, "next")
    in_view(page, str(last))
    expect(page.locator("[data-state]:visible h1")).to_have_text("Litt om deg")
    page.click("label[for='q-tenure-4']")
    page.click("label[for='q-contract-0']")
    press(page, "next")
    in_view(page, "box")
    expect(page.locator("[data-state=box] .rows li").last).to_contain_text("1 av 3 spørsmål")
    cast(page)
    counts = tally(wave=linked_with_background.wave, private_key=box.private)
    (atom,) = [atom.atom for atom in counts.atoms if atom.n]
    assert {key: answer_in(atom, key) for key in factories.CROSSINGS} == {"tenure": 4, "place": None, "contract": None}
