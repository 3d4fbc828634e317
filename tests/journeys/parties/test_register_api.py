"""The register as JSON: for the people of the workplace alone, whole, and as its description says."""

from datetime import date

import pytest

from surveys.monitoring import talks
from surveys.monitoring.selectors import entries
from surveys.monitoring.services import register
from surveys.monitoring.types import Contents, Kind, Outcome, from_plain
from tests.factories import DRAFTED
from tests.journeys.parties.conftest import ROLES, House
from tests.journeys.parties.test_api import API, body, described, get, keeps_to

LOG = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",), evaluate_by=date(2018, 10, 1))


@pytest.fixture
def address(house: House) -> str:
    place = house.place
    measure = register(organisation=place.organisation, contents=LOG, by=place.members["employer"], now=DRAFTED)
    told = talks.evaluate(
        measure=measure, held_on=date(2018, 9, 3), outcome=Outcome.KEEP, next_on=date(2019, 9, 3), text="Trengs",
        by=place.members["union"], read=None, today=date(2018, 9, 3), now=DRAFTED,
    )  # fmt: skip
    talks.confirm(measure=measure, evaluation=told, by=place.members["employer"], now=DRAFTED)
    return f"registers/{place.organisation.id}/"


def test_all_at_the_table_read_the_same_and_a_stranger_nothing(house: House, address: str) -> None:
    schema, path = described(house), f"{API}registers/{{organisation_id}}/"
    told = [get(house, who, address) for who in ROLES]
    for answer in told:
        assert answer.status_code == 200
        assert answer.content == told[0].content
        keeps_to(schema, path, answer)
    nowhere = "registers/00000000-0000-4000-8000-000000000000/"
    for who in ("outsider", "employee"):
        there, missing = get(house, who, address), get(house, who, nowhere)
        assert (there.status_code, there.content) == (404, missing.content)
        keeps_to(schema, path, there)


def test_nothing_of_the_register_is_missing(house: House, address: str) -> None:
    measures = body(get(house, "union", address))["measures"]
    kept = entries(house.place.organisation)
    assert [one["number"] for one in measures] == [1]
    versions = [from_plain(version["contents"]) for version in measures[0]["versions"]]
    assert versions == [version.contents for version in kept[0].versions]
    assert [act["kind"] for act in measures[0]["acts"]] == ["evaluation", "confirmation"]
    assert measures[0]["acts"][1]["about"] == measures[0]["acts"][0]["id"]
