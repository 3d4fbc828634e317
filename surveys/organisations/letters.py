"""The e-mail with an invitation to a workplace."""

import logging
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
from surveys.mail import Handed
from surveys.organisations.models import Invitation, Organisation
from surveys.signed_links import Purpose, token_for

logger = logging.getLogger(__name__)


def path_of(invitation: Invitation) -> str:
    """Return the path of the page that the invitation (or the right to found a workplace) leads to."""
    if invitation.organisation_id is None:
        return reverse("found", args=[invitation.language, token_for(Purpose.FOUNDING, invitation.id)])
    return reverse("invited", args=[invitation.language, token_for(Purpose.INVITATION, invitation.id)])


def send(*, invitation: Invitation, now: datetime) -> bool:
    """Send the invitation to its address, and return whether the mail server took it; `sent_at` is then `now`.

    A mail server that does not answer is no error: the invitation stands, and can be sent again.
    """
    organisation = invitation.organisation
    if organisation is None:
        return False
    try:
        address = mail.address_of(invitation.email)
        with mail.connected() as smtp:
            handed = mail.hand_over(smtp, _letter(invitation, organisation, address, now), address)
    except (mail.Unreachable, mail.UnusableAddress) as error:
        logger.warning("an invitation could not be sent (%s)", type(error).__name__)
        return False
    # A lost answer counts as sent: whoever waits for it in vain can be sent it again.
    if handed not in {Handed.SENT, Handed.LOST}:
        return False
    invitation.sent_at = now
    invitation.save(update_fields=["sent_at"])
    return True


def _letter(invitation: Invitation, organisation: Organisation, address: str, now: datetime) -> EmailMultiAlternatives:
    by = invitation.invited_by
    with translation.override(invitation.language):
        expires = invitation.expires_at.astimezone(ZoneInfo(organisation.timezone))
        text = render_to_string(
            "mail/invitation.txt",
            {
                "organisation": organisation,
                "inviter": mail.one_line(by.user.name) if by else "",
                "party": mail.one_line(by.party.name) if by and by.party else "",
                "link": settings.ADDRESS + path_of(invitation),
                "expires": dates.with_time(dates.long_date(expires, dates.active()), expires),
            },
        )
        return mail.compose(
            key=uuid5(NAMESPACE_URL, f"{invitation.id}/{now.isoformat()}"),
            to=mail.named("", address),
            subject=_("Invitasjon til undersøkelsen ved %(organisation)s") % {"organisation": organisation.name},
            text=text,
            now=now,
        )
