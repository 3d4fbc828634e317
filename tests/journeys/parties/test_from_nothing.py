"""From an empty database to a shared report, in browsers: what a union's representative does who has had no training.

Nothing here depends on the page's language. The clock is moved from phase to phase; the calendar is followed by hand.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from project.calendar import follow
from project.post import deliver
from surveys import clock
from surveys.ballots import services as ballots
from surveys.ballots.base64url import to_text
from surveys.ballots.custody import new_custodian
from surveys.ballots.types import Answers
from surveys.questionnaires.loading import load
from surveys.waves.models import Wave
from tests.factories import PASSPHRASE, PASSWORD
from tests.journeys.going import go_by
from tests.journeys.links.walking import whole_way
from tests.journeys.parties.test_browser import SCREENS
from tests.journeys.respond.test_browser import fill_in_everything
from tests.mail_server import LetterBox, body, running, token_in

pytestmark = pytest.mark.browser

FOUNDED = datetime(2027, 1, 11, 9, tzinfo=UTC)
OPENS = datetime(2027, 2, 1, 7, tzinfo=UTC)
CLOSES = datetime(2027, 2, 15, 15, tzinfo=UTC)
COUNTRIES = {"nb": "NO", "sv": "SE"}
HOLDERS = ("union", "employer", "safety_representative")
SLOW = 90_000  # milliseconds: a busy machine
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@dataclass
class Journey:
    """The people with a browser each, their letters, and the files that the custodians keep."""

    site: str
    language: str
    browser: Browser
    box: LetterBox
    folder: Path
    pages: dict[str, Page] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def enter(self, who: str, path: str) -> Page:
        """Let somebody new open an address, in a browser of her own."""
        page = self.pages[who] = self.browser.new_context(viewport=SCREENS["phone"]).new_page()
        page.set_default_timeout(SLOW)
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.goto(self.site + path)
        return page

    def home(self, who: str) -> Page:
        page = self.pages[who]
        page.goto(f"{self.site}/parter/{self.language}/")
        return page


@pytest.fixture(params=list(COUNTRIES))
def journey(
    request: pytest.FixtureRequest, site: str, browser: Browser, settings: Settings, db: None, tmp_path: Path
) -> Iterator[Journey]:
    with running(settings) as box:
        settings.ADDRESS = site
        yield Journey(site, request.param, browser, box, tmp_path)


def button(action: str) -> str:
    """Return where the button is of the form with this end of its address."""
    return f"main form[action$='{action}'] button:not(.link)"


def press(page: Page, action: str) -> None:
    """Send a form and come to the page that answers."""
    go_by(page, button(action))


def found(journey: Journey) -> None:
    printed = io.StringIO()
    call_command("founding-link", "--language", journey.language, stdout=printed)
    page = journey.enter("union", printed.getvalue().strip().removeprefix(journey.site))
    page.check(f"input[name=country][value={COUNTRIES[journey.language]}]")
    page.check("input[name=role][value=union_representative]")
    words = {"organisation": "Solvik", "party": "Facket", "name": "Kari Prøve", "email": "union@example.org"}
    for name, text in (words | {"password": PASSWORD, "again": PASSWORD}).items():
        page.fill(f"#id_{name}", text)
    go_by(page, "main form button")
    assert page.locator("ol.guide > li").count() == 10
    assert page.locator("ol.guide > li.done").count() == 0


def invite(journey: Journey, who: str) -> None:
    page = journey.home("union")
    go_by(page, "a.ds-button[href$='/folk/']")
    page.check(f"input[name=who][value={who}]")
    page.fill("#id_email", f"{who}@example.org")
    if who == "employer":
        page.fill("#id_party_name", "Ledningen")
    press(page, "/folk/")
    assert journey.box.counts()[f"{who}@example.org"] == 1
    letter = body(journey.box.letters(f"{who}@example.org")[0])
    path = re.search(re.escape(journey.site) + r"(/parter/\S+)", letter)
    assert path is not None
    theirs = journey.enter(who, path[1])
    theirs.fill("#id_name", who.capitalize())
    theirs.fill("#id_password", PASSWORD)
    theirs.fill("#id_again", PASSWORD)
    go_by(theirs, "main form button")
    assert theirs.url == f"{journey.site}/parter/{journey.language}/"


def add_units(journey: Journey) -> None:
    page = journey.home("union")
    go_by(page, "a.ds-button[href$='/enheter/']")
    for name in ("Dag", "Kväll"):
        page.fill("#id_name", name)
        press(page, "/enheter/")
    assert page.locator(".tree .unit").all_inner_texts() == ["Solvik", "Dag", "Kväll"]


def import_list(journey: Journey) -> None:
    page = journey.home("organiser")
    go_by(page, "a.ds-button[href$='/mottakere/']")
    with page.expect_download() as sample:
        page.click("a[href$='/eksempel.csv']")
    head, *people = Path(sample.value.path()).read_text(encoding="utf-8-sig").splitlines()
    units = [line.split(";")[2] for line in people]
    assert units == ["dag", "kvall"]
    lines = [head, *(f"P {n};{unit}.{n}@example.org;{unit};{journey.language}" for unit in units for n in range(6))]
    page.set_input_files("#id_file", {"name": "l.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()})
    press(page, "/mottakere/")
    assert page.locator("td.number").last.inner_text() == "12"


def draft(journey: Journey) -> None:
    page = journey.home("employer")
    go_by(page, "a.ds-button[href$='/avtale/']")
    page.fill("#id_title", "Avtale")
    page.fill("#id_label_0", "Runde 1")
    page.fill("#id_opens_0", "2027-02-01T08:00")
    page.fill("#id_closes_0", "2027-02-15T16:00")
    press(page, "/avtale/")
    assert page.url.endswith("/plan/")
    assert page.locator(".tree .unit").count() == 3


def make_keys(journey: Journey) -> None:
    """Register keys that open quickly; how a browser makes one is tried in test_custody_browser.py."""
    for who in HOLDERS:
        file = new_custodian(PASSPHRASE, cost=2**4)
        (journey.folder / f"{who}.json").write_text(file.to_json())
        page = journey.home(who)
        go_by(page, "a.ds-button[href$='/nokkel/']")
        page.locator("details[data-by-hand]:not([open]) > summary").click()
        page.fill("#id_public_key", to_text(file.public_key))
        page.click("#register button")
        page.wait_for_selector("[role=status] p")
    page = journey.home("union")
    go_by(page, "a.ds-button[href$='/nokkelholdere/']")
    for holder in ("union", "employer", "substitute"):
        page.locator(f"input[name={holder}]").last.check()
    press(page, "/nokkelholdere/")


def sign(journey: Journey, who: str) -> None:
    page = journey.home(who)
    go_by(page, "main a.ds-button[href*='/avtale/']")
    page.fill("#id_password", PASSWORD)
    go_by(page, "main form:has(#id_password) button")


def prepare(journey: Journey) -> list[str]:
    """Lock the list, let the first unit answer by link and the second by slip, and return the slips' codes."""
    page = journey.home("organiser")
    go_by(page, "a.ds-button[href*='/runde/']")
    press(page, "/las/")
    go_by(page, "a[href$='/invitasjoner/']")
    page.locator("fieldset").nth(0).locator("input[value=link]").check()
    page.locator("fieldset").nth(1).locator("input[value=slip]").check()
    press(page, "/valg/")
    page = journey.home("organiser")
    go_by(page, "a.ds-button[href$='/lapper/']")
    with page.expect_download() as sheets:
        page.click(button("/lapper/"))
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(sheets.value.path()).pages)
    codes = list(dict.fromkeys(CODE.findall(text)))
    assert len(codes) >= 6
    page = journey.home("organiser")
    assert page.locator("ol.guide > li.done").count() == 9
    return codes


