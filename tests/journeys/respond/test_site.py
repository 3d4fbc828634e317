"""The parts of the site that belong to nobody: languages, errors, health, and what every answer's headers say."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from project import errors, languages, urls
from project.middleware import NoSession, PartySessionMiddleware, SessionOutsideParties
from surveys.errors import NotFound, StatedError
from tests.journeys.respond.conftest import OpenWave, Respondent
from tests.journeys.respond.pages import read


class Refused(StatedError):
    http_status = 409
    message = "Det er %(why)s."


class Forbidden(StatedError):
    http_status = 403
    message = "Røper at siden finnes."


def raise_refused(request: HttpRequest) -> HttpResponse:
    raise Refused(why="for sent")


def raise_forbidden(request: HttpRequest) -> HttpResponse:
    raise Forbidden


def raise_not_found(request: HttpRequest) -> HttpResponse:
    raise NotFound


def raise_fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("kari@example.org")


def keep_session(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = "1"
    return HttpResponse("ok")


urlpatterns = [
    *urls.urlpatterns,
    path("refused/", raise_refused),
    path("parter/api/v1/refused/", raise_refused),
    path("forbidden/nb/", raise_forbidden),
    path("not-found/nb/", raise_not_found),
    path("fault/", raise_fault),
    path("parter/keep/", keep_session),
]
handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.not_found,
    errors.not_found,
    errors.server_error,
)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "nb"),
        ("no", "nb"),
        ("nb-NO,nb;q=0.9", "nb"),
        ("nn-NO", "nn"),
        ("sv-FI,en;q=0.5", "sv"),
        ("en-GB", "en"),
        ("de, fr;q=0.9", "nb"),
        ("de,en;q=0.3", "en"),
        ("da", "nb"),
        ("\x00;;;q=,", "nb"),
    ],
)
def test_the_front_page_follows_the_browsers_language(client: Client, accepted: str, language: str) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/velkommen/{language}/"
    assert "Accept-Language" in response.headers["Vary"]
    assert not response.cookies


@pytest.mark.parametrize("language", languages.CODES)
def test_the_address_decides_the_language_over_the_browser(client: Client, language: str) -> None:
    response = client.get(f"/velkommen/{language}/", headers={"accept-language": "fr"})
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode()
    assert "Accept-Language" not in response.headers.get("Vary", "")
    links = read(response.content.decode()).links
    others = [f"/velkommen/{other}/" for other in languages.CODES if other != language]
    assert [link for link in links if link in others] == others


def test_another_language_is_no_address(client: Client) -> None:
    assert client.get("/velkommen/de/").status_code == 404


@pytest.mark.parametrize("language", languages.CODES)
def test_every_open_page_answers_in_every_language_without_a_cookie(client: Client, language: str) -> None:
    for address in ("velkommen/{}/", "svar/{}/", "svar/{}/takk/", "svar/{}/slik-virker-det/", "personvern/{}/",
                    "tilgjengelighet/{}/"):  # fmt: skip
        response = client.get("/" + address.format(language))
        assert response.status_code == 200, address
        assert not response.cookies
        page = read(response.content.decode())
        assert settings.SOURCE_ADDRESS in page.links
        assert {f"/personvern/{language}/", f"/tilgjengelighet/{language}/"} <= set(page.links)


def test_a_respondents_answers_are_kept_by_nobody_on_the_way(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    respondent.enter(open_wave_with_slips.codes[0])
    for go in ("next", "next", "back"):
        respondent.step(go)
        assert respondent.response.headers["Cache-Control"] == "no-store"
        assert respondent.response.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in respondent.response.headers["Content-Security-Policy"]
        assert not respondent.response.cookies
    assert not respondent.client.cookies
    assert "csrf" not in respondent.page
    assert "<script" not in respondent.page
    assert "style=" not in respondent.page


def test_the_language_can_be_changed_on_the_way_with_nothing_lost(
    open_wave_with_slips: OpenWave, respondent: Respondent
) -> None:
    section = open_wave_with_slips.questionnaire.sections[0].key
    item = next(one for one in open_wave_with_slips.questionnaire.items if one.section == section)
    respondent.enter(open_wave_with_slips.codes[0]).step()
    sent = respondent.form.fields() | {f"q.{item.key}": ["2"], "go": ["stay"]}
    respondent.post(sent, language="sv")
    assert item.text["sv"] in respondent.page
    assert respondent.form.action == "/svar/sv/skjema/"
    assert respondent.form.fields()[f"q.{item.key}"] == ["2"]


@pytest.mark.urls(__name__)
def test_a_stated_error_is_answered_with_its_own_sentence(client: Client) -> None:
    response = client.get("/refused/")
    assert response.status_code == 409
    assert "Det er for sent." in response.content.decode()
    api = client.get("/parter/api/v1/refused/")
    assert (api.status_code, api.json()) == (409, {"detail": "Det er for sent."})


@pytest.mark.urls(__name__)
def test_missing_and_forbidden_cannot_be_told_apart(client: Client) -> None:
    answers = {
        (response.status_code, response.content.decode().replace(f"/{address}/", "/…/"))
        for address in ("forbidden", "not-found", "nowhere")
        for response in [client.get(f"/{address}/nb/")]
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_gives_the_calm_page_and_says_nothing_of_it(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/fault/")
    assert response.status_code == 500
    assert "Feilen er ikke din" in response.content.decode()
    assert "kari" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_the_parties_session_lives_below_their_own_path_and_keeps_the_referrer_there(client: Client) -> None:
    response = client.get("/parter/keep/")
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["path"] == settings.PARTIES_PATH
    # With no-referrer a browser sends "Origin: null" with the parties' own forms, and they would be refused as forged.
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_no_session_can_be_kept_outside_the_parties_path() -> None:
    request = RequestFactory().get("/svar/nb/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "somebody"
    PartySessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    assert isinstance(request.session, NoSession)
    assert dict(request.session.items()) == {}
    request.session["seen"] = "1"
    with pytest.raises(SessionOutsideParties):
        request.session.save()


def test_a_forged_form_is_answered_calmly() -> None:
    request = RequestFactory().post("/parter/nb/")
    response = errors.forged_form(request)
    assert response.status_code == 400
    assert "for gammelt" in response.content.decode()


def test_alive_needs_no_database(client: Client) -> None:
    assert client.get("/helse/").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_tells_what_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/helse/klar/").json()["checks"] == {"database": True, "wave_keys": True}
    monkeypatch.setattr(settings, "CELERY_BROKER_URL", "redis://127.0.0.1:1/0")
    response = client.get("/helse/klar/")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "wave_keys": True, "redis": False}


def test_the_limits_are_told_before_answering_and_nothing_more_is_claimed_than_is_known(
    client: Client, open_wave_with_slips: OpenWave
) -> None:
    before = Respondent(client).enter(open_wave_with_slips.codes[0]).page
    explanation = client.get("/svar/nb/slik-virker-det/").content.decode()
    privacy = client.get("/personvern/nb/").content.decode()
    assert "Den som skriver ut lappene, kan bruke dem selv." in before
    assert "Den som skriver ut lappene, kan bruke dem selv." in explanation
    assert "Tillit vet ikke hvem som trakk hvilken" in explanation
    assert "kan se rekkefølgen de kom i" in explanation
    assert "kan se rekkefølgen de kom i" in privacy
    assert "Spør partene om det nøyaktige grunnlaget" in privacy
