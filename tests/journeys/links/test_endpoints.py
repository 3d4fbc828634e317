"""The addresses that the link path's scripts speak to: right input, every bad input, and what is said to whom."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from project import languages
from surveys import clock
from surveys.ballots.base64url import from_text, to_text
from surveys.ballots.key_list import published
from surveys.credentials.blind_signatures import blind, context_of, finalize, new_signing_key, prepare, verify
from surveys.fingerprints import key_mark
from surveys.roster.links import new_link
from tests import factories
from tests.db.link_path import QUESTIONNAIRE, Right, collected, keys_of, opened_by_link, places, sealed_for
from tests.db.path import opened, sheet
from tests.factories import CLOSES, OPENS
from tests.journeys.links.conftest import Linked
from tests.journeys.respond.pages import read

HOUR = timedelta(hours=1)


def ask(client: Client, name: str, body: object, *, kind: str = "application/json") -> Any:
    sent = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return client.post(f"/svarbevis/nb/{name}/", sent, content_type=kind)


def sign(client: Client, token: str, blinded: bytes) -> Any:
    return ask(client, "hent", {"token": token, "blinded": to_text(blinded)})


def cast(client: Client, linked: Linked, body: bytes, *, kind: str = "application/octet-stream") -> Any:
    return client.post(f"/svar/nb/runde/{linked.wave.id}/svarark/", body, content_type=kind)


def blinded_for(linked: Linked, place: int = 0) -> tuple[bytes, bytes, int, bytes]:
    """Return a message, its blinded form, the inverse, and the key of the group of this person."""
    group = places(linked.wave)[place].group_id
    key = keys_of(linked.wave).groups[group]
    prepared = prepare(context_of(linked.wave.id, group))
    blinded, inverse = blind(prepared, public_key=key)
    return prepared, blinded, inverse, key


def ballot(linked: Linked, right: Right, number: int = 0) -> bytes:
    return right.body(sealed_for(right, sheet(number), box=keys_of(linked.wave).box))


def refusal(response: Any) -> tuple[int, str]:
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    return response.status_code, response.json()["message"]


def test_a_link_is_exchanged_for_a_signature_and_a_ballot_is_cast(linked: Linked, client: Client) -> None:
    person = places(linked.wave)[0]
    found = ask(client, "oppslag", {"token": linked.tokens[0]})
    assert found.json() == {"wave": str(linked.wave.id), "group": str(person.group_id)}
    prepared, blinded, inverse, key = blinded_for(linked)
    answer = sign(client, linked.tokens[0], blinded)
    signature = finalize(prepared, from_text(answer.json()["signature"]), inverse, public_key=key)
    assert verify(prepared, signature, public_key=key)
    right = Right(linked.wave.id, person.group_id, prepared, signature)
    done = cast(client, linked, ballot(linked, right))
    assert (done.status_code, done.content) == (204, b"")
    assert linked.ballots() == 1
    assert not client.cookies


def test_every_accepted_request_has_an_answer_of_one_length(linked: Linked, client: Client) -> None:
    lengths = set()
    for place, token in enumerate(linked.tokens[:6]):
        found, signed = ask(client, "oppslag", {"token": token}), sign(client, token, blinded_for(linked, place)[1])
        right = collected(places(linked.wave)[6 + place])
        done = cast(client, linked, ballot(linked, right, place))
        lengths.add(tuple((len(one.content), len(str(sorted(one.headers.items())))) for one in (found, signed, done)))
    assert len(lengths) == 1
    assert linked.ballots() == 6


def test_the_same_blinded_message_gets_the_same_answer_and_another_is_told_that_it_is_late(
    linked: Linked, client: Client
) -> None:
    _, blinded, *_ = blinded_for(linked)
    again = new_link(place=places(linked.wave)[0])
    answers = {sign(client, token, blinded).content for token in (linked.tokens[0], linked.tokens[0], again)}
    assert len(answers) == 1
    status, said = refusal(sign(client, again, blinded_for(linked)[1]))
    assert status == 409
    assert "hentet før" in said


@pytest.mark.parametrize("moment", [OPENS - HOUR, OPENS - timedelta(seconds=1), CLOSES, CLOSES + HOUR])
def test_early_late_unknown_and_malformed_links_are_told_the_same(
    linked: Linked, client: Client, moment: datetime
) -> None:
    _, blinded, *_ = blinded_for(linked)
    unknown = [to_text(bytes(32)), "", "x" * 43, linked.tokens[0][:-1], linked.tokens[0] + "A", "\x00", "ÆØÅ" * 15]
    answers = {refusal(ask(client, "oppslag", {"token": token})) for token in unknown}
    answers |= {refusal(sign(client, token, blinded)) for token in unknown}
    with clock.frozen(moment):
        answers.add(refusal(ask(client, "oppslag", {"token": linked.tokens[0]})))
        answers.add(refusal(sign(client, linked.tokens[0], blinded)))
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    assert sign(client, linked.tokens[0], blinded).status_code == 200


@pytest.mark.parametrize("moment", [OPENS, OPENS + HOUR, CLOSES - HOUR, CLOSES - timedelta(seconds=1)])
def test_a_link_works_to_the_second(linked: Linked, client: Client, moment: datetime) -> None:
    with clock.frozen(moment):
        assert ask(client, "oppslag", {"token": linked.tokens[0]}).status_code == 200


def test_a_blinded_message_that_is_no_number_below_the_modulus_is_refused_and_uses_nothing_up(
    linked: Linked, client: Client
) -> None:
    for wrong in (b"", bytes(255), b"\x01" * 255, b"\x01" * 257, bytes(256), b"\xff" * 256, b"\x01" * 1000):
        status, said = refusal(sign(client, linked.tokens[0], wrong))
        assert (status, said.startswith("Nettleseren sendte noe")) == (422, True)
    assert sign(client, linked.tokens[0], blinded_for(linked)[1]).status_code == 200


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "null", '"x"', "7", '{"token": 7}', '{"token": null}', "{}", '{"token": "x", "more": 1}',
     b"\xff\xfe", "[" * 1900, '{"blinded": "x"}'],
)  # fmt: skip
def test_what_is_no_request_of_ours_is_refused_in_words(linked: Linked, client: Client, body: str | bytes) -> None:
    for name in ("oppslag", "hent"):
        assert refusal(ask(client, name, body))[0] == 422


def test_another_kind_of_body_a_huge_one_and_another_method_are_refused(linked: Linked, client: Client) -> None:
    for name in ("oppslag", "hent"):
        assert refusal(ask(client, name, "token=x", kind="application/x-www-form-urlencoded"))[0] == 400
        assert refusal(ask(client, name, {"token": "x" * 5_000}))[0] == 413
        assert client.get(f"/svarbevis/nb/{name}/").status_code == 405
    address = f"/svar/nb/runde/{linked.wave.id}/svarark/"
    assert refusal(cast(client, linked, b"x", kind="text/plain"))[0] == 400
    assert refusal(cast(client, linked, bytes(20_000)))[0] == 413
    assert client.get(address).status_code == 405


def test_the_very_same_ballot_is_taken_once_and_another_of_the_same_right_never(linked: Linked, client: Client) -> None:
    right = collected(places(linked.wave)[0])
    body = ballot(linked, right)
    assert [cast(client, linked, body).status_code for _ in range(3)] == [204, 204, 204]
    assert refusal(cast(client, linked, ballot(linked, right)))[0] == 404
    assert linked.ballots() == 1


def test_forged_foreign_and_late_ballots_are_told_the_same(linked: Linked, client: Client) -> None:
    first, last = collected(places(linked.wave)[0]), collected(places(linked.wave)[-1])
    good = ballot(linked, first)
    tampered = good[:100] + bytes([good[100] ^ 1]) + good[101:]
    foreign_key = new_signing_key()
    other_wave = opened_by_link({"lag-1": 6}, place=factories.workplace(name="Fjordvik", prefix="andre-")).wave
    stranger = collected(places(other_wave)[0])
    answers = {
        refusal(cast(client, linked, tampered)),
        refusal(cast(client, linked, last.group_id.bytes + good[16:])),
        refusal(cast(client, linked, uuid4().bytes + good[16:])),
        refusal(cast(client, linked, ballot(linked, Right(first.wave_id, first.group_id, first.prepared, bytes(256))))),
        refusal(cast(client, linked, stranger.group_id.bytes + ballot(linked, stranger)[16:])),
        refusal(client.post(f"/svar/nb/runde/{uuid4()}/svarark/", good, content_type="application/octet-stream")),
    }
    assert foreign_key.public not in keys_of(linked.wave).groups.values()
    for moment in (OPENS - HOUR, CLOSES, CLOSES + HOUR):
        with clock.frozen(moment):
            answers.add(refusal(cast(client, linked, good)))
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    assert linked.ballots() == 0
    assert cast(client, linked, good).status_code == 204


def test_a_ballot_of_another_length_or_form_is_refused(linked: Linked, client: Client) -> None:
    good = ballot(linked, collected(places(linked.wave)[0]))
    no_point = good[:336] + b"\x05" + good[337:]
    for wrong in (good[:1], good[:-1], good + b"\0", no_point):
        assert refusal(cast(client, linked, wrong))[0] == 422
    assert linked.ballots() == 0


@pytest.mark.parametrize("language", languages.CODES)
def test_refusals_are_said_in_the_language_of_the_address(linked: Linked, client: Client, language: str) -> None:
    said = client.post(f"/svarbevis/{language}/oppslag/", "{", content_type="application/json")
    assert said.headers["Content-Language"] == language
    assert said.json()["message"]


def test_the_key_list_is_given_byte_by_byte_to_everybody(linked: Linked, client: Client) -> None:
    address = f"/nokler/{linked.wave.id}.json"
    response = client.get(address)
    assert response.content == published(linked.wave.id)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    with clock.frozen(CLOSES + HOUR):
        assert Client(headers={"accept-language": "sv"}).get(address).content == response.content
    missing = client.get(f"/nokler/{uuid4()}.json")
    assert missing.status_code == 404
    assert "Vi finner ikke siden" in missing.content.decode()
    assert client.get(f"/nokler/nb/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("language", languages.CODES)
def test_the_key_page_shows_the_code_and_every_keys_mark(linked: Linked, client: Client, language: str) -> None:
    page = client.get(f"/nokler/{language}/{linked.wave.id}/").content.decode()
    assert linked.code in page
    keys = keys_of(linked.wave)
    assert all(key_mark(key) in page for key in (keys.box, *keys.groups.values()))
    assert f"/nokler/{linked.wave.id}.json" in read(page).links


def test_the_answering_page_is_the_same_for_everybody_and_can_send_no_form(linked: Linked) -> None:
    address = f"/svar/nb/runde/{linked.wave.id}/"
    first = Client(headers={"accept-language": "sv", "user-agent": "a"}).get(address)
    second = Client(headers={"cookie": "sessionid=somebody", "user-agent": "b"}).get(address)
    assert first.content == second.content
    assert "form-action 'none'" in first.headers["Content-Security-Policy"]
    assert first.headers["Cache-Control"] == "no-store"
    assert not first.cookies
    page = first.content.decode()
    assert all(item.text["nb"] in read(page).text for item in QUESTIONNAIRE.items)
    assert 'type="submit"' not in page
    assert "action=" not in page
    assert '<fieldset id="all" disabled>' in page
    # What is asked with radio buttons gets them, and their names, from the script.
    assert 'name="q.' not in page


def test_the_collecting_page_is_the_same_for_everybody_and_can_send_no_form(linked: Linked) -> None:
    first, second = Client().get("/svarbevis/nb/"), Client(headers={"accept-language": "sv"}).get("/svarbevis/nb/")
    assert first.content == second.content
    assert "form-action 'none'" in first.headers["Content-Security-Policy"]
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert not first.cookies


def test_the_promises_and_the_limits_are_told_before_anything_is_collected(linked: Linked, client: Client) -> None:
    page = client.get("/svarbevis/nb/").content.decode()
    for said in ("serveren signerer det uten å se det", "full kontroll over serveren", "én av fem", "egen telefon"):
        assert said in page
    explained = client.get("/svar/nb/slik-virker-det/").content.decode()
    for said in ("to låser", "på plakaten", "i verste fall ha svart to ganger", "viser ikke hvem som har svart"):
        assert said in explained


@pytest.mark.parametrize("moment", [OPENS - HOUR, CLOSES])
def test_the_answering_page_of_a_wave_that_is_not_open_is_calm(
    linked: Linked, client: Client, moment: datetime
) -> None:
    with clock.frozen(moment):
        closed = client.get(f"/svar/nb/runde/{linked.wave.id}/")
    unknown = client.get(f"/svar/nb/runde/{uuid4()}/")
    assert closed.status_code == unknown.status_code == 404
    assert "Runden tar ikke imot svar nå" in read(closed.content.decode()).title


@pytest.mark.django_db
def test_a_wave_with_slips_alone_has_no_answering_page_by_link(client: Client) -> None:
    wave = opened({"lag-1": 6}).wave
    with clock.frozen(OPENS + HOUR):
        assert client.get(f"/svar/nb/runde/{wave.id}/").status_code == 404


def test_the_way_goes_on_at_the_respondents_own_origin(linked: Linked, client: Client, settings: Any) -> None:
    settings.RESPOND_ADDRESS = "https://svar.example.org"
    assert 'data-answer="https://svar.example.org/svar/nb/runde/' in client.get("/svarbevis/nb/").content.decode()
