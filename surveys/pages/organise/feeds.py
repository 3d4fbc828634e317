"""A party's calendar links: made, shown once, revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import clock
from surveys.errors import NotFound
from surveys.monitoring.access import Membership, feed_in
from surveys.monitoring.feeds import make_feed, revoke_feed
from surveys.monitoring.selectors import feeds_of
from surveys.organisations.access import membership_in
from surveys.pages.organise.entrance import see_other, signed_in


@signed_in
def feeds(request: HttpRequest, language: str, organisation_id: UUID) -> HttpResponse:
    """Show the party's links, or make a new one by POST; its address is shown this once."""
    membership = _party_member(request, organisation_id)
    if request.method != "POST":
        return _page(request, membership)
    token = make_feed(by=membership, language=language, now=clock.now())
    return _page(request, membership, request.build_absolute_uri(reverse("feed", args=[token])))


@signed_in
def revoke(request: HttpRequest, language: str, organisation_id: UUID, feed_id: UUID) -> HttpResponse:
    """Let a link lead nowhere from now on, by POST."""
    membership = _party_member(request, organisation_id)
    found = feed_in(membership, feed_id)
    if request.method == "POST":
        revoke_feed(feed=found, by=membership, now=clock.now())
        messages.success(request, _("Lenken virker ikke lenger."))
    return see_other(reverse("feeds", args=[language, organisation_id]))


def _party_member(request: HttpRequest, organisation_id: UUID) -> Membership:
    membership = membership_in(request.user, organisation_id)
    if membership.party is None:
        raise NotFound
    return membership


def _page(request: HttpRequest, membership: Membership, address: str = "") -> HttpResponse:
    organisation, party = membership.organisation, membership.party
    context = {
        "organisation": organisation,
        "synthetic": organisation.synthetic,
        "feeds": feeds_of(party) if party else [],
        "address": address,
    }
    return render(request, "organise/feeds.html", context)
