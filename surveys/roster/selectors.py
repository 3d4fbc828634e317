"""Reading the roster: counts for the parties, never a list of who has answered."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from surveys.audit.selectors import entries
from surveys.organisations.models import Organisation, Unit
from surveys.roster.models import Mailing, Person, ReissueGrant
from surveys.roster.reminders import INVITATION, LAST_REMINDER
from surveys.roster.types import MailState
from surveys.waves.models import Wave

ROUNDS = frozenset({"invitations-queued", "reminders-sent"})
"""The log's events that tell of e-mails to everybody."""


@dataclass(frozen=True, slots=True)
class MailCount:
    """How far the invitations of a wave have come. `refused` counts addresses that no e-mail reached."""

    waiting: int
    sent: int
    refused: int


def new_links_granted(wave: Wave) -> int:
    """Return how many people were let collect a second time, whether or not they have collected at all.

    Not how many did: where a new link was granted to one person alone, that would tell whether she had collected.
    """
    return ReissueGrant.objects.filter(place__group__wave=wave).count()


def people_per_unit(organisation: Organisation) -> list[tuple[Unit, int]]:
    """Return how many listed people are placed in each unit, by the unit's code."""
    people = organisation.people.filter(listed=True).select_related("unit")
    counts = Counter(person.unit for person in people)
    return sorted(counts.items(), key=lambda pair: pair[0].code)


def rounds_of_mails(wave: Wave) -> list[datetime]:
    """Return when the wave's people were invited and reminded, each round once, oldest first.

    People who came to the queue after the first invitations (the mail server was set up late) make no round of theirs.
    """
    told = [
        entry
        for entry in entries(wave.agreement.organisation_id)
        if entry.event in ROUNDS and entry.details.get("wave") == str(wave.id)
    ]
    invited = [entry.at for entry in told if entry.event == "invitations-queued"]
    return sorted(invited[:1] + [entry.at for entry in told if entry.event == "reminders-sent"])


def mail_count(wave: Wave) -> MailCount:
    """Return the count of the invitations alone: that of the last reminder would tell how many have not collected."""
    states = Counter(Mailing.objects.filter(place__group__wave=wave, reason=INVITATION).values_list("state", flat=True))
    return MailCount(
        waiting=states[MailState.WAITING] + states[MailState.SENDING],
        sent=states[MailState.SENT],
        refused=len(refused_addresses(wave)),
    )


def refused_addresses(wave: Wave) -> list[str]:
    """Return the addresses in the wave that a mail server has refused, each once, by the alphabet.

    Not those refused at the last reminder: who got that one has not collected.
    """
    refused = Mailing.objects.filter(place__group__wave=wave, state=MailState.REFUSED).exclude(reason=LAST_REMINDER)
    people = Person.objects.filter(places__mailings__in=refused).distinct()
    return sorted(people.values_list("email", flat=True))
