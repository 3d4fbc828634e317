"""The register changed in a spreadsheet, in a browser: fetched by its link, sent in, looked through, saved."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from surveys import clock
from surveys.monitoring.selectors import entries
from surveys.monitoring.services import register
from surveys.monitoring.table import COLUMNS
from surveys.monitoring.types import Contents, Kind
from tests.factories import DRAFTED
from tests.journeys.going import go_by
from tests.journeys.parties.conftest import House
from tests.journeys.parties.test_browser import SCREENS, signed_in

pytestmark = pytest.mark.browser

LOG = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",), purpose="Opplæring")


def change(file: Path, line: int, **cells: str) -> None:
    book = openpyxl.load_workbook(file)
    for column, value in cells.items():
        book.worksheets[0].cell(line, COLUMNS.index(column) + 1, value)
    book.save(file)


def test_a_register_that_goes_through_a_spreadsheet(
    live_server: LiveServer, house: House, browser: Browser, tmp_path: Path
) -> None:
    register(organisation=house.place.organisation, contents=LOG, by=house.place.members["employer"], now=DRAFTED)
    file = tmp_path / "register.xlsx"
    with clock.frozen(DRAFTED):
        page = signed_in(browser, live_server.url, "employer", SCREENS["phone"], scripts=True)
        go_by(page, "text=Register over kontrolltiltak")
        go_by(page, "text=Endre registeret fra en fil")
        with page.expect_download() as fetched:
            page.click("a:has-text('Hent registeret som regneark')")
        assert fetched.value.suggested_filename == "kontrolltiltak.xlsx"
        fetched.value.save_as(file)
        change(file, 2, need="Mange klager", started_on="i fjor")
        page.set_input_files("#id_file", file)
        go_by(page, "text=Se hva som blir endret")
        assert page.title().startswith("Feil:")
        assert "Skriv en dato, for eksempel 2019-05-06." in page.inner_text("#bad-lines")
        change(file, 2, started_on="2018-01-02")
        change(file, 3, name="Skjermer i taket", kind="queue_screens", units="lag-1; lag-2")
        page.set_input_files("#id_file", file)
        go_by(page, "text=Se hva som blir endret")
        assert "Ingenting er lagret ennå." in page.inner_text("main")
        go_by(page, "text=Lagre endringene")
        assert "1 tiltak er ført opp. 1 har fått en ny versjon." in page.inner_text("main")
    kept = entries(house.place.organisation)
    assert [(entry.contents.name, entry.contents.need) for entry in kept] == [
        ("Lydlogg", "Mange klager"),
        ("Skjermer i taket", ""),
    ]
