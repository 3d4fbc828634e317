"""The e-mail that reminds the parties' people of a joint evaluation: once before the day, and once when it has passed.

Each person gets one letter with all that is due. A claim is committed before anything is sent. What a worker left
behind, and what the mail server put off, is tried again after a while; a day that nobody moves is never reminded of
twice.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
from surveys.audit.services import CALENDAR
from surveys.mail import Handed
from surveys.monitoring.models import Measure, Reminder
from surveys.monitoring.rules import Stage, stage
from surveys.monitoring.selectors import entries
from surveys.monitoring.types import ActKind, Contents, Entry
from surveys.monitoring.wording import named
from surveys.organisations.models import Membership, Organisation
from surveys.organisations.selectors import local_day, members

FIRST_HOUR = 8
"""Nobody is sent a reminder before this hour of the day, in the workplace's own time zone."""
STALE = timedelta(minutes=15)
"""So long after a claim that came to nothing the letter is tried again."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """One evaluation that somebody is to be reminded of."""

    entry: Entry
    day: date
    stage: Stage

    @property
    def contents(self) -> Contents:
        return self.entry.contents


def remind(*, now: datetime) -> int:
    """Send every reminder that is due at `now`, and return how many letters were handed over.

    Never raises for what a mail server does. Outside any transaction.
    """
    if not mail.is_configured():
        return 0
    waiting = [(member, due) for place in _places(now) for member, due in _waiting(place, now)]
    if not waiting:
        return 0
    sent = 0
    try:
        with mail.connected() as smtp:
            for member, due in waiting:
                claims = {one: claim for one in due if (claim := _claim(member, one, now)) is not None}
                if not claims:
                    continue
                try:
                    address = mail.address_of(member.user.email)
                except mail.UnusableAddress:
                    handed = Handed.REFUSED
                else:
                    handed = mail.hand_over(smtp, _letter(member, list(claims), address, now), address)
                sent += handed is Handed.SENT
                _note(member, claims, handed, now)
                if handed in {Handed.BROKEN, Handed.LOST}:
                    logger.warning("the connection broke; the reminders that wait are tried again later")
                    return sent
    except mail.Unreachable as error:
        logger.warning("the parties could not be reminded of evaluations (%s); tried again later", error)
    return sent


def _places(now: datetime) -> list[Organisation]:
    found = Organisation.objects.filter(measures__isnull=False).distinct().order_by("pk")
    return [place for place in found if now.astimezone(ZoneInfo(place.timezone)).hour >= FIRST_HOUR]


def _waiting(organisation: Organisation, now: datetime) -> list[tuple[Membership, list[Due]]]:
    """Return who is to be reminded of what: the parties' people, but for those whose party has said its own already."""
    today = local_day(organisation, now)
    near = [
        Due(entry, entry.contents.evaluate_by, which)
        for entry in entries(organisation)
        if entry.contents.evaluate_by is not None and (which := stage(entry.contents, today)) is not None
    ]
    if not near:
        return []
    taken = {
        (one.measure.number, one.to_id, one.due, one.stage)
        for one in Reminder.objects.select_related("measure").filter(measure__organisation=organisation)
        if one.done_at is not None or one.claimed_at > now - STALE
    }
    found = []
    for member in members(organisation):
        due = [
            one
            for one in near
            if member.party_id is not None
            and member.user.is_active
            and not _has_said(one.entry, member)
            and (one.entry.number, member.id, one.day, one.stage.value) not in taken
        ]
        if due:
            found.append((member, due))
    return found


def _has_said(entry: Entry, member: Membership) -> bool:
    """Tell whether the party stands behind an evaluation that waits for others."""
    written = [act for act in entry.acts if act.kind is ActKind.EVALUATION]
    if not written or member.party_id not in entry.confirmed_by(written[-1]):
        return False
    everybody = set(member.organisation.parties.values_list("id", flat=True))
    return not entry.confirmed_by(written[-1]) >= everybody


def _claim(member: Membership, due: Due, now: datetime) -> int | None:
    """Take one reminder up and return its key; None where another worker was first."""
    measure = Measure.objects.get(organisation=member.organisation, number=due.entry.number)
    claim, made = Reminder.objects.get_or_create(
        measure=measure, to=member, due=due.day, stage=due.stage, defaults={"claimed_at": now}
    )
    if made:
        return claim.pk
    left = Reminder.objects.filter(pk=claim.pk, done_at__isnull=True, claimed_at__lte=now - STALE)
    return claim.pk if left.update(claimed_at=now) else None


def _note(member: Membership, claims: Mapping[Due, int], handed: Handed, now: datetime) -> None:
    mine = Reminder.objects.filter(pk__in=claims.values())
    if handed is Handed.BROKEN:
        mine.delete()
        return
    # A lost answer counts as sent: the same e-mail again and again would be worse than one that did not arrive.
    event = {
        Handed.SENT: "evaluation-reminded",
        Handed.LOST: "evaluation-reminded",
        Handed.REFUSED: "evaluation-not-reached",
    }.get(handed)
    if event is None:
        return
    mine.update(done_at=now)
    numbers = ", ".join(str(one.entry.number) for one in claims)
    audit.record(
        organisation_id=member.organisation_id,
        event=event,
        actor=CALENDAR,
        details={"measures": numbers, "role": member.role, "member": str(member.id)},
        now=now,
    )


def _letter(member: Membership, due: Sequence[Due], address: str, now: datetime) -> EmailMultiAlternatives:
    organisation, language = member.organisation, member.user.language
    keys = [f"{one.entry.number}/{one.day}/{one.stage}" for one in due]
    with translation.override(language):
        text = render_to_string(
            "mail/evaluations.txt",
            {
                "organisation": organisation,
                "name": mail.one_line(member.user.name),
                "party": member.party,
                "soon": [_line(one) for one in due if one.stage is Stage.SOON],
                "late": [_line(one) for one in due if one.stage is Stage.LATE],
                "page": settings.ADDRESS + reverse("measures", args=[language, organisation.id]),
            },
        )
        return mail.compose(
            key=uuid5(NAMESPACE_URL, f"{member.id}/{' '.join(keys)}"),
            to=mail.named(member.user.name, address),
            subject=_("Felles vurdering av kontrolltiltak: %(organisation)s") % {"organisation": organisation.name},
            text=text,
            now=now,
        )


def _line(due: Due) -> dict[str, object]:
    return {
        "number": due.entry.number,
        "name": mail.one_line(named(due.contents.kind, due.contents.name)),
        "day": dates.long_date(due.day, dates.active()),
    }
