"""Links whose address is signed by this installation: only the id that it leads to is stored, and no secret.

Whether a link still counts (its date, whether it was used or taken back) stands in the row with that id.
"""

from enum import StrEnum
from uuid import UUID

from django.core.signing import BadSignature, Signer


class Purpose(StrEnum):
    """What a link is for. A link for one thing opens no other."""

    FOUNDING = "founding"
    INVITATION = "invitation"
    REPORT = "report"


def token_for(purpose: Purpose, key: UUID) -> str:
    """Return the last part of the link's address: the id and a signature, in letters, digits, "-", "_" and "."."""
    return _signer(purpose).sign(key.hex)


def key_in(purpose: Purpose, token: str) -> UUID | None:
    """Return the id that the token was made for, or None for any other text."""
    try:
        return UUID(hex=_signer(purpose).unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer(purpose: Purpose) -> Signer:
    return Signer(sep=".", salt=f"tillit link: {purpose}")
