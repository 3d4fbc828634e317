"""No text of allauth's own is shown: every one a person meets is ours, in all four languages."""

import importlib.util
import re
from html import unescape
from pathlib import Path

import polib
import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.journeys.parties.conftest import House
from tests.journeys.parties.test_account import switch_on

OPEN = ("logg-inn/", "logg-inn/avbrutt/", "logg-inn/feil/", "logg-inn/stengt/", "passord/glemt/", "passord/sendt/",
        "passord/byttet/", "passord/ny/abc-123/")  # fmt: skip
OWN = ("konto/", "konto/passord/", "konto/bekreft/passord/", "konto/bekreft/kode/", "konto/engangskode/av/",
       "konto/reservekoder/", "konto/reservekoder/nye/", "konto/passnokler/ny/")  # fmt: skip


def foreign(language: str) -> set[str]:
    """Return every text that allauth or Django can show, in English, but for those that are ours in `language` too."""
    found: set[str] = set()
    for package in ("allauth", "django"):
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        for file in Path(spec.origin).parent.rglob("locale/sv/LC_MESSAGES/django.po"):
            found |= {entry.msgid for entry in polib.pofile(str(file)) if entry.msgid}
    ours = polib.pofile(str(Path(__file__).parents[3] / "locale" / language / "LC_MESSAGES" / "django.po"))
    assert len(found) > 500
    return found - {entry.msgstr or entry.msgid for entry in ours} - {"English"}  # the name of a language


def shown(page: str) -> set[str]:
    """Return the texts of a page: between its tags, and in the attributes that a person meets."""
    attributes = re.findall(r'(?:placeholder|aria-label|title|alt)="([^"]+)"', page)
    return {unescape(" ".join(text.split())) for text in (*re.findall(r">([^<]+)<", page), *attributes)}


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_every_page_and_error_is_in_our_own_words(house: House, language: str) -> None:
    theirs = foreign(language)
    client = house.browsers["union"]
    stranger = Client()
    switch_on(client)
    pages: dict[str, str] = {}
    for address in OPEN:
        pages[f"get {address}"] = stranger.get(f"/parter/{language}/{address}").content.decode()
    for address in ("logg-inn/", "passord/glemt/"):
        pages[f"post {address}"] = stranger.post(f"/parter/{language}/{address}").content.decode()
    for address in OWN:
        pages[f"get {address}"] = client.get(f"/parter/{language}/{address}").content.decode()
    for address in ("konto/passord/", "konto/bekreft/passord/", "konto/bekreft/kode/", "konto/passnokler/ny/"):
        pages[f"post {address}"] = client.post(f"/parter/{language}/{address}").content.decode()
    stranger.post(f"/parter/{language}/logg-inn/", {"email": "union@example.org", "password": PASSWORD})
    for data in ({}, {"code": ""}, {"code": "1"}, {"credential": "{}"}):
        answer = stranger.post(f"/parter/{language}/logg-inn/kode/", data)
        pages[f"second step {data}"] = answer.content.decode()
    assert all(len(page) > 500 for page in pages.values()), [name for name, page in pages.items() if len(page) <= 500]
    found = {name: shown(page) & theirs for name, page in pages.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_check_finds_a_foreign_text() -> None:
    assert shown('<p>Incorrect\ncode.</p><input placeholder="Email address">') & foreign("nn") == {
        "Incorrect code.",
        "Email address",
    }
