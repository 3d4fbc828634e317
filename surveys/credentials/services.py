"""Issuing slips, spending them and counting them."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.audit import services as audit
from surveys.credentials import codes
from surveys.credentials.models import ResponseCount, Slip
from surveys.credentials.rules import may_show, spares
from surveys.credentials.selectors import latest_issue
from surveys.errors import StatedError
from surveys.waves.models import Group, Wave
from surveys.waves.rules import Channel, State, takes_answers
from surveys.waves.selectors import groups_of
from surveys.waves.services import NotNow


class CodeRefused(StatedError):
    """A code that is unknown, used, of another wave, too early or too late: one calm page for all of them."""

    http_status = 404
    message = _("Koden kan ikke brukes.")


class IssuedMeanwhile(StatedError):
    """Slips were made after the reader had opened the page; hers would void them."""

    http_status = 409
    message = _("Lappene er laget allerede. Les dette før du eventuelt lager nye.")


@dataclass(frozen=True, slots=True)
class IssuedSlips:
    """A group's new codes, shuffled; they are shown once and stored nowhere."""

    group: Group
    codes: tuple[str, ...]


@transaction.atomic
def issue_slips(*, wave: Wave, actor: str, now: datetime, expected_issue: str | None = None) -> tuple[IssuedSlips, ...]:
    """Make slips for every group of a planned wave, spare ones included. What was issued before is void.

    `expected_issue` is the `latest_issue` that the caller knew of, compared under the wave's lock (None: not compared).
    Raises NotNow for a wave that is not planned, or whose roster has not been frozen; IssuedMeanwhile.
    """
    wave = Wave.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=wave.pk)
    groups = groups_of(wave)
    if wave.state != State.PLANNED or not groups:
        raise NotNow
    if expected_issue is not None and latest_issue(wave) != expected_issue:
        raise IssuedMeanwhile
    Slip.objects.filter(group__wave=wave).delete()
    issued = tuple(_issue(group, group.headcount + spares(group.headcount)) for group in groups)
    audit.record(
        organisation_id=wave.agreement.organisation_id,
        event="slips-issued",
        actor=actor,
        details={"wave": str(wave.id), "slips": sum(len(batch.codes) for batch in issued)},
        now=now,
    )
    return issued


def _issue(group: Group, number: int) -> IssuedSlips:
    fresh = [codes.new_code() for _ in range(number)]
    key = settings.SLIP_KEY.encode()
    Slip.objects.bulk_create(Slip(group=group, digest=codes.digest(code, key=key)) for code in sorted(fresh))
    secrets.SystemRandom().shuffle(fresh)
    return IssuedSlips(group=group, codes=tuple(codes.shown(code) for code in fresh))


@transaction.atomic
def choose_channels(*, wave: Wave, link_groups: Collection[UUID], actor: str, now: datetime) -> None:
    """Let these groups of a planned wave get links by e-mail, and the others slips. Slips of the former are void.

    Raises NotNow for a wave that is not planned, whose roster has not been frozen, or that lacks one of the groups.
    """
    wave = Wave.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=wave.pk)
    groups = groups_of(wave)
    if wave.state != State.PLANNED or not groups or not set(link_groups) <= {group.id for group in groups}:
        raise NotNow
    chosen = {group.id: Channel.LINK if group.id in set(link_groups) else Channel.SLIP for group in groups}
    if all(group.channel == chosen[group.id] for group in groups):
        return
    for group in groups:
        group.channel = chosen[group.id]
        group.save(update_fields=["channel"])
    Slip.objects.filter(group__wave=wave, group__channel=Channel.LINK).delete()
    audit.record(
        organisation_id=wave.agreement.organisation_id,
        event="channels-chosen",
        actor=actor,
        details={"wave": str(wave.id), "links": len(set(link_groups)), "slips": len(groups) - len(set(link_groups))},
        now=now,
    )


def slip_for(*, code: str, now: datetime) -> Slip:
    """Return the unspent slip of an open wave that this code belongs to.

    Raises MalformedCode for what cannot be a code, CodeRefused for all else.
    """
    digest = codes.digest(codes.normalise(code), key=settings.SLIP_KEY.encode())
    slip = (
        Slip.objects.select_related("group__wave__agreement__organisation", "group__unit")
        .filter(digest=digest, spent=False)
        .first()
    )
    if slip is None:
        raise CodeRefused
    wave = slip.group.wave
    if not takes_answers(State(wave.state), wave.opens_at, wave.closes_at, now):
        raise CodeRefused
    return slip


@transaction.atomic
def spend(*, code: str, now: datetime) -> Group:
    """Use up the code's slip and return the group it answers for. A group never spends more slips than it has people.

    Raises MalformedCode, CodeRefused.
    """
    slip = slip_for(code=code, now=now)
    # The group's row is the lock: the last free place is given once, however many ask at the same moment.
    # Closing waits for it, so the state is read again once it is held.
    group = Group.objects.select_for_update().get(pk=slip.group_id)
    wave = Wave.objects.get(pk=group.wave_id)
    if not takes_answers(State(wave.state), wave.opens_at, wave.closes_at, now):
        raise CodeRefused
    if Slip.objects.filter(group=group, spent=True).count() >= group.headcount:
        raise CodeRefused
    if Slip.objects.filter(pk=slip.pk, spent=False).update(spent=True) != 1:
        raise CodeRefused
    return group


@transaction.atomic
def count_response(*, wave: Wave, now: datetime) -> None:
    """Let the count on show follow the slips spent, by the rules and as they stand at the day's first look alone.

    Counting again later in the day would tell the minute in which the threshold was reached, and so who just answered.
    """
    day = now.astimezone(ZoneInfo(wave.agreement.organisation.timezone)).date()
    current, first = ResponseCount.objects.select_for_update().get_or_create(
        wave=wave, defaults={"day": day, "spent": 0, "looked_on": day}
    )
    if not first and current.looked_on >= day:
        return
    counted = Slip.objects.filter(group__wave=wave, spent=True).count()
    current.looked_on = day
    if may_show(counted=counted, shown=current.spent, threshold=wave.agreement.threshold):
        current.day, current.spent = day, counted
    current.save(update_fields=["day", "spent", "looked_on"])


def forget(*, wave: Wave) -> None:
    """Delete everything about the wave's slips."""
    Slip.objects.filter(group__wave=wave).delete()
