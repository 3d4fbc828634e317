"""Sending the e-mails that wait: each is claimed, given a fresh link, handed over, and marked.

A claim is committed before anything is sent, so no two workers send the same one. A worker that dies with a claim, or
loses the server's answer, leaves it behind: whether that e-mail arrived cannot be known. After a while it is sent once
more, which the log tells; an answer lost twice counts as refused.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTP
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from surveys import mail
from surveys.audit import services as audit
from surveys.audit.services import CALENDAR
from surveys.mail import Handed
from surveys.roster import letters, reminders
from surveys.roster.links import new_link
from surveys.roster.models import Mailing
from surveys.roster.types import MailState
from surveys.waves.models import Wave
from surveys.waves.rules import State

BATCH = 50
BATCH_SECONDS = 120.0
"""A batch begins no new e-mail after this: with the mail server's timeouts it is over long before STALE."""
STALE = timedelta(minutes=15)
MOST_ATTEMPTS = 8
"""Then an e-mail that the server keeps putting off counts as refused: after some 17 hours."""
LONGEST_WAIT = timedelta(hours=6)

logger = logging.getLogger(__name__)


@dataclass
class Batch:
    """What one batch did. `more`: something still waits that could be sent at once."""

    sent: int = 0
    refused: int = 0
    more: bool = False


def send_batch(*, now: datetime, limit: int = BATCH) -> Batch:
    """Send up to `limit` of the e-mails of open waves that are due, over one connection. Outside any transaction."""
    batch = Batch()
    if not mail.is_configured():
        return batch
    for wave in _left_behind(now).values_list("place__group__wave", flat=True).distinct():
        _take_back(wave, now)
    due = list(_due(now).order_by("attempts", "pk").values_list("pk", flat=True)[: limit + 1])
    if not due:
        return batch
    begun = time.monotonic()
    try:
        with mail.connected() as smtp:
            for key in due[:limit]:
                if time.monotonic() - begun > BATCH_SECONDS:
                    batch.more = True
                    return batch
                if _send(smtp, key, batch, now) in {Handed.BROKEN, Handed.LOST}:
                    logger.warning("the connection to the mail server broke; what waits is tried again later")
                    return batch
    except mail.Unreachable as error:
        logger.warning("the mail server cannot be reached (%s); what waits is tried again later", error)
        return batch
    batch.more = len(due) > limit
    return batch


def put_off(attempts: int) -> timedelta:
    """Return how long an e-mail waits after so many attempts: a minute, four, sixteen and on, six hours at the most."""
    return min(timedelta(minutes=4 ** (attempts - 1)), LONGEST_WAIT)


def mark_bounced(*, key: UUID) -> bool:
    """Mark an e-mail that came back for good as refused; return whether it was one of ours that had been sent."""
    sent = Mailing.objects.filter(pk=key, state__in=(MailState.SENT, MailState.SENDING))
    return sent.update(state=MailState.REFUSED, claimed_at=None) == 1


def _open(now: datetime) -> QuerySet[Mailing]:
    return Mailing.objects.filter(
        place__group__wave__state=State.OPEN,
        place__group__wave__opens_at__lte=now,
        place__group__wave__closes_at__gt=now,
    )


def _due(now: datetime) -> QuerySet[Mailing]:
    ready = Q(claimed_at__isnull=True)
    for attempts in range(1, MOST_ATTEMPTS):
        ready |= Q(attempts=attempts, claimed_at__lte=now - put_off(attempts))
    return _open(now).filter(ready, state=MailState.WAITING)


def _left_behind(now: datetime) -> QuerySet[Mailing]:
    return _open(now).filter(state=MailState.SENDING, claimed_at__lte=now - STALE)


@transaction.atomic
def _take_back(wave_id: UUID, now: datetime) -> None:
    """Queue once more what a worker left behind, and write how many in the log; what was left twice is given up."""
    wave = Wave.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=wave_id)
    keys = list(_left_behind(now).filter(place__group__wave=wave).values_list("pk", flat=True)[:500])
    left = Mailing.objects.filter(pk__in=keys, state=MailState.SENDING, claimed_at__lte=now - STALE)
    left.filter(uncertain=True).update(state=MailState.REFUSED, claimed_at=None)
    # The last reminder goes to those who have not collected: how many of them there were is not for the log.
    again = left.filter(uncertain=False).exclude(reason=reminders.LAST_REMINDER).count()
    left.filter(uncertain=False).update(state=MailState.WAITING, uncertain=True, claimed_at=None)
    if again:
        audit.record(
            organisation_id=wave.agreement.organisation_id,
            event="mail-uncertain",
            actor=CALENDAR,
            details={"wave": str(wave.id), "mails": again},
            now=now,
        )


def _send(smtp: SMTP, key: UUID, batch: Batch, now: datetime) -> Handed | None:
    claimed = _claim(key, now)
    if claimed is None:
        return None
    mailing, token = claimed
    try:
        address = mail.address_of(mailing.place.person.email)
    except mail.UnusableAddress:
        handed = Handed.REFUSED
    else:
        handed = mail.hand_over(smtp, letters.letter_to(mailing, token=token, address=address, now=now), address)
    _mark(mailing, handed, batch)
    return handed


def _claim(key: UUID, now: datetime) -> tuple[Mailing, str] | None:
    """Take one e-mail up, and return it with the token of its fresh link; None where another worker was first.

    A reminder to somebody who has since collected, or wants none, is dropped here.
    """
    # Durable: a claim that could still be rolled back would let another worker send the same e-mail.
    with transaction.atomic(durable=True):
        taken = Mailing.objects.filter(pk=key, state=MailState.WAITING).update(
            state=MailState.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
        if not taken:
            return None
        mailing = Mailing.objects.select_related(
            "place__person", "place__issuance", "place__group__wave__agreement__organisation"
        ).get(pk=key)
        if not _still_wanted(mailing):
            mailing.delete()
            return None
        return mailing, new_link(place=mailing.place)


def _still_wanted(mailing: Mailing) -> bool:
    if mailing.reason not in reminders.REMINDERS:
        return True
    collected = hasattr(mailing.place, "issuance")
    return mailing.place.person.reminders and not (collected and mailing.reason == reminders.LAST_REMINDER)


def _mark(mailing: Mailing, handed: Handed, batch: Batch) -> None:
    # Only what is still ours: a claim that was taken back meanwhile belongs to somebody else.
    ours = Mailing.objects.filter(pk=mailing.pk, state=MailState.SENDING, claimed_at=mailing.claimed_at)
    if handed is Handed.SENT:
        batch.sent += ours.update(state=MailState.SENT, claimed_at=None)
    elif handed is Handed.REFUSED or (handed is not Handed.LOST and mailing.attempts >= MOST_ATTEMPTS):
        batch.refused += ours.update(state=MailState.REFUSED, claimed_at=None)
    elif handed is not Handed.LOST:
        ours.update(state=MailState.WAITING)
