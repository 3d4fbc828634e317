"""The register in a browser: the employer enters a measure, the union disagrees, and both close the evaluation."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from surveys import clock
from surveys.monitoring.selectors import entries
from tests.factories import DRAFTED
from tests.journeys.going import go_by
from tests.journeys.parties.conftest import House
from tests.journeys.parties.test_browser import SCREENS, signed_in

pytestmark = pytest.mark.browser


def enter(page: Page) -> None:
    go_by(page, "text=Register over kontrolltiltak")
    go_by(page, "text=Før opp et tiltak")
    page.fill("#id_name", "Lydlogg")
    page.fill("#id_need", "Mange klager")
    go_by(page, "main form .actions button")
    assert page.title().startswith("Feil:")
    assert page.input_value("#id_need") == "Mange klager"
    page.select_option("#id_kind", "call_recording")
    page.check("text=Hele senteret")
    page.fill("#id_evaluate_by", "2018-12-31")
    go_by(page, "main form .actions button")
    assert page.inner_text("h1") == "Opptak av samtaler («Lydlogg»)"


def disagree(page: Page) -> None:
    go_by(page, "text=Register over kontrolltiltak")
    go_by(page, "text=Opptak av samtaler")
    page.fill("#id_text", "Det er ikke drøftet med oss.")
    go_by(page, "text=Vi er uenige")
    assert "Fagforeningen er uenig" in page.inner_text("main")


def test_a_measure_from_its_entry_to_its_evaluation(live_server: LiveServer, house: House, browser: Browser) -> None:
    site, size = live_server.url, SCREENS["phone"]
    with clock.frozen(DRAFTED):
        employer = signed_in(browser, site, "employer", size, scripts=True)
        enter(employer)
        union = signed_in(browser, site, "union", size, scripts=True)
        disagree(union)
        union.goto(f"{site}/parter/nb/")
        assert "Se tiltaket" not in union.inner_text("main")
    with clock.frozen(DRAFTED + timedelta(days=120)):
        employer.goto(f"{site}/parter/nb/")
        go_by(employer, "text=Se tiltaket")
        assert "Den felles vurderingen skulle vært gjort senest 31. desember 2018." in employer.inner_text("main")
        employer.fill("#id_held_on", "2019-01-01")
        employer.select_option("#id_outcome", "change")
        employer.fill("#id_next_on", "2020-01-01")
        employer.fill("#id_result", "Lyden slettes nå etter en uke.")
        go_by(employer, "main >> button:has-text('Skriv ned vurderingen')")
        union.goto(f"{site}/parter/nb/")
        go_by(union, "text=Se tiltaket")
        go_by(union, "text=Bekreft vurderingen")
        go_by(union, "button:has-text('Uenigheten er løst')")
        assert "Neste felles vurdering er senest 1. januar 2020." in union.inner_text("main")
        assert union.query_selector(".ds-alert[data-color=danger]") is None
        union.goto(f"{site}/parter/nb/")
        assert "Se tiltaket" not in union.inner_text("main")
    kept = entries(house.place.organisation)[0]
    assert [act.kind for act in kept.acts] == ["disagreement", "evaluation", "confirmation", "settled"]
    assert len(kept.versions) == 2
