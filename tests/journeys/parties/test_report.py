"""The report: the same for everybody at the table from the same moment, and nothing at all for the others."""

import io
import re
import zipfile
from uuid import uuid4

import pytest

from surveys.audit.selectors import entries
from surveys.signing import signing_key
from surveys.verification.report import verify_report
from surveys.waves.models import Wave
from tests.journeys.parties.conftest import ROLES, House

FORMS = ("pdf", "word", "regneark", "json-stat", "html")
PARTS = (
    "",
    *(f"fil/{form}/" for form in (*FORMS, "annet")),
    "rapport.zip",
    "lest/",
    "diagram/profile/wide-light.svg",
)


def article(body: bytes) -> bytes:
    found = re.search(rb"<article.*</article>", body, re.DOTALL)
    assert found is not None
    return found[0]


def test_everybody_at_the_table_sees_the_very_same_report(house: House, released: Wave) -> None:
    seen = {article(house.get(who, f"rapport/{released.id}/").content) for who in ROLES}
    assert len(seen) == 1
    assert "27" in seen.pop().decode()


@pytest.mark.parametrize("part", PARTS)
def test_before_the_release_nobody_can_tell_the_report_from_a_missing_one(
    house: House, closed: Wave, part: str
) -> None:
    nowhere = uuid4()
    for who in ROLES:
        missing = house.get(who, f"rapport/{nowhere}/{part}")
        answer = house.get(who, f"rapport/{closed.id}/{part}")
        assert (answer.status_code, missing.status_code) == (404, 404)
        assert answer.content.replace(str(closed.id).encode(), str(nowhere).encode()) == missing.content


@pytest.mark.parametrize("part", PARTS)
def test_an_outsider_cannot_tell_that_a_report_exists(house: House, released: Wave, part: str) -> None:
    nowhere = uuid4()
    missing = house.get("outsider", f"rapport/{nowhere}/{part}")
    answer = house.get("outsider", f"rapport/{released.id}/{part}")
    assert (answer.status_code, missing.status_code) == (404, 404)
    assert answer.content.replace(str(released.id).encode(), str(nowhere).encode()) == missing.content
    names = [name.lower() for name in answer.headers]
    assert names == [name.lower() for name in missing.headers]
    unsigned = house.get("employee", f"rapport/{released.id}/{part}")
    assert (unsigned.status_code, unsigned.content) == (303, b"")


def test_a_report_out_of_reach_answers_as_any_address_that_is_not_there(house: House, released: Wave) -> None:
    answer = house.get("outsider", f"rapport/{released.id}/")
    nothing = house.get("outsider", "slikt-finnes-ikke/")
    assert answer.content.replace(f"rapport/{released.id}".encode(), b"slikt-finnes-ikke") == nothing.content


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_the_report_is_in_the_language_of_the_address(house: House, released: Wave, language: str) -> None:
    answer = house.browsers["union"].get(f"/parter/{language}/rapport/{released.id}/")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_pdf_is_a_pdf(house: House, released: Wave) -> None:
    answer = house.get("employer", f"rapport/{released.id}/fil/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert 'filename="rapport-fjellbygd-kundesenter-hoesten-2018-nb.pdf"' in answer.headers["Content-Disposition"]


def test_every_picture_that_the_page_names_is_there(house: House, released: Wave) -> None:
    page = house.get("union", f"rapport/{released.id}/").content.decode()
    addresses = set(re.findall(r'"(/parter/nb/rapport/[^"]+\.svg)"', page))
    names = {address.split("/")[-2] for address in addresses}
    assert "profile" in names
    assert len(names) > 10
    assert len(addresses) == 4 * len(names)
    for address in addresses:
        answer = house.browsers["safety"].get(address)
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert b"<svg" in answer.content
    for wrong in ("profile/print-light", "profile/wide-current", "other/wide-light"):
        assert house.get("union", f"rapport/{released.id}/diagram/{wrong}.svg").status_code == 404


def test_a_party_says_once_that_it_has_read(house: House, released: Wave) -> None:
    assert "Vi har lest rapporten" in house.get("union", f"rapport/{released.id}/").content.decode()
    for _twice in range(2):
        assert house.post("union", f"rapport/{released.id}/lest/").status_code == 303
    read = [entry for entry in entries(house.place.organisation.id) if entry.event == "release-read"]
    assert len(read) == 1
    page = house.get("union", f"rapport/{released.id}/").content.decode()
    assert "Vi har lest rapporten" not in page
    assert "Har lest" in page
    assert "Vi har lest rapporten" in house.get("employer", f"rapport/{released.id}/").content.decode()


@pytest.mark.parametrize("who", ["safety", "organiser", "outsider"])
def test_nobody_without_a_party_says_read(house: House, released: Wave, who: str) -> None:
    assert house.post(who, f"rapport/{released.id}/lest/").status_code == 404
    assert "Vi har lest rapporten" not in house.get(who, f"rapport/{released.id}/").content.decode()
    assert [e for e in entries(house.place.organisation.id) if e.event == "release-read"] == []


def test_everything_in_one_zip_is_signed_and_is_what_each_link_gives(house: House, released: Wave) -> None:
    answer = house.get("safety", f"rapport/{released.id}/rapport.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    findings, key = verify_report(files)
    assert [finding.passed for finding in findings] == [True] * 5
    assert key == signing_key().fingerprint()
    # Five forms and the pages for a meeting in each language; plain JSON, the list, its signature and the key.
    assert len(files) == 4 * 6 + 4
    for form, ending in zip(FORMS, ("pdf", "docx", "xlsx", "jsonstat.json", "html"), strict=True):
        alone = house.get("employer", f"rapport/{released.id}/fil/{form}/")
        assert alone.content == files[f"report-nb.{ending}"]
        assert alone.headers["Content-Disposition"].endswith(f'-nb.{ending}"')
    assert key in files["report-nb.html"].decode()
