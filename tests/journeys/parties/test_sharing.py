"""A report shared by link: who shares, what the link shows, and that every link that does not work answers alike."""

import io
import re
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from reports.releases.models import ShareLink
from surveys import clock
from surveys.audit.models import Entry
from surveys.monitoring.services import register
from surveys.monitoring.types import Contents, Kind
from surveys.questionnaires.types import LANGUAGES
from surveys.signed_links import Purpose, token_for
from surveys.waves.models import Wave
from tests.factories import DRAFTED
from tests.journeys.parties.conftest import House


def share(house: House, wave: Wave, who: str = "union", days: str = "30") -> HttpResponse:
    return house.post(who, f"rapport/{wave.id}/deling/", {"days": days})


def shared_path(house: House, wave: Wave) -> str:
    assert share(house, wave).status_code == 303
    page = house.get("employer", f"rapport/{wave.id}/deling/").content.decode()
    found = re.search(r"http://testserver(/delt/nb/[^<]+)<", page)
    assert found is not None
    return found[1]


def without_register(page: str) -> str:
    """Return the parties' own page as a link shows it: without their register."""
    page, listed = re.subn(r'<li><a href="#register">.*?</a></li>\n', "", page)
    part = r'\n<section class="report-part report-level-1" aria-labelledby="register">.*?</section>\n'
    page, told = re.subn(part, "", page, flags=re.DOTALL)
    assert (listed, told) == (1, 1)
    return page


def test_a_link_leaves_out_the_register_and_the_operational_figures(house: House, released_again: Wave) -> None:
    """What was released, and nothing that the parties have written for themselves, in any form or drawing."""
    place = house.place
    log = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",), started_on=date(2018, 1, 2))
    register(organisation=place.organisation, contents=log, by=place.members["employer"], now=DRAFTED)
    path, reader = shared_path(house, released_again), Client()
    own = house.get("union", f"rapport/{released_again.id}/").content.decode()
    drawn = re.search(r"diagram/register-time/[^ \"]+\.svg", own)
    assert drawn is not None
    assert house.get("union", f"rapport/{released_again.id}/{drawn[0]}").status_code == 200
    assert reader.get(f"{path}{drawn[0]}").status_code == 404
    assert "Lydlogg" in own
    for language in LANGUAGES:
        page = reader.get(path.replace("/nb/", f"/{language}/")).content.decode()
        assert "Lydlogg" not in page
        assert 'id="register"' not in page
    pages = PdfReader(io.BytesIO(reader.get(f"{path}pdf/").content)).pages
    text = "".join(page.extract_text() for page in pages)
    assert "Lydlogg" not in text
    assert "Registeret og det folk opplever" not in text


