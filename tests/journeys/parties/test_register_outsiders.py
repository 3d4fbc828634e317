"""Who has no business with a register learns nothing of it: not what it says, and not whether it is there.

The addresses are read from the address table: every view whose module speaks with the register or the changes at work.
A new one that needs a value which is not here fails the test.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from surveys.audit.models import Entry
from surveys.changes import services as changes
from surveys.changes.rules import Kind as ChangeKind
from surveys.monitoring import talks
from surveys.monitoring.feed_tokens import new_token
from surveys.monitoring.feeds import make_feed, revoke_feed
from surveys.monitoring.models import Act, Feed, Figure, Measure, Version
from surveys.monitoring.services import register
from surveys.monitoring.types import Attachment, Contents, Kind, Outcome
from tests.factories import DRAFTED
from tests.journeys.parties.conftest import ROLES, House

SPEAKS_WITH_IT = re.compile(r"surveys\.(monitoring|changes)|organise\.register|documents\.register")
ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CANARY = "Kvistholmen"
"""Stands in every text of the register."""
SHA = "c0ffee" + "0" * 58
LANGUAGES = ("nb", "nn", "sv", "en")


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield the address of every view that speaks with the register."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            view = inspect.unwrap(entry.callback)
            module = getattr(view, "cls", getattr(view, "view_class", view)).__module__
            if module.startswith(("surveys.", "reports.")) and SPEAKS_WITH_IT.search(
                inspect.getsource(sys.modules[module])
            ):
                yield route


@dataclass
class Scene:
    """A register with one of everything, and a link that works beside one that was revoked."""

    house: House
    measure: Measure
    change: str
    acts: tuple[str, str]
    feed: str
    token: str
    revoked: str

    def values(self) -> dict[str, str]:
        return {
            "<language:language>": "nb",
            "<uuid:organisation_id>": str(self.house.place.organisation.id),
            "<uuid:change_id>": self.change,
            "<uuid:feed_id>": self.feed,
            "<int:number>": str(self.measure.number),
            "<slug:form>": "xlsx",
        }


@pytest.fixture
def scene(house: House) -> Scene:
    place = house.place
    union, employer = place.members["union"], place.members["employer"]
    said = Contents(
        f"Opptak på {CANARY}", Kind.CAMERA, ("senteret",), purpose=CANARY, evaluate_by=date(2018, 9, 10),
        attachments=(Attachment(f"{CANARY}.pdf", SHA),),
    )  # fmt: skip
    measure = register(organisation=place.organisation, contents=said, by=union, now=DRAFTED)
    change = changes.register(
        organisation=place.organisation, day=date(2018, 9, 1), kind=ChangeKind.BREAKS, name={"nb": CANARY},
        description={}, units=[place.root], by=union, now=DRAFTED,
    )  # fmt: skip
    quarrel = talks.disagree(measure=measure, text=CANARY, by=union, now=DRAFTED)
    evaluation = talks.evaluate(
        measure=measure, held_on=date(2018, 9, 3), outcome=Outcome.END, next_on=None, text=CANARY, read=None,
        today=date(2018, 9, 3), by=employer, now=DRAFTED,
    )  # fmt: skip
    revoked = make_feed(by=union, language="nb", now=DRAFTED)
    revoke_feed(feed=Feed.objects.get(), by=union, now=DRAFTED)
    token = make_feed(by=union, language="nb", now=DRAFTED)
    feed = str(Feed.objects.get(revoked_at__isnull=True).id)
    return Scene(house, measure, str(change.id), (str(quarrel.id), str(evaluation.id)), feed, token, revoked)


def filled(route: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        route = route.replace(name, value)
    assert "<" not in route, f"a value is missing for {route}"
    return f"/{route}"


def pairs(scene: Scene) -> list[tuple[str, str]]:
    """Return each address (but the feed's) as it is, and beside it that of a workplace that does not exist."""
    found = []
    for route in routes(get_resolver()):
        if "<slug:token>" in route:
            continue
        for act in scene.acts if "<uuid:act_id>" in route else ("",):
            there = scene.values() | {"<uuid:act_id>": act}
            missing = there | {"<uuid:organisation_id>": str(uuid4())}
            found.append((filled(route, there), filled(route, missing)))
    assert len(found) >= 20
    return found


def ask(browser: Client, method: str, address: str) -> HttpResponse:
    return getattr(browser, method)(address)  # type: ignore[no-any-return]


def told(answer: HttpResponse, address: str) -> tuple[int, bytes, dict[str, str], list[str]]:
    """Return all that an answer says, but for the address that was asked for and what is drawn for each answer."""
    body = ID.sub(b"", answer.content.replace(address.removeprefix("/parter/nb/").encode(), b""))
    # The key against forged forms is new in every answer.
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)
    headers = {
        name: ID.sub(b"", re.sub(r"'nonce-[^']+'", "", value).encode()).decode()
        for name, value in answer.headers.items()
        if name != "Content-Length"
    }
    return answer.status_code, body, headers, sorted(answer.cookies)


