"""Sharing a release by link with whoever a party wants to show it to, and taking such a link back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from reports.releases.models import Release, ShareLink
from reports.releases.selectors import Released, release_of
from surveys.audit import services as audit
from surveys.errors import NotFound
from surveys.organisations.access import actor
from surveys.organisations.models import Membership
from surveys.signed_links import Purpose, key_in
from surveys.waves.models import Wave

SHARED_DAYS = (7, 30, 90, 365)
"""How long a link may be made to work."""


@transaction.atomic
def share(*, wave: Wave, by: Membership, days: int, now: datetime) -> ShareLink:
    """Make a link to the wave's release that works for so many days. The other parties see it in the list.

    Raises NotFound for a wave without a release and for somebody who represents no party of its organisation, and
    ValueError for another number of days than the pages offer.
    """
    release = Release.objects.filter(wave=wave).first()
    if release is None or by.party_id is None or by.organisation_id != wave.agreement.organisation_id:
        raise NotFound
    if days not in SHARED_DAYS:
        raise ValueError(f"a link is not shared for {days} days")
    link = ShareLink.objects.create(release=release, made_by=by, made_at=now, expires_at=now + timedelta(days=days))
    _log(link, wave, "report-shared", by, now)
    return link


@transaction.atomic
def unshare(*, wave: Wave, link_id: UUID, by: Membership, now: datetime) -> None:
    """Take a link back. Only the party that made it may; one that was taken back before is left as it is.

    Raises NotFound for everybody else, and for a link to another wave's release.
    """
    link = ShareLink.objects.select_for_update(of=("self",)).filter(pk=link_id, release=wave.pk).first()
    if link is None or by.party_id is None or link.made_by.party_id != by.party_id:
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        _log(link, wave, "report-unshared", by, now)


def links_to(wave: Wave) -> list[ShareLink]:
    """Return every link to the wave's release, newest first, those that no longer work among them."""
    links = ShareLink.objects.filter(release=wave.pk).select_related("made_by__party", "made_by__user")
    return list(links.order_by("-made_at"))


def shared_by(token: str, now: datetime) -> Released:
    """Return the release that a link leads to.

    Raises NotFound for a link that is unknown, taken back or too old alike.
    """
    key = key_in(Purpose.REPORT, token)
    link = ShareLink.objects.select_related("release__wave").filter(pk=key).first() if key else None
    released = release_of(link.release.wave) if link is not None and link.counts(now) else None
    if released is None:
        raise NotFound
    return released


def _log(link: ShareLink, wave: Wave, event: str, by: Membership, now: datetime) -> None:
    audit.record(
        organisation_id=by.organisation_id,
        event=event,
        actor=actor(by),
        details={
            "wave": str(wave.id),
            "key": wave.key,
            "link": str(link.id),
            "to": link.expires_at.date().isoformat(),
        },
        now=now,
    )
