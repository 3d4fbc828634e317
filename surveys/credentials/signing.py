"""The keys that sign rights to answer, blindly: made when a wave opens, used while it is open, gone when it closes."""

from django.db import transaction
from django.db.models import F

from surveys.credentials import blind_signatures
from surveys.credentials.models import SigningKey
from surveys.waves.key_files import WaveKeys, wave_keys
from surveys.waves.models import Group, Wave
from surveys.waves.rules import Channel
from surveys.waves.selectors import groups_of

PURPOSE = "signing-key"


def make_keys(*, wave: Wave, keys: WaveKeys) -> None:
    """Make a signing key for each of the wave's groups that get links. Within the opening's transaction.

    The private halves are wrapped by the wave's key file: whoever has the database alone cannot make rights to answer.
    Raises WaveKeyMissing.
    """
    for group in groups_of(wave):
        if group.channel == Channel.LINK:
            pair = blind_signatures.new_signing_key()
            wrapped = keys.wrap(wave.id, pair.private, purpose=_purpose(group))
            SigningKey.objects.create(group=group, public=pair.public, wrapped=wrapped)


def sign(*, group: Group, blinded: bytes) -> bytes:
    """Return the blind signature (256 bytes) of the group's key.

    Raises BadBlinded; WaveKeyMissing, CannotUnwrap where the key file is gone; SigningKey.DoesNotExist for a group
    without a key, or whose wave has closed.
    """
    key = SigningKey.objects.get(group=group, wrapped__isnull=False)
    private = wave_keys().unwrap(group.wave_id, bytes(key.wrapped or b""), purpose=_purpose(group))
    return blind_signatures.blind_sign(blinded, private_key=private)


def count_issued(*, group: Group) -> None:
    """Note that one more person of the group has got a signature."""
    SigningKey.objects.filter(group=group).update(issued=F("issued") + 1)


@transaction.atomic
def retire_keys(*, wave: Wave) -> None:
    """Drop the private halves once the wave is closed: nothing is signed any more."""
    SigningKey.objects.filter(group__wave=wave).update(wrapped=None)


def _purpose(group: Group) -> str:
    return f"{PURPOSE}:{group.id}"
