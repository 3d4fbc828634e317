"""The doors to the register. Missing and forbidden answer alike.

What the doors hand out can be named by those who come through them: hence the names imported as themselves.
"""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from surveys.errors import NotFound
from surveys.monitoring.feed_tokens import digest_of
from surveys.monitoring.models import Act, Feed
from surveys.monitoring.models import Measure as Measure
from surveys.organisations.access import membership_in
from surveys.organisations.models import Membership as Membership
from surveys.organisations.models import Organisation as Organisation
from surveys.organisations.models import User


def measure_for(user: User | AnonymousUser, organisation_id: UUID, number: int) -> tuple[Measure, Membership]:
    """Return the entry and the person's membership.

    Raises NotFound for a stranger and for a missing entry alike.
    """
    membership = membership_in(user, organisation_id)
    found = (
        Measure.objects.select_related("organisation").filter(organisation_id=organisation_id, number=number).first()
    )
    if found is None:
        raise NotFound
    return found, membership


def act_in(measure: Measure, act_id: UUID) -> Act:
    """Return an act of this very entry. Raises NotFound."""
    found = measure.acts.filter(pk=act_id).first()
    if found is None:
        raise NotFound
    return found


def feed_by_token(token: str) -> Feed:
    """Return the feed that a link leads to.

    Raises NotFound for a link that never was and for one that was revoked alike.
    """
    found = (
        Feed.objects.select_related("party__organisation")
        .filter(digest=digest_of(token), revoked_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def feed_in(membership: Membership, feed_id: UUID) -> Feed:
    """Return a working feed of the membership's own party. Raises NotFound."""
    found = Feed.objects.filter(pk=feed_id, party=membership.party, revoked_at__isnull=True).first()
    if membership.party is None or found is None:
        raise NotFound
    return found
