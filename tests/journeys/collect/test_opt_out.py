"""No more reminders: by a button or by one click of an e-mail program; a scanner that follows links changes nothing."""

import pytest
from django.test import Client

from surveys.roster.letters import no_reminders_token
from surveys.roster.models import Person
from surveys.roster.services import import_roster
from tests import factories
from tests.factories import ACTOR, DRAFTED, roster_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    place = factories.workplace()
    import_roster(organisation=place.organisation, raw=roster_csv({"lag-1": 6}), actor=ACTOR, now=DRAFTED)
    return Person.objects.get(email="lag-1.0@example.org")


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def address(token: str, language: str = "nb") -> str:
    return f"/svarbevis/{language}/paminnelser/{token}/"


def wants_reminders(person: Person) -> bool:
    person.refresh_from_db()
    return person.reminders


def test_to_look_is_not_to_ask(browser: Client, person: Person) -> None:
    here = address(no_reminders_token(person))
    for answer in (browser.get(here), browser.head(here)):
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer.headers["Cache-Control"]
    page = browser.get(here).content.decode()
    assert '<form method="post">' in page
    assert person.name not in page
    assert wants_reminders(person)


@pytest.mark.parametrize("sent", [{}, {"List-Unsubscribe": "One-Click"}])
def test_a_button_or_one_click_is_enough_and_may_be_repeated(
    browser: Client, person: Person, sent: dict[str, str]
) -> None:
    for _ in range(2):
        answer = browser.post(address(no_reminders_token(person)), sent)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Du får ingen flere påminnelser" in answer.content.decode()
        assert not wants_reminders(person)
    assert Person.objects.filter(reminders=True).count() == 5


def test_a_link_that_was_not_made_here_gets_the_calm_page_whatever_is_wrong_with_it(
    browser: Client, person: Person
) -> None:
    good = no_reminders_token(person)
    bad = ("x", good[:-1], good + "A", "0" * 32 + good[32:], good.upper(), "%00", "æ")
    pages = {
        (answer.status_code, answer.content)
        for token in bad
        for answer in (browser.get(address(token)), browser.post(address(token)))
    }
    statuses = {status for status, _content in pages}
    assert statuses == {404}
    assert len({content.split(b"<main")[1].split(b"</main>")[0] for _status, content in pages}) == 1
    assert wants_reminders(person)


def test_somebody_who_has_left_the_list_gets_the_same_answer(browser: Client, person: Person) -> None:
    here = address(no_reminders_token(person))
    Person.objects.filter(pk=person.pk).delete()
    assert browser.get(here).status_code == 200
    assert "Du får ingen flere påminnelser" in browser.post(here).content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_else_is_taken_in(browser: Client, person: Person, method: str) -> None:
    assert getattr(browser, method)(address(no_reminders_token(person))).status_code == 405
    assert wants_reminders(person)
