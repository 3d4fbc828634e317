"""The report's part on the register: as it stood at the release, in every language, on two pages for a meeting."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook
from pypdf import PdfReader

from surveys.monitoring.importing import import_figures
from surveys.monitoring.services import register, revise
from surveys.monitoring.types import Contents, Kind
from surveys.monitoring.wording import KINDS
from surveys.waves.models import Wave
from tests.factories import CLOSES, DRAFTED
from tests.journeys.parties.conftest import SIZES, House

LOG = Contents(
    "Lydlogg", Kind.CALL_RECORDING, ("senteret",), started_on=date(2018, 1, 2), evaluate_by=date(2018, 10, 1)
)


@pytest.fixture
def registered(house: House, closed: Wave) -> Wave:
    by = house.place.members["employer"]
    register(organisation=house.place.organisation, contents=LOG, by=by, now=DRAFTED)
    return closed


def test_the_report_tells_the_register_of_its_own_day(house: House, registered: Wave, released: Wave) -> None:
    place, by = house.place, house.place.members["employer"]
    before = {
        address: house.get("union", f"rapport/{released.id}/{address}").content.decode()
        for address in ("", "kontrolltiltak/")
    }
    for page in before.values():
        assert "Opptak av samtaler («Lydlogg»)" in page
        assert "over fristen etter arbeidsmiljøloven § 9-2 tredje ledd" in page
        assert "registeret sier ikke at det er drøftet" in page
    later = CLOSES + timedelta(days=2)
    kept = place.organisation.measures.get(number=1)
    revise(measure=kept, contents=replace(LOG, name="Skjult navn"), read=1, by=by, now=later)
    register(organisation=place.organisation, contents=replace(LOG, name="Kom til senere"), by=by, now=later)
    for address, page in before.items():
        now = house.get("union", f"rapport/{released.id}/{address}").content.decode()
        assert "Skjult navn" not in now
        assert "Kom til senere" not in now
        assert now.count("Lydlogg") == page.count("Lydlogg")


@pytest.mark.parametrize(
    ("language", "title"),
    [("nb", "Kontrolltiltak"), ("nn", "Kontrolltiltak"), ("sv", "Kontrollåtgärder"), ("en", "Monitoring measures")],
)
def test_two_pages_for_a_meeting(house: House, registered: Wave, released: Wave, language: str, title: str) -> None:
    answer = house.browsers["employer"].get(f"/parter/{language}/rapport/{released.id}/kontrolltiltak/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) <= 2
    assert title in pages[0].extract_text()


FIGURES = """enhet;fra;til;tall;verdi
senteret;2018-09-01;2018-10-31;calls_per_day;1234.5
lag-1;2018-09-01;2018-10-31;phone_hours_per_day;61
"""


def take_in(house: House, raw: str, now: datetime) -> None:
    place = house.place
    import_figures(
        organisation=place.organisation, raw=raw.encode(), sizes=SIZES, threshold=5, by=place.members["union"], now=now
    )


def test_page_pdf_word_workbook_and_data_tell_the_figures_of_the_releases_own_day(
    house: House, registered: Wave, released: Wave
) -> None:
    take_in(house, FIGURES, DRAFTED)
    take_in(house, FIGURES.replace("1234.5", "9876.5"), CLOSES + timedelta(days=2))
    address = f"rapport/{released.id}"
    page = house.get("union", f"{address}/").content.decode()
    pages = PdfReader(io.BytesIO(house.get("union", f"{address}/fil/pdf/").content)).pages
    written = WordDocument(io.BytesIO(house.get("union", f"{address}/fil/word/").content))
    tables = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    for text in (page, " ".join(one.extract_text() for one in pages), " ".join(tables)):
        flat = text.replace("\xa0", " ").replace("&nbsp;", " ")
        assert "1 234,5" in flat
        assert "9 876,5" not in flat
    book = load_workbook(io.BytesIO(house.get("union", f"{address}/fil/regneark/").content))
    values = [value for row in book["Driftstall"].iter_rows(values_only=True) for value in row]
    assert 1234.5 in values
    assert 9876.5 not in values
    told = house.browsers["employer"].get(f"/parter/api/v1/reports/{released.id}/").json()["report"]["register"]
    assert [row["values"] for row in told["figures"]] == [{"phone_hours_per_day": 61.0}, {"calls_per_day": 1234.5}]
    assert told["figures"][1]["rounds"] == [released.label]


def test_the_data_hold_the_register_as_the_page_does_and_the_same_for_both(
    house: House, registered: Wave, released: Wave
) -> None:
    answers = [house.browsers[who].get(f"/parter/api/v1/reports/{released.id}/") for who in ("union", "employer")]
    assert answers[0].content == answers[1].content
    told = answers[0].json()["report"]["register"]
    (measure,) = told["measures"]
    assert (measure["name"], measure["never_discussed"]) == ("Lydlogg", True)
    assert [duty["day"] for duty in measure["duties"] if duty["duty"] == "aml-9-2-3"] == ["2018-10-01"]
    page = house.get("union", f"rapport/{released.id}/").content.decode()
    shares = {kind: found for kind, found in told["shares"].items() if found["experienced"]}
    assert set(told["experienced_not_registered"]) == set(shares) - {"call_recording"}
    for kind in told["experienced_not_registered"]:
        assert f"{KINDS[Kind(kind)]}: opplevd av" in page
    later = CLOSES + timedelta(days=2)
    register(
        organisation=house.place.organisation,
        contents=replace(LOG, name="Kom til senere"),
        by=house.place.members["employer"],
        now=later,
    )
    again = house.browsers["union"].get(f"/parter/api/v1/reports/{released.id}/")
    assert again.content == answers[0].content
