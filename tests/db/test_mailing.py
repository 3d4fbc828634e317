"""Which e-mails are queued, to whom and when; and that nothing tells who has collected."""

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from surveys.audit.models import Entry
from surveys.mail import NoMail
from surveys.roster.links import new_link, place_of
from surveys.roster.mailing import (
    EnoughLinks,
    NoReminder,
    NotByLink,
    NotListed,
    forget_invitations,
    grant_new_link,
    queue_invitations,
    remind,
    stop_reminders,
)
from surveys.roster.models import FrozenPlace, Issuance, Link, Mailing, Person, ReissueGrant
from surveys.roster.selectors import mail_count, refused_addresses
from surveys.roster.services import import_roster
from surveys.waves.rules import State
from surveys.waves.services import NotNow, move
from tests import factories, mail_server
from tests.db import mail_path
from tests.db.path import Path, prepared
from tests.factories import ACTOR, CLOSES, DRAFTED, OPENS

pytestmark = pytest.mark.django_db
LATER = OPENS + timedelta(days=4)
LATEST = LATER + timedelta(days=4)


@pytest.fixture(autouse=True)
def _mail(settings: Settings) -> None:
    mail_server.use(settings, 25)


def collect(place: FrozenPlace) -> None:
    Issuance.objects.create(place=place, blinded=bytes(32))


def reminded(number: int) -> set[str]:
    found = Mailing.objects.filter(reason=f"reminder-{number}")
    return set(found.values_list("place__person__email", flat=True))


def last_entry() -> tuple[str, dict[str, object]]:
    entry = Entry.objects.order_by("sequence").last()
    assert entry is not None
    return entry.event, entry.details


def test_everybody_in_a_link_group_is_invited_once_and_nobody_else() -> None:
    path = mail_path.opened({"lag-1": 7, "lag-2": 6})
    assert queue_invitations(wave=path.wave, now=OPENS) == 7
    assert last_entry() == ("invitations-queued", {"wave": str(path.wave.id), "mails": 7})
    assert queue_invitations(wave=path.wave, now=OPENS) == 0
    assert set(Mailing.objects.values_list("place__group__unit__code", "reason", "state").distinct()) == {
        ("lag-1", "invitation", "waiting")
    }


def test_nobody_is_invited_before_the_opening_after_the_closing_or_without_a_mail_server(
    settings: Settings,
) -> None:
    planned = prepared({"lag-1": 6})
    assert queue_invitations(wave=planned.wave, now=OPENS) == 0
    path = mail_path.opened({"lag-1": 6, "lag-2": 6}, place=factories.workplace(name="Dalbygd", prefix="dal."))
    assert queue_invitations(wave=path.wave, now=CLOSES) == 0
    settings.EMAIL_HOST = ""
    assert queue_invitations(wave=path.wave, now=OPENS) == 0
    assert not Mailing.objects.exists()


def test_only_a_digest_of_a_link_is_kept_and_every_link_leads_to_the_same_place() -> None:
    place = mail_path.places(mail_path.invited(6))[0]
    tokens = [new_link(place=place) for _ in range(3)]
    assert len(set(tokens)) == 3
    assert {len(token) for token in tokens} == {43}
    assert [place_of(token) for token in tokens] == [place] * 3
    kept = b"".join(bytes(link.digest) for link in Link.objects.all())
    assert not any(token.encode() in kept for token in tokens)


@pytest.mark.parametrize(
    "token", ["", "a" * 42, "a" * 43, "a" * 44, "æ" * 43, "=" * 43, "a" * 42 + "\n", "../" * 14 + "a"]
)
def test_what_is_no_link_leads_nowhere(token: str) -> None:
    assert place_of(token) is None


def test_the_first_reminder_goes_to_all_and_the_last_to_those_who_have_not_collected() -> None:
    path = mail_path.invited(8)
    collected, declined, *_rest = mail_path.places(path)
    collect(collected)
    stop_reminders(person_id=declined.person_id)
    everybody = {place.person.email for place in mail_path.places(path)}
    remind(wave=path.wave, actor=ACTOR, now=LATER)
    assert reminded(1) == everybody - {declined.person.email}
    remind(wave=path.wave, actor=ACTOR, now=LATEST)
    assert reminded(2) == everybody - {declined.person.email, collected.person.email}
    with pytest.raises(NoReminder, match="så mange påminnelser"):
        remind(wave=path.wave, actor=ACTOR, now=LATEST + timedelta(days=4))


def test_neither_log_nor_page_counts_a_reminder() -> None:
    path = mail_path.invited(8)
    before = mail_count(path.wave)
    for number, now in enumerate((LATER, LATEST), start=1):
        remind(wave=path.wave, actor=ACTOR, now=now)
        assert last_entry() == ("reminders-sent", {"wave": str(path.wave.id), "number": number})
    assert mail_count(path.wave) == before


