"""The register over HTTP: for the whole cast, with bad input, with two who write at once, and the calendar feed."""

import hashlib
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from surveys.audit.models import Entry
from surveys.monitoring.selectors import entries
from surveys.monitoring.types import Contents
from tests.journeys.parties.conftest import ROLES, House

WRITERS = ("union", "employer")
NEW: dict[str, object] = {"name": "Lydlogg", "kind": "call_recording", "units": ["senteret"], "purpose": "Opplæring"}
SAID: dict[str, object] = {"text": "Dette har vi ikke drøftet.", "disagree": "1"}


def at(house: House, rest: str = "") -> str:
    return f"virksomhet/{house.place.organisation.id}/kontrolltiltak/{rest}"


def register(house: House, who: str = "employer", **more: object) -> HttpResponse:
    return house.post(who, at(house, "nytt/"), NEW | more)


def latest(house: House, number: int = 1) -> Contents:
    return entries(house.place.organisation)[number - 1].contents


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("address", ["", "0/", "1/"])
def test_everybody_at_the_table_sees_the_same(house: House, address: str) -> None:
    register(house)
    for who in ROLES:
        assert house.get(who, at(house, address)).status_code == 200
    assert house.get("outsider", at(house, address)).status_code == 404
    assert house.get("employee", at(house, address)).status_code == 303
    assert house.get("union", at(house, "2/")).status_code == 404


@pytest.mark.parametrize("who", [*ROLES, "outsider", "employee"])
@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("nytt/", NEW),
        ("1/endre/", NEW | {"read": "1", "purpose": "Noe annet"}),
        ("1/si/", SAID),
        ("1/vurder/", {"held_on": "2018-09-03", "outcome": "end", "result": "Slutt"}),
        ("kalender/", {}),
    ],
)
def test_only_a_party_writes_and_only_the_owner_changes(
    house: House, who: str, address: str, sent: dict[str, object]
) -> None:
    register(house)
    before = Entry.objects.count()
    answer = house.post(who, at(house, address), sent)
    may = who in WRITERS and not (address == "1/endre/" and who == "union")
    assert answer.status_code in ({200, 303} if may else {303 if who == "employee" else 404})
    assert (Entry.objects.count() > before) is may


def test_the_first_entry_is_what_tillit_itself_collects(house: House) -> None:
    register(house)
    page = text(house.get("union", at(house)))
    assert page.index("Tillit, undersøkelsen selv") < page.index("Opptak av samtaler")
    assert "Mottakerlisten: navn, e-postadresse" in text(house.get("safety", at(house, "0/")))
    assert house.get("employer", at(house, "0/endre/")).status_code == 404


def test_what_is_typed_wrong_is_said_by_its_field_and_nothing_is_lost(house: House) -> None:
    answer = register(house, name="", units=[], started_on="6. mai", need="Mange klager")
    assert answer.status_code == 400
    page = text(answer)
    assert "Skriv en dato, for eksempel 2019-05-06." in page
    assert "Mange klager" in page
    assert 'value="6. mai"' in page
    answer = register(house, name=" ", units=[], started_on="2019-05-06", ended_on="2019-05-05", need="Mange klager")
    page = text(answer)
    for sentence in ("Skriv hva tiltaket kalles hos dere.", "Velg minst én enhet som tiltaket gjelder for.",
                     "Slutten kan ikke være før starten."):  # fmt: skip
        assert sentence in page
    assert answer.status_code == 400
    assert "Mange klager" in page
    assert entries(house.place.organisation) == []


def test_the_second_of_two_editors_sees_both_and_loses_nothing(house: House) -> None:
    register(house)
    first = house.post("employer", at(house, "1/endre/"), NEW | {"read": "1", "need": "Den ene skrev dette"})
    assert first.status_code == 303
    second = house.post("employer", at(house, "1/endre/"), NEW | {"read": "1", "need": "Den andre skrev dette"})
    page = text(second)
    assert second.status_code == 409
    assert "To har skrevet samtidig" in page
    assert "Den ene skrev dette" in page
    assert "Den andre skrev dette" in page
    read = re.search(r'name="read" value="(\d+)"', page)
    assert read
    assert read[1] == "2"
    assert latest(house).need == "Den ene skrev dette"
    again = house.post("employer", at(house, "1/endre/"), NEW | {"read": read[1], "need": "Begge deler"})
    assert again.status_code == 303
    history = text(house.get("union", at(house, "1/")))
    assert "Den ene skrev dette" in history
    assert "Begge deler" in history
    assert len(entries(house.place.organisation)[0].versions) == 3


def test_a_document_is_kept_as_its_fingerprint_alone(house: House) -> None:
    raw = b"referat med navn"
    register(house, attachments=SimpleUploadedFile("referat.pdf", raw))
    assert [(one.name, one.sha256) for one in latest(house).attachments] == [
        ("referat.pdf", hashlib.sha256(raw).hexdigest())
    ]
    house.post("employer", at(house, "1/endre/"), NEW | {"read": "1", "need": "x"})
    assert [one.name for one in latest(house).attachments] == ["referat.pdf"]


