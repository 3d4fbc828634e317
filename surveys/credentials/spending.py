"""Using up a blind credential: which message it is of, by whose key, and that it is used once."""

import hashlib
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from surveys.credentials.blind_signatures import CONTEXT_BYTES, RANDOM_BYTES, context_of, verify
from surveys.credentials.models import SigningKey, SpentCredential
from surveys.errors import StatedError
from surveys.waves.models import Group


class CredentialRefused(StatedError):
    """A right to answer that is forged, of another wave or group, used already, or one too many."""

    http_status = 404
    message = _("Svarbeviset kan ikke brukes.")


def is_genuine(*, wave_id: UUID, group_id: UUID, prepared: bytes, signature: bytes) -> bool:
    """Tell whether the message is one of this wave and group, signed by the group's key."""
    if prepared[RANDOM_BYTES : RANDOM_BYTES + CONTEXT_BYTES] != context_of(wave_id, group_id):
        return False
    key = SigningKey.objects.filter(group=group_id, group__wave=wave_id).first()
    return key is not None and verify(prepared, signature, public_key=bytes(key.public))


def spend(*, group: Group, prepared: bytes, ballot: bytes) -> bool:
    """Use up a genuine credential for one sealed ballot; the caller holds the group's row and is in a transaction.

    Returns False where the very same ballot has been taken already. Raises CredentialRefused for another ballot with
    the same credential, and where the group has as many ballots as people.
    """
    digest, ballot_digest = hashlib.sha256(prepared).digest(), hashlib.sha256(ballot).digest()
    spent = SpentCredential.objects.filter(digest=digest).first()
    if spent is not None:
        if bytes(spent.ballot) != ballot_digest:
            raise CredentialRefused
        return False
    if SpentCredential.objects.filter(group=group).count() >= group.headcount:
        raise CredentialRefused
    SpentCredential.objects.create(group=group, digest=digest, ballot=ballot_digest)
    return True
