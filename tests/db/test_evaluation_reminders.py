"""Reminders of joint evaluations by e-mail: to the parties' people, each once, in her language, by a real server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from project.post import deliver
from surveys.audit.models import Entry
from surveys.monitoring import letters, talks
from surveys.monitoring.letters import STALE, remind
from surveys.monitoring.models import Measure, Reminder
from surveys.monitoring.rules import REMIND_DAYS
from surveys.monitoring.services import register, revise
from surveys.monitoring.types import Contents, Kind, Outcome
from surveys.organisations.models import User
from tests import factories, mail_server
from tests.db.at_once import at_once
from tests.factories import DRAFTED, Workplace
from tests.mail_server import ADDRESS, LetterBox, body

DUE = date(2019, 3, 31)
"""The day on which the clock is moved forward in Oslo."""
LOG = Contents("Lydlogg", Kind.CALL_RECORDING, ("senteret",), purpose="Hemmelig formål", evaluate_by=DUE)
PEOPLE = ("union@example.org", "employer@example.org")
SAID = {"nb": "senest 31. mars 2019", "nn": "seinast 31. mars 2019", "sv": "senast den 31 mars 2019",
        "en": "31 March 2019"}  # fmt: skip


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


SOON, LATE = at(DUE - timedelta(days=REMIND_DAYS)), at(DUE + timedelta(days=1))


@pytest.fixture
def box(settings: Settings) -> Iterator[LetterBox]:
    with mail_server.running(settings) as found:
        yield found


@pytest.fixture
def place(db: None) -> Workplace:
    return factories.workplace()


@pytest.fixture
def measure(place: Workplace) -> Measure:
    return write(place)


def write(place: Workplace, said: Contents = LOG) -> Measure:
    return register(organisation=place.organisation, contents=said, by=place.members["employer"], now=DRAFTED)


def test_each_of_the_parties_people_is_reminded_once_before_the_day_and_once_after(
    box: LetterBox, measure: Measure
) -> None:
    assert remind(now=SOON - timedelta(days=1)) == 0
    for _ in range(3):
        remind(now=SOON)
    assert box.counts() == dict.fromkeys(PEOPLE, 1)
    for days in range(1, REMIND_DAYS + 1):
        assert remind(now=SOON + timedelta(days=days)) == 0
    assert remind(now=LATE) == 2
    for days in (0, 1, 400):
        assert remind(now=LATE + timedelta(days=days)) == 0
    assert box.counts() == dict.fromkeys(PEOPLE, 2)
    first, second = box.letters(PEOPLE[0])
    assert first["Message-ID"] != second["Message-ID"]
    assert "senest 31. mars 2019" in body(first)
    assert "fristen var 31. mars 2019" in body(second)
    events = [(entry.event, entry.details["measures"]) for entry in Entry.objects.filter(actor="calendar")]
    assert events == [("evaluation-reminded", "1")] * 4


@pytest.mark.parametrize("language", SAID)
def test_the_letter_is_in_her_language_and_tells_no_more_than_the_calendar(
    box: LetterBox, place: Workplace, measure: Measure, language: str
) -> None:
    User.objects.filter(email=PEOPLE[0]).update(language=language)
    remind(now=SOON)
    (letter,) = box.letters(PEOPLE[0])
    text = body(letter)
    assert SAID[language] in text
    assert "Lydlogg" in text
    assert "Hemmelig" not in text
    assert f"{ADDRESS}/parter/{language}/virksomhet/{place.organisation.id}/kontrolltiltak/" in text
    assert letter["Auto-Submitted"] == "auto-generated"
    for gone in ("%(", "None", "{{", "&"):
        assert gone not in text
    for who in ("Employer", "Safety", "Organiser"):
        assert who not in text


def test_everything_that_is_due_stands_in_one_letter(box: LetterBox, place: Workplace, measure: Measure) -> None:
    write(place, replace(LOG, name="Kamera", kind=Kind.CAMERA, evaluate_by=DUE - timedelta(days=200)))
    write(place, replace(LOG, name="Skjerm\r\nBcc: x@example.org", kind=Kind.OTHER))
    write(place, replace(LOG, name="Sluttet", ended_on=DUE - timedelta(days=90)))
    write(place, replace(LOG, name="Uten dag", evaluate_by=None))
    remind(now=SOON)
    assert box.counts() == dict.fromkeys(PEOPLE, 1)
    text = body(box.letters(PEOPLE[0])[0])
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert [line[:12] for line in lines] == ["- Nummer 1, ", "- Nummer 3, ", "- Nummer 2, "]
    assert "Skjerm Bcc: x@example.org" in lines[1]
    assert "Sluttet" not in text
    assert "Uten dag" not in text


def test_a_day_that_is_moved_is_reminded_of_anew(box: LetterBox, place: Workplace, measure: Measure) -> None:
    remind(now=SOON)
    moved = replace(LOG, evaluate_by=DUE + timedelta(days=365))
    revise(measure=measure, contents=moved, read=1, by=place.members["employer"], now=SOON)
    assert remind(now=LATE) == 0
    assert remind(now=SOON + timedelta(days=365)) == 2


def test_who_has_written_the_evaluation_is_not_reminded_and_who_is_to_confirm_it_is(
    box: LetterBox, place: Workplace, measure: Measure
) -> None:
    talks.evaluate(
        measure=measure, held_on=date(2019, 3, 1), outcome=Outcome.KEEP, next_on=date(2020, 3, 1), text="Trengs",
        read=None, today=date(2019, 3, 1), by=place.members["union"], now=SOON,
    )  # fmt: skip
    remind(now=SOON)
    assert box.counts() == {PEOPLE[1]: 1}


def test_nobody_is_woken_by_a_reminder(box: LetterBox, measure: Measure) -> None:
    # 07:59 and 08:00 in Oslo, in winter; and on the day after the clock was moved, in summer.
    for early, hour in (
        (datetime(2019, 3, 1, 6, 59, tzinfo=UTC), SOON),
        (datetime(2019, 4, 1, 5, 59, tzinfo=UTC), LATE),
    ):
        assert early.date() == hour.date()
        assert remind(now=early) == 0
        assert remind(now=early + timedelta(minutes=1)) == 2


def test_who_has_left_is_not_reminded(box: LetterBox, measure: Measure) -> None:
    User.objects.filter(email=PEOPLE[1]).update(is_active=False)
    remind(now=SOON)
    assert box.counts() == {PEOPLE[0]: 1}


def test_a_stranger_workplace_hears_nothing_of_it(box: LetterBox, measure: Measure) -> None:
    factories.workplace(name="Kystnes", prefix="annen-")
    remind(now=SOON)
    assert box.counts() == dict.fromkeys(PEOPLE, 1)


def test_whom_the_server_puts_off_is_reminded_later_and_whom_it_refuses_never(box: LetterBox, measure: Measure) -> None:
    box.answers |= {PEOPLE[0]: "450 4.2.0 later", PEOPLE[1]: "550 5.1.1 unknown"}
    assert remind(now=SOON) == 0
    box.answers.clear()
    assert remind(now=SOON + STALE - timedelta(seconds=1)) == 0
    assert remind(now=SOON + STALE) == 1
    assert remind(now=SOON + 9 * STALE) == 0
    assert box.counts() == {PEOPLE[0]: 1}
    assert [entry.details["role"] for entry in Entry.objects.filter(event="evaluation-not-reached")] == [
        "employer_representative"
    ]


def test_a_connection_that_breaks_is_tried_again_and_a_lost_answer_is_not(box: LetterBox, measure: Measure) -> None:
    box.answers[PEOPLE[1]] = "hang up"
    remind(now=SOON)
    box.answers.clear()
    box.after[PEOPLE[0]] = "hang up"
    remind(now=SOON + timedelta(minutes=1))
    box.after.clear()
    remind(now=SOON + timedelta(minutes=2))
    remind(now=SOON + timedelta(hours=2))
    assert box.counts() == dict.fromkeys(PEOPLE, 1)


def test_a_worker_that_died_with_a_claim_holds_up_nobody_for_long(
    box: LetterBox, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_given: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(letters, "_letter", die)
        with pytest.raises(Killed):
            remind(now=SOON)
    assert Reminder.objects.filter(done_at__isnull=True).count() == 1
    assert remind(now=SOON + timedelta(minutes=1)) == 1
    assert remind(now=SOON + STALE) == 1
    assert box.counts() == dict.fromkeys(PEOPLE, 1)


def test_a_server_that_is_down_or_not_there_stops_nothing(settings: Settings, measure: Measure) -> None:
    mail_server.use(settings, mail_server.free_port())
    assert deliver(now=SOON) is False
    settings.EMAIL_HOST = ""
    assert deliver(now=SOON) is False
    assert not Reminder.objects.exists()


def test_the_tick_that_sends_the_other_e_mails_sends_these(box: LetterBox, measure: Measure) -> None:
    deliver(now=SOON)
    assert box.counts() == dict.fromkeys(PEOPLE, 1)


def test_of_several_workers_at_once_one_sends_each_letter(shared: str, box: LetterBox) -> None:
    write(factories.workplace())
    connections.close_all()
    _succeeded, met = at_once(lambda _mine: remind(now=SOON), 6)
    assert met == []
    assert box.counts() == dict.fromkeys(PEOPLE, 1)