def test_a_link_shows_the_released_report_without_a_cookie(house: House, released: Wave) -> None:
    path, reader = shared_path(house, released), Client()
    answer = reader.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == (
        "noindex, nofollow, noarchive",
        "no-store",
    )
    assert '<meta name="robots" content="noindex, nofollow">' in page
    own = house.get("union", f"rapport/{released.id}/").content.decode()
    shown = re.search(r'<article class="report".*</article>', page, re.DOTALL)
    seen = re.search(r'<article class="report".*</article>', own, re.DOTALL)
    assert shown is not None
    assert seen is not None
    charts = r"/(?:parter|delt)/nb/\S+?/diagram/"
    assert re.sub(charts, "", shown[0]) == re.sub(charts, "", without_register(seen[0]))
    assert "/parter/" not in shown[0]
    drawn = re.search(rf"{path}diagram/[^ \"]+\.svg", page)
    assert drawn is not None
    picture = reader.get(drawn[0])
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/svg+xml")
    pdf = reader.get(f"{path}pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["Cache-Control"] == picture.headers["Cache-Control"] == "no-store"
    for language in ("nn", "sv", "en"):
        assert f'<html lang="{language}"' in reader.get(path.replace("/nb/", f"/{language}/")).content.decode()


def test_taken_back_old_unknown_and_foreign_links_get_the_same_page(house: House, released: Wave) -> None:
    stopped, reader = shared_path(house, released), Client()
    link = ShareLink.objects.get()
    assert house.post("union", f"rapport/{released.id}/deling/{link.id}/stopp/").status_code == 303
    share(house, released, days="7")
    old = f"/delt/nb/{token_for(Purpose.REPORT, ShareLink.objects.latest('expires_at').id)}/"
    assert reader.get(f"/delt/nb/{token_for(Purpose.INVITATION, link.id)}/").status_code == 404
    unknown = f"{stopped[:-4]}aaa/"
    week = ShareLink.objects.get(revoked_at=None)
    late = f"/delt/nb/{token_for(Purpose.REPORT, week.id)}/"
    assert reader.get(late).status_code == reader.get(old).status_code or reader.get(old).status_code == 404
    with clock.frozen(week.expires_at):
        answers = [reader.get(path) for path in (stopped, late, unknown, f"{stopped[:9]}x/")]
        answers += [reader.get(f"{path}pdf/") for path in (stopped, late, unknown)]
    assert {answer.status_code for answer in answers} == {404}
    plain = {re.sub(rb"/delt/\w\w/[^\"]+", b"", answer.content) for answer in answers}
    assert len(plain) == 1
    assert not any(answer.cookies for answer in answers)


def test_a_link_works_until_its_day(house: House, released: Wave) -> None:
    path = shared_path(house, released)
    expires = ShareLink.objects.get().expires_at
    with clock.frozen(expires - timedelta(seconds=1)):
        assert Client().get(path).status_code == 200
    with clock.frozen(expires):
        assert Client().get(path).status_code == 404
        assert "Gikk ut" in house.get("employer", f"rapport/{released.id}/deling/").content.decode()


def test_everything_is_in_the_log_and_both_parties_see_it(house: House, released: Wave) -> None:
    shared_path(house, released)
    link = ShareLink.objects.get()
    address = f"rapport/{released.id}/deling/"
    for who in ("employer", "safety", "organiser"):
        page = house.get(who, address).content.decode()
        assert "Fagforeningen" in page
        assert "Stopp lenken" not in page
        assert house.post(who, f"{address}{link.id}/stopp/").status_code == 404
    assert "Stopp lenken" in house.get("union", address).content.decode()
    assert house.get("union", f"{address}{link.id}/stopp/").status_code == 303
    assert ShareLink.objects.get().revoked_at is None
    house.post("union", f"{address}{link.id}/stopp/")
    house.post("union", f"{address}{link.id}/stopp/")
    assert "Stoppet" in house.get("employer", address).content.decode()
    events = [entry.event for entry in Entry.objects.order_by("sequence") if "shared" in entry.event]
    assert events == ["report-shared", "report-unshared"]
    log = house.get("employer", f"virksomhet/{house.place.organisation.id}/logg/").content.decode()
    assert "ble delt med en lenke som virker til" in log


@pytest.mark.parametrize(("who", "status"), [("union", 303), ("employer", 303), ("safety", 404), ("organiser", 404),
                                             ("outsider", 404)])  # fmt: skip
def test_who_shares(house: House, released: Wave, who: str, status: int) -> None:
    assert share(house, released, who).status_code == status
    assert ShareLink.objects.count() == (status == 303)


def test_only_what_has_been_released_is_shared(house: House, closed: Wave) -> None:
    assert share(house, closed).status_code == 404
    assert house.get("union", f"rapport/{closed.id}/deling/").status_code == 404


def test_only_the_days_that_are_offered(house: House, released: Wave) -> None:
    answer = share(house, released, days="4000")
    assert (answer.status_code, "Velg ett av svarene" in answer.content.decode()) == (400, True)
    assert not ShareLink.objects.exists()
