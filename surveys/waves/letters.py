"""The e-mail to everybody who acts for a party when a round has opened: its code, where each of them can find it again.

Who has been told stands in the log, person by person, so what a mail server put off is tried again at the next tick.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from surveys import dates, mail
from surveys.audit import services as audit
from surveys.audit.selectors import entries
from surveys.audit.services import CALENDAR
from surveys.mail import Handed
from surveys.organisations.models import Membership
from surveys.waves.models import Wave
from surveys.waves.rules import State
from surveys.waves.selectors import in_state

logger = logging.getLogger(__name__)
PUBLISHED = "keys-published"
TOLD, NOT_REACHED = "party-told", "party-not-reached"


@dataclass(frozen=True, slots=True)
class Untold:
    """An open wave whose code somebody has not been sent. `head` is the log's at the moment the code was published."""

    wave: Wave
    code: str
    head: str


def waves_to_tell_of() -> list[Untold]:
    """Return the open waves whose code has been published in the log and that not all have been told of."""
    found = []
    for wave in in_state(State.OPEN):
        for entry in entries(wave.agreement.organisation_id):
            if entry.event == PUBLISHED and entry.details.get("wave") == str(wave.id) and _waiting(wave):
                found.append(Untold(wave, str(entry.details["code"]), entry.hash))
    return found


def tell_parties(*, wave: Wave, code: str, head: str, now: datetime) -> bool:
    """Send the code and the log's head to everybody with a role at the workplace; return whether nobody still waits.

    Never raises for what a mail server does: the round is open whether or not it can be told of. Each is sent one.
    """
    waiting = _waiting(wave)
    if not waiting:
        return True
    try:
        with mail.connected() as smtp:
            for number, member in enumerate(waiting):
                try:
                    address = mail.address_of(member.user.email)
                except mail.UnusableAddress:
                    handed = Handed.REFUSED
                else:
                    handed = mail.hand_over(smtp, _letter(wave, member, code, head, address, now), address)
                _note(wave, member, handed, now)
                if handed in {Handed.BROKEN, Handed.LOST}:
                    logger.warning("the connection broke; %s of the parties' people wait", len(waiting) - number)
                    return False
    except mail.Unreachable as error:
        logger.warning("the parties could not be told that a wave is open (%s); tried again later", error)
        return False
    return not _waiting(wave)


def _waiting(wave: Wave) -> list[Membership]:
    done = {
        entry.details.get("member")
        for entry in entries(wave.agreement.organisation_id)
        if entry.event in {TOLD, NOT_REACHED} and entry.details.get("wave") == str(wave.id)
    }
    members = Membership.objects.filter(organisation_id=wave.agreement.organisation_id, user__is_active=True)
    return [member for member in members.select_related("user").order_by("pk") if str(member.id) not in done]


def _note(wave: Wave, member: Membership, handed: Handed, now: datetime) -> None:
    # A lost answer counts as told: the same e-mail every minute would be worse than one that did not arrive.
    event = {Handed.SENT: TOLD, Handed.LOST: TOLD, Handed.REFUSED: NOT_REACHED}.get(handed)
    if event is None:
        return
    audit.record(
        organisation_id=wave.agreement.organisation_id,
        event=event,
        actor=CALENDAR,
        details={"wave": str(wave.id), "key": wave.key, "role": member.role, "member": str(member.id)},
        now=now,
    )


def _letter(
    wave: Wave, member: Membership, code: str, head: str, address: str, now: datetime
) -> EmailMultiAlternatives:
    organisation = wave.agreement.organisation
    with translation.override(member.user.language):
        closes = wave.closes_at.astimezone(ZoneInfo(organisation.timezone))
        told = {"organisation": organisation.name, "wave": wave.label}
        text = render_to_string(
            "mail/opened.txt",
            {
                "organisation": organisation,
                "wave": wave,
                "name": mail.one_line(member.user.name),
                "closes": dates.with_time(dates.long_date(closes, dates.active()), closes),
                "code": code,
                "head": head,
                "page": settings.ADDRESS + reverse("wave", args=[member.user.language, wave.id]),
                "log": settings.ADDRESS + reverse("log", args=[member.user.language, organisation.id]),
            },
        )
        return mail.compose(
            key=uuid5(NAMESPACE_URL, f"{wave.id}/{member.id}"),
            to=mail.named(member.user.name, address),
            subject=_("Runden er åpen: %(organisation)s, %(wave)s") % told,
            text=text,
            now=now,
        )
