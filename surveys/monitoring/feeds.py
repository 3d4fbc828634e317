"""Calendar links: made and revoked by a party, each for itself."""

from datetime import datetime

from django.db import transaction

from surveys.audit import services as audit
from surveys.monitoring.feed_tokens import digest_of, new_token
from surveys.monitoring.models import Feed
from surveys.monitoring.services import party_of
from surveys.organisations.access import actor
from surveys.organisations.models import Membership


@transaction.atomic
def make_feed(*, by: Membership, language: str, now: datetime) -> str:
    """Make a link for the writer's party and return its token, which is told this once.

    Raises NotFound for somebody who acts for no party.
    """
    party = party_of(by, by.organisation)
    token = new_token()
    Feed.objects.create(party=party, digest=digest_of(token), language=language, made_by=by, made_at=now)
    audit.record(organisation_id=by.organisation_id, event="feed-made", actor=actor(by), details={}, now=now)
    return token


@transaction.atomic
def revoke_feed(*, feed: Feed, by: Membership, now: datetime) -> None:
    """Let a link lead nowhere from now on. Twice changes nothing."""
    if Feed.objects.filter(pk=feed.pk, revoked_at__isnull=True).update(revoked_at=now):
        audit.record(organisation_id=by.organisation_id, event="feed-revoked", actor=actor(by), details={}, now=now)