def test_an_address_refused_at_the_last_reminder_is_not_listed_for_that_would_tell_who_has_not_collected() -> None:
    path = mail_path.invited(6)
    first, second, *_rest = mail_path.places(path)
    remind(wave=path.wave, actor=ACTOR, now=LATER)
    remind(wave=path.wave, actor=ACTOR, now=LATEST)
    Mailing.objects.filter(place=first, reason="reminder-2").update(state="refused")
    assert (refused_addresses(path.wave), mail_count(path.wave).refused) == ([], 0)
    Mailing.objects.filter(place=second, reason__in=("invitation", "reminder-1")).update(state="refused")
    assert (refused_addresses(path.wave), mail_count(path.wave).refused) == ([second.person.email], 1)


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (OPENS + timedelta(days=3) - timedelta(seconds=1), "tre døgn"),
        (CLOSES - timedelta(hours=6), "lukkes om mindre enn seks timer"),
        (CLOSES, "ikke åpen"),
    ],
)
def test_when_no_reminder_may_be_sent(now: object, why: str) -> None:
    path = mail_path.invited(6)
    with pytest.raises(NoReminder, match=why):
        remind(wave=path.wave, actor=ACTOR, now=now)  # type: ignore[arg-type]
    assert not Mailing.objects.exclude(reason="invitation").exists()


def test_a_new_link_is_given_alike_to_who_has_collected_and_who_has_not() -> None:
    path = mail_path.invited(6)
    first, second, *_rest = mail_path.places(path)
    collect(first)
    told = []
    for place in (first, second, first):
        grant_new_link(wave=path.wave, email=f" {place.person.email.upper()} ", actor=ACTOR, now=LATER)
        told.append(last_entry())
    assert told == [("new-link-granted", {"wave": str(path.wave.id)})] * 3
    assert ReissueGrant.objects.count() == 2
    assert set(first.mailings.values_list("reason", flat=True)) == {"invitation", "new-link-1", "new-link-2"}


def test_a_new_link_goes_to_nobody_who_is_not_to_have_one(settings: Settings) -> None:
    path = mail_path.invited(6)
    place = mail_path.places(path)[0]
    for email, refusal in (("ukjent@example.org", NotListed), ("", NotListed), ("lag-2.0@example.org", NotByLink)):
        with pytest.raises(refusal):
            grant_new_link(wave=path.wave, email=email, actor=ACTOR, now=LATER)
    for _ in range(5):
        grant_new_link(wave=path.wave, email=place.person.email, actor=ACTOR, now=LATER)
    with pytest.raises(EnoughLinks):
        grant_new_link(wave=path.wave, email=place.person.email, actor=ACTOR, now=LATER)
    with pytest.raises(NotNow):
        grant_new_link(wave=path.wave, email=place.person.email, actor=ACTOR, now=CLOSES)
    settings.EMAIL_HOST = ""
    with pytest.raises(NoMail):
        grant_new_link(wave=path.wave, email=place.person.email, actor=ACTOR, now=LATER)
    with pytest.raises(NoMail):
        remind(wave=path.wave, actor=ACTOR, now=LATER)
    assert Mailing.objects.exclude(reason="invitation").count() == 5


def test_all_that_was_written_about_who_got_and_collected_is_forgotten_and_that_of_another_wave_is_not() -> None:
    path = mail_path.invited(6)
    other = mail_path.invited(6, place=factories.workplace(name="Dalbygd", prefix="dal."))
    for one in (path, other):
        place = mail_path.places(one)[0]
        collect(place)
        new_link(place=place)
        grant_new_link(wave=one.wave, email=place.person.email, actor=ACTOR, now=LATER)
    move(wave=path.wave, to=State.CLOSED, actor=ACTOR, now=CLOSES)
    forget_invitations(wave=path.wave)
    kept = [
        model.objects.values_list("place__group__wave", flat=True) for model in (Mailing, Link, Issuance, ReissueGrant)
    ]
    assert [set(waves) for waves in kept] == [{other.wave.id}] * 4
    assert len(mail_path.places(path)) == 6


def test_a_new_list_does_not_forget_who_wants_no_reminders() -> None:
    path: Path = mail_path.invited(6)
    person = mail_path.places(path)[0].person
    stop_reminders(person_id=person.id)
    stop_reminders(person_id=person.id)
    raw = factories.roster_csv({"lag-1": 6})
    import_roster(organisation=path.place.organisation, raw=raw, actor=ACTOR, now=DRAFTED)
    assert set(Person.objects.filter(reminders=False).values_list("email", flat=True)) == {person.email}