def strangers(scene: Scene) -> dict[str, Client]:
    """Return a browser for nobody, for each role at another workplace, and for somebody whose account was closed."""
    found = {"nobody": Client()}
    for who in ROLES:
        found[f"another workplace's {who}"] = Client()
        found[f"another workplace's {who}"].force_login(scene.house.other.members[who].user)
    found["closed account"] = Client()
    user = scene.house.place.members["safety"].user
    found["closed account"].force_login(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    return found


def kept() -> list[int]:
    return [model.objects.count() for model in (Entry, Version, Act, Feed, Figure, Measure)]


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
def test_what_is_there_and_what_is_not_answer_alike_to_every_stranger(scene: Scene, method: str) -> None:
    # What the API can do is told to anybody who asks, of any workplace, also of one that is not.
    before, allowed = kept(), {303, 404, 405} | ({200} if method == "options" else set())
    for who, browser in strangers(scene).items():
        for there, missing in pairs(scene):
            found, lost = ask(browser, method, there), ask(browser, method, missing)
            assert told(found, there) == told(lost, missing), (who, there)
            assert found.status_code in allowed, (who, there)
            assert CANARY.encode() not in found.content, (who, there)
    assert kept() == before


def test_the_people_of_the_workplace_do_find_it(scene: Scene) -> None:
    """The control: the same addresses, asked for by somebody at the table, lead somewhere."""
    browser = scene.house.browsers["union"]
    answers = {there: browser.get(there) for there, _missing in pairs(scene)}
    assert {answer.status_code for answer in answers.values()} == {200, 303}
    assert sum(CANARY.encode() in answer.content for answer in answers.values()) >= 5
    assert all(browser.get(missing).status_code == 404 for _there, missing in pairs(scene))


@pytest.mark.parametrize("who", ["safety", "organiser"])
def test_who_holds_a_key_but_represents_no_party_finds_no_address_that_writes(scene: Scene, who: str) -> None:
    """The substitute custodian sees the register and has no page, form or link by which to change it."""
    browser, before, seen = scene.house.browsers[who], kept(), set()
    for there, missing in pairs(scene):
        found, lost = ask(browser, "get", there), ask(browser, "get", missing)
        assert lost.status_code == 404
        if found.status_code == 200:
            seen.add(there.rpartition(str(scene.house.place.organisation.id))[2])
            page = found.content
            assert not re.search(rb"/(nytt|ny|endre|overta|si|vurder|ta-inn|trekk|lost|bekreft|kalender)/", page), there
        else:
            assert told(found, there) == told(lost, missing), there
        sent = browser.post(there, {"text": CANARY, "name": CANARY})
        assert sent.status_code in {200, 404, 405}, there
    assert seen == {
        "/endringer/",
        "/driftstall/",
        "/kontrolltiltak/",
        "/kontrolltiltak/1/",
        "/kontrolltiltak/fil/xlsx/",
        "/",
    }
    assert kept() == before


def test_a_measure_an_act_and_a_link_that_are_anothers_are_as_if_they_were_not(scene: Scene) -> None:
    """The union next door asks through its own register for what stands in this one."""
    there = scene.house.other.organisation
    browser = scene.house.browsers["outsider"]
    register(
        organisation=there, contents=Contents("Egen", Kind.CAMERA, (scene.house.other.root.code,)),
        by=scene.house.other.members["union"], now=DRAFTED,
    )  # fmt: skip
    base = f"/parter/nb/virksomhet/{there.id}"
    for route, key in (
        ("kontrolltiltak/1/lost/{}/", scene.acts[0]), ("kontrolltiltak/1/bekreft/{}/", scene.acts[1]),
        ("kontrolltiltak/kalender/{}/trekk/", scene.feed), ("endringer/{}/trekk/", scene.change),
    ):  # fmt: skip
        found, lost = (f"{base}/{route.format(value)}" for value in (key, uuid4()))
        assert told(ask(browser, "post", found), found) == told(ask(browser, "post", lost), lost)
        assert browser.post(found).status_code == 404
    numbers = [f"{base}/kontrolltiltak/{number}/" for number in (2, 999, 2_147_483_648, 10**30)]
    answers = [told(ask(browser, "get", address), address) for address in numbers]
    assert answers == [answers[0]] * 4
    assert answers[0][0] == 404


@pytest.mark.parametrize("method", ["get", "head", "post", "options"])
def test_a_revoked_link_an_unknown_one_and_no_link_at_all_answer_alike(scene: Scene, method: str) -> None:
    browsers = [Client(), scene.house.browsers["outsider"]]
    dead = [scene.revoked, new_token(), "x", scene.token[:-1], scene.token + "A", scene.token.swapcase()]
    for browser in browsers:
        answers = []
        for token in dead:
            address = f"/kalender/{token}.ics"
            answers.append(told(ask(browser, method, address), address))
        assert answers == [answers[0]] * len(dead)
        assert answers[0][0] == 404
    works = Client().get(f"/kalender/{scene.token}.ics")
    assert works.status_code == 200
    assert CANARY.encode() in works.content


def test_a_calendar_tells_names_and_days_alone(scene: Scene) -> None:
    body = Client().get(f"/kalender/{scene.token}.ics").content.decode()
    assert SHA not in body
    for person in ("Union", "Employer", "Safety", "Organiser", "example.org"):
        assert person not in body
    assert body.count(CANARY) == body.count(f"Opptak på {CANARY}")


def test_no_attachment_has_an_address(scene: Scene) -> None:
    """A document is a name and a digest on the pages of those who may read them: there is no file to ask for."""
    page = scene.house.browsers["union"].get(filled(
        "parter/<language:language>/virksomhet/<uuid:organisation_id>/kontrolltiltak/<int:number>/", scene.values()
    )).content.decode()  # fmt: skip
    assert SHA in page
    assert not re.search(rf'(href|src|action)="[^"]*({SHA}|{CANARY})', page)
    for browser in (*strangers(scene).values(), scene.house.browsers["union"]):
        for address in (f"/{CANARY}.pdf", f"/media/{CANARY}.pdf", f"/static/{SHA}", f"/parter/nb/vedlegg/{SHA}/"):
            assert browser.get(address).status_code == 404
