"""Taking in a ballot that was sealed in the respondent's browser, with the blind credential that it is cast by."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from surveys.ballots.encoding import encoded_length
from surveys.ballots.keeping import put_in
from surveys.ballots.models import RefusedBallots
from surveys.ballots.sealing import OVERHEAD, PUBLIC_BYTES, BadKey, checked_public
from surveys.credentials.blind_signatures import RANDOM_BYTES, SIGNATURE_BYTES, context_of
from surveys.credentials.spending import CredentialRefused, is_genuine, spend
from surveys.errors import StatedError
from surveys.questionnaires.loading import load
from surveys.waves.models import Group, Wave
from surveys.waves.rules import State, takes_answers

GROUP_BYTES = 16
HEAD_BYTES = GROUP_BYTES + 2 * RANDOM_BYTES + SIGNATURE_BYTES
"""Group, the message's first and last 32 random bytes, signature; the sealed ballot follows."""


class BallotRefused(StatedError):
    """A wave that is not open, a credential that is not genuine or has been used: one calm answer for all of them."""

    http_status = 404
    message = _("Svararket kan ikke tas imot. Enten er runden ikke åpen, eller så er svarbeviset brukt.")


class MalformedBallot(StatedError):
    """What was sent has not the length or the form of a sealed ballot of this wave."""

    http_status = 422
    message = _("Nettleseren sendte noe som ikke er et svarark. Svarene dine er ikke levert. Last inn siden på nytt.")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was sent, taken apart."""

    group_id: UUID
    prepared: bytes
    signature: bytes
    sealed: bytes


def cast_sealed(*, wave_id: UUID, body: bytes, now: datetime) -> None:
    """Put a sealed ballot into the box. The very same one, sent again, is taken for the first.

    `body` is group (16 bytes), the credential's random bytes (32 and 32), its signature (256) and the sealed ballot,
    of one length per questionnaire version. Raises MalformedBallot and BallotRefused, which are
    counted while it is open, and BoxCannotTakeIt.
    """
    wave = Wave.objects.select_related("agreement").filter(pk=wave_id).first()
    if wave is None or not _takes_answers(wave, now):
        raise BallotRefused
    try:
        _cast(wave, body, now)
    except (MalformedBallot, BallotRefused):
        RefusedBallots.objects.filter(wave=wave).update(number=F("number") + 1)
        raise


def body_length(wave: Wave) -> int:
    """Return the number of bytes of everything that is cast in the wave."""
    questionnaire = load(wave.agreement.questionnaire, wave.agreement.questionnaire_version)
    return HEAD_BYTES + encoded_length(questionnaire) + OVERHEAD


def _cast(wave: Wave, body: bytes, now: datetime) -> None:
    parts = _taken_apart(wave, body)
    genuine = is_genuine(wave_id=wave.id, group_id=parts.group_id, prepared=parts.prepared, signature=parts.signature)
    if not genuine:
        raise BallotRefused
    with transaction.atomic():
        # As for slips: the group's row is the lock, and closing waits for it.
        group = Group.objects.select_for_update().get(pk=parts.group_id, wave=wave)
        if not _takes_answers(Wave.objects.get(pk=wave.pk), now):
            raise BallotRefused
        try:
            fresh = spend(group=group, prepared=parts.prepared, ballot=parts.sealed)
        except CredentialRefused:
            raise BallotRefused from None
        if fresh:
            put_in(group=group, sealed=parts.sealed)


def _takes_answers(wave: Wave, now: datetime) -> bool:
    return takes_answers(State(wave.state), wave.opens_at, wave.closes_at, now)


def _taken_apart(wave: Wave, body: bytes) -> _Parts:
    if len(body) != body_length(wave):
        raise MalformedBallot
    group_id = UUID(bytes=body[:GROUP_BYTES])
    prefix, nonce = body[GROUP_BYTES:][:RANDOM_BYTES], body[GROUP_BYTES + RANDOM_BYTES :][:RANDOM_BYTES]
    sealed = body[HEAD_BYTES:]
    try:
        checked_public(sealed[:PUBLIC_BYTES])
    except BadKey:
        raise MalformedBallot from None
    signature = body[HEAD_BYTES - SIGNATURE_BYTES : HEAD_BYTES]
    return _Parts(group_id, prefix + context_of(wave.id, group_id) + nonce, signature, sealed)
