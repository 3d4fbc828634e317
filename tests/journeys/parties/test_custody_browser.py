"""Custody in a real browser: a key is made, saved, tried and registered, and opens its share. No secret is sent."""

import json
import socket
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from surveys import clock
from surveys.agreements.custodians import appoint
from surveys.agreements.models import CustodianKey
from surveys.agreements.rules import Holder
from surveys.ballots.custody import RecoveryFile, new_custodian, unlock
from surveys.roster import services as roster
from surveys.waves.models import Wave
from surveys.waves.services import plan_waves
from tests import factories
from tests.factories import ACTOR, CLOSES, DRAFTED, PASSPHRASE
from tests.journeys.parties.conftest import SIZES, House, close_after_answers
from tests.journeys.parties.test_browser import SCREENS, signed_in

pytestmark = pytest.mark.browser
WHO = {"union": Holder.UNION, "employer": Holder.EMPLOYER, "safety": Holder.SUBSTITUTE}
SLOW = 60_000  # milliseconds: scrypt with 128 MiB on a busy machine


class Wire:
    """Stands between browsers and the site and keeps every byte that is sent: what a browser tells of its own requests
    leaves the contents of files out. Each person has an address of her own."""

    def __init__(self, site: str) -> None:
        host, port = site.removeprefix("http://").split(":")
        self._target = (host, int(port))
        self._doors: list[socket.socket] = []
        self._connections: list[bytearray] = []

    def address(self) -> str:
        """Return where the site is reached through the wire."""
        door = socket.create_server(("localhost", 0))
        self._doors.append(door)
        threading.Thread(target=self._serve, args=(door,), daemon=True).start()
        return f"http://localhost:{door.getsockname()[1]}"

    def close(self) -> None:
        for door in self._doors:
            door.close()

    def _serve(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _whence = door.accept()
                far = socket.create_connection(self._target)
                self._connections.append(bytearray())
                threading.Thread(target=self._pass, args=(near, far, self._connections[-1]), daemon=True).start()
                threading.Thread(target=self._pass, args=(far, near, bytearray()), daemon=True).start()

    def _pass(self, whence: socket.socket, whither: socket.socket, kept: bytearray) -> None:
        with suppress(OSError):
            while data := whence.recv(65536):
                kept += data
                whither.sendall(data)
            whither.shutdown(socket.SHUT_WR)

    @property
    def sent(self) -> bytes:
        """Everything that browsers have sent, connection by connection."""
        return b"\n".join(self._connections)

    def holds(self, secret: bytes) -> bool:
        forms = {secret, secret.hex().encode(), b64encode(secret), urlsafe_b64encode(secret).rstrip(b"=")}
        forms |= {secret.hex().upper().encode(), quote(secret).encode(), quote_plus(secret).encode()}
        return any(form in self.sent for form in forms)


@pytest.fixture
def wire(live_server: LiveServer) -> Iterator[Wire]:
    found = Wire(live_server.url)
    yield found
    found.close()


def entered(browser: Browser, site: str, who: str, screen: str = "phone") -> tuple[Page, list[str]]:
    """Return a page of somebody who has signed in, and what its console says is wrong from then on."""
    page = signed_in(browser, site, who, SCREENS[screen], scripts=True)
    page.set_default_timeout(SLOW)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return page, wrong


def use(page: Page, form: str, file: Path, passphrase: str) -> None:
    page.set_input_files(f"#{form}-file", file)
    page.fill(f"#{form}-passphrase", passphrase)
    page.click(f"#{'open-share' if form == 'open' else form} button")


def answering(page: Page, body: str) -> None:
    """Let the server answer like this where the share is fetched."""
    page.route("**/min-del/", lambda route: route.fulfill(status=200, body=body))


def made(page: Page, folder: Path, name: str) -> Path:
    """Make a key on the page, and return where its file was saved."""
    page.fill("#make-passphrase", PASSPHRASE)
    page.fill("#make-again", PASSPHRASE)
    with page.expect_download() as download:
        page.click("#make button")
    file = folder / f"{name}.json"
    download.value.save_as(file)
    return file


def refusal(page: Page, form: str) -> str:
    box = page.locator(f"#{form} [data-refusals]")
    box.wait_for(state="visible")
    return box.inner_text()


def key_address(site: str, house: House) -> str:
    return f"{site}/parter/nb/virksomhet/{house.place.organisation.id}/nokkel/"


def test_from_the_making_of_the_keys_to_the_report(wire: Wire, house: House, browser: Browser, tmp_path: Path) -> None:
    files = {}
    site = wire.address()
    for who in WHO:
        page, wrong = entered(browser, site, who)
        page.goto(key_address(site, house))
        assert not page.locator("#confirm-section").is_visible()
        files[who] = made(page, tmp_path, who)
        # Saved, but not tried: nothing has been registered, and the passphrase is gone from the fields.
        assert not CustodianKey.objects.filter(membership=house.place.members[who]).exists()
        assert page.input_value("#make-passphrase") == page.input_value("#make-again") == ""
        with page.expect_navigation():
            use(page, "confirm", files[who], PASSPHRASE)
        assert "Nøkkelen din er meldt inn" in page.inner_text("main")
        assert wrong == []
        page.context.close()
    agreement = factories.draft(house.place)
    for who, holder in WHO.items():
        # What the browser wrote is what Python reads.
        house.place.keys[holder] = RecoveryFile.from_json(files[who].read_text())
        registered = CustodianKey.objects.get(membership=house.place.members[who])
        assert bytes(registered.public_key) == house.place.keys[holder].public_key
    chosen = [(holder, house.place.members[who].id) for who, holder in WHO.items()]
    appoint(agreement=agreement, chosen=chosen, by=house.place.members["organiser"], now=DRAFTED)
    factories.sign(house.place, agreement)
    wave = plan_waves(agreement=agreement, actor=ACTOR, now=DRAFTED)[0]
    roster.import_roster(
        organisation=house.place.organisation, raw=factories.roster_csv(SIZES), actor=ACTOR, now=DRAFTED
    )
    roster.freeze(wave=wave, actor=ACTOR, now=DRAFTED)
    close_after_answers(wave)
    for days, who in enumerate(("employer", "union"), start=1):
        with clock.frozen(CLOSES + timedelta(days=days)):
            page, wrong = entered(browser, site, who)
            page.click("text=Hent og lever din del")
            with page.expect_navigation():
                use(page, "open", files[who], PASSPHRASE)
            assert wrong == []
            told = page.inner_text("main")
            assert ("venter vi på den andre parten" if who == "employer" else "Rapport") in told
            page.context.close()
    wave.refresh_from_db()
    assert wave.state == "released"
    for holder in WHO.values():
        file = house.place.keys[holder]
        for secret in (PASSPHRASE.encode(), unlock(file, PASSPHRASE), file.ciphertext, file.salt):
            assert not wire.holds(secret)
        # The control: what is meant to be sent is found.
        assert wire.holds(file.public_key)
    assert wire.sent.count(b'"tillit opened share"') == 2


@pytest.fixture
def keys(house: House, tmp_path: Path) -> dict[str, Path]:
    """Write down the key files of the workplace's three, which open quickly."""
    found = {}
    for who, holder in WHO.items():
        if holder not in house.place.keys:
            house.place.keys[holder] = new_custodian(PASSPHRASE, cost=2**4)
        found[who] = tmp_path / f"{who}.json"
        found[who].write_text(house.place.keys[holder].to_json())
    return found


def test_what_can_be_wrong_at_the_opening_is_told_and_nothing_is_fetched_or_given(
    wire: Wire, house: House, keys: dict[str, Path], browser: Browser, tmp_path: Path, closed: Wave
) -> None:
    site = wire.address()
    page, _wrong = entered(browser, site, "union")
    page.goto(f"{site}/parter/nb/runde/{closed.id}/apning/")
    page.click("#open-share button")
    assert "Velg nøkkelfilen" in refusal(page, "open-share")
    damaged = tmp_path / "damaged.json"
    damaged.write_text(keys["union"].read_text().replace('"salt": "', '"salt": "A'))
    for file, passphrase, told in (
        (damaged, PASSPHRASE, "eller så er den skadet"),
        (keys["union"], PASSPHRASE + "!", "Passordfrasen er feil"),
        (keys["employer"], PASSPHRASE, "ikke nøkkelen som avtalen nevner"),
    ):
        use(page, "open", file, passphrase)
        page.wait_for_function("!document.querySelector('#open-share [aria-busy]')")
        page.locator("#open-share").get_by_text(told).wait_for(state="visible")
        assert page.input_value("#open-passphrase") == ""
    assert b"min-del" not in wire.sent
    # Another round's share, from a server that answers wrongly.
    share = house.sealed("union", closed).to_json()
    elsewhere = json.dumps(json.loads(share) | {"wave_id": str(house.place.organisation.id)})
    for body, told in ((elsewhere, "gjelder en annen runde"), ("<html>", "ga ikke fra seg delen")):
        answering(page, body)
        use(page, "open", keys["union"], PASSPHRASE)
        page.locator("#open-share").get_by_text(told).wait_for(state="visible")
        page.unroute("**/min-del/")
    other = json.loads(share) | {"holder": 2}
    answering(page, json.dumps(other))
    use(page, "open", keys["union"], PASSPHRASE)
    page.locator("#open-share").get_by_text("lar seg ikke åpne med nøkkelen din").wait_for(state="visible")
    page.unroute("**/min-del/")
    with page.expect_navigation():
        use(page, "open", keys["union"], PASSPHRASE)
    assert "venter vi på den andre parten" in page.inner_text("main")
    assert not wire.holds(unlock(house.place.keys[Holder.UNION], PASSPHRASE))
    assert not wire.holds(PASSPHRASE.encode())


def test_making_and_trying_a_key_and_what_can_be_wrong(
    live_server: LiveServer, house: House, keys: dict[str, Path], browser: Browser, tmp_path: Path
) -> None:
    page, wrong = entered(browser, live_server.url, "safety", "desk")
    page.goto(key_address(live_server.url, house))
    for first, again, told in (
        ("kort", "kort", "minst 12 tegn"),
        (PASSPHRASE, PASSPHRASE + "!", "ikke like"),
        ("            ", "            ", "minst 12 tegn"),
    ):
        page.fill("#make-passphrase", first)
        page.fill("#make-again", again)
        page.click("#make button")
        page.locator("#make").get_by_text(told).and_(page.locator(".ds-validation-message")).wait_for(state="visible")
    file = made(page, tmp_path, "mine")
    use(page, "confirm", file, PASSPHRASE + "!")
    assert "Passordfrasen er feil" in refusal(page, "confirm")
    use(page, "confirm", keys["safety"], PASSPHRASE)
    page.locator("#confirm").get_by_text("annen nøkkelfil enn den du nettopp laget").wait_for(state="visible")
    assert not CustodianKey.objects.exists()
    with page.expect_navigation():
        use(page, "confirm", file, PASSPHRASE)
    use(page, "try", keys["safety"], PASSPHRASE)
    assert "en annen nøkkel enn den du har meldt inn" in refusal(page, "try")
    use(page, "try", file, PASSPHRASE)
    page.locator("[data-works]").wait_for(state="visible")
    assert not page.locator("#try [data-refusals]").is_visible()
    assert wrong == []


def test_only_the_sheet_beside_the_key_is_printed(
    live_server: LiveServer, house: House, closed: Wave, browser: Browser
) -> None:
    page, wrong = entered(browser, live_server.url, "union")
    key = key_address(live_server.url, house)
    house.post("union", key.partition("/parter/nb/")[2], {"public_key": _public(house)})
    page.goto(f"{key}papir/")
    page.emulate_media(media="print")
    assert page.locator(".site-header").is_hidden()
    assert page.locator(".screen-only").is_hidden()
    assert wrong == []


def _public(house: House) -> str:
    key = new_custodian(PASSPHRASE, cost=2**4).public_key
    assert house.place.keys
    return urlsafe_b64encode(key).decode().rstrip("=")
