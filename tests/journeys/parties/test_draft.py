"""Writing an agreement on its page, with the plan of what it would show, and changing it until both sign."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse

from surveys import clock
from surveys.agreements.models import Agreement
from surveys.agreements.selectors import valid_signatures
from surveys.roster.services import import_roster
from tests import factories
from tests.factories import ACTOR, DRAFTED, OPENS, roster_csv
from tests.journeys.parties.conftest import SIZES, House, close_after_answers

FORM: dict[str, object] = {
    "title": "Avtale om våren",
    "questionnaire": "arbeidshverdag-1",
    "units": ["senteret", "lag-1", "lag-2"],
    "threshold": "6",
    "expected_percent": "75",
    "opening_days": "30",
    "retention_days": "20",
    "label_0": "Våren 2019",
    "opens_0": "2019-03-11T08:00",
    "closes_0": "2019-03-25T16:00",
}


ROUNDS = ("label_0", "opens_0", "closes_0", "label_1", "opens_1", "closes_1")


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(DRAFTED):
        yield


@pytest.fixture
def listed(house: House) -> House:
    import_roster(organisation=house.place.organisation, raw=roster_csv(SIZES), actor=ACTOR, now=DRAFTED)
    return house


def write(house: House, who: str = "union", **changed: object) -> HttpResponse:
    return house.post(who, f"virksomhet/{house.place.organisation.id}/avtale/", {**FORM, **changed})


@pytest.mark.parametrize("who", ["union", "employer", "organiser"])
def test_an_agreement_is_written_with_its_plan(listed: House, who: str) -> None:
    answer = write(listed, who, crossings=["tenure"], divisions=["lag-1"], label_1="Høsten 2019",
                   opens_1="2019-10-01T08:00", closes_1="2019-10-15T16:00")  # fmt: skip
    agreement = Agreement.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/parter/nb/avtale/{agreement.id}/plan/")
    assert (agreement.title, agreement.threshold, agreement.expected_percent) == ("Avtale om våren", 6, 75)
    assert (agreement.units, agreement.crossings, agreement.divisions) == (FORM["units"], ["tenure"], ["lag-1"])
    assert [entry["key"] for entry in agreement.calendar] == ["varen-2019", "hosten-2019"]
    # Eight o'clock in Oslo is seven by UTC in March, and six in October.
    assert [datetime.fromisoformat(entry["opens"]) for entry in agreement.calendar] == [
        datetime(2019, 3, 11, 7, tzinfo=UTC),
        datetime(2019, 10, 1, 6, tzinfo=UTC),
    ]
    plan = listed.get(who, f"avtale/{agreement.id}/plan/").content.decode()
    assert "Utkastet er lagret" in plan
    assert "27 på mottakerlisten" in plan


def test_without_a_list_the_plan_says_that_it_is_not_settled(house: House) -> None:
    assert write(house).status_code == 303
    assert "Ikke avgjort" in house.get("union", f"avtale/{Agreement.objects.get().id}/plan/").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Skriv hva avtalen skal hete"),
        ({"threshold": "4"}, "Skriv et helt tall fra 5"),
        ({"expected_percent": "101"}, "Skriv et helt tall fra 1 til 100"),
        ({"units": []}, "Velg minst én enhet"),
        ({"units": ["lag-9"]}, "Velg enheter i listen"),
        ({"questionnaire": "annet-1"}, "Velg ett av svarene"),
        (
            dict.fromkeys(ROUNDS, ""),
            "Avtalen må ha minst én runde",
        ),
        ({"closes_0": ""}, "Fyll ut navn, åpning og lukking"),
        ({"opens_0": "i morgen"}, "Skriv dag og klokkeslett slik"),
        ({"closes_0": "2019-03-01T08:00"}, "slutter før den begynner"),
        ({"opens_0": "2019-07-10T08:00", "closes_0": "2019-07-20T08:00"}, "i sommerferien"),
        ({"divisions": ["lag-3"], "crossings": ["tenure"]}, "som det ikke skal vises tall for"),
        ({"expected_percent": "10"}, "Med færre enn 6"),
    ],
)
def test_bad_terms_are_told_and_nothing_typed_is_lost(listed: House, changed: dict[str, object], said: str) -> None:
    kept = {"label_1": "Behold meg", "opens_1": "2019-10-01T08:00", "closes_1": "2019-10-15T16:00"}
    answer = write(listed, "union", **(kept | changed))
    page = answer.content.decode()
    assert answer.status_code in {400, 409}
    assert said in page
    assert "<title>Feil:" in page
    assert 'value="Behold meg"' in page or "label_0" in changed
    assert Agreement.objects.count() == 0


def test_changing_keeps_the_rounds_keys_and_voids_the_signatures(listed: House) -> None:
    agreement = factories.draft(listed.place)
    factories.sign(listed.place, agreement)
    assert len(valid_signatures(agreement)) == 2
    address = f"avtale/{agreement.id}/endre/"
    page = listed.get("employer", address).content.decode()
    assert "må alle signere på nytt" in page
    assert 'value="2018-10-01T08:00"' in page
    changed = {**FORM, "key_0": "host-2018", "label_0": "Høsten", "opens_0": "2018-10-02T08:00",
               "closes_0": "2018-10-19T16:00"}  # fmt: skip
    assert listed.post("employer", address, changed).status_code == 303
    agreement.refresh_from_db()
    assert [(entry["key"], entry["label"]) for entry in agreement.calendar] == [("host-2018", "Høsten")]
    assert (agreement.title, valid_signatures(agreement), len(agreement.plan)) == ("Avtale om våren", [], 1)


def test_a_change_that_cannot_be_planned_changes_nothing(listed: House) -> None:
    agreement = factories.draft(listed.place)
    answer = listed.post("union", f"avtale/{agreement.id}/endre/", {**FORM, "expected_percent": "10"})
    title, plan = agreement.title, agreement.plan
    agreement.refresh_from_db()
    assert (answer.status_code, agreement.title, agreement.plan) == (409, title, plan)


def test_an_agreement_with_an_open_round_is_not_changed(house: House) -> None:
    wave = close_after_answers(factories.frozen_wave(house.place, SIZES))
    address = f"avtale/{wave.agreement_id}/endre/"
    with clock.frozen(OPENS):
        for answer in (house.get("union", address), house.post("union", address, FORM)):
            assert (answer.status_code, "Lag en ny avtale" in answer.content.decode()) == (409, True)
        assert "/endre/" not in house.get("union", f"avtale/{wave.agreement_id}/").content.decode()


def test_who_may_not_write(listed: House) -> None:
    agreement = factories.draft(listed.place)
    for who in ("safety", "outsider"):
        assert write(listed, who).status_code == 404
        assert listed.get(who, f"avtale/{agreement.id}/endre/").status_code == 404
        assert listed.post(who, f"avtale/{agreement.id}/endre/", FORM).status_code == 404
    assert write(listed, "employee").status_code == 303
    assert Agreement.objects.count() == 1
