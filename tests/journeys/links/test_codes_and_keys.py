"""What must stop the page: a code, a key list, a signature or a credential that is not right."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from surveys.ballots.base64url import to_text
from surveys.ballots.key_list import published
from surveys.credentials.blind_signatures import new_signing_key
from surveys.fingerprints import canonical
from tests import factories
from tests.db.link_path import opened_by_link
from tests.journeys.links.conftest import Linked
from tests.journeys.links.walking import asked, collect, in_view, open_link, press, stored

pytestmark = pytest.mark.browser

WRONG_CODE = "0000-0000-0000-0000-0000"


def test_a_wrong_code_from_the_poster_stops_and_nothing_is_collected(linked: Linked, site: str, page: Page) -> None:
    sent = asked(page)
    open_link(page, site, linked.tokens[0])
    collect(page, code=WRONG_CODE)
    in_view(page, "poster")
    assert page.title().startswith("Feil: ")
    assert WRONG_CODE in page.inner_text("main")
    assert sent == ["oppslag"]
    assert stored(page) == []
    press(page, "again")
    collect(page, code=linked.code)
    in_view(page, "done")


def test_a_malformed_code_is_an_error_at_its_field_and_nothing_is_lost(linked: Linked, site: str, page: Page) -> None:
    sent = asked(page)
    open_link(page, site, linked.tokens[0])
    collect(page, code="12", shared=True)
    expect(page.locator("#poster-error")).to_be_visible()
    expect(page.locator("#poster")).to_be_focused()
    assert page.locator("#poster").get_attribute("aria-invalid") == "true"
    assert page.title().startswith("Feil: ")
    assert page.input_value("#poster") == "12"
    assert page.is_checked("#shared")
    assert sent == []


def key_lists(linked: Linked) -> dict[str, bytes]:
    """Return what a dishonest server might show instead of the key list that it published."""
    document = published(linked.wave.id)
    assert document is not None
    listed = json.loads(document)
    groups = listed["groups"]

    def told(**changed: object) -> bytes:
        return canonical(listed | changed)

    return {
        "missing": told(groups=[entry | {"group": str(uuid4())} for entry in groups]),
        "doubled": told(groups=[entry for entry in groups for _ in range(2)]),
        "another wave": told(wave=str(uuid4())),
        "her own key": told(groups=[entry | {"key": to_text(new_signing_key().public)} for entry in groups]),
        "no list": b"[]",
    }


@pytest.mark.parametrize("lie", ["missing", "doubled", "another wave", "no list"])
def test_a_key_list_that_is_not_right_stops_and_nothing_is_collected(
    linked: Linked, site: str, page: Page, lie: str
) -> None:
    sent = asked(page)
    body = key_lists(linked)[lie]
    page.route("**/nokler/**", lambda route: route.fulfill(body=body))
    open_link(page, site, linked.tokens[0])
    collect(page)
    in_view(page, "keys")
    assert sent == ["oppslag"]
    assert stored(page) == []


def test_a_key_of_her_own_is_found_out_by_the_posters_code_and_again_by_the_answering_page(
    linked: Linked, site: str, page: Page
) -> None:
    body = key_lists(linked)["her own key"]
    open_link(page, site, linked.tokens[0])
    page.route("**/nokler/**", lambda route: route.fulfill(body=body))
    collect(page, code=linked.code)
    in_view(page, "poster")
    page.unroute("**/nokler/**")
    press(page, "again")
    collect(page, code=linked.code)
    in_view(page, "done")
    page.route("**/nokler/**", lambda route: route.fulfill(body=body))
    page.click("#answer")
    in_view(page, "keys")
    assert page.evaluate("document.getElementById('all').disabled")


def test_a_signature_that_is_not_right_gives_no_credential(linked: Linked, site: str, page: Page) -> None:
    page.route("**/hent/", lambda route: route.fulfill(json={"signature": to_text(b"\x01" * 256)}))
    open_link(page, site, linked.tokens[0])
    collect(page)
    in_view(page, "keys")
    assert "credential" not in page.evaluate("JSON.stringify(localStorage)")
    page.unroute("**/hent/")
    page.reload()
    in_view(page, "start")


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-1], lambda text: text[:-8] + "AAAAAAAA", lambda text: "B" + text[1:]]
)
def test_a_credential_that_is_not_whole_stops(
    linked: Linked, site: str, page: Page, spoil: Callable[[str], str]
) -> None:
    open_link(page, site, linked.tokens[0])
    collect(page)
    in_view(page, "done")
    path, _, fragment = str(page.get_attribute("#answer", "href")).partition("#")
    page.goto(f"{path}#{spoil(fragment.partition('&')[0])}")
    in_view(page, "broken")


def test_a_credential_of_another_wave_stops_and_one_without_finds_a_calm_page(
    linked: Linked, site: str, page: Page
) -> None:
    other = opened_by_link({"lag-1": 6}, place=factories.workplace(name="Fjordvik", prefix="andre-")).wave
    open_link(page, site, linked.tokens[0])
    collect(page)
    in_view(page, "done")
    fragment = str(page.get_attribute("#answer", "href")).partition("#")[2]
    page.goto(f"{site}/svar/nb/runde/{other.id}/")
    in_view(page, "missing")
    page.goto(f"{site}/svar/nb/runde/{other.id}/#{fragment}")
    in_view(page, "other")
