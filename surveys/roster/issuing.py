"""Who has collected a right to answer: one per person, and once more where the organiser has granted it."""

import hashlib
from enum import StrEnum

from surveys.roster.models import FrozenPlace, Issuance, ReissueGrant


class Claim(StrEnum):
    """What a blinded message is to the person who sends it."""

    FIRST = "first"
    SAME = "same"
    AGAIN = "again"
    REFUSED = "refused"


def claim(*, place: FrozenPlace, blinded: bytes) -> Claim:
    """Note the blinded message that is about to be signed for a person, and tell what it is. Within a transaction.

    The same bytes may be signed any number of times: signing gives the same answer. Other bytes need a grant.
    """
    # The place's row is the lock: of many requests at one moment, one is the first.
    FrozenPlace.objects.select_for_update().get(pk=place.pk)
    digest = hashlib.sha256(blinded).digest()
    issuance = Issuance.objects.filter(place=place).first()
    if issuance is None:
        Issuance.objects.create(place=place, blinded=digest)
        return Claim.FIRST
    if bytes(issuance.blinded) == digest:
        return Claim.SAME
    if issuance.reissues or not ReissueGrant.objects.filter(place=place).exists():
        return Claim.REFUSED
    issuance.blinded, issuance.reissues = digest, 1
    issuance.save(update_fields=["blinded", "reissues"])
    return Claim.AGAIN
