"""Exchanging a link for a right to answer. The person is known here, and the signed message is not."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from surveys.credentials import signing
from surveys.credentials.blind_signatures import BadBlinded
from surveys.credentials.models import SigningKey
from surveys.errors import StatedError
from surveys.roster.issuing import Claim, claim
from surveys.roster.links import place_of
from surveys.roster.models import FrozenPlace
from surveys.waves.key_files import CannotUnwrap, WaveKeyMissing
from surveys.waves.rules import Channel, State, takes_answers


class LinkRefused(StatedError):
    """A link that is unknown, foreign, of a wave that is not open, or of a group that gets slips: all alike."""

    http_status = 404
    message = _("Lenken kan ikke brukes nå.")


class AlreadyCollected(StatedError):
    """The person's right to answer has been collected with another blinded message."""

    http_status = 409
    message = _("Svarbeviset er hentet før, i en annen nettleser eller på en annen maskin.")


class MalformedRequest(StatedError):
    """The blinded message is not a number of the right size."""

    http_status = 422
    message = _("Nettleseren sendte noe som ikke kan signeres. Last inn siden på nytt og prøv igjen.")


class CannotSignNow(StatedError):
    """The wave key file is missing on the server."""

    http_status = 503
    message = _("Serveren kan ikke signere svarbevis akkurat nå. Ingenting er brukt opp. Prøv igjen senere.")


@dataclass(frozen=True, slots=True)
class Found:
    """Which wave and group a link is for."""

    wave_id: UUID
    group_id: UUID


def look_up(*, token: str, now: datetime) -> Found:
    """Return what the link is for. Nothing is used up. Raises LinkRefused."""
    place = _place(token, now)
    return Found(wave_id=place.group.wave_id, group_id=place.group_id)


@transaction.atomic
def collect(*, token: str, blinded: bytes, now: datetime) -> bytes:
    """Return the blind signature (256 bytes) of the person's blinded message. Asked again, the answer is the same.

    Raises LinkRefused, AlreadyCollected, MalformedRequest, CannotSignNow.
    """
    place = _place(token, now)
    # Signed before it is known whether it may be. Else whoever has somebody's link could ask with a number that cannot
    # be signed, and be told whether she has collected, while nothing is used up and nobody notices.
    signature = _signed(place, blinded)
    found = claim(place=place, blinded=blinded)
    if found is Claim.REFUSED:
        raise AlreadyCollected
    if found is Claim.FIRST:
        signing.count_issued(group=place.group)
    return signature


def _signed(place: FrozenPlace, blinded: bytes) -> bytes:
    try:
        return signing.sign(group=place.group, blinded=blinded)
    except BadBlinded:
        raise MalformedRequest from None
    except SigningKey.DoesNotExist:  # the wave has closed since its state was read
        raise LinkRefused from None
    except (WaveKeyMissing, CannotUnwrap):
        raise CannotSignNow from None


def _place(token: str, now: datetime) -> FrozenPlace:
    place = place_of(token)
    if place is None or place.group.channel != Channel.LINK:
        raise LinkRefused
    wave = place.group.wave
    if not takes_answers(State(wave.state), wave.opens_at, wave.closes_at, now):
        raise LinkRefused
    return place
