"""The API: the same reports for the same people, and a description that its answers keep to."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from reports.documents.content import build
from reports.documents.json import to_json
from reports.documents.wording import word
from reports.releases.types import Record
from surveys.waves.models import Wave
from tests.documents_factory import CONTEXT, after, nothing_shown, questionnaire, two_shifts, with_crossings
from tests.journeys.parties.conftest import ROLES, STRANGERS, House

API = "/parter/api/v1/"


def get(house: House, who: str, address: str, **more: str) -> HttpResponse:
    return house.browsers[who].get(f"{API}{address}", more)  # type: ignore[return-value]


def body(answer: Any) -> Any:
    return answer.json()


def described(house: House) -> dict[str, Any]:
    answer = get(house, "employee", "schema/")
    assert answer.status_code == 200
    schema: dict[str, Any] = body(answer)
    return schema


def faults(schema: dict[str, Any], path: str, status: int, told: Any) -> list[str]:
    """Return what is wrong with an answer by the description of that path and status."""
    said = schema["paths"][path]["get"]["responses"][str(status)]["content"]["application/json"]["schema"]
    validator = Draft202012Validator(
        {**said, "components": schema["components"]}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [error.message for error in validator.iter_errors(told)]


def keeps_to(schema: dict[str, Any], path: str, answer: HttpResponse) -> None:
    assert faults(schema, path, answer.status_code, body(answer)) == []


def test_the_description_is_valid_and_of_openapi_3_1(house: House) -> None:
    schema = described(house)
    validate_schema(schema)  # type: ignore[no-untyped-call]
    assert schema["openapi"].startswith("3.1")
    register = f"{API}registers/{{organisation_id}}/"
    assert set(schema["paths"]) == {f"{API}reports/", f"{API}reports/{{wave_id}}/", register}
    assert set(schema["paths"][f"{API}reports/{{wave_id}}/"]) == {"get"}


def test_every_answer_keeps_to_the_description(house: House, released: Wave) -> None:
    schema = described(house)
    one = f"{API}reports/{{wave_id}}/"
    keeps_to(schema, f"{API}reports/", get(house, "union", "reports/"))
    keeps_to(schema, f"{API}reports/", get(house, "employee", "reports/"))
    for language in ("nb", "nn", "sv", "en"):
        keeps_to(schema, one, get(house, "union", f"reports/{released.id}/", language=language))
    keeps_to(schema, one, get(house, "union", f"reports/{released.id}/", language="da"))
    keeps_to(schema, one, get(house, "outsider", f"reports/{released.id}/"))


def test_a_report_of_two_rounds_keeps_to_the_description(house: House, released_again: Wave) -> None:
    schema = described(house)
    answer = get(house, "employer", f"reports/{released_again.id}/", language="en")
    keeps_to(schema, f"{API}reports/{{wave_id}}/", answer)
    report = body(answer)["report"]
    assert report["compared"] is True
    components = schema["components"]["schemas"]
    changed = next(scale for scale in report["scales"] if scale["change"])
    parts = {
        "ReportData": report,
        "ScaleFigures": changed,
        "Change": changed["change"],
        "Round": report["waves"]["before"],
        "GroupFigures": report["groups"][0],
    }
    for name, told in parts.items():
        assert set(told) == set(components[name]["properties"]), name
    assert [one["wave"] for one in body(get(house, "employer", "reports/"))] == ["Høsten 2018", "Ny runde"]


@pytest.mark.parametrize("record", [with_crossings(after()), two_shifts(), nothing_shown()])
def test_a_report_by_background_and_those_of_which_little_is_shown_keep_to_it(
    house: House, released: Wave, record: Record
) -> None:
    schema = described(house)
    told = body(get(house, "union", f"reports/{released.id}/"))
    facts = build(record, None, questionnaire(), CONTEXT, seed=1)
    report = json.loads(json.dumps(to_json(facts, word(facts, "nb"), fingerprint=told["fingerprint"])))
    one = f"{API}reports/{{wave_id}}/"
    assert faults(schema, one, 200, {**told, "report": report}) == []
    for name, rows in (("CrossedFigures", report["crossed"]), ("WithheldCrossing", report["withheld_crossed"])):
        expected = set(schema["components"]["schemas"][name]["properties"])
        assert all(set(row) == expected for row in rows)


@pytest.mark.parametrize("wrong", [{"fingerprint": "no"}, {"released_at": 2018}, {"language": "da"}, {"id": 7}])
def test_the_description_catches_a_wrong_answer(house: House, released: Wave, wrong: dict[str, object]) -> None:
    told = body(get(house, "union", f"reports/{released.id}/"))
    assert faults(described(house), f"{API}reports/{{wave_id}}/", 200, told) == []
    assert faults(described(house), f"{API}reports/{{wave_id}}/", 200, {**told, **wrong}) != []


@pytest.mark.parametrize("who", ROLES)
def test_the_parties_find_their_own_reports(house: House, released: Wave, who: str) -> None:
    (listed,) = body(get(house, who, "reports/"))
    assert (listed["id"], listed["organisation"]) == (str(released.id), "Fjellbygd kundesenter")
    answer = get(house, who, f"reports/{released.id}/", language="nn")
    found = body(answer)
    assert {key: found[key] for key in listed} == listed
    assert found["language"] == "nn"
    assert answer.headers["Cache-Control"] == "no-store"


def test_all_read_the_same(house: House, released: Wave) -> None:
    assert len({get(house, who, f"reports/{released.id}/", language="nb").content for who in ROLES}) == 1


def test_before_the_release_there_is_nothing(house: House, closed: Wave) -> None:
    for who in ROLES:
        assert body(get(house, who, "reports/")) == []
        before, missing = get(house, who, f"reports/{closed.id}/"), get(house, who, f"reports/{uuid4()}/")
        assert (before.status_code, before.content) == (missing.status_code, missing.content) == (404, before.content)


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_cannot_tell_that_a_report_exists(house: House, released: Wave, who: str) -> None:
    there, missing = get(house, who, f"reports/{released.id}/"), get(house, who, f"reports/{uuid4()}/")
    assert (there.status_code, missing.status_code) == (404, 404)
    assert there.content == missing.content
    assert there.headers == missing.headers
    unknown = get(house, who, f"reports/{released.id}/", language="da")
    assert (unknown.status_code, unknown.content) == (404, there.content)


def test_who_has_not_signed_in_finds_no_list_and_others_find_their_own(house: House, released: Wave) -> None:
    assert get(house, "employee", "reports/").status_code == 404
    assert body(get(house, "outsider", "reports/")) == []


@pytest.mark.parametrize("language", ["da", "NB", "nb-NO", "x" * 500])
def test_an_unknown_language_is_said(house: House, released: Wave, language: str) -> None:
    answer = get(house, "union", f"reports/{released.id}/", language=language)
    assert answer.status_code == 400
    assert "Velg nb, nn, sv eller en" in body(answer)["detail"]
    assert len(body(answer)["detail"]) < 120


def test_without_a_language_the_browsers_own_is_used(house: House, released: Wave) -> None:
    answer = house.browsers["union"].get(f"{API}reports/{released.id}/", headers={"accept-language": "sv-SE,sv;q=0.9"})
    assert answer.json()["language"] == "sv"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(house: House, released: Wave, method: str) -> None:
    answer = getattr(house.browsers["union"], method)(f"{API}reports/{released.id}/")
    assert answer.status_code == 405
    assert set(answer.json()) == {"detail"}


def test_a_wrong_address_answers_in_json(house: House) -> None:
    answer = get(house, "union", "nothing/")
    assert answer.status_code == 404
    assert set(body(answer)) == {"detail"}
