"""What an e-mail says, and what it must not do: in each language, in both forms, as it arrives at a mail server."""

import io
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.fixtures import Settings

from surveys.audit.models import Entry
from surveys.audit.services import CALENDAR, record
from surveys.organisations.models import Organisation, User
from surveys.roster.letters import person_of
from surveys.roster.mailing import grant_new_link, remind
from surveys.roster.models import Issuance, Mailing, Person
from surveys.roster.sending import send_batch
from surveys.waves.letters import tell_parties, waves_to_tell_of
from tests import mail_server
from tests.db import mail_path
from tests.db.path import Path
from tests.factories import ACTOR, OPENS
from tests.mail_server import ADDRESS, LetterBox, body
from tests.pure.roster.test_bounces import KEY, REPORT

pytestmark = pytest.mark.django_db
LATER = OPENS + timedelta(days=4)
KARI = "lag-1.0@example.org"
LANGUAGES = ("nb", "nn", "sv", "en")
CLOSING = {"nb": "19. oktober 2018", "nn": "19. oktober 2018", "sv": "19 oktober 2018", "en": "19 October 2018"}


class Page(HTMLParser):
    """The tags of a letter and every address in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "background"}]


@pytest.fixture
def box(settings: Settings) -> Iterator[LetterBox]:
    with mail_server.running(settings) as found:
        yield found


def every_reason(box: LetterBox, language: str) -> Path:
    """Let Kari be sent one e-mail for every reason there is."""
    path = mail_path.invited(6)
    Person.objects.filter(email=KARI).update(language=language)
    send_batch(now=OPENS)
    for days in (4, 8):
        remind(wave=path.wave, actor=ACTOR, now=OPENS + timedelta(days=days))
        send_batch(now=OPENS + timedelta(days=days))
    grant_new_link(wave=path.wave, email=KARI, actor=ACTOR, now=OPENS + timedelta(days=9))
    send_batch(now=OPENS + timedelta(days=9))
    assert box.counts()[KARI] == 4
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_has_both_forms_in_her_language_and_fetches_nothing(box: LetterBox, language: str) -> None:
    path = every_reason(box, language)
    letters = box.letters(KARI)
    assert len({letter["Subject"] for letter in letters}) == 4
    for letter in letters:
        text, page = body(letter), Page(body(letter, "html"))
        assert letter.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
        assert f'<html lang="{language}">' in body(letter, "html")
        assert page.tags.isdisjoint({"img", "script", "link", "iframe", "form", "object", "svg", "video", "audio"})
        assert "url(" not in body(letter, "html")
        link, stop = page.addresses
        assert re.fullmatch(rf"{ADDRESS}/svarbevis/{language}/#[A-Za-z0-9_-]{{43}}", link)
        assert link in text
        assert stop in text
        for form in (text, body(letter, "html")):
            assert path.wave.label in form
            assert CLOSING[language] in form
            assert "16:00" in form
        assert "%(" not in text
        assert "None" not in text


def test_the_headers_let_programs_know_that_nobody_wrote_it_and_how_to_stop_it(box: LetterBox) -> None:
    every_reason(box, "sv")
    for letter in box.letters(KARI):
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter["From"].addresses[0].addr_spec == "post@example.org"
        (found,) = re.fullmatch(r"<(https://\S+)>", letter["List-Unsubscribe"].strip()).groups()  # type: ignore[union-attr]
        token = found.rstrip("/").rpartition("/")[2]
        assert found == ADDRESS + reverse("no-reminders", args=["sv", token])
        assert person_of(token) == Person.objects.get(email=KARI).id
    assert box.letters(KARI)[0]["Date"].datetime == OPENS


def test_the_letter_says_who_asks_whom_to_ask_and_that_the_workplace_is_invented(box: LetterBox) -> None:
    mail_path.invited(6)
    send_batch(now=OPENS)
    (letter,) = box.letters(KARI)
    for form in (body(letter), body(letter, "html")):
        assert "Syntetisk" in form
        assert "Hei, Person lag-1 0!" in form
        assert "Fagforeningen og Ledelsen spør alle ved Fjellbygd kundesenter" in form
        assert "Spør Organiser (tilrettelegger), Union (tillitsvalgt) eller Safety (verneombud)" in form
        assert "På plakaten" in form


def test_a_real_workplace_is_not_called_invented(box: LetterBox) -> None:
    mail_path.invited(6)
    Organisation.objects.update(synthetic=False)
    send_batch(now=OPENS)
    assert "Syntetisk" not in body(box.letters(KARI)[0]) + body(box.letters(KARI)[0], "html")


def test_what_somebody_is_called_stays_text_in_html(box: LetterBox) -> None:
    mail_path.invited(6)
    Person.objects.filter(email=KARI).update(name='<img src="https://spor.example">')
    send_batch(now=OPENS)
    assert "img" not in Page(body(box.letters(KARI)[0], "html")).tags


def test_who_has_collected_and_who_has_not_get_the_same_first_reminder(box: LetterBox) -> None:
    path = mail_path.invited(6)
    first, second, *_rest = mail_path.places(path)
    Issuance.objects.create(place=first, blinded=bytes(32))
    remind(wave=path.wave, actor=ACTOR, now=LATER)
    Mailing.objects.filter(reason="invitation").delete()
    send_batch(now=LATER)
    plain = []
    for place in (first, second):
        text = body(box.letters(place.person.email)[0]).replace(place.person.name, "NAVN")
        plain.append(re.sub(r"#\S+|paminnelser/\S+", "LENKE", text))
    assert plain[0] == plain[1]


@pytest.mark.parametrize("forged", ["", "x", "a.b", "0" * 32, "0" * 32 + "." + "a" * 43])
def test_a_link_for_no_more_reminders_cannot_be_made_elsewhere(forged: str) -> None:
    assert person_of(forged) is None


def published(path: Path) -> Entry:
    details = {"wave": str(path.wave.id), "keys": "0" * 64, "code": "ABCD-EFGH-JKMN-PQRS"}
    organisation = path.place.organisation.id
    found = Entry.objects.filter(event="keys-published").first()
    return found or record(
        organisation_id=organisation, event="keys-published", actor=CALENDAR, details=details, now=OPENS
    )


def tell(path: Path) -> bool:
    (untold,) = waves_to_tell_of()
    assert untold.wave == path.wave
    return tell_parties(wave=untold.wave, code=untold.code, head=untold.head, now=OPENS)


def test_everybody_with_a_role_is_told_the_code_and_the_logs_seal_once(box: LetterBox) -> None:
    path = mail_path.opened({"lag-1": 6, "lag-2": 6})
    entry = published(path)
    User.objects.filter(email="employer@example.org").update(language="sv")
    assert tell(path)
    assert waves_to_tell_of() == []
    assert tell_parties(wave=path.wave, code="", head="", now=OPENS)
    assert box.counts() == {f"{who}@example.org": 1 for who in ("union", "employer", "safety", "organiser")}
    for letter in box.letters():
        assert entry.details["code"] in body(letter)
        assert entry.hash in body(letter)
    assert f"{ADDRESS}/parter/sv/runde/{path.wave.id}/" in body(box.letters("employer@example.org")[0])
    assert Entry.objects.filter(event="party-told").count() == 4


def test_whom_the_server_puts_off_is_told_later_and_nobody_twice(box: LetterBox) -> None:
    path = mail_path.opened({"lag-1": 6, "lag-2": 6})
    published(path)
    box.answers |= {"union@example.org": "450 4.2.0 later", "safety@example.org": "550 5.1.1 unknown"}
    assert not tell(path)
    box.answers.clear()
    assert tell(path)
    assert box.counts() == {f"{who}@example.org": 1 for who in ("union", "employer", "organiser")}
    roles = {entry.details["role"] for entry in Entry.objects.filter(event="party-not-reached")}
    assert roles == {"safety_representative"}


def test_a_mail_server_that_is_down_does_not_stop_anything_and_everybody_is_told_later(settings: Settings) -> None:
    path = mail_path.opened({"lag-1": 6, "lag-2": 6})
    published(path)
    mail_server.use(settings, mail_server.free_port())
    assert not tell(path)
    with mail_server.running(settings) as box:
        assert tell(path)
    assert sum(box.counts().values()) == 4


def pipe(raw: bytes) -> io.TextIOWrapper:
    """Return a standard input as a mail server fills it."""
    return io.TextIOWrapper(io.BytesIO(raw))


@pytest.mark.parametrize(
    ("change", "said", "state"),
    [
        (("", ""), "noted", "refused"),
        (("Action: failed", "Action: delayed"), "ignored", "sent"),
        ((str(KEY), "6f1c0b0e-6d0a-4b39-9d0e-2f1f8f4b7a12"), "ignored", "sent"),
    ],
)
def test_the_command_notes_what_came_back(
    box: LetterBox, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], said: str, state: str
) -> None:
    mail_path.invited(6)
    send_batch(now=OPENS)
    mailing = Mailing.objects.get(place__person__email=KARI)
    assert box.letters(KARI)[0]["Message-ID"] == f"<{mailing.id}@tillit.example.org>"
    raw = REPORT.replace(*change).replace(str(KEY), str(mailing.id)).replace("kari@example.org", KARI)
    monkeypatch.setattr(sys, "stdin", pipe(raw.encode()))
    out = io.StringIO()
    call_command("bounce", stdout=out)
    assert out.getvalue().startswith(said)
    assert "@" not in out.getvalue()
    mailing.refresh_from_db()
    assert mailing.state == state
