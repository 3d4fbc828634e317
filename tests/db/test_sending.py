"""E-mails through a real mail server: each sent once, what the server refuses is told, what it puts off waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path as FilePath
from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from surveys.audit.models import Entry
from surveys.roster.links import place_of
from surveys.roster.mailing import grant_new_link, remind, stop_reminders
from surveys.roster.models import FrozenPlace, Issuance, Mailing, Person
from surveys.roster.sending import MOST_ATTEMPTS, STALE, mark_bounced, put_off, send_batch
from surveys.waves.rules import State
from surveys.waves.services import move
from tests import mail_server
from tests.db import mail_path
from tests.db.file_database import file_database
from tests.db.path import Path
from tests.factories import ACTOR, CLOSES, OPENS
from tests.mail_server import LetterBox, token_in

LATER = OPENS + timedelta(days=4)
FIRST, SECOND = "lag-1.0@example.org", "lag-1.1@example.org"


@pytest.fixture
def box(settings: Settings) -> Iterator[LetterBox]:
    with mail_server.running(settings) as found:
        yield found


def send_all(now: datetime, *, limit: int = 50) -> int:
    """Send batch after batch; return how many batches it took."""
    batches = 1
    while send_batch(now=now, limit=limit).more:
        batches += 1
    return batches


@pytest.mark.django_db
def test_everybody_gets_one_with_a_link_that_is_hers(box: LetterBox) -> None:
    path = mail_path.invited(7)
    assert send_all(OPENS, limit=3) == 3
    send_all(OPENS + STALE + STALE)
    assert set(box.counts().values()) == {1}
    assert len(box.arrived) == 7
    owners = {place_of(token_in(letter)): address for address, letter in zip(box.counts(), box.letters(), strict=True)}
    assert {place.person.email: address for place, address in owners.items() if place} == {
        address: address for address in box.counts()
    }
    assert set(mail_path.states(path).values()) == {"sent"}


@pytest.mark.django_db
def test_a_batch_uses_one_connection(box: LetterBox) -> None:
    mail_path.invited(9)
    send_batch(now=OPENS)
    assert (box.connections, len(box.arrived)) == (1, 9)


@pytest.mark.django_db
def test_a_recipient_refused_for_good_is_marked_and_the_others_get_theirs(box: LetterBox) -> None:
    path = mail_path.invited(6)
    box.answers[FIRST] = "550 5.1.1 no such user"
    box.after[SECOND] = "554 5.7.1 not wanted"
    batch = send_batch(now=OPENS)
    assert (batch.sent, batch.refused, batch.more) == (4, 2, False)
    states = mail_path.states(path)
    assert {key for key, state in states.items() if state == "refused"} == {
        f"{FIRST} invitation",
        f"{SECOND} invitation",
    }


@pytest.mark.django_db
def test_a_recipient_put_off_waits_longer_and_longer_and_is_given_up_in_the_end(box: LetterBox) -> None:
    path = mail_path.invited(6)
    box.answers[FIRST] = "450 4.2.1 greylisted"
    now = OPENS
    for attempt in range(1, MOST_ATTEMPTS):
        send_batch(now=now)
        mailing = Mailing.objects.get(place__person__email=FIRST)
        assert (mailing.state, mailing.attempts) == ("waiting", attempt)
        assert send_batch(now=now + put_off(attempt) - timedelta(seconds=1)).sent == 0
        now += put_off(attempt)
    assert now < OPENS + timedelta(hours=18)
    send_batch(now=now)
    assert mail_path.states(path)[f"{FIRST} invitation"] == "refused"
    assert FIRST not in box.counts()
    assert set(box.counts().values()) == {1}


@pytest.mark.django_db
def test_a_recipient_put_off_once_gets_hers_later(box: LetterBox) -> None:
    mail_path.invited(6)
    box.answers[FIRST] = "451 4.7.1 try again"
    send_batch(now=OPENS)
    box.answers.clear()
    send_batch(now=OPENS + timedelta(minutes=1))
    assert box.counts()[FIRST] == 1
    assert set(box.counts().values()) == {1}


@pytest.mark.django_db
def test_a_server_that_is_down_costs_nobody_her_e_mail(settings: Settings) -> None:
    path = mail_path_without_server(settings)
    for minute in range(MOST_ATTEMPTS * 3):
        assert send_batch(now=OPENS + timedelta(minutes=minute)).more is False
    assert set(Mailing.objects.values_list("state", "attempts")) == {("waiting", 0)}
    with mail_server.running(settings) as box:
        send_batch(now=OPENS + timedelta(hours=1))
    assert set(box.counts().values()) == {1}
    assert set(mail_path.states(path).values()) == {"sent"}


def mail_path_without_server(settings: Settings) -> Path:
    mail_server.use(settings, mail_server.free_port())
    return mail_path.invited(6)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["530 5.7.0 authentication required", "451 4.3.0 no room", "421 4.3.2 closing"])
def test_a_server_that_does_not_take_us_as_a_sender_refuses_nobody(box: LetterBox, answer: str) -> None:
    path = mail_path.invited(6)
    box.to_sender = answer
    assert send_batch(now=OPENS).more is False
    assert set(mail_path.states(path).values()) == {"waiting"}
    box.to_sender = mail_server.OK
    send_batch(now=LATER)
    assert set(box.counts().values()) == {1}


@pytest.mark.django_db
def test_a_connection_that_breaks_before_the_message_sends_nothing_twice(box: LetterBox) -> None:
    path = mail_path.invited(6)
    box.answers[FIRST] = "hang up"
    for minute in range(20):
        send_batch(now=OPENS + timedelta(minutes=minute))
    assert set(box.counts().values()) == {1}
    assert FIRST not in box.counts()
    box.answers.clear()
    send_batch(now=LATER)
    assert (box.counts()[FIRST], len(box.counts())) == (1, 6)
    assert not Mailing.objects.filter(uncertain=True).exists()
    assert set(mail_path.states(path).values()) == {"sent"}


@pytest.mark.django_db
def test_an_answer_that_is_lost_is_sent_once_more_under_the_same_number_and_logged(box: LetterBox) -> None:
    mail_path.invited(6)
    box.after[FIRST] = "hang up"
    while box.counts()[FIRST] == 0:
        send_batch(now=OPENS)
    box.after.clear()
    send_batch(now=OPENS + STALE - timedelta(seconds=1))
    assert (box.counts()[FIRST], len(box.counts())) == (1, 6)
    send_batch(now=OPENS + STALE)
    send_batch(now=LATER)
    assert box.counts() == dict.fromkeys(box.counts(), 1) | {FIRST: 2}
    once, again = box.letters(FIRST)
    assert once["Message-ID"] == again["Message-ID"]
    assert token_in(once) != token_in(again)
    assert place_of(token_in(once)) == place_of(token_in(again)) is not None
    assert list(Mailing.objects.filter(uncertain=True).values_list("place__person__email", "state")) == [
        (FIRST, "sent")
    ]
    assert [entry.details["mails"] for entry in Entry.objects.filter(event="mail-uncertain")] == [1]


@pytest.mark.django_db
def test_an_answer_that_is_lost_twice_is_not_asked_for_a_third_time(box: LetterBox) -> None:
    path = mail_path.invited(6)
    box.after[FIRST] = "hang up"
    for quarter in range(30):
        send_batch(now=OPENS + quarter * STALE)
    assert box.counts()[FIRST] == 2
    assert mail_path.states(path)[f"{FIRST} invitation"] == "refused"


@pytest.mark.django_db
def test_a_reminder_that_is_no_longer_wanted_is_not_sent(box: LetterBox) -> None:
    path = mail_path.invited(6)
    send_all(OPENS)
    collected, declined, *_rest = mail_path.places(path)
    remind(wave=path.wave, actor=ACTOR, now=LATER)
    stop_reminders(person_id=declined.person_id)
    Issuance.objects.create(place=collected, blinded=bytes(32))
    send_all(LATER)
    assert (box.counts()[collected.person.email], box.counts()[declined.person.email]) == (2, 1)
    Issuance.objects.all().delete()
    remind(wave=path.wave, actor=ACTOR, now=LATER + timedelta(days=4))
    Issuance.objects.create(place=collected, blinded=bytes(32))
    send_all(LATER + timedelta(days=4))
    assert (box.counts()[collected.person.email], box.counts()[declined.person.email]) == (2, 1)
    assert sorted(box.counts().values()) == [1, 2, 3, 3, 3, 3]


@pytest.mark.django_db
def test_nothing_is_sent_for_a_wave_that_has_closed(box: LetterBox) -> None:
    path = mail_path.invited(6)
    send_batch(now=CLOSES)
    move(wave=path.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    send_batch(now=OPENS)
    assert box.arrived == []


@pytest.mark.django_db
def test_a_new_link_is_sent_and_leads_to_the_same_person(box: LetterBox) -> None:
    path = mail_path.invited(6)
    send_all(OPENS)
    grant_new_link(wave=path.wave, email=FIRST, actor=ACTOR, now=LATER)
    send_all(LATER)
    first, second = box.letters(FIRST)
    assert second["Subject"].startswith("Ny lenke")
    assert place_of(token_in(first)) == place_of(token_in(second)) is not None


@pytest.mark.django_db
def test_what_came_back_is_marked_once(box: LetterBox) -> None:
    path = mail_path.invited(6)
    mailing = Mailing.objects.get(place__person__email=FIRST)
    assert not mark_bounced(key=mailing.id)
    send_all(OPENS)
    assert mark_bounced(key=mailing.id)
    assert not mark_bounced(key=mailing.id)
    assert mail_path.states(path)[f"{FIRST} invitation"] == "refused"


def _with_people(path: Path, *people: tuple[str, str]) -> list[FrozenPlace]:
    places = mail_path.places(path)
    for place, (name, email) in zip(places, people, strict=False):
        Person.objects.filter(pk=place.person_id).update(name=name, email=email)
    return places[: len(people)]


@pytest.mark.django_db
def test_names_and_addresses_of_every_kind_arrive_as_they_are(box: LetterBox) -> None:
    people = (
        ('Åse "Bolla" Østvold, d.y.', "ase+arbeid@example.org"),
        ("Sinéad O'Hara; <b>", "o'hara@example.org"),
        ("Bjørn Ærlig " * 14, "bjorn@blåbær.example"),
        ("Kari\r\nBcc: alle@example.org", "kari@example.org"),
        ("Per", "per@bücher.example"),
    )
    _with_people(mail_path.invited(6), *people)
    send_all(OPENS)
    assert set(box.counts()) == {
        "ase+arbeid@example.org",
        "o'hara@example.org",
        "bjorn@xn--blbr-roah.example",
        "kari@example.org",
        "per@xn--bcher-kva.example",
        "lag-1.5@example.org",
    }
    for name, email in people[:3]:
        address = email.encode("idna").decode() if email.isascii() else "bjorn@xn--blbr-roah.example"
        # Read by the rules of RFC 2047: the standard library's newer parser keeps spaces between encoded words.
        (raw,) = (sent for to, sent in box.arrived if to == address)
        shown, spec = parseaddr("".join(message_from_bytes(raw)["To"].splitlines()))
        assert (str(make_header(decode_header(shown))), spec) == (" ".join(name.split()), address)
    (letter,) = box.letters("kari@example.org")
    assert letter["Bcc"] is None
    assert letter["To"].addresses[0].display_name == "Kari Bcc: alle@example.org"
    assert all(line.isascii() for _to, raw in box.arrived for line in raw.splitlines())
    assert max(len(line) for _to, raw in box.arrived for line in raw.splitlines()) <= 998


@pytest.mark.django_db
def test_an_address_that_no_server_could_be_given_is_refused_and_the_others_are_sent(box: LetterBox) -> None:
    path = mail_path.invited(6)
    bad = (
        ("Stor", "stor(kommentar)@example.org"),
        ("Linje", "linje\r\nRCPT TO:<alle@example.org>@example.org"),
        ("Skarp", "skarp@straße.example"),
        ("Tom", "@example.org"),
    )
    places = _with_people(path, *bad)
    batch = send_batch(now=OPENS)
    assert (batch.sent, batch.refused) == (2, 4)
    assert set(Mailing.objects.filter(place__in=places).values_list("state", flat=True)) == {"refused"}
    assert set(box.counts()) == {"lag-1.4@example.org", "lag-1.5@example.org"}


@pytest.mark.django_db
@pytest.mark.parametrize("offered", [True, False])
def test_letters_outside_ascii_before_the_at_need_a_server_that_takes_them(settings: Settings, offered: bool) -> None:
    with mail_server.running(settings, enable_SMTPUTF8=offered) as box:
        path = mail_path.invited(6)
        (place,) = _with_people(path, ("Bjørn", "bjørn@example.org"))
        send_all(OPENS)
    assert len(box.counts()) == (6 if offered else 5)
    assert ("bjørn@example.org" in box.counts()) is offered
    assert mail_path.states(path)["bjørn@example.org invitation"] == ("sent" if offered else "refused")
    assert place.mailings.get().attempts == 1


@pytest.fixture
def shared(transactional_db: None, django_db_blocker: DjangoDbBlocker, tmp_path: FilePath) -> Iterator[None]:
    """A database that several connections reach: the PostgreSQL of the run, else SQLite in a file."""
    if connection.vendor == "postgresql":
        yield
        return
    with file_database(tmp_path / "tillit.sqlite3", django_db_blocker):
        yield


def test_several_workers_at_once_send_each_e_mail_once(shared: None, box: LetterBox) -> None:
    mail_path.invited(40)
    start = Barrier(5)
    sent: list[int] = []

    def work() -> None:
        try:
            start.wait()
            sent.append(send_batch(now=OPENS).sent)
        finally:
            connections.close_all()

    workers = [Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (sum(sent), len(box.arrived), len(box.counts())) == (40, 40, 40)


def test_a_claim_that_could_be_rolled_back_is_never_made(shared: None, box: LetterBox) -> None:
    mail_path.invited(6)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        send_batch(now=OPENS)
    assert box.arrived == []
