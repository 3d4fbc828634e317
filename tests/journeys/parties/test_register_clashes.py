"""Two who write at the same time, on the pages: the later is told, and what she typed is still there."""

import re

from django.http import HttpResponse

from surveys.changes.selectors import every_change
from surveys.monitoring.selectors import entries
from surveys.monitoring.types import ActKind
from tests.journeys.parties.conftest import House
from tests.journeys.parties.test_register import CHANGE, NEW, at, register, text

HELD: dict[str, object] = {"held_on": "2018-09-03", "outcome": "end", "result": "Vi ble enige om å slutte"}


def read_in(page: str) -> str:
    """Return what the evaluation form, the last on the page, says that its reader has seen."""
    form = page.rpartition("/vurder/")[2]
    found = re.search(r'name="read"(?: value="([^"]*)")?', form)
    assert found
    return found[1] or ""


def evaluations(house: House) -> list[str]:
    return [act.text for act in entries(house.place.organisation)[0].acts if act.kind is ActKind.EVALUATION]


def evaluate(house: House, who: str, **more: object) -> HttpResponse:
    return house.post(who, at(house, "1/vurder/"), HELD | more)


def test_who_evaluates_after_the_other_party_is_told_and_can_still_send_hers(house: House) -> None:
    register(house)
    opened = {who: read_in(text(house.get(who, at(house, "1/")))) for who in ("union", "employer")}
    assert opened == {"union": "", "employer": ""}
    assert evaluate(house, "union", read="", result="Fagforeningens referat").status_code == 303
    late = evaluate(house, "employer", read=opened["employer"])
    page = text(late)
    assert late.status_code == 409
    assert "Union har skrevet ned en vurdering av tiltaket i mellomtiden." in page
    assert "Vi ble enige om å slutte" in page
    assert "Fagforeningens referat" in page
    assert evaluations(house) == ["Fagforeningens referat"]
    assert evaluate(house, "employer", read=read_in(page)).status_code == 303
    assert evaluations(house) == ["Fagforeningens referat", "Vi ble enige om å slutte"]


def test_who_confirms_an_evaluation_that_has_been_replaced_is_told(house: House) -> None:
    register(house)
    evaluate(house, "union", read="")
    page = text(house.get("employer", at(house, "1/")))
    confirm = re.search(r"bekreft/[0-9a-f-]{36}/", page)
    assert confirm
    evaluate(house, "union", read=read_in(page), result="En ny")
    answer = house.post("employer", at(house, f"1/{confirm[0]}"))
    assert answer.status_code == 409
    assert "Union har skrevet ned en nyere vurdering." in text(answer)
    assert entries(house.place.organisation)[0].contents.ended_on is None


def test_a_union_whose_entry_is_taken_over_while_it_writes_is_told_and_keeps_its_words(house: House) -> None:
    register(house, "union")
    assert house.post("employer", at(house, "1/overta/")).status_code == 303
    answer = house.post("union", at(house, "1/endre/"), NEW | {"read": "1", "need": "Dette så vi i går"})
    assert answer.status_code == 403
    assert "Oppføringen tilhører en annen part." in text(answer)
    assert "Dette så vi i går" in text(answer)
    assert house.get("union", at(house, "1/endre/")).status_code == 404
    assert len(entries(house.place.organisation)[0].versions) == 2


def test_who_revises_a_change_that_somebody_else_has_revised_is_told_and_keeps_her_words(house: House) -> None:
    where = f"virksomhet/{house.place.organisation.id}/endringer/"
    house.post("union", f"{where}ny/", CHANGE)
    first = str(every_change(house.place.organisation)[0].id)
    assert house.post("employer", f"{where}ny/", CHANGE | {"revises": first, "name_nb": "Utgave to"}).status_code == 303
    late = house.post("union", f"{where}ny/", CHANGE | {"revises": first, "name_nb": "Vår utgave"})
    page = text(late)
    assert late.status_code == 400
    assert "Den tidligere endringen har fått en ny utgave" in page
    assert "Vår utgave" in page
    options = re.findall(r'<option value="([0-9a-f-]{36})"', page)
    newest = [str(one.id) for one in every_change(house.place.organisation) if one.revises_id is not None]
    assert options == newest
    again = house.post("union", f"{where}ny/", CHANGE | {"revises": newest[0], "name_nb": "Vår utgave"})
    assert again.status_code == 303
    assert len(every_change(house.place.organisation)) == 3
