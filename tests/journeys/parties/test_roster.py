"""The roster: taken in whole, or every bad line named and nothing taken in."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from surveys import clock
from surveys.organisations.services import add_unit
from surveys.roster.models import Person
from surveys.roster.rules import MOST_BAD_LINES
from tests import factories
from tests.factories import ACTOR, DRAFTED
from tests.journeys.parties.conftest import SIZES, House

HEADING = "navn;e-post;enhet;språk"


def send(house: House, raw: bytes, who: str = "organiser") -> HttpResponse:
    file = SimpleUploadedFile("liste.csv", raw, "text/csv")
    return house.post(who, f"virksomhet/{house.place.organisation.id}/mottakere/", {"file": file})


def test_a_list_is_taken_in_and_counted(house: House) -> None:
    answer = send(house, factories.roster_csv(SIZES))
    assert answer.status_code == 303
    page = house.get("union", f"virksomhet/{house.place.organisation.id}/mottakere/").content.decode()
    assert '<th scope="row">Lag 1</th><td class="number">12</td>' in page
    assert '<th scope="row">I alt</th><td class="number">27</td>' in page
    assert "@example.org" not in page.replace("union@example.org", "")


@pytest.mark.parametrize(
    "raw",
    [
        "\ufeffName,E-mail,Unit,Language\nÅse,a@example.org,lag-1,NB\n".encode(),
        "navn;e-post;enhet;språk\nÅse;a@example.org;lag-1;nb\n".encode("latin-1"),
        "språk\tenhet\te-post\tnavn\r\nnn\tlag-2\tb@example.org\tBjørn\r\n".encode("utf-16"),
    ],
)
def test_the_ways_in_which_offices_save_a_list(house: House, raw: bytes) -> None:
    assert send(house, raw).status_code == 303
    assert Person.objects.filter(listed=True).count() == 1


@pytest.mark.parametrize(
    ("line", "reason", "text"),
    [
        ("Ada;ada@example.org;lag-1", "for få eller for mange felter", "Ada, ada@example.org, lag-1"),
        (";ada@example.org;lag-1;nb", "Navnet mangler", "ada@example.org"),
        ("Ada;ada(at)example.org;lag-1;nb", "E-postadressen er ikke gyldig", "ada(at)example.org"),
        ("Ada;FIRST@example.org;lag-1;nb", "står flere ganger", "first@example.org"),
        ("Ada;ada@example.org;lag-9;nb", "Enheten finnes ikke", "lag-9"),
        ("Ada;ada@example.org;lag-1;no", "Språket må være", "no"),
        (f"{'A' * 300};ada@example.org;lag-1;nb", "Et felt er for langt", "A" * 40),
        ("<b>Ada</b>;<i>;lag-1;nb", "ikke gyldig", "&lt;i&gt;"),
    ],
)
def test_each_bad_line_is_named_and_nothing_is_taken_in(house: House, line: str, reason: str, text: str) -> None:
    raw = f"{HEADING}\nFirst;first@example.org;lag-1;nb\n{line}\nLast;last@example.org;lag-1;nb\n"
    answer = send(house, raw.encode())
    page = answer.content.decode()
    assert answer.status_code == 400
    assert '<th scope="row" class="number">3</th>' in page
    assert reason in page
    assert f"<td>{text}</td>" in page
    assert "Ingenting er importert" in page
    assert page.count('<th scope="row" class="number">') == 1
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"   \n", "Filen er tom"),
        (b"\x89PNG\x00\x00\x00", "ikke en tekstfil"),
        (b"navn;telefon\nAda;1\n", "Den første linjen må ha kolonnene"),
        (b"", "Filen er tom"),
    ],
)
def test_a_file_that_is_no_list(house: House, raw: bytes, reason: str) -> None:
    answer = send(house, raw)
    assert answer.status_code == 400
    assert reason in answer.content.decode()


def test_a_bad_list_leaves_the_old_one(house: House) -> None:
    send(house, factories.roster_csv(SIZES))
    assert send(house, f"{HEADING}\nAda;ada@example.org;lag-9;nb".encode()).status_code == 400
    assert Person.objects.filter(listed=True).count() == 27


def test_no_file_and_a_file_too_large(house: House) -> None:
    nothing = house.post("organiser", f"virksomhet/{house.place.organisation.id}/mottakere/")
    assert nothing.status_code == 400
    assert "Velg en fil" in nothing.content.decode()
    large = send(house, b"navn;e-post\n" * 300_000)
    assert large.status_code == 400
    assert "høyst 2,5 MB" in large.content.decode()


@pytest.mark.parametrize("who", ["union", "employer", "safety", "outsider"])
def test_only_the_organiser_takes_in_a_list(house: House, who: str) -> None:
    assert send(house, factories.roster_csv(SIZES), who).status_code == 404
    assert 'type="file"' not in house.get(who, f"virksomhet/{house.place.organisation.id}/mottakere/").content.decode()
    assert not Person.objects.exists()


def test_of_many_bad_lines_the_first_are_named_and_the_page_says_that_there_are_more(house: House) -> None:
    answer = send(house, (HEADING + "\nAda;ada(at)example.org;lag-1;nb" * 5000).encode())
    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count('<th scope="row" class="number">') == MOST_BAD_LINES
    assert "… og flere" in page
    assert "… og flere" not in send(house, f"{HEADING}\nAda;ada(at);lag-1;nb".encode()).content.decode()


def test_the_units_are_those_of_the_workplaces_own_day(house: House) -> None:
    organisation = house.place.organisation
    add_unit(
        organisation=organisation, parent=house.place.root, code="lag-9", name="Lag 9", valid_from=date(2018, 9, 1),
        valid_to=None, actor=ACTOR, now=DRAFTED,
    )  # fmt: skip
    # Half past midnight on the first of September in Norway.
    with clock.frozen(datetime(2018, 8, 31, 22, 30, tzinfo=UTC)):
        assert (
            "<code>lag-9</code>" in house.get("organiser", f"virksomhet/{organisation.id}/mottakere/").content.decode()
        )
