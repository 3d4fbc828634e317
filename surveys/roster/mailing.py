"""Which e-mails are to be sent: invitations, reminders and new links. `sending` sends them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from surveys import mail
from surveys.audit import services as audit
from surveys.audit.services import CALENDAR
from surveys.errors import StatedError
from surveys.roster import reminders
from surveys.roster.models import FrozenPlace, Issuance, Link, Mailing, Person, ReissueGrant
from surveys.roster.reminders import Hindrance
from surveys.roster.selectors import rounds_of_mails
from surveys.waves.models import Wave
from surveys.waves.rules import Channel, State, takes_answers
from surveys.waves.services import NotNow

HINDRANCES = {
    Hindrance.NOT_OPEN: _("Runden er ikke åpen for svar."),
    Hindrance.NOT_INVITED: _("Invitasjonene er ikke sendt ennå."),
    Hindrance.ENOUGH: _("Det er sendt så mange påminnelser som det kan sendes i en runde."),
    Hindrance.TOO_SOON: _("Det må gå tre døgn fra forrige gang det ble sendt e-post til alle."),
    Hindrance.TOO_LATE: _("Runden lukkes om mindre enn seks timer. Da rekker ikke folk å lese en påminnelse."),
}


class NoReminder(StatedError):
    """A reminder that may not be sent now; `reason` says why."""

    http_status = 409
    message = _("Påminnelsen ble ikke sendt. %(reason)s")

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__(reason=HINDRANCES[hindrance])


class NotListed(StatedError):
    """The address is not on the wave's list. This tells nothing of who has answered."""

    message = _("Adressen står ikke på mottakerlisten for denne runden. Se over at den er skrevet riktig.")


class NotByLink(StatedError):
    """The address belongs to somebody whose group answers on slips."""

    http_status = 409
    message = _("Denne mottakeren er i en gruppe som får lapper, og kan ikke få en lenke i tillegg.")


class EnoughLinks(StatedError):
    """The person has been given as many new links as anybody gets."""

    http_status = 409
    message = _("Denne mottakeren har fått så mange nye lenker som det går an å få i en runde.")


def is_open(wave: Wave, now: datetime) -> bool:
    """Tell whether the wave takes answers at `now`."""
    return takes_answers(State(wave.state), wave.opens_at, wave.closes_at, now)


def hindrance_now(wave: Wave, now: datetime) -> Hindrance | None:
    """Return what hinders a reminder at `now`, or None."""
    rounds = rounds_of_mails(wave)
    return reminders.hindrance(is_open=is_open(wave, now), closes=wave.closes_at, rounds=rounds, now=now)


@transaction.atomic
def queue_invitations(*, wave: Wave, now: datetime) -> int:
    """Let everybody in the link groups of an open wave be invited, once; return how many were added to the queue."""
    if not mail.is_configured() or not _uninvited(wave).exists():
        return 0
    wave = _locked(wave)
    places = list(_uninvited(wave)) if is_open(wave, now) else []
    if places:
        _queue(places, reminders.INVITATION)
        _log(wave, "invitations-queued", CALENDAR, now, {"mails": len(places)})
    return len(places)


@transaction.atomic
def remind(*, wave: Wave, actor: str, now: datetime) -> None:
    """Queue a reminder to those whom the rules let have one, all at this moment.

    How many they are is neither returned nor logged: at the last reminder it is the number of those who have not
    collected. Raises NoMail, NoReminder.
    """
    if not mail.is_configured():
        raise mail.NoMail
    wave = _locked(wave)
    hindrance = hindrance_now(wave, now)
    if hindrance is not None:
        raise NoReminder(hindrance)
    number = len(rounds_of_mails(wave))
    places = _by_link(wave).filter(person__reminders=True)
    if not reminders.to_everybody(number):
        places = places.filter(issuance__isnull=True)
    _queue(places, reminders.reminder(number))
    _log(wave, "reminders-sent", actor, now, {"number": number})


@transaction.atomic
def grant_new_link(*, wave: Wave, email: str, actor: str, now: datetime) -> None:
    """Send somebody on the list a new link, and let her collect her right to answer once more if she has already.

    What comes of it is the same whether or not she has collected, and so is the log's entry. Raises NoMail, NotNow
    outside an open wave, NotListed, NotByLink, EnoughLinks.
    """
    if not mail.is_configured():
        raise mail.NoMail
    wave = _locked(wave)
    if not is_open(wave, now):
        raise NotNow
    places = FrozenPlace.objects.select_related("group")
    place = places.filter(group__wave=wave, person__email=email.strip().lower()).first()
    if place is None:
        raise NotListed
    if place.group.channel != Channel.LINK:
        raise NotByLink
    given = place.mailings.filter(reason__startswith=reminders.NEW_LINK).count()
    if given >= reminders.MOST_NEW_LINKS:
        raise EnoughLinks
    Mailing.objects.create(place=place, reason=reminders.new_link(given + 1))
    ReissueGrant.objects.get_or_create(place=place)
    _log(wave, "new-link-granted", actor, now, {})


def stop_reminders(*, person_id: UUID) -> None:
    """Let somebody get no more reminders, in this wave and later ones. Nothing happens where she has left the list."""
    Person.objects.filter(pk=person_id).update(reminders=False)


@transaction.atomic
def forget_invitations(*, wave: Wave) -> None:
    """Delete everything about who was written to and who collected. Who was on the list stays until the next wave."""
    for model in (Mailing, Link, Issuance, ReissueGrant):
        model.objects.filter(place__group__wave=wave).delete()


def _by_link(wave: Wave) -> QuerySet[FrozenPlace]:
    return FrozenPlace.objects.filter(group__wave=wave, group__channel=Channel.LINK)


def _uninvited(wave: Wave) -> QuerySet[FrozenPlace]:
    return _by_link(wave).exclude(mailings__reason=reminders.INVITATION)


def _queue(places: Iterable[FrozenPlace], reason: str) -> None:
    Mailing.objects.bulk_create([Mailing(place=place, reason=reason) for place in places], batch_size=1000)


def _locked(wave: Wave) -> Wave:
    # One at a time: two buttons pressed at once are one reminder, and two ticks invite once.
    return Wave.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=wave.pk)


def _log(wave: Wave, event: str, actor: str, now: datetime, details: dict[str, int]) -> None:
    audit.record(
        organisation_id=wave.agreement.organisation_id,
        event=event,
        actor=actor,
        details={"wave": str(wave.id), **details},
        now=now,
    )
