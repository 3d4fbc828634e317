"""From an empty database: the founding link, the first person, and the invitations that bring in the others."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from surveys import clock
from surveys.audit.models import Entry
from surveys.organisations.models import Invitation, Membership, Organisation, User
from tests.factories import PASSWORD
from tests.journeys.parties.conftest import House
from tests.mail_server import LetterBox, body, running

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
FORM = {
    "organisation": "Solvik servicesenter",
    "country": "NO",
    "state": "on",
    "role": "union_representative",
    "party": "Fagforeningen ved Solvik",
    "name": "Kari Prøve",
    "email": "Kari@example.org",
    "password": PASSWORD,
    "again": PASSWORD,
}
PERSON = {"name": "Ola Prøve", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture(autouse=True)
def _now(db: None) -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def letters(settings: Settings) -> Iterator[LetterBox]:
    with running(settings) as box:
        yield box


def founding_path(*options: str) -> str:
    printed = StringIO()
    call_command("founding-link", *options, stdout=printed)
    return "/" + printed.getvalue().strip().split("/", 3)[3]


def founded(path: str | None = None, **changed: str) -> tuple[Client, HttpResponse]:
    client = Client()
    return client, client.post(path or founding_path(), FORM | changed)  # type: ignore[return-value]


def invite(client: Client, who: str, email: str, party: str = "") -> HttpResponse:
    organisation = Organisation.objects.get()
    data = {"who": who, "email": email, "party_name": party, "language": "nb"}
    return client.post(f"/parter/nb/virksomhet/{organisation.id}/folk/", data)  # type: ignore[return-value]


def link_in(box: LetterBox, email: str) -> str:
    text = body(box.letters(email)[-1])
    found = re.search(r"https://tillit\.example\.org(/parter/\S+)", text)
    assert found is not None, text
    return found[1]


def test_the_founding_link_makes_workplace_party_and_account_once() -> None:
    path = founding_path()
    assert Client().get(path).status_code == 200
    client, answer = founded(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/parter/nb/")
    membership = Membership.objects.select_related("organisation", "party", "user").get()
    organisation = membership.organisation
    assert (organisation.name, organisation.state, organisation.timezone) == (FORM["organisation"], True, "Europe/Oslo")
    assert (membership.role, membership.party and membership.party.name) == (FORM["role"], FORM["party"])
    assert membership.user.email == "kari@example.org"
    assert [unit.name for unit in organisation.units.all()] == [FORM["organisation"]]
    page = client.get("/parter/nb/").content.decode()
    assert "Veien til en åpen runde" in page
    assert "Få alle med" in page
    for used in (Client().get(path), Client().post(path, FORM | {"email": "b@example.org"})):
        assert used.status_code == 404
    assert Organisation.objects.count() == 1


def test_used_unknown_withdrawn_and_old_links_answer_alike() -> None:
    old, withdrawn, used = founding_path(), founding_path(), founding_path()
    founded(used)
    unknown = old[:-3] + ("aaa/" if not old.endswith("aaa/") else "bbb/")
    withdrawn_too = founding_path("--days", "30")
    call_command("founding-link", "--withdraw", stdout=StringIO())
    with clock.frozen(NOW + timedelta(days=8)):
        answers = [Client().get(path) for path in (old, withdrawn, used, unknown, withdrawn_too)]
    assert {answer.status_code for answer in answers} == {404}
    plain = {re.sub(rb"/parter/\w\w/begynn/[^\"]+", b"", answer.content) for answer in answers}
    assert len(plain) == 1


def test_a_founding_link_lasts_as_long_as_it_was_made_for() -> None:
    path = founding_path("--days", "2")
    with clock.frozen(NOW + timedelta(days=1, hours=23)):
        assert Client().get(path).status_code == 200
    with clock.frozen(NOW + timedelta(days=2)):
        assert Client().get(path).status_code == 404
    with pytest.raises(CommandError):
        call_command("founding-link", "--days", "31")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"organisation": ""}, "Skriv hva virksomheten heter"),
        ({"email": "ikke en adresse"}, "E-postadressen er ikke gyldig"),
        ({"role": "organiser"}, "Velg ett av svarene"),
        ({"country": "DK"}, "Velg ett av svarene"),
        ({"again": "noe helt annet her"}, "Passordene er ikke like"),
        ({"password": "kort", "again": "kort"}, "Passordet er for kort"),
        ({"password": "1234567890123", "again": "1234567890123"}, "Mange bruker dette passordet"),
        ({"password": "kari@example.org", "again": "kari@example.org"}, "likner for mye"),
    ],
)
def test_a_bad_founding_is_told_and_keeps_what_was_typed(changed: dict[str, str], said: str) -> None:
    path = founding_path()
    _client, answer = founded(path, **changed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page, page[page.find('class="ds-error-summary') :][:600]
    assert "<title>Feil:" in page
    assert f'value="{FORM["party"]}"' in page
    assert PASSWORD not in page
    assert Organisation.objects.count() == 0
    assert founded(path)[1].status_code == 303


def test_the_other_party_comes_in_by_e_mail(letters: LetterBox) -> None:
    union, _answer = founded()
    assert invite(union, "employer", "Leder@example.org", "Ledelsen").status_code == 303
    path = link_in(letters, "leder@example.org")
    employer = Client()
    page = employer.get(path).content.decode()
    assert (
        "Kari Prøve (Fagforeningen ved Solvik) inviterer deg som representant for arbeidsgiveren for Ledelsen" in page
    )
    assert employer.post(path, PERSON).status_code == 303
    member = Membership.objects.select_related("party", "user").get(user__email="leder@example.org")
    assert (member.role, member.party and member.party.side) == ("employer_representative", "employer")
    assert "Ledelsen" in employer.get("/parter/nb/").content.decode()
    assert Client().get(path).status_code == Client().post(path, PERSON).status_code == 404
    events = list(Entry.objects.order_by("sequence").values_list("event", flat=True))
    assert events[-3:] == ["person-invited", "party-added", "member-added"]


def test_an_invitation_is_for_one_account_and_opens_no_other(letters: LetterBox) -> None:
    union, _answer = founded()
    founded(email="leder@example.org", organisation="Et annet sted")
    organisation = Organisation.objects.get(name=FORM["organisation"])
    data = {"who": "employer", "email": "leder@example.org", "party_name": "Ledelsen", "language": "nb"}
    assert union.post(f"/parter/nb/virksomhet/{organisation.id}/folk/", data).status_code == 303
    path = link_in(letters, "leder@example.org")
    stranger = Client()
    assert "har en konto fra før" in stranger.get(path).content.decode()
    assert stranger.post(path, PERSON).status_code == 404
    assert union.post(path, {}).status_code == 404
    assert Membership.objects.filter(organisation=organisation).count() == 1
    owner = Client()
    owner.force_login(User.objects.get(email="leder@example.org"))
    assert owner.post(path, {}).status_code == 303
    assert Membership.objects.filter(organisation=organisation).count() == 2


def test_a_withdrawn_invitation_and_an_old_one_do_not_work(letters: LetterBox) -> None:
    union, _answer = founded()
    invite(union, "organiser", "en@example.org")
    invite(union, "safety_representative", "to@example.org")
    withdrawn, old = link_in(letters, "en@example.org"), link_in(letters, "to@example.org")
    invitation = Invitation.objects.get(email="en@example.org")
    address = f"/parter/nb/virksomhet/{invitation.organisation_id}/folk/{invitation.id}/trekk/"
    assert union.get(address).status_code == 303
    assert Client().get(withdrawn).status_code == 200
    assert union.post(address).status_code == 303
    assert Client().get(withdrawn).status_code == Client().post(withdrawn, PERSON).status_code == 404
    assert "Trukket tilbake" in union.get(f"/parter/nb/virksomhet/{invitation.organisation_id}/folk/").content.decode()
    with clock.frozen(NOW + timedelta(days=14)):
        assert Client().get(old).status_code == 404


def test_nobody_chooses_the_other_sides_people(letters: LetterBox) -> None:
    union, _answer = founded()
    invite(union, "employer", "leder@example.org", "Ledelsen")
    employer = Client()
    employer.post(link_in(letters, "leder@example.org"), PERSON)
    again = invite(union, "employer", "dukke@example.org", "Ledelsen")
    assert again.status_code == 400
    assert not Invitation.objects.filter(email="dukke@example.org").exists()
    own = invite(employer, "own", "leder2@example.org")
    assert own.status_code == 303
    two = invite(employer, "union", "gul@example.org", "Fagforeningen ved Solvik")
    assert (two.status_code, "Parten er med allerede" in two.content.decode()) == (409, True)


def test_without_a_mail_server_the_link_is_printed_on_the_server() -> None:
    union, _answer = founded()
    answer = invite(union, "organiser", "en@example.org")
    page = union.get(answer.headers["Location"]).content.decode()
    assert "e-posten ble ikke sendt" in page
    assert "Denne serveren sender ikke e-post" in page
    printed = StringIO()
    call_command("invitation-link", "EN@example.org", stdout=printed)
    path = "/" + printed.getvalue().strip().split("/", 3)[3]
    assert Client().post(path, PERSON).status_code == 303
    with pytest.raises(CommandError):
        call_command("invitation-link", "en@example.org")


def test_a_new_party_needs_a_name_and_a_second_invitation_is_refused(letters: LetterBox) -> None:
    union, _answer = founded()
    nameless = invite(union, "employer", "leder@example.org")
    assert (nameless.status_code, "Skriv hva parten heter" in nameless.content.decode()) == (400, True)
    assert invite(union, "employer", "leder@example.org", "Ledelsen").status_code == 303
    twice = invite(union, "organiser", "leder@example.org")
    assert (twice.status_code, 'value="leder@example.org"' in twice.content.decode()) == (409, True)
    own = invite(union, "organiser", "kari@example.org")
    assert (own.status_code, "har en rolle" in own.content.decode()) == (409, True)


@pytest.mark.parametrize("who", ["safety", "organiser"])
def test_helpers_invite_nobody(house: House, who: str) -> None:
    address = f"virksomhet/{house.place.organisation.id}/folk/"
    data: dict[str, object] = {"who": "organiser", "email": "en@example.org", "language": "nb"}
    assert house.post(who, address, data).status_code == 404
    assert house.post("union", address, data).status_code == 303
    invitation = Invitation.objects.get()
    for step in ("send", "trekk"):
        assert house.post(who, f"{address}{invitation.id}/{step}/").status_code == 404
        assert house.post("outsider", f"{address}{invitation.id}/{step}/").status_code == 404