def test_what_the_union_enters_the_employer_can_answer_for(house: House) -> None:
    register(house, "union")
    page = text(house.get("employer", at(house)))
    assert "Ført opp av Fagforeningen. Arbeidsgiveren har ikke ført det opp." in page
    assert house.post("union", at(house, "1/overta/")).status_code == 404
    assert house.post("employer", at(house, "1/overta/")).status_code == 303
    assert "Ført opp av Ledelsen." in text(house.get("union", at(house)))


def feed_address(house: House, who: str = "union") -> str:
    found = re.search(r"https?://[^/]+(/kalender/[\w-]+\.ics)", text(house.post(who, at(house, "kalender/"))))
    assert found
    return found[1]


def test_a_calendar_link_tells_deadlines_until_it_is_revoked(house: House) -> None:
    register(house, evaluate_by="2019-12-31")
    address, nobody = feed_address(house), Client()
    found = nobody.get(address)
    assert found.status_code == 200
    assert found.headers["Content-Type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20191231" in found.content.decode()
    assert "Opplæring" not in found.content.decode()
    assert found.headers["Cache-Control"] == "no-store"
    assert not found.cookies
    page = text(house.get("union", at(house, "kalender/")))
    assert address not in page
    revoke = re.search(r"kalender/([0-9a-f-]{36})/trekk/", page)
    assert revoke
    for who, status in (("employer", 404), ("safety", 404), ("outsider", 404), ("employee", 303), ("union", 303)):
        assert nobody.get(address).status_code == 200
        assert house.post(who, at(house, f"kalender/{revoke[1]}/trekk/")).status_code == status
    gone, never = nobody.get(address), nobody.get("/kalender/" + "x" * 43 + ".ics")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.content == never.content


def test_a_strangers_act_is_not_found_through_ones_own_entry(house: House) -> None:
    register(house)
    assert house.post("union", at(house, f"1/bekreft/{uuid4()}/")).status_code == 404
    assert house.post("union", at(house, f"1/lost/{uuid4()}/")).status_code == 404


CHANGE: dict[str, object] = {
    "day": "2019-05-06",
    "kind": "schedule",
    "units": ["lag-1"],
    "name_nb": "Planen borte",
    "exempt": "Vikarer",
}


@pytest.mark.parametrize("who", [*ROLES, "outsider", "employee"])
def test_a_change_is_written_by_a_party_and_seen_by_all(house: House, who: str) -> None:
    where = f"virksomhet/{house.place.organisation.id}/endringer/"
    written = house.post(who, f"{where}ny/", CHANGE)
    assert written.status_code == (303 if who in WRITERS or who == "employee" else 404)
    seen = house.get(who, where)
    assert seen.status_code == {"outsider": 404, "employee": 303}.get(who, 200)
    if who in WRITERS:
        page = text(seen)
        assert "Planen borte" in page
        assert "Vikarer" in page
        assert "Lag 2, Lag 3" in page
        back = re.search(r"endringer/([0-9a-f-]{36})/trekk/", page)
        assert back
        assert house.post("safety", f"{where}{back[1]}/trekk/").status_code == 404
        assert house.post(who, f"{where}{back[1]}/trekk/").status_code == 303
        assert "Trukket tilbake av" in text(house.get(who, where))


def test_a_change_without_a_name_or_with_a_bad_day(house: House) -> None:
    where = f"virksomhet/{house.place.organisation.id}/endringer/ny/"
    answer = house.post("union", where, CHANGE | {"name_nb": "", "description_sv": "Schemat"})
    assert answer.status_code == 400
    assert "Skriv hva endringen heter på minst ett språk." in text(answer)
    assert "Schemat" in text(answer)
    answer = house.post("union", where, CHANGE | {"day": "2019-02-30"})
    assert answer.status_code == 400
    assert 'value="2019-02-30"' in text(answer)


def test_the_evaluation_waits_on_the_overview_until_both_have_closed_it(house: House) -> None:
    register(house, evaluate_by="2018-09-04")
    for who in WRITERS:
        assert "Se tiltaket" in text(house.get(who, ""))
    for who in ("safety", "organiser", "outsider"):
        assert "Se tiltaket" not in text(house.get(who, ""))
    bad = house.post("employer", at(house, "1/vurder/"), {"held_on": "2018-09-03", "outcome": "keep", "result": "Ord"})
    assert bad.status_code == 400
    assert "Ord" in text(bad)
    sent: dict[str, object] = {
        "held_on": "2018-09-03", "outcome": "keep", "next_on": "2099-01-01", "result": "Trengs"
    }  # fmt: skip
    assert house.post("employer", at(house, "1/vurder/"), sent).status_code == 303
    assert "Se tiltaket" not in text(house.get("employer", ""))
    page = text(house.get("union", at(house, "1/")))
    confirm = re.search(r"bekreft/([0-9a-f-]{36})/", page)
    assert confirm
    assert "Fagforeningen har ikke bekreftet ennå." in page
    assert house.post("safety", at(house, f"1/bekreft/{confirm[1]}/")).status_code == 404
    assert house.post("union", at(house, f"1/bekreft/{confirm[1]}/")).status_code == 303
    assert str(latest(house).evaluate_by) == "2099-01-01"
    assert "Se tiltaket" not in text(house.get("union", ""))