def answer(journey: Journey, codes: list[str]) -> None:
    """Answer by link and by slip in browsers, and let the others put theirs in."""
    token = token_in(journey.box.letters("dag.0@example.org")[-1])
    phone = journey.browser.new_context(viewport=SCREENS["phone"])
    phone.set_default_timeout(SLOW)
    whole_way(phone.new_page(), journey.site, token, language=journey.language)
    slip = phone.new_page()
    for _section in fill_in_everything(slip, journey.site, codes[0], language=journey.language):
        pass
    assert slip.url.endswith("/takk/")
    assert phone.cookies() == []
    items = load("arbeidshverdag", 1).items
    for number, code in enumerate(codes[1:6]):
        single = {item.key: 1 + (number + place) % 5 for place, item in enumerate(items)}
        ballots.cast(code=code, answers=Answers(single=single), now=OPENS + timedelta(days=1))


def open_box(journey: Journey, who: str) -> None:
    page = journey.home(who)
    go_by(page, "a.ds-button[href$='/apning/']")
    page.set_input_files("#open-file", journey.folder / f"{who}.json")
    page.fill("#open-passphrase", PASSPHRASE)
    go_by(page, "#open-share button")


def share_and_stop(journey: Journey) -> None:
    page = journey.home("union")
    go_by(page, "a.ds-button[href*='/rapport/']")
    press(page, "/lest/")
    go_by(page, "a[href$='/deling/']")
    press(page, "/deling/")
    link = page.locator("code.share-address").inner_text()
    outside = journey.browser.new_context(viewport=SCREENS["phone"])
    reader = outside.new_page()
    answer = reader.goto(link)
    assert answer is not None
    assert answer.status == 200
    assert reader.locator("article.report").count() == 1
    assert outside.cookies() == []
    other = journey.home("employer")
    other.goto(page.url)
    assert other.locator("code.share-address").inner_text() == link
    press(page, "/stopp/")
    gone = reader.goto(link)
    assert gone is not None
    assert gone.status == 404
    assert outside.cookies() == []


def test_from_an_empty_database_to_a_shared_report(journey: Journey) -> None:
    with clock.frozen(FOUNDED):
        found(journey)
        for who in ("employer", "safety_representative", "organiser"):
            invite(journey, who)
        add_units(journey)
        import_list(journey)
        draft(journey)
        make_keys(journey)
        sign(journey, "union")
        sign(journey, "employer")
        follow(now=FOUNDED)
        codes = prepare(journey)
    with clock.frozen(OPENS):
        follow(now=OPENS)
        while deliver(now=OPENS):
            pass
        assert Wave.objects.get().state == "open"
        assert journey.home("union").locator("ol.guide").count() == 0
        answer(journey, codes)
    with clock.frozen(CLOSES + timedelta(days=1)):
        follow(now=CLOSES)
        open_box(journey, "employer")
        open_box(journey, "union")
        assert Wave.objects.get().state == "released"
        share_and_stop(journey)
    assert journey.wrong == []
