"""The report's part on the register: as it stood at the release, in every language, on two pages for a meeting."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from surveys.monitoring.services import register, revise
from surveys.monitoring.types import Contents, Kind
from surveys.waves.models import Wave
from tests.factories import CLOSES, DRAFTED
from tests.journeys.parties.conftest import House

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
